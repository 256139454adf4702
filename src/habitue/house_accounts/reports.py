"""Who owes, since when, and what is left of their limit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Sum

from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House
from habitue.house_accounts.limits import charged_elsewhere, room_for, standing
from habitue.house_accounts.models import Charge, HouseAccount, Settled
from habitue.ledger import actions as ledger


@dataclass(frozen=True, slots=True)
class Owing:
    """A payer who owes: to-pay, since when, on how many bills, and the room left."""

    customer: Customer
    to_pay: int
    oldest_on: date
    bills: int
    limit: int | None
    available: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer's house account in minor units. `limit` None: no limit."""

    owes: int
    charged: int
    in_hand: int
    limit: int | None
    available: int | None


def unpaid(house: House, limit: int = 200, after: tuple[date, UUID] | None = None) -> list[Owing]:
    """Everyone who owes, the oldest bill first; two queries and one for balances."""
    owing = (
        Charge.objects.of(house)
        .filter(open_minor__gt=0)
        .values("account__customer_id")
        .annotate(to_pay=Sum("open_minor"), oldest_on=Min("business_day"), bills=Count("id"))
        .order_by("oldest_on", "account__customer_id")
    )
    if after is not None:
        owing = [row for row in owing if (row["oldest_on"], row["account__customer_id"]) > after]
    page = list(owing[:limit])
    ids = [row["account__customer_id"] for row in page]
    payers = {row.id: row for row in Customer.objects.of(house).filter(pk__in=ids)}
    hands = _in_hand(house, ids)
    return [
        _owing(house, payers[row["account__customer_id"]], row, hands[row["account__customer_id"]])
        for row in page
    ]


def _owing(house: House, payer: Customer, row: dict[str, Any], hand: int) -> Owing:
    own = payer.credit_limit_minor
    limit = own if own is not None else house.default_limit_minor
    to_pay: int = row["to_pay"]
    available = limit - to_pay + hand if limit is not None else None
    return Owing(payer, to_pay, row["oldest_on"], row["bills"], limit, available)


def _in_hand(house: House, payers: Iterable[UUID]) -> dict[UUID, int]:
    accounts = dict(
        HouseAccount.objects.of(house)
        .filter(customer_id__in=list(payers))
        .values_list("customer_id", "id")
    )
    found = ledger.balances(house, [f"in_hand:{id_}" for id_ in accounts.values()])
    return {customer: found[f"in_hand:{id_}"] for customer, id_ in accounts.items()}


def standing_of(house: House, customer: Customer) -> Standing:
    """What one customer owes, was charged elsewhere, has in hand, and what binds them next."""
    owes, hand = standing(house, customer)
    payer = customer.payer if customer.payer_id else customer
    room = room_for(house, customer, payer or customer)
    return Standing(owes, charged_elsewhere(house, customer), hand, room.limit, room.available)


def owed_by(house: House, customers: Iterable[UUID]) -> dict[UUID, int]:
    """What each customer's own account owes; two queries whatever their number."""
    accounts = dict(
        HouseAccount.objects.of(house)
        .filter(customer_id__in=list(customers))
        .values_list("customer_id", "id")
    )
    if not accounts:
        return {}
    found = ledger.balances(house, [f"receivable:{id_}" for id_ in accounts.values()])
    return {customer: found[f"receivable:{id_}"] for customer, id_ in accounts.items()}


def owed_on(house: House, bills: Iterable[UUID]) -> dict[UUID, int]:
    """What is still open of the charges of each bill; one query."""
    still = Charge.objects.of(house).filter(bill_id__in=list(bills), open_minor__gt=0)
    found: dict[UUID, int] = {}
    for bill, minor in still.values_list("bill_id", "open_minor"):
        found[bill] = found.get(bill, 0) + minor
    return found


GIVEN_UP = frozenset({"house_accounts.write_off", "house_accounts.adjust"})


def given_up(house: House, charges: Collection[UUID]) -> dict[UUID, int]:
    """What nobody paid of each charge: written off, or taken off by hand."""
    if not charges:
        return {}
    parts = rows.find(Settled, house, charge=list(charges))
    kinds = ledger.kinds(house, {part.entry_id for part in parts})
    found: dict[UUID, int] = {}
    for part in parts:
        if kinds[part.entry_id][0] in GIVEN_UP:
            found[part.charge_id] = found.get(part.charge_id, 0) + part.amount_minor
    return found


def open_charges(house: House, customer: Customer) -> list[Charge]:
    """What is open on a customer's own account, oldest first."""
    return list(
        Charge.objects.of(house)
        .filter(account__customer=customer, open_minor__gt=0)
        .select_related("person")
        .order_by("at", "id")
    )


def codes_of(house: House, customer: Customer) -> list[str]:
    """The ledger codes of a customer's own account, for their movements."""
    ids = HouseAccount.objects.of(house).filter(customer=customer).values_list("id", flat=True)
    return [code for id_ in ids for code in (f"receivable:{id_}", f"in_hand:{id_}")]
