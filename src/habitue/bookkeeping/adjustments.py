"""What was put right, given up, taken back or let pass: who, approved by whom, why, how much.

The audit says who and why, the ledger how much, under the same operation. A page costs a handful
of statements, however many rows it has.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from json import loads
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.bookkeeping import subjects
from habitue.bookkeeping.people import actors
from habitue.bookkeeping.subjects import Subject
from habitue.house import sql
from habitue.house.days import business_day, starts_at
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.ledger import flows as ledger
from habitue.ledger.flows import RECEIVABLE, Posted, part_of

SIZE = 50
EARLIEST = date(2000, 1, 1)


class Sort(StrEnum):
    """What one may look for."""

    ADJUSTED = "adjusted"
    WRITTEN_OFF = "written_off"
    VOID = "void"
    TAKEN_BACK = "taken_back"
    REFUNDED = "refunded"
    OVER_LIMIT = "over_limit"
    EXTENDED = "extended"
    OPENED = "opened"
    APPROVED = "approved"


SORT_WORDS: Mapping[str, str | Promise] = {
    Sort.ADJUSTED: _("Adjusted by hand"),
    Sort.WRITTEN_OFF: _("Written off"),
    Sort.VOID: _("Bills voided"),
    Sort.TAKEN_BACK: _("Taken back"),
    Sort.REFUNDED: _("Refunds"),
    Sort.OVER_LIMIT: _("Charged past a limit"),
    Sort.EXTENDED: _("Value that lasts longer"),
    Sort.OPENED: _("Brought from elsewhere"),
    Sort.APPROVED: _("Approved in place"),
}
CHARGED = "house_accounts.charge"
CHARGE = "charge:"  # how the reference of a charge's entry begins
VERBS: Mapping[str, Sort] = {
    "prepaid.adjust": Sort.ADJUSTED,
    "points.adjust": Sort.ADJUSTED,
    "house_accounts.adjust": Sort.ADJUSTED,
    "prepaid.write_off": Sort.WRITTEN_OFF,
    "points.write_off": Sort.WRITTEN_OFF,
    "house_accounts.write_off": Sort.WRITTEN_OFF,
    "house_accounts.keep_hand": Sort.WRITTEN_OFF,
    "bills.void": Sort.VOID,
    "bills.take_back": Sort.TAKEN_BACK,
    "bills.reopen": Sort.TAKEN_BACK,
    "house_accounts.unsettle": Sort.TAKEN_BACK,
    "bills.refund": Sort.REFUNDED,
    "prepaid.refund_top_up": Sort.REFUNDED,
    "prepaid.extend": Sort.EXTENDED,
    "prepaid.open": Sort.OPENED,
    "points.open": Sort.OPENED,
    "house_accounts.open": Sort.OPENED,
    "prepaid.unopen": Sort.TAKEN_BACK,
    "points.unopen": Sort.TAKEN_BACK,
    "house_accounts.unopen": Sort.TAKEN_BACK,
}
# verbs whose amount stands in entries of other kinds
KINDS: Mapping[str, tuple[str, ...]] = {
    "bills.take_back": (
        *("bills.take_back", "prepaid.give_back", "points.give_back"),
        "house_accounts.uncharge",
    ),
    "bills.reopen": ("bills.unsell",),
    "bills.refund": ("bills.refund",),
    "bills.void": (),
    "prepaid.extend": (),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of them: a sort, and who acted or approved (a label), where one was chosen."""

    sort: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money or points, and what the customer had before and after where one balance moved."""

    minor: int | None = None
    points: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One act of the list."""

    id: UUID
    at: datetime
    day: date
    sort: Sort
    verb: str
    subject: Subject
    amount: Amount
    detail: str
    who: str
    approved_by: str
    reason: str
    recorded_on: date  # the business day it was written down

    @property
    def is_of_another_day(self) -> bool:
        return self.day != self.recorded_on


@dataclass(frozen=True, slots=True)
class _Line:
    """An audit line with its operation's day and its texts."""

    id: UUID
    operation: UUID
    at: datetime
    day: date
    actor: str
    approver: str
    verb: str
    object_kind: str
    object_id: UUID | None
    reason: str
    changes: dict[str, Any]


def adjustments(
    house: House,
    first: date,
    last: date,
    asked: Asked | None = None,
    *,
    after: str = "",
    size: int | None = SIZE,
) -> tuple[list[Adjustment], str]:
    """A page of them, newest first, and where the next begins; `size` None: all of them."""
    where, values = _where(house, first, last, asked or Asked())
    if place := _place(after):
        where += " AND (l.at, l.id) < (%s, %s)"
        values += place
    lines = _lines(where, values, size)
    more = size is not None and len(lines) > size
    shown = lines[:size]
    told = _told(house, shown)
    return told, f"{shown[-1].at.isoformat()}_{shown[-1].id}" if more else ""


def _where(house: House, first: date, last: date, asked: Asked) -> tuple[str, list[Any]]:
    """Those of the audit, found by time: nothing is recorded before the day it belongs to."""
    chosen, verbs = _chosen(asked.sort)
    where = f"l.house_id = %s AND l.at >= %s AND o.business_day BETWEEN %s AND %s AND ({chosen})"
    values = [house.id, starts_at(house, max(first, EARLIEST)), first, last, *verbs]
    if asked.person:
        where += " AND (l.actor = %s OR l.approver = %s)"
        values += [asked.person, asked.person]
    return where, values


def _lines(where: str, values: list[Any], size: int | None) -> list[_Line]:
    """One more than a page, newest first."""
    found = sql.rows(
        "SELECT l.id, l.operation_id, l.at, o.business_day, l.actor, l.approver, l.verb,"  # noqa: S608
        " l.object_kind, l.object_id, coalesce(t.reason, ''), t.changes FROM audit_line l"
        " JOIN operations_operation o ON o.house_id = l.house_id AND o.id = l.operation_id"
        " LEFT JOIN audit_text t ON t.house_id = l.house_id AND t.line_id = l.id"
        f" WHERE {where} ORDER BY l.at DESC, l.id DESC"
        + (f" LIMIT {size + 1}" if size is not None else ""),
        values,
    )
    return [_line(*row) for row in found]


def _chosen(sort: str) -> tuple[str, list[Any]]:
    """The verbs of a sort, or of all; what was approved in place is listed whatever it was."""
    verbs = [verb for verb, its in VERBS.items() if not sort or its == sort]
    marks = ", ".join(["%s"] * len(verbs))
    if sort == Sort.OVER_LIMIT:
        return "l.verb = %s AND l.approver <> ''", [CHARGED]
    if sort == Sort.APPROVED:
        return "l.approver <> ''", []
    if sort:
        return f"l.verb IN ({marks})", verbs
    return f"l.verb IN ({marks}) OR l.approver <> ''", verbs


def _line(id_: Any, operation: Any, at: Any, day: Any, *rest: Any) -> _Line:
    actor, approver, verb, kind, object_id, reason, changes = rest
    return _Line(
        sql.as_id(id_),
        sql.as_id(operation),
        sql.as_time(at),
        sql.as_day(day),
        actor,
        approver,
        verb,
        kind,
        sql.as_id_or_none(object_id),
        reason,
        (loads(changes) if isinstance(changes, str) else changes) or {},
    )


def _place(cursor: str) -> tuple[datetime, UUID] | None:
    """Where a page begins; what is no cursor begins at the newest."""
    try:
        at, id_ = cursor.split("_")
        return datetime.fromisoformat(at), UUID(id_)
    except ValueError:
        return None


def _told(house: House, lines: Sequence[_Line]) -> list[Adjustment]:
    if not lines:
        return []
    amounts = _amounts(house, lines)
    about = subjects.subjects(house, [(line.object_kind, line.object_id) for line in lines])
    names = actors(house, {label for line in lines for label in (line.actor, line.approver)})
    return [
        Adjustment(
            id=line.id,
            at=line.at,
            day=line.day,
            sort=_sort(line),
            verb=line.verb,
            subject=(subject := about.get(line.object_id) or subjects.NOBODY),
            amount=amounts.get(line.id) or Amount(minor=subject.amount),
            detail=_detail(line),
            who=names.get(line.actor, ""),
            approved_by=names.get(line.approver, ""),
            reason=line.reason,
            recorded_on=business_day(house, line.at),
        )
        for line in _once(lines)
    ]


def _once(lines: Iterable[_Line]) -> list[_Line]:
    """Of an approved act that wrote several lines, the one of the lowest room: the first."""
    first: dict[UUID, UUID] = {}
    kept = list(lines)
    for line in kept:
        if line.verb not in VERBS:
            first[line.operation] = min(first.get(line.operation, line.id), line.id)
    named = {line.operation for line in kept if line.verb in VERBS}
    return [
        line
        for line in kept
        if line.verb in VERBS or (line.operation not in named and first[line.operation] == line.id)
    ]


def _sort(line: _Line) -> Sort:
    if line.verb in VERBS:
        return VERBS[line.verb]
    return Sort.OVER_LIMIT if line.verb == CHARGED else Sort.APPROVED


def _detail(line: _Line) -> str:
    """Before and after of what is no sum: the last day of a lot."""
    said = [f"{old or '–'} → {new or '–'}" for old, new in line.changes.values()]
    return ", ".join(said)


def _amounts(house: House, lines: Sequence[_Line]) -> dict[UUID, Amount]:
    """What each act moved, by its line; a file is taken in for many people at once."""
    verbs = {line.verb for line in lines}
    kinds = {kind for verb in verbs for kind in KINDS.get(verb, (verb,))}
    days = [line.day for line in lines]
    posted = ledger.posted(house, min(days), max(days), sorted(kinds))
    whose = _whose(house, {move.reference for move in posted})
    moves: dict[tuple[UUID, str], dict[str, list[Posted]]] = {}
    for move in posted:
        entries = moves.setdefault((move.operation, move.kind), {})
        entries.setdefault(whose[move.reference], []).append(move)
    found = {}
    for line in lines:
        acts = [
            moves.get((line.operation, kind), {}) for kind in KINDS.get(line.verb, (line.verb,))
        ]
        if its := _its(line, acts):
            found[line.id] = _amount(its)
    return found


def _its(line: _Line, acts: Sequence[dict[str, list[Posted]]]) -> list[Posted]:
    """What was moved for the customer a line is about, where entries name them; else all."""
    who = str(line.object_id) if line.object_kind == "customers.customer" else ""
    own = [one[who] for one in acts if who in one]
    return [move for some in own or chain(*map(dict.values, acts)) for move in some]


def _whose(house: House, references: Collection[str]) -> dict[str, str]:
    """By the reference of an entry: the customer it names, or is a charge of; else itself."""
    ids = [UUID(one.removeprefix(CHARGE)) for one in references if one.startswith(CHARGE)]
    charges = Charge.objects.of(house).filter(pk__in=ids).values_list("pk", "person_id")
    owners = {f"{CHARGE}{id_}": str(person) for id_, person in charges} if ids else {}
    return {one: owners.get(one) or one.partition(":")[2] or one for one in references}


def _amount(moves: Sequence[Posted]) -> Amount:
    money = sum(move.amount for move in moves if move.unit != "points")
    points = sum(move.amount for move in moves if move.unit == "points")
    before, after = _around(moves[0]) if len(moves) == 1 else (None, None)
    return Amount(
        minor=money if money or not points else None,
        points=points or None,
        before=before,
        after=after,
    )


def _around(move: Posted) -> tuple[int | None, int | None]:
    """What stood on the customer's side before and after."""
    for code, after, grew in (
        (move.credit, move.credit_after, True),
        (move.debit, move.debit_after, False),
    ):
        if after is not None:
            up = grew != (part_of(code) == RECEIVABLE)
            return after - move.amount if up else after + move.amount, after
    return None, None
