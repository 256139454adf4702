"""Keeping the menu, the price levels and the room's plan."""

from collections.abc import Mapping
from typing import TypeVar

from habitue.audit import actions as audit
from habitue.house.models import HouseRow, Venue
from habitue.menu import hours, waiting
from habitue.menu.models import (
    Area,
    Category,
    CustomerGroup,
    GroupTerm,
    Item,
    ItemPrice,
    PriceLevel,
    Table,
    VatRate,
)
from habitue.menu.naming import NameTaken, check_name, name_of_group
from habitue.menu.vat import rates_of
from habitue.operations.models import Operation
from habitue.operations.rights import right

__all__ = ["NameTaken"]

Row = TypeVar("Row", bound=HouseRow)
TERMS_RIGHT = "house_accounts.edit_terms"  # what a group gives, its customers are given


def open_rates(op: Operation, country: str) -> None:
    """The VAT rates a house in `country` starts with."""
    for position, (name, rate_bp) in enumerate(rates_of(country)):
        VatRate.objects.create(
            house=op.house, name=name, rate_bp=rate_bp, is_default=position == 0
        )


@right("menu.edit")
def add_rate(op: Operation, *, name: str, rate_bp: int, is_default: bool = False) -> VatRate:
    rate = _add(op, VatRate(house=op.house, name=name, rate_bp=rate_bp))
    if is_default:
        make_default_rate(op, rate=rate)
        rate.refresh_from_db(fields=["is_default"])
    return rate


@right("menu.edit")
def make_default_rate(op: Operation, *, rate: VatRate) -> None:
    """Amount-only bills and lines without a rate take this one from now on."""
    if not waiting.make_default(op, rate):
        waiting.set_default(op, rate)


@right("menu.edit")
def add_level(
    op: Operation, *, name: str, days: str = "", from_minute: int = 0, to_minute: int = 0
) -> PriceLevel:
    """A price level; with `days` it holds by itself on those, in those hours. Raises NameTaken,
    HoursUnclear."""
    level = PriceLevel(
        house=op.house, name=name, days=days, from_minute=from_minute, to_minute=to_minute
    )
    _add(op, level)
    hours.tell_venues(op.house)
    return level


@right("menu.edit")
def add_group(
    op: Operation,
    *,
    name: str,
    price_level: PriceLevel | None = None,
    discount_bp: int | None = None,
    earn_bp: int | None = None,
) -> CustomerGroup:
    """Customers with the same terms; None leaves a term to the house. Raises NameTaken."""
    op.require(TERMS_RIGHT)
    group = CustomerGroup(
        house=op.house,
        name=name_of_group(name),
        price_level=price_level,
        discount_bp=discount_bp,
        earn_bp=earn_bp,
    )
    return _add(op, group)


@right("menu.edit")
def remove_group(op: Operation, *, group: CustomerGroup) -> None:
    """Whoever was in it has their own terms, else the house's."""
    op.require(TERMS_RIGHT)
    if not waiting.end(op, group):
        waiting.retire(op, group)


@right("menu.edit")
def add_group_term(
    op: Operation,
    *,
    group: CustomerGroup,
    category: Category,
    discount_bp: int | None = None,
    earn_bp: int | None = None,
) -> GroupTerm:
    """What a group has of a category; None leaves it to the category. Raises NameTaken."""
    op.require(TERMS_RIGHT)
    term = GroupTerm(
        house=op.house, group=group, category=category, discount_bp=discount_bp, earn_bp=earn_bp
    )
    return term if waiting.add(op, term) else _add(op, term)


@right("menu.edit")
def remove_group_term(op: Operation, *, term: GroupTerm) -> None:
    """The group has of that category what everybody has."""
    op.require(TERMS_RIGHT)
    if not waiting.end(op, term):
        waiting.remove(op, term)


@right("menu.edit")
def add_category(
    op: Operation,
    *,
    name: str,
    position: int = 0,
    discount_bp: int | None = None,
    earn_bp: int | None = None,
) -> Category:
    """A tab of the menu; what it says of discount and earning goes before what a customer has."""
    category = _add(op, Category(house=op.house, name=name, position=position))
    if (discount_bp, earn_bp) != (None, None):
        change(op, row=category, discount_bp=discount_bp, earn_bp=earn_bp)
    return category


@right("menu.edit")
def add_area(
    op: Operation,
    *,
    venue: Venue,
    name: str,
    price_level: PriceLevel | None = None,
    position: int = 0,
) -> Area:
    return _add(
        op,
        Area(
            house=op.house,
            venue=venue,
            name=name,
            price_level=price_level,
            position=position,
        ),
    )


@right("menu.edit")
def add_table(
    op: Operation,
    *,
    area: Area,
    name: str,
    price_level: PriceLevel | None = None,
    position: int = 0,
) -> Table:
    table = Table(house=op.house, area=area, name=name, price_level=price_level, position=position)
    return table if waiting.add(op, table) else _add(op, table)


@right("menu.edit")
def add_item(
    op: Operation,
    *,
    name: str,
    price_minor: int,
    vat_rate: VatRate | None = None,
    category: Category | None = None,
    prices: Mapping[PriceLevel, int] | None = None,
    position: int = 0,
) -> Item:
    """An item at its normal price, and at each level of `prices` its own."""
    item = Item(
        house=op.house,
        name=name,
        price_minor=price_minor,
        category=category,
        vat_rate=vat_rate or default_rate(op),
        position=position,
    )
    if not waiting.add(op, item):
        item.save(force_insert=True)
        audit.record(op, "menu.add", on=item)
    set_prices(op, item=item, prices=prices or {})
    return item


@right("menu.edit")
def change(op: Operation, *, row: Row, **terms: object) -> Row:
    """Change named columns of a rate, level, group, category, item, area or table, or of what a
    group has of a category."""
    if _is_of_terms(op, row, terms):
        op.require(TERMS_RIGHT)
    if isinstance(row, CustomerGroup) and "name" in terms:
        terms["name"] = name_of_group(str(terms["name"]))
    terms = waiting.change(op, row, terms)
    if not terms:
        return row
    before = {key: getattr(row, key) for key in terms}
    for key, value in terms.items():
        setattr(row, key, value)
    check_name(row)
    hours.check(row)
    row.save(update_fields=list(terms))
    if isinstance(row, PriceLevel):
        hours.tell_venues(op.house)
    audit.record(
        op, "menu.change", on=row, changes={key: (before[key], terms[key]) for key in terms}
    )
    return row


def _is_of_terms(op: Operation, row: HouseRow, terms: Mapping[str, object]) -> bool:
    """Whether it is about what customers are given; what waits already is nothing new."""
    if not isinstance(row, Category):
        return isinstance(row, CustomerGroup | GroupTerm)
    later, _prices = waiting.as_wanted(op.house, row)
    given = {key: value for key, value in terms.items() if key in ("discount_bp", "earn_bp")}
    return any(value != getattr(later, key) for key, value in given.items())


@right("menu.edit")
def set_prices(op: Operation, *, item: Item, prices: Mapping[PriceLevel, int]) -> None:
    """Give `item` exactly these prices per level; a level left out has the normal price."""
    if waiting.prices(op, item, prices):
        return
    ItemPrice.objects.of(op.house).filter(item=item).delete()
    ItemPrice.objects.bulk_create(
        ItemPrice(house=op.house, item=item, level=level, price_minor=minor)
        for level, minor in prices.items()
    )


@right("menu.edit")
def retire(op: Operation, *, item: Item) -> None:
    """Take an item off the menu; bills that have it keep it."""
    if not waiting.end(op, item):
        waiting.retire(op, item)


@right("menu.edit")
def remove_table(op: Operation, *, table: Table) -> None:
    """Bills carry the table's label, so nothing else goes with it."""
    if not waiting.end(op, table):
        waiting.remove(op, table)


def default_rate(op: Operation) -> VatRate:
    """The rate of amount-only bills and of lines that name none."""
    rate: VatRate = VatRate.objects.of(op.house).order_by("-is_default", "id")[0]
    return rate


def _add(op: Operation, row: Row) -> Row:
    check_name(row)
    hours.check(row)
    row.save(force_insert=True)
    audit.record(op, "menu.add", on=row)
    return row
