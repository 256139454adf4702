"""Sums over entries, grouped by the database: what a shift, a day, a period turned over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.house import sql
from habitue.house.models import House

BEFORE_ALL = date(1, 1, 1)


def part(code: str) -> str:
    """An expression for the kind of an account: `wallet:<id>:paid` is a `wallet:paid`."""
    return (
        f"CASE WHEN {code} LIKE 'wallet:%%' THEN 'wallet' || substr({code}, 44)"
        f" WHEN length({code}) > 37 AND substr({code}, length({code}) - 36, 1) = ':'"
        f" THEN substr({code}, 1, length({code}) - 37) ELSE {code} END"
    )


@dataclass(frozen=True, slots=True)
class Summed:
    """What one kind of accounts was debited and credited on one day."""

    day: date
    part: str
    unit: str
    debited: int
    credited: int


def by_day(house: House, after: date | None, through: date) -> list[Summed]:
    """Each day after `after` until `through`, by kind of account; one statement."""
    sides = " UNION ALL ".join(
        f"SELECT e.business_day AS day, {part('a.code')} AS part, m.unit AS unit,"  # noqa: S608
        f" {amounts} FROM ledger_entry e"
        " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
        f" JOIN ledger_account a ON a.house_id = m.house_id AND a.id = m.{side}_id"
        " WHERE e.house_id = %s AND e.business_day > %s AND e.business_day <= %s"
        for side, amounts in (
            ("debit", "m.amount AS debited, 0 AS credited"),
            ("credit", "0 AS debited, m.amount AS credited"),
        )
    )
    found = sql.rows(
        f"SELECT day, part, unit, sum(debited), sum(credited) FROM ({sides}) l"  # noqa: S608
        " GROUP BY day, part, unit ORDER BY day, part, unit",
        [house.id, after or BEFORE_ALL, through] * 2,
    )
    return [
        Summed(sql.as_day(day), kind, unit, int(debited), int(credited))
        for day, kind, unit, debited, credited in found
    ]


def entries_by_day(house: House, after: date | None, through: date) -> dict[date, int]:
    """How many entries each day has."""
    found = sql.rows(
        "SELECT business_day, count(*) FROM ledger_entry"
        " WHERE house_id = %s AND business_day > %s AND business_day <= %s GROUP BY business_day",
        [house.id, after or BEFORE_ALL, through],
    )
    return {sql.as_day(day): number for day, number in found}


def standing(house: House, codes: Iterable[str]) -> dict[str, int]:
    """What stands in each of these accounts that keep no balance, on the debit side."""
    wanted = list(codes)
    marks = ", ".join(["%s"] * len(wanted)) or "NULL"
    own = f"SELECT id, code FROM ledger_account WHERE house_id = %s AND code IN ({marks})"  # noqa: S608
    sides = " UNION ALL ".join(
        f"SELECT a.code AS code, {sign}m.amount AS step FROM ({own}) a"  # noqa: S608
        f" JOIN ledger_move m ON m.house_id = %s AND m.{side}_id = a.id"
        for side, sign in (("debit", ""), ("credit", "-"))
    )
    found = sql.rows(
        f"SELECT code, sum(step) FROM ({sides}) l GROUP BY code",  # noqa: S608
        [house.id, *wanted, house.id] * 2,
    )
    return dict.fromkeys(wanted, 0) | {code: int(total) for code, total in found}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries are asked for: days, and perhaps a venue, an actor, or one shift.

    Of a shift: what touches its own accounts (`codes`), whenever that was; and what touches no
    drawer at all, at its `till` while it was open.
    """

    first: date
    last: date
    venue: UUID | None = None
    actor: str = ""
    codes: tuple[str, ...] = ()
    till: UUID | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    def where(self) -> tuple[str, list[Any]]:
        """A condition over `e`, `d` and `c`, with its parameters."""
        said, values = ["e.business_day >= %s", "e.business_day <= %s"], [self.first, self.last]
        more: list[Any] = []
        if self.venue:
            said.append("e.venue_id = %s")
            more.append(self.venue)
        if self.actor:
            said.append("e.actor = %s")
            more.append(self.actor)
        if self.codes:
            marks = ", ".join(["%s"] * len(self.codes))
            own = f"d.code IN ({marks}) OR c.code IN ({marks})"
            more += [*self.codes, *self.codes]
            if self.till:
                beside = " AND ".join(
                    f"{side}.code NOT LIKE '{kind}:%%'"
                    for side in "dc"
                    for kind in ("drawer", "tender")
                )
                own += f" OR (e.till_id = %s AND e.at >= %s AND e.at <= %s AND {beside})"
                more += [self.till, self.opened_at, self.closed_at]
            said.append(f"({own})")
        return " AND ".join(said), [*values, *more]


@dataclass(frozen=True, slots=True)
class Crossed:
    """So much went from one kind of account to another by entries of one kind."""

    kind: str
    credit: str  # gave
    debit: str  # received
    unit: str
    amount: int
    entries: int


CROSSING = (
    " FROM ledger_entry e"
    " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
    " JOIN ledger_account d ON d.house_id = m.house_id AND d.id = m.debit_id"
    " JOIN ledger_account c ON c.house_id = m.house_id AND c.id = m.credit_id"
)


def crossed(house: House, scope: Scope) -> list[Crossed]:
    """What entries of `scope` moved, by kind and the kinds of account; one statement."""
    where, values = scope.where()
    found = sql.rows(
        f"SELECT e.kind, {part('c.code')}, {part('d.code')}, m.unit, sum(m.amount),"
        f" count(DISTINCT e.id){CROSSING} WHERE e.house_id = %s AND {where}"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        [house.id, *values],
    )
    return [
        Crossed(kind, credit, debit, unit, int(amount), int(entries))
        for kind, credit, debit, unit, amount, entries in found
    ]
