"""What can be sold, as keys: categories and the items of one, at the bill's price level."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from habitue.bills.models import Line
from habitue.house.models import House
from habitue.kit import text
from habitue.kit.money import Money
from habitue.menu.models import Category, Item, ItemPrice


@dataclass(frozen=True, slots=True)
class Dish:
    """A key of the till: its name, its price here, how many are on the bill."""

    id: UUID
    name: str
    price: Money
    on: int  # thousandths
    out: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The tabs, which one is open, and its keys."""

    categories: Sequence[Category]
    current: str  # id of a category, "none" for what has none, "" for a search
    dishes: Sequence[Dish]
    asked: str = ""
    rest: bool = False  # there are items without a category

    @property
    def has_any(self) -> bool:
        return bool(self.categories or self.rest)


def read(
    house: House,
    *,
    category: str = "",
    asked: str = "",
    level: UUID | None = None,
    lines: Sequence[Line] = (),
) -> Menu:
    """The keys of one category, or what `asked` finds in all of them; three queries."""
    items = list(
        Item.objects.of(house)
        .filter(retired_at=None)
        .order_by("category__position", "position", "name")
    )
    used = {item.category_id for item in items}
    categories = [
        row for row in Category.objects.of(house).order_by("position", "name") if row.id in used
    ]
    rest = None in used
    known = [str(row.id) for row in categories] + (["none"] if rest else [])
    current = category if category in known else (known[0] if known else "")
    shown = _found(items, asked) if asked else [i for i in items if _place(i) == current]
    prices = _prices(house, shown, level)
    on = _counted(lines)
    dishes = [
        Dish(
            id=item.id,
            name=item.name,
            price=house.money(prices.get(item.id, item.price_minor)),
            on=on.get(item.id, 0),
            out=item.sold_out,
        )
        for item in shown
    ]
    return Menu(categories, "" if asked else current, dishes, asked, rest)


def _place(item: Item) -> str:
    return str(item.category_id) if item.category_id else "none"


def _found(items: Sequence[Item], asked: str) -> list[Item]:
    words = text.words(asked)
    named = ((item, text.normalise(item.name)) for item in items)
    return [item for item, name in named if all(word in name for word in words)]


def _prices(house: House, items: Sequence[Item], level: UUID | None) -> dict[UUID, int]:
    if level is None:
        return {}
    rows = ItemPrice.objects.of(house).filter(level_id=level, item__in=[i.id for i in items])
    return dict(rows.values_list("item_id", "price_minor"))


def _counted(lines: Sequence[Line]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for line in lines:
        if line.item_id:
            found[line.item_id] = found.get(line.item_id, 0) + line.quantity
    return found
