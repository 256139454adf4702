"""How much more may be charged: the person's and the payer's limits both bind (decision 19)."""

from dataclasses import dataclass

from django.db.models import Sum

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge, HouseAccount
from habitue.ledger import actions as ledger


@dataclass(frozen=True, slots=True)
class Room:
    """The tightest limit that binds the next charge, and what is left of it. None: no limit."""

    limit: int | None
    available: int | None


def standing(house: House, payer: Customer) -> tuple[int, int]:
    """(owes, in hand) of a payer's own account, in minor units."""
    account = HouseAccount.objects.of(house).filter(customer_id=payer.id).first()
    if account is None:
        return 0, 0
    codes = f"receivable:{account.id}", f"in_hand:{account.id}"
    found = ledger.balances(house, codes)
    return found[codes[0]], found[codes[1]]


def charged_elsewhere(house: House, person: Customer) -> int:
    """What `person` ate that another payer still owes."""
    total = (
        Charge.objects.of(house)
        .filter(person=person, open_minor__gt=0)
        .exclude(account__customer_id=person.id)
        .aggregate(total=Sum("open_minor"))["total"]
    )
    return total or 0


def room_for(
    house: House,
    person: Customer,
    payer: Customer,
    known: tuple[int, int] | None = None,
    elsewhere: int | None = None,
) -> Room:
    """What binds the next charge of `person` on the account of `payer`.

    A null limit adds none; the house's default limit applies to payers. `known` is the payer's
    standing and `elsewhere` what the person was charged there, where these were read already.
    """
    owes, hand = known or standing(house, payer)
    own = payer.credit_limit_minor
    payers = own if own is not None else house.default_limit_minor
    rooms = [Room(payers, payers - owes + hand)] if payers is not None else []
    if person.id != payer.id and person.credit_limit_minor is not None:
        limit = person.credit_limit_minor
        charged = charged_elsewhere(house, person) if elsewhere is None else elsewhere
        rooms.append(Room(limit, limit - charged))
    return min(rooms, key=lambda room: room.available or 0, default=Room(None, None))
