"""Vouchers and top-ups as the house sells them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, money_or_none, reads, writes
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.forms.values import ProductIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.shown import products as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.products import ProductOut
from habitue.fronts.api.views.listing import listed, resource
from habitue.house import rows
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation
from habitue.prepaid import products
from habitue.prepaid.models import Product

router = Router(tags=["menu"])
PRODUCT: Resource[Product] = resource(Product, shown.show_all, "product")


@router.get("/prepaid-products", response=Page[ProductOut])
@reads("bills.see")
def index(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Product, shown.show_all, retired_at=None)


@router.post("/prepaid-products", response={201: ProductOut})
@writes("house.edit")
def add(request: ApiRequest, form: ProductIn) -> HttpResponse:
    """`vat_rate` in basis points for a single-purpose product, none for a multi-purpose one."""
    columns = _columns(request, form)

    def work(op: Operation) -> Done[Product]:
        row = products.add(op, **columns)
        return Done(row, row.id)

    return once(request, PRODUCT, form, work, status=201)


@router.post("/prepaid-products/{uuid:product_id}/retire", response=ProductOut)
@writes("house.edit")
def retire(request: ApiRequest, product_id: UUID, form: Write) -> HttpResponse:
    """It is not sold any more; what was sold stays as it is."""

    def work(op: Operation) -> Done[Product]:
        row = rows.first(Product, op.house, lock=True, id=product_id)
        if row is None:
            raise NotFound("product")
        if row.retired_at is None:
            products.retire(op, row=row)
        return Done(row, row.id)

    return once(request, PRODUCT, form, work)


def _columns(request: ApiRequest, form: ProductIn) -> dict[str, Any]:
    pays = money_or_none(request, form.pays, "pays")
    receives = money_or_none(request, form.receives, "receives")
    return {
        "name": form.name,
        "purpose": form.purpose,
        "vat_bp": form.vat_rate,
        "pays_minor": pays.amount if pays else None,
        "receives_minor": receives.amount if receives else None,
        "position": form.position,
    }
