"""What can be sold, as keys: categories and the items of one, at the bill's price level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from habitue.bills import pricing
from habitue.bills.models import Bill, Line
from habitue.house.models import House, Venue
from habitue.kit import text
from habitue.kit.money import Money
from habitue.menu import hours
from habitue.menu.models import Category, Item, Table


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
    turns: timedelta | None = None  # until a price level begins or ends by the hour

    @property
    def has_any(self) -> bool:
        return bool(self.categories or self.rest)

    @property
    def again_in(self) -> int:
        """Seconds until its keys cost otherwise; 0 where they do not today."""
        return int(self.turns.total_seconds()) + 1 if self.turns else 0


@dataclass(frozen=True, slots=True)
class At:
    """Where and when something is sold: a level, and the minute if the hour has a say."""

    level: UUID | None
    hour: datetime | None
    now: datetime
    venue: Venue


def of_bill(bill: Bill, now: datetime) -> At:
    return At(bill.level_id, pricing.at_the_hour(bill, now), now, bill.venue)


def of_table(table: Table | None, venue: Venue, now: datetime) -> At:
    """Before there is a bill: what it would be opened at."""
    own = (table.price_level_id or table.area.price_level_id) if table else None
    return At(own or venue.price_level_id, now, now, venue)


def read(
    house: House,
    *,
    category: str = "",
    asked: str = "",
    at: At,
    lines: Sequence[Line] = (),
) -> Menu:
    """The keys of one category, or what `asked` finds in all of them; a handful of queries."""
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
    by_hour = at.venue.prices_by_hour
    prices = hours.price_list(house, [item.id for item in shown], at.level, by_hour=by_hour)
    on = _counted(lines)
    dishes = [
        Dish(
            id=item.id,
            name=item.name,
            price=house.money((prices.price(item.id, at.hour) or (item.price_minor,))[0]),
            on=on.get(item.id, 0),
            out=item.sold_out,
        )
        for item in shown
    ]
    turns = hours.next_turn(house, at.now) if by_hour else None
    return Menu(categories, "" if asked else current, dishes, asked, rest, turns)


def _place(item: Item) -> str:
    return str(item.category_id) if item.category_id else "none"


def _found(items: Sequence[Item], asked: str) -> list[Item]:
    words = text.words(asked)
    named = ((item, text.normalise(item.name)) for item in items)
    return [item for item, name in named if all(word in name for word in words)]


def _counted(lines: Sequence[Line]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for line in lines:
        if line.item_id:
            found[line.item_id] = found.get(line.item_id, 0) + line.quantity
    return found
