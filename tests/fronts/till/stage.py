"""Chez Marthe with a till in the room: people with PINs, tables, a menu, regulars.

Zoé waits at the tables, Paul takes the money, Marthe owns the house. Alice has a card, a PIN
and 20.00; Acme is a company that may eat on account, Bob is Acme's; Carol may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.customers.models import Customer
from habitue.house.models import House, Till, Venue
from habitue.kit.ids import new_id
from habitue.menu import actions as menu
from habitue.menu.models import Item, Table
from habitue.prepaid import actions as prepaid
from habitue.staff import actions as staff
from habitue.staff.models import StaffMember
from tests.cast import act_in

ZOES_PIN, PAULS_PIN, MARTHES_PIN = "2846", "7391", "5093"
ALICES_PIN, ALICES_CARD = "4071", "741708235506"
MENU = {
    "Starters": [("Poireaux vinaigrette", 900), ("Œuf mayonnaise", 750)],
    "Mains": [
        ("Steak frites", 2100),
        ("Sole meunière", 2950),
        ("Daurade grillée entière, fenouil et citron confit", 2600),
        ("Plat du jour", 1600),
    ],
    "Desserts": [("Crème caramel", 800), ("Tarte aux quetsches", 800)],
    "Coffee": [("Café", 280), ("Noisette", 300)],
}


@dataclass
class Stage:
    """Who and what is there."""

    house: House
    till: Till
    zoe: StaffMember
    paul: StaffMember
    marthe: StaffMember
    tables: dict[str, Table]
    items: dict[str, Item]
    alice: Customer
    acme: Customer
    bob: Customer
    carol: Customer


def furnish(house: House) -> Stage:
    """Fill a house that was just opened."""
    venue = Venue.objects.of(house).get()
    people = _people(house)
    tables, items = _room(house, venue)
    alice = _regular(house, "Alice", "Martin", card=ALICES_CARD, pin=ALICES_PIN, notes="walnuts")
    act_in(
        house,
        prepaid.top_up,
        customer=alice,
        pays=house.money(2000),
        receives=house.money(2000),
        tender="cash",
    )
    acme = _regular(house, company_name="Acme", type="company", on_account_allowed=True)
    bob = _regular(
        house, "Bob", "Marchetti", on_account_allowed=True, payer=acme.id, parent=acme.id
    )
    return Stage(
        house=house,
        till=act_in(house, staff.add_till, venue=venue, name="Till 1"),
        tables=tables,
        items=items,
        alice=alice,
        acme=acme,
        bob=bob,
        carol=_regular(house, "Carol", "Dubois"),
        **people,
    )


def _people(house: House) -> dict[str, StaffMember]:
    marthe = StaffMember.objects.of(house).select_related("role").get(role__key="owner")
    pin_hash = staff.hash_pin(marthe, MARTHES_PIN)
    act_in(house, staff.set_pin, member=marthe, pin_hash=pin_hash)
    return {
        "zoe": act_in(house, staff.hire, name="Zoé", role="waiter", pin=ZOES_PIN),
        "paul": act_in(house, staff.hire, name="Paul", role="cashier", pin=PAULS_PIN),
        "marthe": marthe,
    }


def _room(house: House, venue: Venue) -> tuple[dict[str, Table], dict[str, Item]]:
    area = act_in(house, menu.add_area, venue=venue, name="Room")
    tables = {
        name: act_in(house, menu.add_table, area=area, name=name, position=at)
        for at, name in enumerate(["2", "4", "5", "7", "8", "9"])
    }
    items = {}
    for at, (name, dishes) in enumerate(MENU.items()):
        category = act_in(house, menu.add_category, name=name, position=at)
        for place, (dish, price) in enumerate(dishes):
            items[dish] = act_in(
                house,
                menu.add_item,
                name=dish,
                price_minor=price,
                category=category,
                position=place,
            )
    return tables, items


def _regular(
    house: House, first: str = "", last: str = "", *, card: str = "", pin: str = "", **more: Any
) -> Customer:
    id_ = new_id()
    pin_hash = proofs.hash_pin(house, id_, pin) if pin else ""
    fields = {"first_name": first, "last_name": last, **more}
    found: Customer = act_in(
        house,
        cards.register,
        id=id_,
        front="office",
        card=card,
        pin_hash=pin_hash,
        fields={k: v for k, v in fields.items() if v},
    )
    return found


def main() -> None:
    """Furnish the only house of the data folder that the environment names."""
    furnish(House.objects.get())


def enrolled() -> str:
    """The secret of a browser that is the till from now on."""
    house = House.objects.get()
    _device, secret = act_in(house, staff.enrol, till=Till.objects.of(house).get())
    return str(secret)
