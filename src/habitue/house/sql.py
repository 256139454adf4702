"""Values for the few hand-written statements, in the spelling of the database at hand."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections

from habitue.kit.checks import Examined

T = TypeVar("T")
Found = dict[tuple[object, ...], Any]
_found: ContextVar[Found | None] = ContextVar("found", default=None)


def _hex(value: UUID) -> str:
    return value.hex


def _utc(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)


# SQLite keeps ids as 32 hex digits, times and days as text
ON_SQLITE: dict[type, Callable[[Any], str]] = {UUID: _hex, datetime: _utc, date: date.isoformat}


def adapt(value: Any) -> Any:
    """`value` as the driver wants it."""
    if is_postgresql():
        return value
    spell = ON_SQLITE.get(type(value))
    return value if spell is None else spell(value)


def as_id(value: Any) -> UUID:
    """An id column read by a hand-written statement."""
    return value if isinstance(value, UUID) else UUID(value)


def as_id_or_none(value: Any) -> UUID | None:
    return None if value is None else as_id(value)


def as_time(value: Any) -> datetime:
    """A time column read by a hand-written statement."""
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    # SQLite keeps no zone: all it has are moments of UTC
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def as_day(value: Any) -> date:
    """A date column read by a hand-written statement."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    found: date = value
    return found


def execute(sql: str, params: Sequence[Any] = ()) -> int:
    """Run one statement; the number of rows it touched."""
    return _ran(sql, params, _touched)


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement; all its rows."""
    return _ran(sql, params, _all)


def _touched(cursor: Any) -> int:
    return int(cursor.rowcount)


def _all(cursor: Any) -> list[tuple[Any, ...]]:
    return list(cursor.fetchall())


def _ran(sql: str, params: Sequence[Any], taken: Callable[[Any], T]) -> T:
    """What is `taken` of a cursor that has run `sql`.

    On SQLite straight through the driver: Django's own cursor takes three times as long as such
    a statement does. Where somebody listens to statements, or a transaction is broken, Django's.
    """
    here = connections[DEFAULT_DB_ALIAS]
    values: Sequence[Any] = params
    if here.vendor == "sqlite":
        values = [spell(v) if (spell := ON_SQLITE.get(type(v))) else v for v in params]
        if not (here.needs_rollback or here.execute_wrappers or here.queries_logged):
            if here.connection is None:
                here.ensure_connection()
            try:
                return taken(here.connection.execute(_in_sqlites_marks(sql), values))
            except sqlite3.Error:
                with here.wrap_database_errors:
                    raise
    with here.cursor() as wrapped:
        wrapped.execute(sql, values)
        return taken(wrapped)


@lru_cache(maxsize=1_024)
def _in_sqlites_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")


def insert(table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """One INSERT of all `values`; columns and table are ours, never a user's."""
    flat = [value for row in values for value in row]
    execute(_insert(table, tuple(columns), len(values)), flat)


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...], count: int) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    one = f"({', '.join(['%s'] * len(columns))})"
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([one] * count)}'  # noqa: S608


def json_id(column: str) -> str:
    """An expression that writes an id column, perhaps null, as JSON does."""
    return f"""CASE WHEN {column} IS NULL THEN 'null' ELSE '"' || {spelled(column)} || '"' END"""


def json_time(column: str) -> str:
    """An expression that writes a time as JSON holds it: ISO 8601 in UTC."""
    if not is_postgresql():
        return f"""'"' || replace({column}, ' ', 'T') || '+00:00"'"""
    told = f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
    return f"""'"' || replace({told}, '.000000', '') || '+00:00"'"""


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def id_mark() -> str:
    """The place of an id, perhaps null, where no column says what it is."""
    return "%s::uuid" if is_postgresql() else "%s"


def spelled(column: str) -> str:
    """An expression that spells an id column as `str(UUID)` does, to compare with a text."""
    if connection.features.has_native_uuid_field:
        return f"{column}::text"
    cuts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return "(" + " || '-' || ".join(f"substr({column}, {at}, {long})" for at, long in cuts) + ")"


def first_word(column: str) -> str:
    """An expression for what stands before the first colon of a code."""
    place = "strpos" if is_postgresql() else "instr"
    return f"substr({column}, 1, {place}({column} || ':', ':') - 1)"


def no() -> str:
    """False, as a column of yes and no is compared with it."""
    return "false" if connection.vendor == "postgresql" else "0"


def examined(house_id: UUID, *, counted: str, wrong: str) -> Examined:
    """How many rows of the table `counted` a house has, and what the query `wrong` finds.

    Every `%s` of `wrong` is the house; each row it answers is an offender.
    """
    count = count_of(counted, house_id)
    found = rows(wrong, [house_id] * wrong.count("%s"))
    return Examined(count, [" ".join(str(value) for value in row) for row in found])


def count_of(table: str, house_id: UUID) -> int:
    """How many rows of `table` a house has."""
    statement = f'SELECT count(*) FROM "{table}" WHERE house_id = %s'  # noqa: S608
    return once((table, house_id), lambda: int(rows(statement, [house_id])[0][0]))


def once(key: tuple[object, ...], find: Callable[[], T]) -> T:
    """What `find` finds; inside `remembering` it is looked for only the first time."""
    found = _found.get()
    if found is None:
        return find()
    if key not in found:
        found[key] = find()
    there: T = found[key]
    return there


@contextmanager
def remembering(found: Found) -> Iterator[None]:
    """For many who ask the same of one snapshot."""
    token = _found.set(found)
    try:
        yield
    finally:
        _found.reset(token)
