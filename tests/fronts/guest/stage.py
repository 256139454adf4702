"""Chez Marthe's regulars on their phones, for journeys against the served program.

Each function prints what a journey needs: an address to open, a fact to compare.
"""

from __future__ import annotations

from typing import Any

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.bills.opening import NewLine
from habitue.cards import actions as cards
from habitue.customers.models import Customer
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.menu.models import Item
from tests.cast import act_in, opened_house
from tests.fronts.till.stage import furnish


def main() -> None:
    """Fill the house that was set up, and open a second one beside it."""
    house = House.objects.get()
    furnish(house)
    other = opened_house("Café du Canal")
    House.objects.filter(pk=other.pk).update(card_colour="canal")
    long = {"first_name": "Maximiliane-Alexandrina", "last_name": "von Hohenzollern-Sigmaringen-X"}
    _register(house, **long)
    _register(other, first_name="Alice", last_name="Martin")


def invited(first: str, house: str = "Chez Marthe") -> str:
    """The address of a fresh invitation for the customer of that first name."""
    where = House.objects.get(name=house)
    someone = Customer.objects.of(where).get(first_name=first)
    made = act_in(where, guests.invite, customer=someone)
    return entry.invitation_path(made)


def bill(*dishes: str, label: str = "Terrasse 4") -> str:
    """The address the code on a fresh bill holds."""
    house = House.objects.get(name="Chez Marthe")
    made = act_in(house, bills.open_bill, label=label, lines=_lines(house, dishes))
    return f"/b/{made.public_token}"


def add(address: str, *dishes: str) -> None:
    """The waiter puts something more on it."""
    house = House.objects.get(name="Chez Marthe")
    row = Bill.objects.of(house).get(public_token=address.rpartition("/")[2])
    act_in(house, bills.add_lines, bill=row, lines=_lines(house, dishes))


def link(address: str, card: str) -> None:
    """The waiter reads a card for it."""
    house = House.objects.get(name="Chez Marthe")
    row = Bill.objects.of(house).get(public_token=address.rpartition("/")[2])
    act_in(house, bills.link, bill=row, card=card)


def take(address: str, minor: int) -> None:
    """The till takes cash on it."""
    house = House.objects.get(name="Chez Marthe")
    row = Bill.objects.of(house).get(public_token=address.rpartition("/")[2])
    terms = bills.Terms(tender="cash", amount=Money(minor, house.currency))
    act_in(house, bills.pay, bill=row, terms=terms)


def _lines(house: House, dishes: tuple[str, ...]) -> list[NewLine]:
    ids = dict(Item.objects.of(house).values_list("name", "id"))
    return [NewLine(item=ids[dish], quantity=1000) for dish in dishes]


def _register(house: House, **fields: Any) -> None:
    act_in(house, cards.register, fields=fields, front="office")
