"""What Chez Marthe sells and where people sit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from habitue.house.models import Venue
from habitue.menu import actions as menu
from habitue.menu.models import Item, PriceLevel, Table, VatRate
from habitue.site.demo.clerk import Clerk

# category: VAT in basis points, then name and price
MENU: dict[str, tuple[int, tuple[tuple[str, int], ...]]] = {
    "Coffee": (
        1000,
        (
            ("Espresso", 220), ("Double espresso", 380), ("Noisette", 240), ("Café crème", 390),
            ("Cappuccino", 450), ("Flat white", 460), ("Hot chocolate", 480), ("Tea", 420),
        ),
    ),
    "Breakfast": (
        1000,
        (
            ("Croissant", 190), ("Pain au chocolat", 210), ("Tartine", 320), ("Granola", 680),
            ("Soft-boiled egg", 350), ("Breakfast for one", 1250),
        ),
    ),
    "Lunch": (
        1000,
        (
            ("Dish of the day", 1490), ("Croque-monsieur", 1150), ("Quiche and salad", 1280),
            ("Goat cheese salad", 1390), ("Onion soup", 950), ("Steak frites", 1980),
            ("Quenelle", 1750), ("Cheese board", 1100),
        ),
    ),
    "Sweet": (
        1000,
        (("Praline tart", 690), ("Crème caramel", 620), ("Île flottante", 680), ("Ice", 540)),
    ),
    "Soft drinks": (
        1000,
        (("Lemonade", 420), ("Apple juice", 450), ("Sparkling water", 390), ("Syrup", 320)),
    ),
    "Wine and beer": (
        2000,
        (
            ("Glass of Beaujolais", 520), ("Glass of Viognier", 580), ("Pot of Beaujolais", 1650),
            ("Draught beer", 450), ("Craft beer", 680), ("Kir", 540), ("Pastis", 420),
        ),
    ),
}  # fmt: skip
AREAS = {"Room": 9, "Terrace": 7, "Bar": 3}


@dataclass(frozen=True, slots=True)
class Laid:
    """The menu and the plan of the room, once laid."""

    items: list[Item]
    tables: list[Table]
    terrace: PriceLevel
    regulars: PriceLevel


def lay(clerk: Clerk, at: datetime) -> Laid:
    """Menu, price levels, areas and tables."""

    def do(action: Callable[..., object], **terms: Any) -> object:
        return clerk.do(action, at=at, **terms)

    terrace, regulars = do(menu.add_level, name="Terrace"), do(menu.add_level, name="Regulars")
    assert isinstance(terrace, PriceLevel) and isinstance(regulars, PriceLevel)
    items = _items(clerk, at, terrace, regulars)
    venue = Venue.objects.of(clerk.house).get()
    tables: list[Table] = []
    for position, (name, count) in enumerate(AREAS.items()):
        level = terrace if name == "Terrace" else None
        area = do(menu.add_area, venue=venue, name=name, price_level=level, position=position)
        for number in range(1, count + 1):
            label = f"{name[0]}{number}" if name != "Room" else f"{number}"
            table = do(menu.add_table, area=area, name=label, position=number)
            assert isinstance(table, Table)
            tables.append(table)
    return Laid(items, tables, terrace, regulars)


def _items(clerk: Clerk, at: datetime, terrace: PriceLevel, regulars: PriceLevel) -> list[Item]:
    rates = {rate.rate_bp: rate for rate in VatRate.objects.of(clerk.house)}
    items = []
    for place, (name, (rate_bp, things)) in enumerate(MENU.items()):
        category = clerk.do(menu.add_category, at=at, name=name, position=place)
        for position, (thing, price) in enumerate(things):
            prices = {terrace: price + 30 + price // 20}
            if name == "Coffee":
                prices[regulars] = price - 30
            items.append(
                clerk.do(
                    menu.add_item,
                    at=at,
                    name=thing,
                    price_minor=price,
                    vat_rate=rates[rate_bp],
                    category=category,
                    prices=prices,
                    position=position,
                )
            )
    return items
