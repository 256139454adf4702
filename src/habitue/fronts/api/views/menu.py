"""The menu: items, categories, price levels, VAT rates."""

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, money, reads, writes
from habitue.fronts.api.forms.reference import CategoryIn, ItemIn, PriceLevelIn, VatRateIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.shown import reference as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.reference import CategoryOut, ItemOut, NamedOut, VatRateOut
from habitue.fronts.api.views.listing import listed, named, needed, resource
from habitue.kit.refusals import NotFound
from habitue.menu import actions as menu
from habitue.menu.models import Category, Item, PriceLevel, VatRate
from habitue.operations.models import Operation

router = Router(tags=["menu"])
ITEM: Resource[Item] = resource(Item, shown.items, "item")
LEVEL: Resource[PriceLevel] = resource(PriceLevel, shown.price_levels, "price level")
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
    others = [money(request, one.price, "prices.price").amount for one in form.prices]

    def work(op: Operation) -> Done[Item]:
        levels = [
            needed(op.house, PriceLevel, one.price_level, "price_level") for one in form.prices
        ]
        item = menu.add_item(
            op,
            name=form.name.strip(),
            price_minor=price.amount,
            vat_rate=_rate(op, form.vat_rate),
            category=named(op.house, Category, form.category, "category"),
            prices=dict(zip(levels, others, strict=True)),
            position=form.position,
        )
        return Done(item, item.id)

    return once(request, ITEM, form, work, status=201)


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


@router.get("/price-levels", response=Page[NamedOut])
@reads("bills.see")
def price_levels(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, PriceLevel, shown.price_levels)


@router.post("/price-levels", response={201: NamedOut})
@writes("menu.edit")
def add_price_level(request: ApiRequest, form: PriceLevelIn) -> HttpResponse:
    def work(op: Operation) -> Done[PriceLevel]:
        level = menu.add_level(op, name=form.name.strip())
        return Done(level, level.id)

    return once(request, LEVEL, form, work, status=201)


@router.get("/categories", response=Page[CategoryOut])
@reads("bills.see")
def categories(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Category, shown.categories)


@router.post("/categories", response={201: CategoryOut})
@writes("menu.edit")
def add_category(request: ApiRequest, form: CategoryIn) -> HttpResponse:
    def work(op: Operation) -> Done[Category]:
        category = menu.add_category(op, name=form.name.strip(), position=form.position)
        return Done(category, category.id)

    return once(request, CATEGORY, form, work, status=201)


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
