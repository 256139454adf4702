"""The shelves of the house's reference data: each is a list, a form, and the actions behind it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from habitue.fronts.office import by_category, groups, hours
from habitue.fronts.office.asking import Ask
from habitue.fronts.office.shelf import POSITION, Rows, Shelf, level_ask, name_ask
from habitue.fronts.ui import figures
from habitue.house.models import House, HouseRow, Venue
from habitue.menu import actions as menu
from habitue.menu import waiting
from habitue.menu.models import (
    Area,
    Category,
    Item,
    ItemPrice,
    PriceLevel,
    Table,
    VatRate,
)
from habitue.operations.models import Operation

# -- items ---------------------------------------------------------------------------------------


def _item_asks(house: House) -> list[Ask]:
    asks = [
        name_ask(120),
        Ask(
            "price", gettext_lazy("Price"), "money", needed=True, css="third", unit=house.currency
        ),
        Ask(
            "category",
            gettext_lazy("Category"),
            "choice",
            choices=[("", "–"), *_named(Category, house)],
            css="third",
        ),
        Ask(
            "vat_rate",
            gettext_lazy("VAT"),
            "choice",
            choices=_named(VatRate, house),
            needed=True,
            css="third",
        ),
        Ask(
            "position",
            gettext_lazy("Position"),
            "whole",
            css="third",
            hint=gettext_lazy("Small numbers first."),
        ),
        Ask("sold_out", gettext_lazy("Sold out"), "flag", css="third"),
    ]
    levels = PriceLevel.objects.of(house).order_by("name")
    group = _("Price at each level; empty: the normal price")
    return asks + [
        Ask(
            f"level:{level.id}",
            level.name,
            "money",
            css="third",
            unit=house.currency,
            group=group if not at else "",
        )
        for at, level in enumerate(levels)
    ]


def _item_rows(house: House) -> Rows:
    items = (
        Item.objects.of(house)
        .filter(retired_at=None)
        .select_related("category", "vat_rate")
        .order_by("category__position", "category__name", "position", "name")
    )
    return [
        (
            item,
            [
                item.name,
                item.category or "",
                house.money(item.price_minor),
                figures.percent(item.vat_rate.rate_bp),
                _("sold out") if item.sold_out else "",
            ],
        )
        for item in items
    ]


def _item_initial(item: Item) -> dict[str, Any]:
    prices = ItemPrice.objects.of(item.house).filter(item=item)
    money = item.house.money
    return {
        "name": item.name,
        "price": money(item.price_minor),
        "category": item.category_id or "",
        "vat_rate": item.vat_rate_id,
        "position": item.position,
        "sold_out": item.sold_out,
        **{f"level:{one.level_id}": money(one.price_minor) for one in prices},
    }


def _prices(op: Operation, values: Mapping[str, Any]) -> dict[PriceLevel, int]:
    levels = {str(level.id): level for level in PriceLevel.objects.of(op.house)}
    return {
        levels[key.removeprefix("level:")]: value.amount
        for key, value in values.items()
        if key.startswith("level:") and value is not None
    }


def _item_columns(op: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "price_minor": values["price"].amount,
        "category": _row(Category, op, values["category"]),
        "vat_rate": _row(VatRate, op, values["vat_rate"]),
        "position": values["position"] or 0,
    }


def _add_item(op: Operation, values: Mapping[str, Any]) -> Item:
    columns = _item_columns(op, values)
    item: Item = menu.add_item(op, **columns, prices=_prices(op, values))
    if values["sold_out"]:
        menu.change(op, row=item, sold_out=True)
    return item


def _change_item(op: Operation, item: Item, values: Mapping[str, Any]) -> None:
    menu.change(op, row=item, **_item_columns(op, values), sold_out=values["sold_out"])
    menu.set_prices(op, item=item, prices=_prices(op, values))


# -- the smaller ones ----------------------------------------------------------------------------


def _named(model: Any, house: House) -> list[tuple[Any, str]]:
    return [(str(row.id), str(row)) for row in model.objects.of(house).order_by("name")]


def _row(model: Any, op: Operation, key: str) -> Any:
    return model.objects.of(op.house).filter(pk=key).first() if key else None


def _rate_rows(house: House) -> Rows:
    rows = VatRate.objects.of(house).order_by("-is_default", "rate_bp", "name")
    return [
        (rate, [rate.name, figures.percent(rate.rate_bp), _("default") if rate.is_default else ""])
        for rate in rows
    ]


def _add_rate(op: Operation, values: Mapping[str, Any]) -> VatRate:
    rate: VatRate = menu.add_rate(
        op, name=values["name"], rate_bp=values["rate"] or 0, is_default=values["is_default"]
    )
    return rate


def _change_rate(op: Operation, rate: VatRate, values: Mapping[str, Any]) -> None:
    menu.change(op, row=rate, name=values["name"], rate_bp=values["rate"] or 0)
    if values["is_default"]:
        menu.make_default_rate(op, rate=rate)


def _area_columns(op: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "venue": _row(Venue, op, values["venue"]),
        "price_level": _row(PriceLevel, op, values["price_level"]),
        "position": values["position"] or 0,
    }


def _table_columns(op: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "area": _row(Area, op, values["area"]),
        "price_level": _row(PriceLevel, op, values["price_level"]),
        "position": values["position"] or 0,
    }


def _area_rows(house: House) -> Rows:
    rows = Area.objects.of(house).select_related("venue", "price_level")
    ordered = rows.prefetch_related("tables").order_by("venue__name", "position", "name")
    return [
        (area, [area.name, area.venue.name, len(area.tables.all()), area.price_level or ""])
        for area in ordered
    ]


def _table_rows(house: House) -> Rows:
    rows = Table.objects.of(house).select_related("area", "price_level")
    ordered = rows.order_by("area__position", "area__name", "position", "name")
    return [(table, [table.name, table.area.name, table.price_level or ""]) for table in ordered]


def wanted(house: House, shelf: Shelf, row: HouseRow) -> dict[str, Any]:
    """The form of a row with what waits for Send in it."""
    later, prices = waiting.as_wanted(house, row)
    values = shelf.initial(later)
    if isinstance(row, Item):
        values = {key: value for key, value in values.items() if not key.startswith("level:")}
        values |= {f"level:{level}": house.money(minor) for level, minor in prices.items()}
    return values


SHELVES: dict[str, Shelf] = {
    shelf.key: shelf
    for shelf in (
        Shelf(
            "items",
            Item,
            gettext_lazy("Items"),
            gettext_lazy("Add an item"),
            (
                pgettext_lazy("thing", "Name"),
                gettext_lazy("Category"),
                gettext_lazy("Price"),
                gettext_lazy("VAT"),
                "",
            ),
            _item_asks,
            _item_rows,
            _item_initial,
            _add_item,
            _change_item,
            lambda op, item: menu.retire(op, item=item),
            gettext_lazy("Take off the menu"),
            gettext_lazy("What the till sells. Bills that have an item keep it when it goes."),
        ),
        by_category.CATEGORIES,
        Shelf(
            "levels",
            PriceLevel,
            gettext_lazy("Price levels"),
            gettext_lazy("Add a price level"),
            (pgettext_lazy("thing", "Name"), gettext_lazy("By itself")),
            lambda house: [name_ask(), *hours.asks()],
            lambda house: [
                (row, [row.name, hours.told(row)])
                for row in PriceLevel.objects.of(house).order_by("name")
            ],
            lambda row: {"name": row.name, **hours.initial(row)},
            lambda op, values: menu.add_level(op, name=values["name"], **hours.columns(values)),
            lambda op, row, values: menu.change(
                op, row=row, name=values["name"], **hours.columns(values)
            ),
            hint=gettext_lazy(
                "Another price list: for a guest, an hour, a table. None is the normal prices."
            ),
        ),
        groups.SHELF,
        by_category.GROUP_TERMS,
        Shelf(
            "rates",
            VatRate,
            gettext_lazy("VAT rates"),
            gettext_lazy("Add a VAT rate"),
            (pgettext_lazy("thing", "Name"), gettext_lazy("Rate"), ""),
            lambda house: [
                name_ask(),
                Ask("rate", gettext_lazy("Rate"), "percent", unit="%", needed=True, css="third"),
                Ask("is_default", gettext_lazy("For bills without lines"), "flag"),
            ],
            _rate_rows,
            lambda row: {"name": row.name, "rate": row.rate_bp, "is_default": row.is_default},
            _add_rate,
            _change_rate,
            hint=gettext_lazy(
                "Your country's rates came with the house. To be confirmed by your accountant."
            ),
        ),
        Shelf(
            "areas",
            Area,
            gettext_lazy("Areas"),
            gettext_lazy("Add an area"),
            (
                pgettext_lazy("thing", "Name"),
                gettext_lazy("Site"),
                gettext_lazy("Tables"),
                gettext_lazy("Price level"),
            ),
            lambda house: [
                name_ask(),
                Ask(
                    "venue",
                    gettext_lazy("Site"),
                    "choice",
                    choices=_named(Venue, house),
                    needed=True,
                ),
                level_ask(house),
                POSITION,
            ],
            _area_rows,
            lambda row: {
                "name": row.name,
                "venue": row.venue_id,
                "price_level": row.price_level_id or "",
                "position": row.position,
            },
            lambda op, values: menu.add_area(op, **_area_columns(op, values)),
            lambda op, row, values: menu.change(op, row=row, **_area_columns(op, values)),
            hint=gettext_lazy("Room, terrace, bar: a group of tables."),
        ),
        Shelf(
            "tables",
            Table,
            gettext_lazy("Tables"),
            gettext_lazy("Add a table"),
            (pgettext_lazy("thing", "Name"), gettext_lazy("Area"), gettext_lazy("Price level")),
            lambda house: [
                name_ask(40),
                Ask(
                    "area",
                    gettext_lazy("Area"),
                    "choice",
                    choices=_named(Area, house),
                    needed=True,
                ),
                level_ask(house),
                POSITION,
            ],
            _table_rows,
            lambda row: {
                "name": row.name,
                "area": row.area_id,
                "price_level": row.price_level_id or "",
                "position": row.position,
            },
            lambda op, values: menu.add_table(op, **_table_columns(op, values)),
            lambda op, row, values: menu.change(op, row=row, **_table_columns(op, values)),
            lambda op, row: menu.remove_table(op, table=row),
            gettext_lazy("Remove"),
            gettext_lazy("Bills carry the table's name, so nothing else goes with it."),
        ),
    )
}
ROOMS = {
    "menu": ("items", "categories", "levels", "groups", "group-terms", "rates"),
    "room": ("tables", "areas"),
}
