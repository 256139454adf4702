"""The menu: items, categories, price levels, VAT rates; groups of customers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, money, reads, writes
from habitue.fronts.api.forms.kinds import MoneyIn, Write
from habitue.fronts.api.forms.reference import (
    CategoryIn,
    ChangedCategory,
    ChangedCustomerGroup,
    ChangedGroupTerm,
    ChangedItem,
    CustomerGroupIn,
    GroupTermIn,
    ItemIn,
    PriceIn,
    PriceLevelIn,
    VatRateIn,
)
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.shown import reference as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.reference import (
    CategoryOut,
    CustomerGroupOut,
    GroupTermOut,
    ItemOut,
    PriceLevelOut,
    VatRateOut,
)
from habitue.fronts.api.views.changing import (
    RATES,
    Columns,
    Kept,
    as_it_is,
    changed,
    removed,
    row_of,
    trimmed,
)
from habitue.fronts.api.views.listing import listed, named, needed, resource
from habitue.kit.refusals import Malformed, NotFound
from habitue.menu import actions as menu
from habitue.menu import hours
from habitue.menu.models import Category, CustomerGroup, GroupTerm, Item, PriceLevel, VatRate
from habitue.operations.models import Operation

router = Router(tags=["menu"])
ITEM: Resource[Item] = resource(Item, shown.items, "item")
LEVEL: Resource[PriceLevel] = resource(PriceLevel, shown.price_levels, "price level")
GROUP: Resource[CustomerGroup] = resource(CustomerGroup, shown.customer_groups, "group")
GROUP_TERM: Resource[GroupTerm] = resource(GroupTerm, shown.group_terms, "terms")
CATEGORY: Resource[Category] = resource(Category, shown.categories, "category")
RATE: Resource[VatRate] = resource(VatRate, shown.vat_rates, "VAT rate")


@router.get("/items", response=Page[ItemOut])
@reads("bills.see")
def items(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Item, shown.items)


@router.post("/items", response={201: ItemOut})
@writes("menu.edit")
def add_item(request: ApiRequest, form: ItemIn) -> HttpResponse:
    """An item at its normal price, and at each price level its own."""
    price = money(request, form.price, "price")

    def work(op: Operation) -> Done[Item]:
        item = menu.add_item(
            op,
            name=form.name.strip(),
            price_minor=price.amount,
            vat_rate=_rate(op, form.vat_rate),
            category=named(op.house, Category, form.category, "category"),
            prices=_levels(request, op, form.prices),
            position=form.position,
        )
        return Done(item, item.id)

    return once(request, ITEM, form, work, status=201)


ITEM_COLUMNS: Columns = {
    "name": ("name", trimmed),
    "price": ("price_minor", lambda _op, price: _asked(price).amount),
    "category": ("category", row_of(Category, "category")),
    "vat_rate": ("vat_rate", lambda op, wanted: _rate(op, wanted) or menu.default_rate(op)),
    "position": ("position", as_it_is),
    "sold_out": ("sold_out", as_it_is),
}
ITEMS = Kept(ITEM, Item, ITEM_COLUMNS, lambda op, item: menu.retire(op, item=item))


@router.patch("/items/{uuid:item_id}", response=ItemOut)
@writes("menu.edit")
def edit_item(request: ApiRequest, item_id: UUID, form: ChangedItem) -> HttpResponse:
    """Change what is named; bills keep what they sold, at the price of then."""
    if form.price is not None:
        money(request, form.price, "price")

    def reprice(op: Operation, item: Item) -> None:
        if "prices" in form.model_fields_set:
            menu.set_prices(op, item=item, prices=_levels(request, op, form.prices))

    return changed(request, ITEMS, item_id, form, reprice)


@router.delete("/items/{uuid:item_id}", response={204: None})
@writes("menu.edit")
def remove_item(request: ApiRequest, item_id: UUID, form: Write) -> HttpResponse:
    """Off the menu; bills that have it keep it."""
    return removed(request, ITEMS, item_id, form)


def _asked(price: MoneyIn | None) -> MoneyIn:
    """A price that was named; nothing costs null."""
    if price is None:
        raise Malformed(field="price")
    return price


def _levels(
    request: ApiRequest, op: Operation, prices: Sequence[PriceIn]
) -> dict[PriceLevel, int]:
    """What an item costs at each level named."""
    return {
        needed(op.house, PriceLevel, one.price_level, "price_level"): money(
            request, one.price, "prices.price"
        ).amount
        for one in prices
    }


def _rate(op: Operation, wanted: str | int | None) -> VatRate | None:
    """By id, or by its basis points; raises NotFound."""
    if not isinstance(wanted, int):
        return named(op.house, VatRate, wanted, "vat_rate")
    found: VatRate | None = (
        VatRate.objects.of(op.house).filter(rate_bp=wanted).order_by("-is_default", "id").first()
    )
    if found is None:
        raise NotFound("VAT rate", field="vat_rate")
    return found


@router.get("/price-levels", response=Page[PriceLevelOut])
@reads("bills.see")
def price_levels(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, PriceLevel, shown.price_levels)


@router.post("/price-levels", response={201: PriceLevelOut})
@writes("menu.edit")
def add_price_level(request: ApiRequest, form: PriceLevelIn) -> HttpResponse:
    def work(op: Operation) -> Done[PriceLevel]:
        level = menu.add_level(op, name=form.name.strip(), **_hours(form))
        return Done(level, level.id)

    return once(request, LEVEL, form, work, status=201)


def _hours(form: PriceLevelIn) -> dict[str, Any]:
    if form.hours is None:
        return {}
    return {
        "days": "".join(str(day) for day in sorted(set(form.hours.days))),
        "from_minute": hours.minute(form.hours.starts),
        "to_minute": hours.minute(form.hours.ends),
    }


@router.get("/customer-groups", response=Page[CustomerGroupOut])
@reads("bills.see")
def customer_groups(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, CustomerGroup, shown.customer_groups)


@router.post("/customer-groups", response={201: CustomerGroupOut})
@writes("menu.edit")
def add_customer_group(request: ApiRequest, form: CustomerGroupIn) -> HttpResponse:
    """Customers with the same terms; null leaves a term to the house."""

    def work(op: Operation) -> Done[CustomerGroup]:
        group = menu.add_group(
            op,
            name=form.name.strip(),
            price_level=named(op.house, PriceLevel, form.price_level, "price_level"),
            discount_bp=form.discount_percent,
            earn_bp=form.earn_percent,
        )
        return Done(group, group.id)

    return once(request, GROUP, form, work, status=201)


GROUP_COLUMNS: Columns = {
    "name": ("name", trimmed),
    "price_level": ("price_level", row_of(PriceLevel, "price_level")),
    **RATES,
}
GROUPS = Kept(
    GROUP,
    CustomerGroup,
    GROUP_COLUMNS,
    lambda op, group: menu.remove_group(op, group=group),
)


@router.patch("/customer-groups/{uuid:group_id}", response=CustomerGroupOut)
@writes("menu.edit")
def edit_customer_group(
    request: ApiRequest, group_id: UUID, form: ChangedCustomerGroup
) -> HttpResponse:
    """Change what is named; null leaves a term to the house."""
    return changed(request, GROUPS, group_id, form)


@router.delete("/customer-groups/{uuid:group_id}", response={204: None})
@writes("menu.edit")
def remove_customer_group(request: ApiRequest, group_id: UUID, form: Write) -> HttpResponse:
    """Whoever was in it has their own terms, else the house's."""
    return removed(request, GROUPS, group_id, form)


@router.get("/group-terms", response=Page[GroupTermOut])
@reads("bills.see")
def group_terms(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, GroupTerm, shown.group_terms)


@router.post("/group-terms", response={201: GroupTermOut})
@writes("menu.edit")
def add_group_term(request: ApiRequest, form: GroupTermIn) -> HttpResponse:
    """What a group has of a category; null leaves it to the category."""

    def work(op: Operation) -> Done[GroupTerm]:
        term = menu.add_group_term(
            op,
            group=needed(op.house, CustomerGroup, form.group, "group"),
            category=needed(op.house, Category, form.category, "category"),
            discount_bp=form.discount_percent,
            earn_bp=form.earn_percent,
        )
        return Done(term, term.id)

    return once(request, GROUP_TERM, form, work, status=201)


GROUP_TERMS = Kept(
    GROUP_TERM,
    GroupTerm,
    RATES,
    lambda op, term: menu.remove_group_term(op, term=term),
)


@router.patch("/group-terms/{uuid:term_id}", response=GroupTermOut)
@writes("menu.edit")
def edit_group_term(request: ApiRequest, term_id: UUID, form: ChangedGroupTerm) -> HttpResponse:
    """Change what is named; null leaves it to the category."""
    return changed(request, GROUP_TERMS, term_id, form)


@router.delete("/group-terms/{uuid:term_id}", response={204: None})
@writes("menu.edit")
def remove_group_term(request: ApiRequest, term_id: UUID, form: Write) -> HttpResponse:
    """The group has of that category what everybody has."""
    return removed(request, GROUP_TERMS, term_id, form)


@router.get("/categories", response=Page[CategoryOut])
@reads("bills.see")
def categories(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Category, shown.categories)


@router.post("/categories", response={201: CategoryOut})
@writes("menu.edit")
def add_category(request: ApiRequest, form: CategoryIn) -> HttpResponse:
    def work(op: Operation) -> Done[Category]:
        category = menu.add_category(
            op,
            name=form.name.strip(),
            position=form.position,
            discount_bp=form.discount_percent,
            earn_bp=form.earn_percent,
        )
        return Done(category, category.id)

    return once(request, CATEGORY, form, work, status=201)


CATEGORY_COLUMNS: Columns = {
    "name": ("name", trimmed),
    "position": ("position", as_it_is),
    **RATES,
}
CATEGORIES = Kept(CATEGORY, Category, CATEGORY_COLUMNS)


@router.patch("/categories/{uuid:category_id}", response=CategoryOut)
@writes("menu.edit")
def edit_category(request: ApiRequest, category_id: UUID, form: ChangedCategory) -> HttpResponse:
    """Change what is named; null leaves a rate to the customer and the house."""
    return changed(request, CATEGORIES, category_id, form)


@router.get("/vat-rates", response=Page[VatRateOut])
@reads("bills.see")
def vat_rates(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, VatRate, shown.vat_rates)


@router.post("/vat-rates", response={201: VatRateOut})
@writes("menu.edit")
def add_vat_rate(request: ApiRequest, form: VatRateIn) -> HttpResponse:
    def work(op: Operation) -> Done[VatRate]:
        rate = menu.add_rate(
            op, name=form.name.strip(), rate_bp=form.rate, is_default=form.default
        )
        return Done(rate, rate.id)

    return once(request, RATE, form, work, status=201)
