"""A top-up that was given back, and what giving it back would come to."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.fronts.api.shown.values import WalletOut, holds
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.prepaid import reports as prepaid
from habitue.prepaid import returning
from habitue.prepaid.models import TopUpRefund
from habitue.prepaid.returning import Plan


class TopUpRefundFigures(Out):
    """`spent` is what of the top-up was spent; `gift_withdrawn` ends, `amount` goes back.

    `rule` is how the house counts what was spent: gift_first, paid_first, proportional.
    """

    top_up: UUID
    customer: UUID
    rule: str
    pays: MoneyOut
    receives: MoneyOut
    spent: MoneyOut
    amount: MoneyOut
    gift_withdrawn: MoneyOut
    tender: str


class TopUpRefundOut(TopUpRefundFigures):
    id: UUID
    wallet: WalletOut
    reason: str | None
    at: datetime
    business_day: date
    actor: str
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None


class TopUpRefundPlanned(TopUpRefundFigures):
    """`refunded` went back before; `most` is all that can still be given back."""

    refunded: MoneyOut
    most: MoneyOut
    wallet_after: MoneyOut


class TopUpRefundQuoteOut(Out):
    refund: TopUpRefundPlanned


def find(request: ApiRequest, refund_id: UUID) -> TopUpRefund:
    found = rows.first(TopUpRefund, request.house, id=refund_id, related=("top_up",))
    if found is None:
        raise NotFound("refund")
    return found


def show(request: ApiRequest, row: TopUpRefund) -> dict[str, Any]:
    house, top_up = request.house, row.top_up
    return TopUpRefundOut(
        id=row.id,
        top_up=top_up.id,
        customer=top_up.customer_id,
        rule=row.rule,
        pays=minor(house, top_up.pays_minor),
        receives=minor(house, top_up.receives_minor),
        spent=minor(house, row.spent_minor),
        amount=minor(house, row.amount_minor),
        gift_withdrawn=minor(house, row.withdrawn_minor),
        tender=row.tender,
        wallet=holds(request, prepaid.held_in(house, top_up.wallet_id)),
        reason=row.reason or None,
        at=row.at,
        business_day=row.business_day,
        actor=row.actor,
        fiscal_ref=row.fiscal_ref or None,
        external_id=row.external_id or None,
        occurred_at=row.occurred_at,
    ).plain()


def quoted(request: ApiRequest, top_up: UUID, amount: Money | None) -> dict[str, Any]:
    """What would go back and what would end; nothing is posted."""
    house = request.house
    plan = returning.planned(house, returning.find(house, top_up), amount, request.at)
    return TopUpRefundQuoteOut(refund=_planned(house, plan)).plain()


def _planned(house: House, plan: Plan) -> TopUpRefundPlanned:
    top_up, sums = plan.top_up, plan.sums
    held = prepaid.held_in(house, top_up.wallet_id).total
    return TopUpRefundPlanned(
        top_up=top_up.id,
        customer=top_up.customer_id,
        rule=sums.rule,
        pays=minor(house, sums.paid),
        receives=minor(house, sums.paid + sums.gift),
        spent=minor(house, sums.spent),
        refunded=minor(house, sums.refunded),
        most=minor(house, sums.most),
        amount=minor(house, plan.amount),
        gift_withdrawn=minor(house, plan.withdrawn),
        tender=top_up.tender,
        wallet_after=minor(house, held - plan.amount - plan.withdrawn),
    )
