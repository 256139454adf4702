"""What flowed between the parts of the book over some days, however many entries that were.

A *part* is a kind of account without whose it is: `wallet:paid`, `in_hand`, `drawer`,
`tender:card`, `sales`. One statement each; the days are found by the index of business days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.house import sql
from habitue.house.models import House
from habitue.ledger import summing

RECEIVABLE = "receivable"  # the one guarded part that grows by its debits
# CROSS JOIN is an ordinary join to PostgreSQL; to SQLite, which has no statistics of a young
# house, it says in which order: the days, their entries' moves, the accounts of those
FROM = (
    " FROM ledger_entry e CROSS JOIN ledger_move m CROSS JOIN ledger_account d"
    " CROSS JOIN ledger_account c WHERE m.house_id = e.house_id AND m.entry_id = e.id"
    " AND d.house_id = m.house_id AND d.id = m.debit_id"
    " AND c.house_id = m.house_id AND c.id = m.credit_id"
    " AND e.house_id = %s AND e.business_day >= %s"
)


@dataclass(frozen=True, slots=True)
class Flow:
    """So much went from one part to another by entries of one kind, in one venue."""

    day: date | None  # where flows were asked for day by day
    kind: str
    venue: UUID | None
    credit: str  # the part that gave
    debit: str  # the part that received
    unit: str
    amount: int
    moves: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the guarded accounts held of each part and unit before the first day, and the flows
    from then to the last."""

    before: dict[tuple[str, str], int]
    flows: list[Flow]


@dataclass(frozen=True, slots=True)
class Moved:
    """One move with its entry, as a list of transactions shows it."""

    id: UUID
    entry: UUID
    number: int
    kind: str
    reference: str
    at: datetime
    business_day: date
    actor: str
    till_id: UUID | None
    venue_id: UUID | None
    debit: str  # code of the account that received
    credit: str
    unit: str
    amount: int
    debit_after: int | None
    credit_after: int | None


def flows(
    house: House,
    first: date,
    last: date,
    *,
    by_day: bool = False,
    among: Sequence[str] = (),
) -> list[Flow]:
    """What flowed from the first to the last day, both inclusive.

    `among` keeps to moves with a part of that name, or that begins so (`tender:`), on one side.
    """
    day = "e.business_day" if by_day else "NULL"
    only, values = "", list[Any]()
    if among:
        only = " AND (" + " OR ".join(["d.code LIKE %s OR c.code LIKE %s"] * len(among)) + ")"
        values = [f"{one}%" for one in among for _side in "dc"]
    found = sql.rows(
        f"SELECT {day}, e.kind, e.venue_id, {_part('c')}, {_part('d')}, m.unit,"
        f" sum(m.amount), count(*){FROM} AND e.business_day <= %s{only}"
        " GROUP BY 1, 2, 3, 4, 5, 6",
        [house.id, first, last, *values],
    )
    return [_flow(row) for row in found]


def standing(house: House, first: date, last: date) -> Standing:
    """As `flows`, with what stood before the first day: what stands now less all since.

    One statement, so that nothing is posted between the two.
    """
    now: dict[tuple[str, str], int] = {}
    between: list[Flow] = []
    found = sql.rows(
        f"SELECT -1, '', NULL, {_part('a')}, '', a.unit, sum(a.balance), count(*)"  # noqa: S608
        " FROM ledger_account a WHERE a.house_id = %s AND a.balance IS NOT NULL"
        " GROUP BY 4, 6 UNION ALL"
        " SELECT CASE WHEN e.business_day <= %s THEN 1 ELSE 0 END, e.kind, e.venue_id,"
        f" {_part('c')}, {_part('d')}, m.unit, sum(m.amount), count(*){FROM}"
        " GROUP BY 1, 2, 3, 4, 5, 6",
        [house.id, last, house.id, first],
    )
    since: list[Flow] = []
    for when, *rest in found:
        if when < 0:
            now[rest[2], rest[4]] = int(rest[5])
            continue
        flow = _flow((None, *rest))
        since.append(flow)
        if when:
            between.append(flow)
    for flow in since:
        for part, grew in ((flow.credit, flow.amount), (flow.debit, -flow.amount)):
            if (part, flow.unit) in now:
                now[part, flow.unit] -= -grew if part == RECEIVABLE else grew
    return Standing(now, between)


def moved(
    house: House,
    first: date,
    last: date,
    *,
    kinds: Iterable[str],
    part: str,
    limit: int,
    venue: UUID | None = None,
    anywhere: bool = True,
    other: str = "",
    before: tuple[date, UUID, int] | None = None,
) -> list[Moved]:
    """The moves behind a flow, newest first, those before `before` (day, entry, number).

    `part` names one side, `other` perhaps the other; unless `anywhere`, only those of `venue`
    (None: of no venue).
    """
    wanted = list(kinds)
    where = f" AND e.business_day <= %s AND e.kind IN ({', '.join(['%s'] * len(wanted))})"
    values: list[Any] = [house.id, first, last, *wanted]
    where += f" AND ({_part('c')} = %s OR {_part('d')} = %s)"
    values += [part, part]
    if other:
        where += f" AND ({_part('c')} = %s OR {_part('d')} = %s)"
        values += [other, other]
    if not anywhere:
        where += " AND e.venue_id = %s" if venue else " AND e.venue_id IS NULL"
        values += [venue] if venue else []
    if before:
        where += " AND (e.business_day, e.id, m.number) < (%s, %s, %s)"
        values += before
    found = sql.rows(
        "SELECT m.id, e.id, m.number, e.kind, e.reference, e.at, e.business_day, e.actor,"
        " e.till_id, e.venue_id, d.code, c.code, m.unit, m.amount, m.debit_after, m.credit_after"
        f"{FROM}{where} ORDER BY e.business_day DESC, e.id DESC, m.number DESC LIMIT %s",
        [*values, limit],
    )
    return [_moved(row) for row in found]


def part_of(code: str) -> str:
    """As the database cuts it: the part that the account of this code belongs to."""
    if code.startswith("wallet:"):
        return f"wallet{code[43:]}"
    return code[:-37] if len(code) > 37 and code[-37] == ":" else code


def _part(alias: str) -> str:
    return summing.part(f"{alias}.code")


def _flow(row: tuple[Any, ...]) -> Flow:
    day, kind, venue, credit, debit, unit, amount, moves = row
    return Flow(
        None if day is None else sql.as_day(day),
        kind,
        sql.as_id_or_none(venue),
        credit,
        debit,
        unit,
        int(amount),
        moves,
    )


def _moved(row: tuple[Any, ...]) -> Moved:
    id_, entry, number, kind, reference, at, day, actor, till, venue, *rest = row
    return Moved(
        sql.as_id(id_),
        sql.as_id(entry),
        number,
        kind,
        reference,
        sql.as_time(at),
        sql.as_day(day),
        actor,
        sql.as_id_or_none(till),
        sql.as_id_or_none(venue),
        *rest,
    )


@dataclass(frozen=True, slots=True)
class Posted:
    """One move of an entry, under the operation that posted it."""

    operation: UUID
    kind: str
    reference: str
    debit: str
    credit: str
    unit: str
    amount: int
    debit_after: int | None
    credit_after: int | None


def posted(house: House, first: date, last: date, kinds: Iterable[str]) -> list[Posted]:
    """Every move of entries of these `kinds` on these days."""
    wanted = list(kinds)
    if not wanted:
        return []
    found = sql.rows(
        "SELECT e.operation_id, e.kind, e.reference, d.code, c.code, m.unit, m.amount,"
        f" m.debit_after, m.credit_after{FROM} AND e.business_day <= %s"
        f" AND e.kind IN ({', '.join(['%s'] * len(wanted))})",
        [house.id, first, last, *wanted],
    )
    return [Posted(sql.as_id(operation), *rest) for operation, *rest in found]
