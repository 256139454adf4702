"""Receivables by age, as they are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, minor_or_none
from habitue.house.models import House
from habitue.house_accounts.receivables import AGES, Owing, Together


class AgesOut(Out):
    """What is open of today, of 1 to 30 days ago, and so on."""

    current: MoneyOut
    to_30: MoneyOut
    to_60: MoneyOut
    to_90: MoneyOut
    over_90: MoneyOut


class ReceivableOut(Out):
    customer: UUID
    display_name: str
    to_pay: MoneyOut
    oldest_bill_on: date
    bills: int
    ages: AgesOut
    in_hand: MoneyOut
    limit: MoneyOut | None
    available: MoneyOut | None


class TogetherOut(Out):
    payers: int
    bills: int
    to_pay: MoneyOut
    ages: AgesOut


class ReceivablesOut(Out):
    on: date
    data: list[ReceivableOut]
    totals: TogetherOut
    next_cursor: str | None


def show(
    house: House, on: date, rows: Sequence[Owing], told: Together, further: str | None
) -> dict[str, Any]:
    return ReceivablesOut(
        on=on,
        data=[_row(house, row) for row in rows],
        totals=TogetherOut(
            payers=told.payers,
            bills=told.bills,
            to_pay=minor(house, told.to_pay),
            ages=_ages(house, told.ages),
        ),
        next_cursor=further,
    ).plain()


def _row(house: House, row: Owing) -> ReceivableOut:
    return ReceivableOut(
        customer=row.customer.id,
        display_name=row.customer.display_name,
        to_pay=minor(house, row.to_pay),
        oldest_bill_on=row.oldest_on,
        bills=row.bills,
        ages=_ages(house, row.ages),
        in_hand=minor(house, row.in_hand),
        limit=minor_or_none(house, row.limit),
        available=minor_or_none(house, row.available),
    )


def _ages(house: House, sums: Sequence[int]) -> AgesOut:
    found = {key: minor(house, sum_) for (key, _label), sum_ in zip(AGES, sums, strict=True)}
    return AgesOut(**found)
