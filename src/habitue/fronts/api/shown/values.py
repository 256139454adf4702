"""What a customer has and owes, and how it came to that."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor, minor_or_none
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.receivables import Owing
from habitue.ledger.actions import Movement
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid


class WalletOut(Out):
    paid: MoneyOut
    gift: MoneyOut
    earned: MoneyOut
    total: MoneyOut


class HouseAccountOut(Out):
    owes: MoneyOut
    charged: MoneyOut
    in_hand: MoneyOut
    limit: MoneyOut | None
    available: MoneyOut | None
    on_account_allowed: bool
    on_hold: bool


class BalancesOut(Out):
    wallet: WalletOut
    points: int
    house_account: HouseAccountOut


class TransactionOut(Out):
    """One change of one balance. `amount` is money, or a whole number of points."""

    id: str
    kind: str
    unit: str
    direction: str
    amount: MoneyOut | int
    balance_after: MoneyOut | int
    bill: UUID | None
    actor: str
    at: datetime
    business_day: date


class OwingOut(Out):
    customer: UUID
    display_name: str
    to_pay: MoneyOut
    oldest_bill_on: date
    bills: int
    limit: MoneyOut | None
    available: MoneyOut | None


def balances(request: ApiRequest, customer: Customer) -> BalancesOut:
    """Everything a customer has and owes now."""
    house = request.house
    standing = house_accounts.standing_of(house, customer)
    return BalancesOut(
        wallet=wallet(request, customer),
        points=points.balances(house, [customer.id])[customer.id],
        house_account=HouseAccountOut(
            owes=minor(house, standing.owes),
            charged=minor(house, standing.charged),
            in_hand=minor(house, standing.in_hand),
            limit=minor_or_none(house, standing.limit),
            available=minor_or_none(house, standing.available),
            on_account_allowed=customer.on_account_allowed,
            on_hold=customer.on_hold or bool(customer.payer and customer.payer.on_hold),
        ),
    )


def wallet(request: ApiRequest, customer: Customer) -> WalletOut:
    return holds(request, prepaid.holdings(request.house, [customer.id])[customer.id])


def holds(request: ApiRequest, holding: prepaid.Holding) -> WalletOut:
    return WalletOut(
        paid=minor(request.house, holding.paid),
        gift=minor(request.house, holding.gift),
        earned=minor(request.house, holding.earned),
        total=minor(request.house, holding.total),
    )


def codes(request: ApiRequest, customer: Customer) -> list[str]:
    """The ledger's accounts of a customer: purse, points, house account."""
    wallets = prepaid.wallets_of(request.house, [customer.id])
    return [
        *(prepaid.codes_of(wallets[customer.id]) if customer.id in wallets else []),
        f"points:{customer.id}",
        *house_accounts.codes_of(request.house, [customer.id]),
    ]


UNITS = {"points": "points", "receivable": "owes", "in_hand": "in_hand"}


def unit_of(code: str) -> str:
    """paid, gift, earned, points, owes or in_hand."""
    kind, _, rest = code.partition(":")
    return rest.rpartition(":")[2] if kind == "wallet" else UNITS[kind]


def transaction(request: ApiRequest, move: Movement) -> dict[str, Any]:
    unit = unit_of(move.code)
    counted = unit == "points"
    about, _, id_ = move.reference.partition(":")
    return TransactionOut(
        id=f"{move.id}-{unit}",
        kind=move.kind,
        unit=unit,
        direction="up" if move.incoming else "down",
        amount=move.amount if counted else minor(request.house, move.amount),
        balance_after=(
            move.balance_after if counted else minor(request.house, move.balance_after)
        ),
        bill=UUID(id_) if about == "bill" else None,
        actor=move.actor,
        at=move.at,
        business_day=move.business_day,
    ).plain()


def owing(request: ApiRequest, row: Owing) -> dict[str, Any]:
    return OwingOut(
        customer=row.customer.id,
        display_name=row.customer.display_name,
        to_pay=minor(request.house, row.to_pay),
        oldest_bill_on=row.oldest_on,
        bills=row.bills,
        limit=minor_or_none(request.house, row.limit),
        available=minor_or_none(request.house, row.available),
    ).plain()
