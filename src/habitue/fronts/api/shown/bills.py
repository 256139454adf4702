"""A bill whole, alone or a page of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.bills.families import families as split_families
from habitue.bills.models import Bill, BillState, BillTender, Line, Payment
from habitue.bills.reading import Standing, as_left, stand_all
from habitue.bills.sums import VatSum
from habitue.bills.vat import due_of
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, minor_or_none
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import NotFound


class LineOut(Out):
    id: UUID
    item: UUID | None
    name: str
    category: str | None
    quantity: int
    unit_price: MoneyOut
    base_price: MoneyOut
    price_level: UUID | None
    total: MoneyOut
    vat_rate: int
    note: str | None


class DiscountOut(Out):
    """`rate` in basis points off the sum of the lines."""

    kind: str
    rate: int
    amount: MoneyOut


class VatOut(Out):
    rate: int
    gross: MoneyOut
    tax: MoneyOut


class PaymentOut(Out):
    id: UUID
    tender: str
    amount: MoneyOut
    tip: MoneyOut
    given: MoneyOut | None
    gift: MoneyOut
    earned: MoneyOut
    points: int
    customer: UUID | None
    proved_by: str | None
    settles: bool
    at: datetime
    actor: str
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None


class ShareOut(Out):
    """A share is a bill: who pays how much of it. A bill that was not split is its only one."""

    id: UUID
    number: int
    state: str
    customer: UUID | None
    total: MoneyOut
    paid: MoneyOut
    due: MoneyOut


class EarnsOut(Out):
    """What closing would give, if the rest were paid with money now; once closed, what it gave."""

    value: MoneyOut
    points: int


class BillOut(Out):
    id: UUID
    number: int
    state: str
    table: str | None
    venue: UUID
    till: UUID | None
    customer: UUID | None
    customer_name: str | None
    lines: list[LineOut]
    amount: MoneyOut | None
    subtotal: MoneyOut
    discounts: list[DiscountOut]
    total: MoneyOut
    vat: list[VatOut]
    vat_due: list[VatOut]  # less what was taxed when a single-purpose voucher was sold
    paid: MoneyOut
    due: MoneyOut
    tips: MoneyOut
    refunded: MoneyOut
    payments: list[PaymentOut]
    shares: list[ShareOut]
    split_of: UUID | None
    joined_into: UUID | None
    earns: EarnsOut
    price_level: UUID | None
    business_day: date
    opened_at: datetime
    served_by: str
    saved_at: datetime | None
    ended_at: datetime | None
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None
    public_url: str
    version: int
    created: UUID | None


def find(request: ApiRequest, bill_id: UUID) -> Bill:
    found: Bill | None = (
        Bill.objects.of(request.house).select_related("customer").filter(pk=bill_id).first()
    )
    if found is None:
        raise NotFound("bill")
    return found


def show(request: ApiRequest, bill: Bill) -> dict[str, Any]:
    """A bill whole, as the action that returned it left it."""
    return _show_all(request, [as_left(request.house, bill)])[0]


def show_all(request: ApiRequest, bills: Sequence[Bill]) -> list[dict[str, Any]]:
    """Each bill whole: lines, payments and open charges in a statement each."""
    return _show_all(request, stand_all(request.house, bills))


def _show_all(request: ApiRequest, standings: Sequence[Standing]) -> list[dict[str, Any]]:
    families = split_families(request.house, standings)
    everyone = {one.bill.id: one for some in families.values() for one in some}
    due = _still_charged(request.house, everyone.values())
    return [_shown(request, one, families[one.bill.id], due).plain() for one in standings]


def _still_charged(house: House, standings: Iterable[Standing]) -> dict[UUID, int]:
    """What is open of each saved bill: payments on account are charges of their own."""
    saved = [one for one in standings if one.bill.state == BillState.ON_ACCOUNT]
    if not saved:
        return {}
    paying = {
        payment.charge_id
        for one in saved
        for payment in one.payments
        if payment.tender == BillTender.HOUSE_ACCOUNT
    }
    found: dict[UUID, int] = {one.bill.id: 0 for one in saved}
    rows = Charge.objects.of(house).filter(bill_id__in=list(found), reversed_at=None)
    for id_, bill, left in rows.values_list("id", "bill_id", "open_minor"):
        if id_ not in paying:
            found[bill] += left
    return found


def _owed(house: House, standing: Standing, charged: Mapping[UUID, int]) -> dict[str, MoneyOut]:
    """What a bill comes to, what was paid of it and what is due."""
    bill = standing.bill
    due = charged.get(bill.id, standing.due if bill.state == BillState.OPEN else 0)
    paid = 0 if bill.state == BillState.VOID else standing.total - due
    return {
        "total": minor(house, standing.total),
        "paid": minor(house, paid),
        "due": minor(house, due),
    }


def _share(house: House, standing: Standing, charged: Mapping[UUID, int]) -> ShareOut:
    bill = standing.bill
    return ShareOut(
        id=bill.id,
        number=bill.number,
        state=bill.state,
        customer=bill.customer_id,
        **_owed(house, standing, charged),
    )


def _shown(
    request: ApiRequest,
    standing: Standing,
    family: Sequence[Standing],
    charged: Mapping[UUID, int],
) -> BillOut:
    house, bill = request.house, standing.bill
    money: dict[str, Any] = {
        **_owed(house, standing, charged),
        "subtotal": minor(house, standing.sums.subtotal),
        "tips": minor(house, standing.tips),
        "refunded": minor(house, bill.refunded_minor),
    }
    return BillOut(
        **money,
        **_head(request, bill),
        lines=[_line(house, line) for line in standing.lines],
        amount=minor_or_none(house, bill.amount_minor),
        discounts=_discounts(house, standing),
        vat=_vat(house, standing.sums.vat),
        vat_due=_vat(house, due_of(standing)),
        payments=[_payment(house, one) for one in standing.payments],
        shares=[_share(house, one, charged) for one in family],
        split_of=bill.split_of_id,
        joined_into=bill.joined_into_id,
        earns=EarnsOut(value=minor(house, standing.earns_minor), points=standing.earns_points),
        created=None,
    )


def _vat(house: House, rates: Iterable[VatSum]) -> list[VatOut]:
    return [
        VatOut(rate=one.rate_bp, gross=minor(house, one.gross), tax=minor(house, one.tax))
        for one in rates
    ]


def _head(request: ApiRequest, bill: Bill) -> dict[str, Any]:
    return {
        "id": bill.id,
        "number": bill.number,
        "state": bill.state,
        "table": bill.label or None,
        "venue": bill.venue_id,
        "till": bill.till_id,
        "customer": bill.customer_id,
        "customer_name": bill.customer.display_name if bill.customer else None,
        "price_level": bill.level_id,
        "business_day": bill.business_day,
        "opened_at": bill.opened_at,
        "served_by": bill.server,
        "saved_at": bill.saved_at,
        "ended_at": bill.ended_at,
        "fiscal_ref": bill.fiscal_ref or None,
        "external_id": bill.external_id or None,
        "occurred_at": bill.occurred_at,
        "public_url": f"{request.base_url}/b/{bill.public_token}",
        "version": bill.version,
    }


def _discounts(house: House, standing: Standing) -> list[DiscountOut]:
    return [
        DiscountOut(kind="percent", rate=rate, amount=minor(house, off))
        for rate, off in standing.discounts
    ]


def _line(house: House, line: Line) -> LineOut:
    return LineOut(
        id=line.id,
        item=line.item_id,
        name=line.name,
        category=line.category or None,
        quantity=line.quantity,
        unit_price=minor(house, line.unit_price_minor),
        base_price=minor(house, line.base_price_minor),
        price_level=line.level_id,
        total=minor(house, line.total_minor),
        vat_rate=line.vat_bp,
        note=line.note or None,
    )


def _payment(house: House, payment: Payment) -> PaymentOut:
    return PaymentOut(
        id=payment.id,
        tender=payment.tender,
        amount=minor(house, payment.amount_minor),
        tip=minor(house, payment.tip_minor),
        given=minor_or_none(house, payment.given_minor),
        gift=minor(house, payment.gift_minor),
        earned=minor(house, payment.earned_minor),
        points=payment.points,
        customer=payment.customer_id,
        proved_by=payment.proved_by or None,
        settles=payment.settles,
        at=payment.at,
        actor=payment.actor,
        fiscal_ref=payment.fiscal_ref or None,
        external_id=payment.external_id or None,
        occurred_at=payment.occurred_at,
    )
