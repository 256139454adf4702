"""Rows of a house read and written by their own columns, without the ORM's compiler.

Where a till waits, Django takes ten times longer to spell a statement than the database to
answer it, and what is asked there is always of one form: rows of a house by equality, locked or
not, an insert, a change of some columns. Whatever else is asked goes through `objects.of(house)`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)
from django.db.models.base import ModelState

from habitue.house import sql
from habitue.house.models import House, HouseRow

Row = TypeVar("Row", bound=HouseRow)
Thing = TypeVar("Thing", bound=Model)
Fields = list["Field[Any, Any]"]
AT_ONCE = 1_000
AS_THEY_ARE = (CharField, TextField, BooleanField, IntegerField, BinaryField)


def find(
    model: type[Row],
    house: House | UUID,
    *,
    order: str = "",
    most: int | None = None,
    lock: bool = False,
    related: tuple[str, ...] = (),
    **where: Any,
) -> list[Row]:
    """The rows whose columns are as `where` says: a value, None, one of a list, `…__gt`.

    `order` names columns, `-` before one turns it round; at `most` so many. `lock` holds them
    until the operation ends (on SQLite there is one writer anyway); `related` names what they
    point at, read in the same statement.
    """
    plan = _plan(model, related)
    conditions, values = [f"{plan.alias}.house_id = %s"], [_house_id(house)]
    for name, value in where.items():
        condition, some = _condition(model, plan.alias, name, value)
        conditions.append(condition)
        values += some
    statement = f"{plan.select} WHERE {' AND '.join(conditions)}"
    if order:
        statement += f" ORDER BY {_order(model, plan.alias, order, sorts=bool(where))}"
    if most is not None:
        statement += f" LIMIT {most}"
    if lock and connection.vendor == "postgresql":
        statement += f" FOR NO KEY UPDATE OF {plan.alias}"
    return [plan.build(row, house) for row in sql.rows(statement, values)]


def first(model: type[Row], house: House | UUID, **asked: Any) -> Row | None:
    """The only row there can be, or the first in order; None where there is none."""
    found = find(model, house, most=1, **asked)
    return found[0] if found else None


def fresh(model: type[Row], **values: Any) -> Row:
    """A new row as `model(**values)` makes it, where there are many: no field is asked."""
    start = _start(model)
    row = model.__new__(model)
    state = row._state = ModelState()
    row.__dict__.update(start.standing)
    for name, make in start.made:
        if name not in values:
            row.__dict__[name] = make()
    for name, value in values.items():
        if name in start.links:
            row.__dict__[start.links[name]] = value.pk
            state.fields_cache[name] = value
        else:
            row.__dict__[name] = value
    return row


def insert(*rows: HouseRow) -> None:
    """Write new rows of one table in one statement."""
    if not rows:
        return
    model = type(rows[0])
    columns = [field.column for field in _fields(model)]
    sql.insert(model._meta.db_table, columns, [_values(row) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_many(rows: Iterable[HouseRow]) -> None:
    """Write any number of new rows of one table: an import's, a batch's.

    The driver gets one statement and all values; `bulk_create` would ask every field of every
    row how its value is written, which was half of an import.
    """
    coming = iter(rows)
    while new := list(islice(coming, AT_ONCE)):
        fields = _fields(type(new[0]))
        names = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{new[0]._meta.db_table}" ({names}) VALUES ({places})',  # noqa: S608
                [_values(row) for row in new],
            )
        for row in new:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def add(row: HouseRow, name: str, amount: int) -> None:
    """Raise a number of a row by `amount` where it stands, or lower it; `row` itself stays."""
    column = _field(type(row), name).column
    sql.execute(
        f'UPDATE "{row._meta.db_table}" SET "{column}" = "{column}" + %s'  # noqa: S608
        " WHERE house_id = %s AND id = %s",
        [amount, row.house_id, row.pk],
    )


def update(row: HouseRow, *names: str) -> None:
    """Write these columns of a row as they now stand in it."""
    fields = [_field(type(row), name) for name in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    sql.execute(
        f'UPDATE "{row._meta.db_table}" SET {changes} WHERE house_id = %s AND id = %s',  # noqa: S608
        [*(_stored(field, row) for field in fields), row.house_id, row.pk],
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A table in a statement: the model, where it hangs, how its columns become values."""

    model: type[Model]
    holder: str  # path of the part that points at it; the row itself has none
    name: str
    names: list[str]
    converters: list[tuple[int, list[Any]]]  # of the columns that need any


@dataclass(frozen=True, slots=True)
class _Plan:
    """A SELECT, spelled once for each model and what it is read with."""

    select: str
    alias: str
    parts: list[_Part]

    def build(self, row: tuple[Any, ...], house: House | UUID) -> Any:
        values, built = iter(row), dict[str, Any]()
        for part in self.parts:
            one = _built(part, values)
            path = f"{part.holder}__{part.name}".strip("_")
            built[path] = one
            if one is not None and part.name:
                built[part.holder]._state.fields_cache[part.name] = one
            if one is not None and isinstance(house, House):
                one._state.fields_cache["house"] = house
        return built[""]


def _built(part: _Part, values: Iterator[Any]) -> Any:
    own = list(islice(values, len(part.names)))
    if own[0] is None:
        return None
    for place, converters in part.converters:
        for convert in converters:
            own[place] = convert(own[place], None, connection)
    one = part.model.__new__(part.model)  # as `from_db`, without asking every field
    one._state = ModelState()
    one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS
    one.__dict__.update(zip(part.names, own, strict=True))
    return one


def columns(model: type[Model], alias: str) -> str:
    """The columns of a table under its alias, for a statement that `built` reads."""
    return ", ".join(f'{alias}."{field.column}"' for field in _fields(model))


def built(model: type[Thing], values: Iterator[Any]) -> Thing:
    """The row that the next of `values` are, in the order of `columns`."""
    thing: Thing = _built(_part(model, "", ""), values)
    return thing


@cache
def _plan(model: type[Model], related: tuple[str, ...]) -> _Plan:
    """What does not change while the program runs: names of tables and columns."""
    parts, joins = [_part(model, "", "")], ""
    aliases = {"": "t0"}
    models = {"": model}
    for path in related:
        holder, _, name = path.rpartition("__")
        field = models[holder]._meta.get_field(name)
        target = field.related_model
        assert isinstance(target, type) and issubclass(target, Model)
        aliases[path], models[path] = f"t{len(parts)}", target
        parts.append(_part(target, holder, name))
        one, other = aliases[path], aliases[holder]
        joins += (
            f' LEFT JOIN "{target._meta.db_table}" {one} ON {one}.house_id = {other}.house_id'
            f' AND {one}.id = {other}."{field.column}"'  # type: ignore[union-attr]
        )
    named = ", ".join(
        columns(part.model, alias) for alias, part in zip(aliases.values(), parts, strict=True)
    )
    return _Plan(f'SELECT {named} FROM "{model._meta.db_table}" t0{joins}', "t0", parts)  # noqa: S608


@cache
def _part(model: type[Model], holder: str, name: str) -> _Part:
    fields = _fields(model)
    converters = [(place, _converters(field)) for place, field in enumerate(fields)]
    return _Part(
        model,
        holder,
        name,
        [field.attname for field in fields],
        [(place, some) for place, some in converters if some],
    )


def _converters(field: "Field[Any, Any]") -> list[Any]:
    column = field.get_col("t0")
    return [
        *connection.ops.get_db_converters(column),
        *column.get_db_converters(connection),
    ]


@cache
def _fields(model: type[Model]) -> Fields:
    """The id first: where it is null, there is no such row."""
    fields = list(model._meta.concrete_fields)
    return sorted(fields, key=lambda field: not field.primary_key)


@cache
def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return next(f for f in _fields(model) if name in (f.name, f.attname, f.column))


@dataclass(frozen=True, slots=True)
class _Start:
    """What a row has that nothing was said of."""

    standing: dict[str, Any]
    made: list[tuple[str, Callable[[], Any]]]  # for each row anew
    links: dict[str, str]  # what it points at: the column of that


@cache
def _start(model: type[Model]) -> _Start:
    fields = _fields(model)
    several = (field for field in fields if field.has_default() and callable(field.default))
    made = [(field.attname, field.default) for field in several]
    names = dict(made)
    return _Start(
        {field.attname: field.get_default() for field in fields if field.attname not in names},
        made,
        {field.name: field.attname for field in fields if field.name != field.attname},
    )


def _stored(field: "Field[Any, Any]", row: Model) -> Any:
    value, written = getattr(row, field.attname), _writer(field)
    return value if written is None else written(value)


def _values(row: HouseRow) -> list[Any]:
    """Every column of a row as the driver takes it, in the order of `_fields`."""
    names, writers = _pen(type(row))
    own = row.__dict__
    values = [own[name] for name in names]
    for place, written in writers:
        values[place] = written(values[place])
    return values


@cache
def _pen(model: type[Model]) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    fields = _fields(model)
    writers = ((place, _writer(field)) for place, field in enumerate(fields))
    names = [field.attname for field in fields]
    return names, [(place, written) for place, written in writers if written is not None]


@cache
def _writer(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a value of `field` is given to the driver; None: as it is."""
    target: Any = field
    while target.remote_field is not None:
        target = target.target_field
    if isinstance(target, AS_THEY_ARE):
        return None
    if isinstance(target, UUIDField):
        return None if connection.features.has_native_uuid_field else _hex
    if isinstance(target, DateTimeField):
        return lambda value: (
            _moment(value)
            if type(value) is datetime
            else field.get_db_prep_save(value, connection)
        )
    if isinstance(target, JSONField) and connection.vendor == "sqlite" and not target.encoder:
        return _json
    return lambda value: field.get_db_prep_save(value, connection)


def _hex(value: Any) -> Any:
    return None if value is None else value.hex


@lru_cache(maxsize=64)
def _moment(value: datetime) -> Any:
    return sql.adapt(value)


def _json(value: Any) -> Any:
    return None if value is None else json.dumps(value)


def _condition(model: type[Model], alias: str, name: str, value: Any) -> tuple[str, list[Any]]:
    name, _, how = name.partition("__")
    column = f'{alias}."{_field(model, name).column}"'
    if how:
        assert how == "gt", "only equality and more than"
        return f"{column} > %s", [value]
    if value is None:
        return f"{column} IS NULL", []
    if isinstance(value, list | tuple | set):
        marks = ", ".join(["%s"] * len(value)) or "NULL"
        return f"{column} IN ({marks})", list(value)
    return f"{column} = %s", [value]


def _order(model: type[Model], alias: str, order: str, *, sorts: bool) -> str:
    """The columns to order by. With a condition beside, `sorts` the few it leaves: without
    statistics SQLite would sooner read a whole house in order than sort one row."""
    plus = "+" if sorts and connection.vendor == "sqlite" else ""  # it hides a column's index
    return ", ".join(
        f'{plus}{alias}."{_field(model, name.lstrip("-")).column}"'
        + (" DESC" if "-" in name else "")
        for name in order.split()
    )


def _house_id(house: House | UUID) -> Any:
    return house.id if isinstance(house, House) else house
