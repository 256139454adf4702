"""A summary of the bills of a customer over a period."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from habitue.bills.summary import Person, Summary
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.invoices import VatOut, vat_out
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor


class SummedBillOut(Out):
    """`on_account` is what of it stands on the customer's account, `open` what is unpaid."""

    bill: UUID
    number: int
    label: str
    on: date
    state: str
    total: MoneyOut
    on_account: MoneyOut
    open: MoneyOut


class SummedPersonOut(Out):
    customer: UUID
    name: str
    total: MoneyOut
    bills: list[SummedBillOut]


class SummaryOut(Out):
    customer: UUID
    from_on: date = Field(serialization_alias="from")
    to_on: date = Field(serialization_alias="to")
    bills: int
    total: MoneyOut
    on_account: MoneyOut
    open: MoneyOut
    people: list[SummedPersonOut]
    vat: list[VatOut]
    complete: bool

    def plain(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


def show(request: ApiRequest, told: Summary) -> dict[str, Any]:
    house = request.house
    return SummaryOut.model_construct(
        customer=told.customer.id,
        from_on=told.from_on,
        to_on=told.to_on,
        bills=told.bills,
        total=minor(house, told.total),
        on_account=minor(house, told.charged),
        open=minor(house, told.open),
        people=[_person(request, one) for one in told.people],
        vat=[vat_out(request, one.rate_bp, one.gross, one.tax) for one in told.vat],
        complete=not told.cut,
    ).plain()


def _person(request: ApiRequest, one: Person) -> SummedPersonOut:
    house = request.house
    return SummedPersonOut.model_construct(
        customer=one.customer.id,
        name=one.customer.display_name,
        total=minor(house, one.total),
        bills=[
            SummedBillOut.model_construct(
                bill=row.bill.id,
                number=row.bill.number,
                label=row.bill.label,
                on=row.bill.business_day,
                state=str(row.bill.state),
                total=minor(house, row.total),
                on_account=minor(house, row.charged),
                open=minor(house, row.open),
            )
            for row in one.rows
        ],
    )
