"""What a customer paid for what they owed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.house_accounts.models import Settled, Settlement
from habitue.kit.refusals import NotFound


class SettledOut(Out):
    """How much of it went to which bill; null where what was owed came from elsewhere."""

    bill: UUID | None
    amount: MoneyOut


class PaymentMade(Out):
    """`in_hand` is what was too much and stays for the next charges."""

    id: UUID
    customer: UUID
    amount: MoneyOut
    tender: str
    settled: list[SettledOut]
    in_hand: MoneyOut
    at: datetime
    actor: str
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None


def find(request: ApiRequest, settlement_id: UUID) -> Settlement:
    found: Settlement | None = (
        Settlement.objects.of(request.house)
        .select_related("account")
        .filter(pk=settlement_id)
        .first()
    )
    if found is None:
        raise NotFound("payment")
    return found


def show(request: ApiRequest, row: Settlement) -> dict[str, Any]:
    house = request.house
    parts = Settled.objects.of(house).filter(settlement=row).select_related("charge")
    return PaymentMade(
        id=row.id,
        customer=row.account.customer_id,
        amount=minor(house, row.amount_minor),
        tender=row.tender,
        settled=[
            SettledOut(bill=part.charge.bill_id, amount=minor(house, part.amount_minor))
            for part in parts.order_by("id")
        ],
        in_hand=minor(house, row.in_hand_minor),
        at=row.at,
        actor=row.actor,
        fiscal_ref=row.fiscal_ref or None,
        external_id=row.external_id or None,
        occurred_at=row.occurred_at,
    ).plain()
