"""The shift report."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.bookkeeping.takings import CountedShift, Takings
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, minor_or_none
from habitue.house.models import House


class SalesOut(Out):
    """`sold` − `unsold` − `refunded` = `net`; a bill opened again takes its sale back."""

    bills: int
    sold: MoneyOut
    unsold: MoneyOut
    refunded: MoneyOut
    net: MoneyOut
    discounts: MoneyOut
    voided: int


class MoneyRowOut(Out):
    """`row`: payment, tip, top_up, settlement, refund, top_up_refund, pay_out, float, cash_in,
    cash_out, carried, over_short, taken_out, other."""

    row: str
    tender: str
    incoming: MoneyOut
    outgoing: MoneyOut
    count: int


class InsteadOut(Out):
    """What bills were paid with that is no money: wallet, points, on account."""

    what: str
    amount: MoneyOut


class TipsOut(Out):
    """`by`: cash, card, bank_transfer, other, wallet, house_account."""

    actor: str
    name: str
    total: MoneyOut
    by: dict[str, MoneyOut]


class CountOut(Out):
    tender: str
    expected: MoneyOut | None
    counted: MoneyOut | None
    difference: MoneyOut | None


class ShiftCountsOut(Out):
    shift: UUID
    number: int | None
    till: UUID | None
    opened_at: datetime
    closed_at: datetime | None
    note: str
    tenders: list[CountOut]


class TakingsOut(Out):
    first: date
    last: date
    venue: UUID | None
    shift: UUID | None
    staff: UUID | None
    sales: SalesOut
    money: list[MoneyRowOut]
    not_money: list[InsteadOut]
    tips: list[TipsOut]
    gifts: MoneyOut
    given_back: MoneyOut
    shifts: list[ShiftCountsOut]


def show(house: House, told: Takings) -> dict[str, Any]:
    return TakingsOut(
        first=told.first,
        last=told.last,
        venue=told.venue.id if told.venue else None,
        shift=told.shift.id if told.shift else None,
        staff=told.staff.id if told.staff else None,
        sales=_sales(house, told),
        money=[
            MoneyRowOut(
                row=one.what,
                tender=one.tender,
                incoming=minor(house, one.incoming),
                outgoing=minor(house, one.outgoing),
                count=one.entries,
            )
            for one in told.money
        ],
        not_money=[
            InsteadOut(what=key, amount=minor(house, amount))
            for key, amount in told.instead.items()
        ],
        tips=[
            TipsOut(
                actor=one.label,
                name=one.name,
                total=minor(house, one.total),
                by={way: minor(house, amount) for way, amount in one.by.items()},
            )
            for one in told.tips
        ],
        gifts=minor(house, told.gifts),
        given_back=minor(house, told.earned),
        shifts=[_shift(house, one) for one in told.shifts],
    ).plain()


def _sales(house: House, told: Takings) -> SalesOut:
    return SalesOut(
        bills=told.sales,
        sold=minor(house, told.sold),
        unsold=minor(house, told.unsold),
        refunded=minor(house, told.refunded),
        net=minor(house, told.net),
        discounts=minor(house, told.discounts),
        voided=told.voided,
    )


def _shift(house: House, one: CountedShift) -> ShiftCountsOut:
    over = one.shift.closed_at is not None
    told = over or not house.blind_count
    return ShiftCountsOut(
        shift=one.shift.id,
        number=one.shift.number,
        till=one.shift.till_id,
        opened_at=one.shift.opened_at,
        closed_at=one.shift.closed_at,
        note=one.shift.note,
        tenders=[
            CountOut(
                tender=count.tender,
                expected=minor(house, count.expected) if told else None,
                counted=minor_or_none(house, count.counted),
                difference=minor(house, count.difference) if over else None,
            )
            for count in one.counts
        ],
    )
