"""Acts without a row of their own: a payout, an adjustment, an opening. The ledger has them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.fronts.api.shown.values import BalancesOut, WalletOut


class PayoutOut(Out):
    """`wallet` is what is left."""

    id: UUID
    customer: UUID
    amount: MoneyOut
    tender: str
    wallet: WalletOut
    at: datetime
    actor: str
    fiscal_ref: str | None
    external_id: str | None


class AdjustmentOut(Out):
    """`amount` and `balance_after` are money, or whole numbers of points."""

    id: UUID
    customer: UUID
    unit: str
    direction: str
    amount: MoneyOut | int
    balance_after: MoneyOut | int
    reason: str
    at: datetime
    actor: str


class OpeningOut(Out):
    """`balances` are those after it."""

    id: UUID
    customer: UUID
    paid: MoneyOut | None
    points: int | None
    owes: MoneyOut | None
    on: date
    balances: BalancesOut
    at: datetime
    actor: str


def balance_of(request: ApiRequest, balances: BalancesOut, unit: str) -> MoneyOut | int:
    """The one balance that `unit` names."""
    if unit == "points":
        return balances.points
    if unit == "owes":
        return balances.house_account.owes
    found: MoneyOut = getattr(balances.wallet, unit)
    return found


def amount_of(request: ApiRequest, unit: str, amount: int) -> MoneyOut | int:
    return amount if unit == "points" else minor(request.house, amount)


Act = tuple[Customer, dict[str, Any]]
