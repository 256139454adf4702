"""A refund whole, and what one would come to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.bills.actions import Wanted
from habitue.bills.models import BillTender, Refund, RefundLine, RefundPart
from habitue.bills.refund_plan import Plan, planned
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown import bills
from habitue.fronts.api.shown.bills import EarnsOut, VatOut
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.refusals import NotFound


class RefundPartOut(Out):
    """`payment` is null where it came off what was saved on account. `owed` of `amount` and
    `tip` came off what was still owed; on an account, the rest is in hand."""

    payment: UUID | None
    tender: str
    amount: MoneyOut
    tip: MoneyOut
    points: int
    owed: MoneyOut
    in_hand: MoneyOut


class RefundLineOut(Out):
    line: UUID
    quantity: int
    amount: MoneyOut


class RefundFigures(Out):
    """`takes_back` is what the bill had given; `spent_already` of it could not be taken."""

    bill: UUID
    amount: MoneyOut
    tip: MoneyOut
    vat: list[VatOut]
    parts: list[RefundPartOut]
    lines: list[RefundLineOut]
    takes_back: EarnsOut
    spent_already: MoneyOut


class RefundOut(RefundFigures):
    id: UUID
    reason: str | None
    at: datetime
    business_day: date
    actor: str
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None


class RefundQuoteOut(Out):
    refund: RefundFigures


def find(request: ApiRequest, refund_id: UUID) -> Refund:
    found = rows.first(Refund, request.house, id=refund_id)
    if found is None:
        raise NotFound("refund")
    return found


def show(request: ApiRequest, row: Refund) -> dict[str, Any]:
    return show_all(request, [row])[0]


def show_all(request: ApiRequest, refunds: Sequence[Refund]) -> list[dict[str, Any]]:
    """Each refund whole: parts and lines in a statement each."""
    ids = [row.id for row in refunds]
    parts = rows.find(RefundPart, request.house, refund=ids, order="id")
    lines = rows.find(RefundLine, request.house, refund=ids, order="id")
    return [
        _shown(
            request.house,
            row,
            [part for part in parts if part.refund_id == row.id],
            [line for line in lines if line.refund_id == row.id],
        ).plain()
        for row in refunds
    ]


def _shown(
    house: House, row: Refund, parts: Iterable[RefundPart], lines: Iterable[RefundLine]
) -> RefundOut:
    return RefundOut(
        id=row.id,
        bill=row.bill_id,
        amount=minor(house, row.amount_minor),
        tip=minor(house, row.tip_minor),
        vat=_vat(house, row.vat),
        parts=[
            _part(house, one.payment_id, one.tender, (one.amount_minor, one.tip_minor),
                  points=one.points, owed=one.owed_minor)
            for one in parts
        ],
        lines=[_line(house, one.line_id, one.quantity, one.amount_minor) for one in lines],
        takes_back=_earns(house, row.earned_minor, row.earned_points),
        spent_already=minor(house, row.earned_spent_minor),
        reason=row.reason or None,
        at=row.at,
        business_day=row.business_day,
        actor=row.actor,
        fiscal_ref=row.fiscal_ref or None,
        external_id=row.external_id or None,
        occurred_at=row.occurred_at,
    )  # fmt: skip


def quoted(request: ApiRequest, bill_id: UUID, wanted: Wanted) -> dict[str, Any]:
    """What a refund would come to, and where it would go; nothing is posted."""
    plan = planned(request.house, bills.find(request, bill_id), wanted)
    return RefundQuoteOut(refund=_figures(request.house, plan)).plain()


def _figures(house: House, plan: Plan) -> RefundFigures:
    return RefundFigures(
        bill=plan.bill.id,
        amount=minor(house, plan.amount),
        tip=minor(house, plan.tip),
        vat=_vat(house, plan.vat),
        parts=[
            _part(house, one.payment.id if one.payment else None, one.tender,
                  (one.amount, one.tip), points=one.points, owed=one.owed)
            for one in plan.parts
        ],
        lines=[_line(house, one.line, one.quantity, one.amount) for one in plan.lines],
        takes_back=_earns(house, plan.earned_left, plan.points),
        spent_already=minor(house, plan.earned - plan.earned_left),
    )  # fmt: skip


def _part(
    house: House,
    payment: UUID | None,
    tender: str,
    given: tuple[int, int],
    *,
    points: int,
    owed: int,
) -> RefundPartOut:
    amount, tip = given
    in_hand = amount + tip - owed if tender == BillTender.HOUSE_ACCOUNT else 0
    return RefundPartOut(
        payment=payment,
        tender=tender,
        amount=minor(house, amount),
        tip=minor(house, tip),
        points=points,
        owed=minor(house, owed),
        in_hand=minor(house, in_hand),
    )


def _line(house: House, line: UUID, quantity: int, amount: int) -> RefundLineOut:
    return RefundLineOut(line=line, quantity=quantity, amount=minor(house, amount))


def _vat(house: House, vat: Iterable[Sequence[int]]) -> list[VatOut]:
    return [
        VatOut(rate=rate, gross=minor(house, gross), tax=minor(house, tax))
        for rate, gross, tax in vat
    ]


def _earns(house: House, value: int, points: int) -> EarnsOut:
    return EarnsOut(value=minor(house, value), points=points)
