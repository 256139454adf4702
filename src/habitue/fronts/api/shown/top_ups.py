"""A top-up, and what one would come to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown import customers
from habitue.fronts.api.shown.bills import VatOut
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, sum_of
from habitue.fronts.api.shown.values import WalletOut, holds, wallet
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUp


class TopUpOut(Out):
    """`wallet` is what the customer has now; `refunded` is what of `pays` went back.

    `vat` stands where the value is single-purpose: at its rate, due with this sale.
    """

    id: UUID
    customer: UUID
    pays: MoneyOut
    receives: MoneyOut
    gift: MoneyOut
    tender: str
    product: UUID | None
    vat: VatOut | None
    refunded: MoneyOut
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
    return show_all(request, [row])[0]


def show_all(request: ApiRequest, top_ups: Sequence[TopUp]) -> list[dict[str, Any]]:
    """Each whole; what went back of all of them in one statement."""
    back = {row.id: row.given_back or 0 for row in top_ups}
    asked = [row.id for row in top_ups if row.given_back is None]
    back |= prepaid.given_back(request.house, asked)
    held = {row.wallet_id for row in top_ups}
    wallets = {id_: holds(request, prepaid.held_in(request.house, id_)) for id_ in held}
    return [_shown(request, row, back[row.id], wallets[row.wallet_id]) for row in top_ups]


def _shown(request: ApiRequest, row: TopUp, back: int, wallet_now: WalletOut) -> dict[str, Any]:
    house = request.house
    return TopUpOut(
        id=row.id,
        customer=row.customer_id,
        pays=minor(house, row.pays_minor),
        receives=minor(house, row.receives_minor),
        gift=minor(house, row.receives_minor - row.pays_minor),
        tender=row.tender,
        product=row.product_id,
        vat=_vat(house, row),
        refunded=minor(house, back),
        wallet=wallet_now,
        at=row.at,
        actor=row.actor,
        fiscal_ref=row.fiscal_ref or None,
        external_id=row.external_id or None,
        occurred_at=row.occurred_at,
    ).plain()


def _vat(house: House, row: TopUp) -> VatOut | None:
    if row.vat_bp is None:
        return None
    gross, tax = minor(house, row.pays_minor), minor(house, row.vat_minor)
    return VatOut(rate=row.vat_bp, gross=gross, tax=tax)


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
