"""What a customer paid for what they owed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.house.models import House
from habitue.house_accounts.models import Settled, Settlement
from habitue.kit.refusals import NotFound


class SettledOut(Out):
    """How much of it went to which bill; null where what was owed came from elsewhere."""

    bill: UUID | None
    amount: MoneyOut


class TakenOut(Out):
    tender: str
    amount: MoneyOut


class PaymentMade(Out):
    """`in_hand` is what was too much and stays for the next charges. `tender` is `several` where
    `tenders` are more than one; `undone_at` says when a mistake was taken back."""

    id: UUID
    customer: UUID
    amount: MoneyOut
    tender: str
    tenders: list[TakenOut]
    settled: list[SettledOut]
    in_hand: MoneyOut
    at: datetime
    actor: str
    fiscal_ref: str | None
    external_id: str | None
    occurred_at: datetime | None
    undone_at: datetime | None


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
    return show_all(request, [row])[0]


def show_all(request: ApiRequest, found: Sequence[Settlement]) -> list[dict[str, Any]]:
    """Each with what it paid; one query for all."""
    parts: dict[UUID, list[Settled]] = {row.id: [] for row in found}
    took = Settled.objects.of(request.house).filter(settlement__in=list(parts))
    for part in took.filter(amount_minor__gt=0).select_related("charge").order_by("id"):
        parts[part.settlement_id].append(part)
    return [_shown(request.house, row, parts[row.id]) for row in found]


def _shown(house: House, row: Settlement, parts: Sequence[Settled]) -> dict[str, Any]:
    return PaymentMade(
        id=row.id,
        customer=row.account.customer_id,
        amount=minor(house, row.amount_minor),
        tender=row.tender,
        tenders=[TakenOut(tender=kind, amount=minor(house, amount)) for kind, amount in row.taken],
        settled=[
            SettledOut(bill=part.charge.bill_id, amount=minor(house, part.amount_minor))
            for part in parts
        ],
        in_hand=minor(house, row.in_hand_minor),
        at=row.at,
        actor=row.actor,
        fiscal_ref=row.fiscal_ref or None,
        external_id=row.external_id or None,
        occurred_at=row.occurred_at,
        undone_at=row.reversed_at,
    ).plain()
