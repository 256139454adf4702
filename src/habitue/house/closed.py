"""Which days are closed, and whose turn it is: those who book, or the one who closes a day.

`House.closed_through` is read by the statement that writes an operation, so that nothing is
dated into a closed day and no statement is added. On PostgreSQL that statement also takes a
shared turn, which whoever closes asks for alone: they wait for what is under way, and whoever
comes later waits for them. On SQLite there is one writer anyway.
"""

from datetime import date
from typing import Any

from django.db import connection

from habitue.house import sql
from habitue.house.acting import Act
from habitue.house.models import House

TURN = "hashtext(%s)"
# the day asked for, else the day it is now, else the first one that is open
OPEN_DAY = (
    "CASE WHEN h.closed_through IS NULL OR %s > h.closed_through THEN %s"
    " WHEN %s > h.closed_through THEN %s ELSE {next} END"
)


def open_day() -> str:
    """An expression over `house h`; its parameters are `of_open_day`."""
    postgresql = connection.vendor == "postgresql"
    after = "h.closed_through + 1" if postgresql else "date(h.closed_through, '+1 day')"
    return OPEN_DAY.format(next=after)


def of_open_day(wanted: date, today: date) -> list[date]:
    return [wanted, wanted, today, today]


def _turn(house: House, name: str) -> str:
    return f"{name}:{house.id}"


def take_turn(house: House, name: str) -> None:
    """Wait for whoever has the turn called `name`, and keep it until the transaction ends.

    A statement after this one sees what they did. The row of the house is no turn: every
    operation holds it against change.
    """
    if connection.vendor == "postgresql":
        sql.rows(f"SELECT pg_advisory_xact_lock({TURN})", [_turn(house, name)])


class TurnNeeded(Exception):
    """The operation must begin again, alone: two that share a turn would wait for each other."""


def in_turn(insert: str, house: House, *, alone: bool) -> tuple[str, list[str]]:
    """`insert … SELECT … {turn}` so that it waits for whoever closes a day, and sees it closed."""
    if connection.vendor != "postgresql":
        return insert.format(turn="FROM house h WHERE h.id = %s"), []
    shared = "" if alone else "_shared"
    first = f"WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock{shared}({TURN})) "
    # a statement sees what was committed before it began, not before its turn came: only a row it
    # locks against every change is read anew
    from_ = "FROM turn, house h WHERE h.id = %s FOR SHARE OF h"
    return first + insert.format(turn=from_), [_turn(house, "day")]


def alone(op: Any) -> date | None:
    """Nobody else books in this house until the operation ends; through which day it is closed.

    Raises TurnNeeded where it did not begin alone; it is run again, and then it did.
    """
    if connection.vendor == "postgresql" and not op.alone:
        raise TurnNeeded()
    return closed_through(op.house)


def closed_through(house: House) -> date | None:
    [[day]] = sql.rows("SELECT closed_through FROM house WHERE id = %s", [house.id])
    return None if day is None else sql.as_day(day)


def close_through(op: Act, day: date) -> None:
    """Nothing is dated into `day`, or before, from now on."""
    sql.execute("UPDATE house SET closed_through = %s WHERE id = %s", [day, op.house.id])
    op.house.closed_through = day
