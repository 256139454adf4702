"""Values for the few hand-written statements, in the spelling of the database at hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from habitue.kit.checks import Examined


def adapt(value: Any) -> Any:
    """`value` as the driver wants it: SQLite keeps ids as 32 hex digits, times as text."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def as_id(value: Any) -> UUID:
    """An id column read by a hand-written statement."""
    return value if isinstance(value, UUID) else UUID(value)


def as_id_or_none(value: Any) -> UUID | None:
    return None if value is None else as_id(value)


def as_time(value: Any) -> datetime:
    """A time column read by a hand-written statement."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    found: datetime = value
    return found


def execute(sql: str, params: Sequence[Any] = ()) -> int:
    """Run one statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [adapt(value) for value in params])
        return int(cursor.rowcount)


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement; all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [adapt(value) for value in params])
        return list(cursor.fetchall())


def insert(table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """One INSERT of all `values`; columns and table are ours, never a user's."""
    names = ", ".join(f'"{column}"' for column in columns)
    one = f"({', '.join(['%s'] * len(columns))})"
    flat = [value for row in values for value in row]
    execute(f'INSERT INTO "{table}" ({names}) VALUES {", ".join([one] * len(values))}', flat)  # noqa: S608


def spelled(column: str) -> str:
    """An expression that spells an id column as `str(UUID)` does, to compare with a text."""
    if connection.features.has_native_uuid_field:
        return f"{column}::text"
    cuts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return "(" + " || '-' || ".join(f"substr({column}, {at}, {long})" for at, long in cuts) + ")"


def no() -> str:
    """False, as a column of yes and no is compared with it."""
    return "false" if connection.vendor == "postgresql" else "0"


def examined(house_id: UUID, *, counted: str, wrong: str) -> Examined:
    """How many rows of the table `counted` a house has, and what the query `wrong` finds.

    Every `%s` of `wrong` is the house; each row it answers is an offender.
    """
    [[count]] = rows(f'SELECT count(*) FROM "{counted}" WHERE house_id = %s', [house_id])  # noqa: S608
    found = rows(wrong, [house_id] * wrong.count("%s"))
    return Examined(count, [" ".join(str(value) for value in row) for row in found])
