"""Money of a customer: topping up, paying out."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office import asking
from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.customer import customer_page
from habitue.fronts.ui import figures
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.prepaid import actions as prepaid
from habitue.prepaid import products
from habitue.prepaid.products import Sold

ASKED = ("pays", "receives", "product")


@desk("prepaid.top_up")
@require_GET
def top_up(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What the customer pays, and what they receive for it."""
    customer = found(Customer, request, key)
    faults = asking.faults_of(request.refusal)
    shelf = products.sold(request.house)
    facts = {"faults": faults, "products": shelf, "typed": _filled(request, shelf)}
    return customer_page(request, customer, "top_up", **facts)


def _filled(request: OfficeRequest, shelf: Sequence[Sold]) -> Mapping[str, str]:
    """What was sent; where a product was chosen, its sums instead, as far as it has some."""
    sent = request.POST or request.GET
    typed = {name: sent.get(name, "")[:60] for name in ASKED}
    for one in () if request.POST else shelf:
        if str(one.row.pk) == typed["product"] and one.pays:
            typed["pays"] = figures.in_field(one.pays)
            typed["receives"] = figures.in_field(one.receives) if one.receives else ""
    return typed


@desk("prepaid.top_up", again=top_up)
@require_POST
def take_top_up(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Take the money, owe the value. Nothing typed as received means as much as is paid."""
    if "choose" in request.POST:  # without a script
        asked = {name: request.POST.get(name, "") for name in ASKED}
        return redirect(f"{reverse('office:top_up', args=[key])}?{urlencode(asked)}")
    customer = found(Customer, request, key)
    pays = amount_of(request, "pays")
    receives = amount_of(request, "receives") if request.POST.get("receives") else pays
    tender = request.POST.get("tender", "")
    do(
        request,
        prepaid.top_up,
        customer=customer,
        pays=pays,
        receives=receives,
        tender=tender,
        product=_product(request),
    )
    says = _("{name} paid {pays} and has {receives} more.")
    return done(
        request,
        "office:customer",
        says.format(
            name=customer.display_name,
            pays=figures.plain(pays),
            receives=figures.plain(receives),
        ),
        key=customer.id,
    )


def _product(request: OfficeRequest) -> UUID | None:
    """What is sold; nothing chosen is value that pays anything."""
    sent = request.POST.get("product", "")
    known = {str(row.id): row.id for row in products.shelf(request.house)}
    if sent and sent not in known:
        raise NotFound("product", field="product")
    return known.get(sent)


def amount_of(request: OfficeRequest, name: str) -> Money:
    """An amount that must be there; FormRefused at its field."""
    try:
        amount = asking.money(request.house, request.POST.get(name, "").strip())
    except ValueError as says:
        raise FormRefused({name: str(says)}) from None
    if amount is None:
        raise FormRefused({name: _("This is needed.")})
    return amount
