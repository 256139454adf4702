"""Top-up: what the customer pays, what they receive."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from habitue.fronts.till import going
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import ident, money, needed_money
from habitue.fronts.till.guests import guest
from habitue.fronts.till.paper import printable
from habitue.fronts.till.tellings import who
from habitue.fronts.till.views.customers import find
from habitue.kit.currencies import exponent
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.prepaid import products
from habitue.prepaid import reports as prepaid_reports
from habitue.prepaid.models import Product, TopUp
from habitue.prepaid.purse import bound
from habitue.printing import actions as printing
from habitue.printing.models import Document
from habitue.shifts.models import Tender


def _page(request: TillRequest, customer_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    someone = find(request, customer_id)
    shelf = products.sold(request.house)
    chosen = request.POST.get("product", request.GET.get("product", ""))
    preset = next((one.row for one in shelf if str(one.row.pk) == chosen), None)
    facts: dict[str, Any] = {
        "guest": guest(request.house, someone),
        "refusal": refusal,
        **_sums(request, preset),
        "products": shelf,
        "presets": [one for one in shelf if one.pays],
        "product": chosen,
        "own": "1" if preset and preset.receives_minor is not None else None,
        "tenders": Tender.objects.of(request.house).filter(active=True).order_by("position"),
        "quick": [each * 10 ** exponent(request.house.currency) for each in (20, 50, 100)],
        "gifts": [each * 10 ** exponent(request.house.currency) for each in (5, 10, 20)],
    }
    return render(request, "till/top_ups/new.html", facts)


def _sums(request: TillRequest, preset: Product | None) -> dict[str, Money | None]:
    """What was typed, else what the product on the shelf says."""
    house = request.house
    given = {"pays": preset.pays_minor, "receives": preset.receives_minor} if preset else {}
    return {
        name: Money.typed(request.POST[name], house.currency)
        if name in request.POST
        else house.money(minor)
        if (minor := given.get(name)) is not None
        else None
        for name in ("pays", "receives")
    }


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def top_up(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """Pay 100, receive 120: one press of a tender."""
    if request.method == "GET":
        return _page(request, customer_id)
    someone = find(request, customer_id)
    if "choose" in request.POST:
        return _chosen(request, customer_id)
    pays = needed_money(request.house, request.POST, "pays")
    receives = money(request.house, request.POST, "receives") or pays
    tender = request.POST.get("tender", "")
    product = ident(request.POST, "product")
    work = partial(
        _topped_up,
        customer=someone,
        pays=pays,
        receives=receives,
        tender=tender,
        product=product,
    )
    row = made(act(request, work))
    return going.to(request, reverse("till:top-up", args=[someone.id, row]))


def _chosen(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """Without a script: the page again, with the sums of what was chosen where it has some."""
    product = ident(request.POST, "product")
    if not any(one.row.pk == product and one.pays for one in products.sold(request.house)):
        return _page(request, customer_id)
    where = reverse("till:top-ups", args=[customer_id])
    return going.to(request, f"{where}?{urlencode({'product': product})}")


def _topped_up(op: Operation, **terms: Any) -> TopUp:
    """With its slip, where this till's printer prints those by itself."""
    row: TopUp = prepaid.top_up(op, **terms)
    printing.put_by_itself(op, document=Document.TOP_UP, of=row.id)
    return row


@require_GET
@at_till()
def slip(request: TillRequest, customer_id: UUID, top_up_id: UUID) -> HttpResponse:
    """What was paid and received, and what the customer has now."""
    rows = TopUp.objects.of(request.house).filter(customer_id=customer_id, pk=top_up_id)
    row = rows.select_related("customer", "product").first()
    if row is None:
        raise NotFound("top-up")
    house = request.house
    facts = {
        "guest": guest(house, row.customer),
        "row": row,
        "pays": house.money(row.pays_minor),
        "receives": house.money(row.receives_minor),
        "gift": house.money(row.receives_minor - row.pays_minor),
        "tender": Tender.objects.of(house).filter(kind=row.tender).first(),
        "at": row.at.astimezone(house.zone),
        "by": who(house, row.actor),
        **printable(request, Document.TOP_UP, row.id),
        "back": [(one, house.money(one.amount_minor)) for one in row.refunds.order_by("id")],
        "vat": house.money(row.vat_minor) if row.vat_bp is not None else None,
        "bound": bound(house, row.customer, request.at),
        "may_give_back": prepaid_reports.open_of(house, row, request.at) > 0,
    }
    return render(request, "till/top_ups/show.html", facts)
