"""Many new rows in one statement of the driver.

`bulk_create` asks every field of every row how its value is written, which is most of the time
of an import; here each field is asked once.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 1_000
AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.BinaryField,
)
Written = Callable[[Any], Any]


def put(rows: Iterable[models.Model]) -> None:
    """Insert new rows of one model, all columns given; like `bulk_create` without its answers."""
    coming = iter(rows)
    while new := list(islice(coming, AT_ONCE)):
        _put(new)


def _put(new: list[models.Model]) -> None:
    meta = new[0]._meta
    columns = [(field.attname, _written(field)) for field in meta.local_concrete_fields]
    names = ", ".join(f'"{field.column}"' for field in meta.local_concrete_fields)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({places})',  # noqa: S608
            [_values(row, columns) for row in new],
        )
    for row in new:
        row._state.adding, row._state.db = False, connection.alias


def _values(row: models.Model, columns: list[tuple[str, Written | None]]) -> list[Any]:
    values = row.__dict__
    return [values[name] if to is None else to(values[name]) for name, to in columns]


def _written(field: Any) -> Written | None:
    """How a value of `field` is given to the driver; None: as it is."""
    target = field
    while target.remote_field is not None:
        target = target.target_field
    if isinstance(target, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hex
    if isinstance(target, AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _hex(value: Any) -> Any:
    return None if value is None else value.hex
