"""Shifts with their counts, days that are closed, money without a receipt number."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.bills.models import Bill, BillState
from habitue.bills.reading import stand_all
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, minor_or_none
from habitue.kit.refusals import NotFound
from habitue.shifts import drawers
from habitue.shifts.models import CashMove, DayClosing, Shift

MOST_OPEN = 200


class CountOut(Out):
    """`expected` null: whoever counts is not told before; `counted` null: nobody counted."""

    tender: str
    expected: MoneyOut | None
    counted: MoneyOut | None
    difference: MoneyOut | None


class CashOut(Out):
    id: UUID
    direction: str
    purpose: str
    amount: MoneyOut
    reason: str
    at: datetime
    actor: str


class ShiftOut(Out):
    id: UUID
    number: int | None
    venue: UUID
    till: UUID | None
    business_day: date
    implicit: bool
    opened_at: datetime
    opened_by: str
    float: MoneyOut
    float_left: MoneyOut
    closed_at: datetime | None
    closed_on: date | None
    closed_by: str | None
    left: MoneyOut | None
    note: str
    tenders: list[CountOut]
    cash: list[CashOut]


class OpenBillOut(Out):
    id: UUID
    number: int
    table: str
    due: MoneyOut


class SumsOut(Out):
    """What one kind of account was debited and credited; points in their own unit."""

    kind: str
    unit: str
    debited: int
    credited: int


class DayOut(Out):
    """A day that is closed. `open_bills`: those open now, on the day last closed."""

    id: UUID
    number: int
    day: date
    at: datetime
    actor: str
    entries: int
    sums: list[SumsOut]
    totals: list[SumsOut]
    paid_on_open_bills: MoneyOut
    seal_number: int
    seal_hash: str
    previous_hash: str
    hash: str
    open_bills: list[OpenBillOut]


def find(request: ApiRequest, shift_id: UUID) -> Shift:
    found: Shift | None = Shift.objects.of(request.house).filter(pk=shift_id).first()
    if found is None:
        raise NotFound("shift")
    return found


def show(request: ApiRequest, row: Shift) -> dict[str, Any]:
    return shifts(request, [row])[0]


def shifts(request: ApiRequest, rows: Sequence[Shift]) -> list[dict[str, Any]]:
    """Two more statements, and one for what is expected in those that are open."""
    counts = drawers.counts_of(request.house, rows)
    moves: dict[UUID, list[CashOut]] = {row.id: [] for row in rows}
    for one in CashMove.objects.of(request.house).filter(shift__in=rows).order_by("id"):
        moves[one.shift_id].append(_cash(request, one))
    return [_shift(request, row, counts[row.id], moves[row.id]) for row in rows]


def _shift(
    request: ApiRequest, row: Shift, counts: Sequence[drawers.Counted], cash: list[CashOut]
) -> dict[str, Any]:
    house, over = request.house, not row.is_open
    return ShiftOut(
        id=row.id,
        number=row.number,
        venue=row.venue_id,
        till=row.till_id,
        business_day=row.business_day,
        implicit=row.implicit,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        float=minor(house, row.float_minor),
        float_left=minor(house, row.float_left_minor),
        closed_at=row.closed_at,
        closed_on=row.closed_on,
        closed_by=row.closed_by or None,
        left=minor(house, row.left_minor) if over else None,
        note=row.note,
        tenders=[
            CountOut(
                tender=one.tender,
                expected=minor(house, one.expected) if over or not house.blind_count else None,
                counted=minor_or_none(house, one.counted),
                difference=minor(house, one.difference) if over else None,
            )
            for one in counts
        ],
        cash=cash,
    ).plain()


def _cash(request: ApiRequest, row: CashMove) -> CashOut:
    return CashOut(
        id=row.id,
        direction="in" if row.incoming else "out",
        purpose=row.purpose,
        amount=minor(request.house, row.amount_minor),
        reason=row.reason,
        at=row.at,
        actor=row.actor,
    )


def find_day(request: ApiRequest, closing_id: UUID) -> DayClosing:
    found: DayClosing | None = DayClosing.objects.of(request.house).filter(pk=closing_id).first()
    if found is None:
        raise NotFound("day")
    return found


def show_day(request: ApiRequest, row: DayClosing) -> dict[str, Any]:
    return days(request, [row])[0]


def days(request: ApiRequest, rows: Sequence[DayClosing]) -> list[dict[str, Any]]:
    last = DayClosing.objects.of(request.house).order_by("-number").values_list("pk").first()
    return [_day(request, row, is_last=last is not None and last[0] == row.pk) for row in rows]


def _day(request: ApiRequest, row: DayClosing, *, is_last: bool) -> dict[str, Any]:
    return DayOut(
        id=row.id,
        number=row.number,
        day=row.day,
        at=row.at,
        actor=row.actor,
        entries=row.entries,
        sums=_sums(row.sums),
        totals=_sums(row.totals),
        paid_on_open_bills=minor(request.house, row.open_bills_minor),
        seal_number=row.seal_number,
        seal_hash=bytes(row.seal_hash).hex(),
        previous_hash=bytes(row.previous).hex(),
        hash=bytes(row.hash).hex(),
        open_bills=_open_bills(request) if is_last else [],
    ).plain()


def _sums(sums: dict[str, dict[str, list[int]]]) -> list[SumsOut]:
    return [
        SumsOut(kind=kind, unit=unit, debited=debited, credited=credited)
        for kind, units in sorted(sums.items())
        for unit, (debited, credited) in sorted(units.items())
    ]


def _open_bills(request: ApiRequest) -> list[OpenBillOut]:
    rows = Bill.objects.of(request.house).filter(state=BillState.OPEN).order_by("number")
    return [
        OpenBillOut(
            id=one.bill.id,
            number=one.bill.number,
            table=one.bill.label,
            due=minor(request.house, one.due),
        )
        for one in stand_all(request.house, list(rows[:MOST_OPEN]))
    ]
