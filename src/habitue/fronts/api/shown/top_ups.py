"""A top-up, and what one would come to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown import customers
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, sum_of
from habitue.fronts.api.shown.values import WalletOut, holds, wallet
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUp


class TopUpOut(Out):
    """`wallet` is what the customer has after it."""

    id: UUID
    customer: UUID
    pays: MoneyOut
    receives: MoneyOut
    gift: MoneyOut
    tender: str
    wallet: WalletOut
    at: datetime
    actor: str
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None


class TopUpQuote(Out):
    customer: UUID
    pays: MoneyOut
    receives: MoneyOut
    gift: MoneyOut
    wallet_after: MoneyOut


class QuoteOut(Out):
    top_up: TopUpQuote


def find(request: ApiRequest, top_up_id: UUID) -> TopUp:
    found: TopUp | None = (
        TopUp.objects.of(request.house).select_related("customer").filter(pk=top_up_id).first()
    )
    if found is None:
        raise NotFound("top-up")
    return found


def show(request: ApiRequest, row: TopUp) -> dict[str, Any]:
    house = request.house
    return TopUpOut(
        id=row.id,
        customer=row.customer_id,
        pays=minor(house, row.pays_minor),
        receives=minor(house, row.receives_minor),
        gift=minor(house, row.receives_minor - row.pays_minor),
        tender=row.tender,
        wallet=holds(request, prepaid.held_in(house, row.wallet_id)),
        at=row.at,
        actor=row.actor,
        fiscal_ref=row.fiscal_ref or None,
        external_id=row.external_id or None,
        occurred_at=row.occurred_at,
    ).plain()


def quoted(request: ApiRequest, customer_id: UUID, pays: Money, receives: Money) -> dict[str, Any]:
    """What the customer would have after paying `pays` for `receives`."""
    has = wallet(request, customers.find(request, customer_id)).total.amount
    quote = TopUpQuote(
        customer=customer_id,
        pays=sum_of(pays),
        receives=sum_of(receives),
        gift=sum_of(receives - pays),
        wallet_after=minor(request.house, has + receives.amount),
    )
    return QuoteOut(top_up=quote).plain()
