"""Keeping the menu, the price levels and the room's plan."""

from collections.abc import Mapping
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house.models import HouseRow, Venue
from habitue.kit.refusals import Refusal
from habitue.menu.models import Area, Category, Item, ItemPrice, PriceLevel, Table, VatRate
from habitue.menu.vat import rates_of
from habitue.operations.models import Operation
from habitue.operations.rights import right

Row = TypeVar("Row", bound=HouseRow)


class NameTaken(Refusal):
    code = "name_taken"
    status = 422
    says = _("“{name}” is there already.")


def open_rates(op: Operation, country: str) -> None:
    """The VAT rates a house in `country` starts with."""
    for position, (name, rate_bp) in enumerate(rates_of(country)):
        VatRate.objects.create(
            house=op.house, name=name, rate_bp=rate_bp, is_default=position == 0
        )


@right("menu.edit")
def add_rate(op: Operation, *, name: str, rate_bp: int, is_default: bool = False) -> VatRate:
    if is_default:
        VatRate.objects.of(op.house).filter(is_default=True).update(is_default=False)
    return _add(op, VatRate(house=op.house, name=name, rate_bp=rate_bp, is_default=is_default))


@right("menu.edit")
def make_default_rate(op: Operation, *, rate: VatRate) -> None:
    """Amount-only bills and lines without a rate take this one from now on."""
    VatRate.objects.of(op.house).filter(is_default=True).update(is_default=False)
    VatRate.objects.of(op.house).filter(pk=rate.pk).update(is_default=True)


@right("menu.edit")
def add_level(op: Operation, *, name: str) -> PriceLevel:
    return _add(op, PriceLevel(house=op.house, name=name))


@right("menu.edit")
def add_category(op: Operation, *, name: str, position: int = 0) -> Category:
    return _add(op, Category(house=op.house, name=name, position=position))


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
    return _add(
        op,
        Table(
            house=op.house,
            area=area,
            name=name,
            price_level=price_level,
            position=position,
        ),
    )


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
    item.save(force_insert=True)
    set_prices(op, item=item, prices=prices or {})
    audit.record(op, "menu.add", on=item)
    return item


@right("menu.edit")
def change(op: Operation, *, row: Row, **terms: object) -> Row:
    """Change named columns of a rate, level, category, item, area or table."""
    before = {key: getattr(row, key) for key in terms}
    for key, value in terms.items():
        setattr(row, key, value)
    _check_name(row)
    row.save(update_fields=list(terms))
    audit.record(
        op, "menu.change", on=row, changes={key: (before[key], terms[key]) for key in terms}
    )
    return row


@right("menu.edit")
def set_prices(op: Operation, *, item: Item, prices: Mapping[PriceLevel, int]) -> None:
    """Give `item` exactly these prices per level; a level left out has the normal price."""
    ItemPrice.objects.of(op.house).filter(item=item).delete()
    ItemPrice.objects.bulk_create(
        ItemPrice(house=op.house, item=item, level=level, price_minor=minor)
        for level, minor in prices.items()
    )


@right("menu.edit")
def retire(op: Operation, *, item: Item) -> None:
    """Take an item off the menu; bills that have it keep it."""
    Item.objects.of(op.house).filter(pk=item.pk).update(retired_at=op.at)
    audit.record(op, "menu.retire", on=item)


@right("menu.edit")
def remove_table(op: Operation, *, table: Table) -> None:
    """Bills carry the table's label, so nothing else goes with it."""
    audit.record(op, "menu.remove", on=table)
    Table.objects.of(op.house).filter(pk=table.pk).delete()


def default_rate(op: Operation) -> VatRate:
    """The rate of amount-only bills and of lines that name none."""
    rate: VatRate = VatRate.objects.of(op.house).order_by("-is_default", "id")[0]
    return rate


def _add(op: Operation, row: Row) -> Row:
    _check_name(row)
    row.save(force_insert=True)
    audit.record(op, "menu.add", on=row)
    return row


def _check_name(row: HouseRow) -> None:
    """A sentence instead of the database's word for a name that is taken."""
    for constraint in row._meta.constraints:
        fields = getattr(constraint, "fields", ())
        if "name" not in fields:
            continue
        wanted = {field: getattr(row, field) for field in fields}
        if type(row)._default_manager.filter(**wanted).exclude(pk=row.pk).exists():
            raise NameTaken(name=getattr(row, "name", ""), field="name")
