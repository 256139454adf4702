"""Who owes, since when, and what is left of their limit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House
from habitue.house_accounts import receivables
from habitue.house_accounts.limits import charged_elsewhere, room_for
from habitue.house_accounts.models import Charge, HouseAccount, Settled
from habitue.house_accounts.receivables import Owing
from habitue.ledger import actions as ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer's house account in minor units. `limit` None: no limit."""

    owes: int
    charged: int
    in_hand: int
    limit: int | None
    available: int | None


EVER = date(2000, 1, 1)  # a day for a list that tells no ages


def unpaid(house: House, limit: int = 200, after: tuple[date, UUID] | None = None) -> list[Owing]:
    """Everyone who owes, the oldest bill first; two statements."""
    return receivables.owing(house, receivables.Wanted(EVER, limit=limit, after=after))


def standing_of(house: House, customer: Customer) -> Standing:
    """What one customer owes, was charged elsewhere, has in hand, and what binds them next."""
    accounts = accounts_of(house, {customer.id, customer.payer_or_self_id})
    held = ledger.balances(house, [code for id_ in accounts.values() for code in pair(id_)])
    return standing_with(house, customer, accounts, held, charged_elsewhere(house, customer))


def standing_with(
    house: House,
    customer: Customer,
    accounts: Mapping[UUID, UUID],
    held: Mapping[str, int],
    elsewhere: int,
) -> Standing:
    """The same of what was read already: their account and their payer's, the balances of both,
    what they were charged elsewhere."""
    payer = (customer.payer if customer.payer_id else None) or customer
    stands = {one: _pair_of(held, account) for one, account in accounts.items()}
    owes, hand = stands.get(customer.id, (0, 0))
    theirs = stands.get(payer.id, (0, 0))
    room = room_for(house, customer, payer, theirs, elsewhere)
    return Standing(owes, elsewhere, hand, room.limit, room.available)


def _pair_of(held: Mapping[str, int], account: UUID) -> tuple[int, int]:
    owed, hand = pair(account)
    return held[owed], held[hand]


def accounts_of(house: House, customers: Iterable[UUID]) -> dict[UUID, UUID]:
    """The account of each customer who has one; one query."""
    accounts = HouseAccount.objects.of(house).filter(customer_id__in=list(customers))
    return dict(accounts.values_list("customer_id", "id"))


def pair(account: UUID) -> tuple[str, str]:
    """The ledger codes of an account: what is owed, what is in hand."""
    return f"receivable:{account}", f"in_hand:{account}"


def owed_by(house: House, customers: Iterable[UUID]) -> dict[UUID, int]:
    """What each customer's own account owes; two queries whatever their number."""
    accounts = accounts_of(house, customers)
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


def payer_of(house: House, bill: UUID) -> Customer | None:
    """Who still owes a saved bill; None where nobody does."""
    still = Charge.objects.of(house).filter(bill_id=bill, open_minor__gt=0).order_by("-at")
    charge = still.select_related("account__customer").first()
    return charge.account.customer if charge else None


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


def codes_of(house: House, customers: Iterable[UUID]) -> list[str]:
    """The ledger codes of these customers' own accounts, for their movements; one query."""
    accounts = HouseAccount.objects.of(house).filter(customer_id__in=list(customers))
    ids = accounts.order_by("id").values_list("id", flat=True)
    return [code for id_ in ids for code in pair(id_)]
