"""An invoice as it was issued, and to whom it was sent since."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.invoicing import reports
from habitue.invoicing.drafting import NO_RATE
from habitue.invoicing.models import Invoice
from habitue.kit.refusals import NotFound


class VatOut(Out):
    """What stands at one rate; `rate` null: what carries no VAT of ours, such as tips."""

    rate: int | None
    net: MoneyOut
    tax: MoneyOut
    gross: MoneyOut


class InvoicedBillOut(Out):
    """`amount` is what of it is on this invoice; `late`: of a day before the period."""

    bill: UUID | None
    number: int | None
    label: str
    on: date
    total: MoneyOut
    amount: MoneyOut
    tip: MoneyOut
    late: bool


class InvoicedPersonOut(Out):
    customer: UUID
    name: str
    total: MoneyOut
    bills: list[InvoicedBillOut]


class InvoicedPaymentOut(Out):
    """What met invoiced bills since the last invoice."""

    on: date
    how: str
    amount: MoneyOut


class SendingOut(Out):
    id: UUID
    to: str
    at: datetime
    state: Literal["waiting", "sent", "given_up"]


class InvoiceOut(Out):
    """`previous` + `total` - `paid` = `balance`, what all invoices so far still ask for."""

    id: UUID
    number: str
    payer: UUID
    from_on: date = Field(serialization_alias="from")
    to_on: date = Field(serialization_alias="to")
    issued_at: datetime
    business_day: date
    language: str
    previous: MoneyOut
    total: MoneyOut
    paid: MoneyOut
    balance: MoneyOut
    people: list[InvoicedPersonOut]
    vat: list[VatOut]
    payments: list[InvoicedPaymentOut]
    digest: str
    sent: list[SendingOut]

    def plain(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


def find(request: ApiRequest, invoice_id: UUID) -> Invoice:
    found: Invoice | None = Invoice.objects.of(request.house).filter(pk=invoice_id).first()
    if found is None:
        raise NotFound("invoice")
    return found


def show(request: ApiRequest, row: Invoice) -> dict[str, Any]:
    return show_all(request, [row])[0]


def show_all(request: ApiRequest, rows: Sequence[Invoice]) -> list[dict[str, Any]]:
    sent = reports.sendings(request.house, rows)
    return [_shown(request, row, sent.get(row.id, [])) for row in rows]


def _shown(request: ApiRequest, row: Invoice, sent: Sequence[reports.Sent]) -> dict[str, Any]:
    house, said = request.house, row.content
    return InvoiceOut.model_construct(
        id=row.id,
        number=row.number,
        payer=row.payer_id,
        from_on=row.from_on,
        to_on=row.to_on,
        issued_at=row.issued_at,
        business_day=row.business_day,
        language=row.language,
        previous=minor(house, row.previous_minor),
        total=minor(house, row.total_minor),
        paid=minor(house, row.paid_minor),
        balance=minor(house, row.balance_minor),
        people=[_person(request, one) for one in said["people"]],
        vat=[vat_out(request, *one) for one in said["vat"]],
        payments=[
            InvoicedPaymentOut(on=one["on"], how=one["how"], amount=minor(house, one["amount"]))
            for one in said["payments"]
        ],
        digest=row.digest,
        sent=[SendingOut(id=one.id, to=one.to, at=one.at, state=one.state) for one in sent],
    ).plain()


def vat_out(request: ApiRequest, rate: int, gross: int, tax: int) -> VatOut:
    house = request.house
    return VatOut.model_construct(
        rate=None if rate == NO_RATE else rate,
        net=minor(house, gross - tax),
        tax=minor(house, tax),
        gross=minor(house, gross),
    )


def _person(request: ApiRequest, one: dict[str, Any]) -> InvoicedPersonOut:
    return InvoicedPersonOut.model_construct(
        customer=UUID(one["id"]),
        name=one["name"],
        total=minor(request.house, one["total"]),
        bills=[_bill(request, bill) for bill in one["bills"]],
    )


def _bill(request: ApiRequest, bill: dict[str, Any]) -> InvoicedBillOut:
    house = request.house
    return InvoicedBillOut.model_construct(
        bill=UUID(bill["id"]) if bill["id"] else None,
        number=bill["number"],
        label=bill["label"],
        on=date.fromisoformat(bill["on"]),
        total=minor(house, bill["total"]),
        amount=minor(house, bill["amount"]),
        tip=minor(house, bill["tip"]),
        late=bill["late"],
    )
