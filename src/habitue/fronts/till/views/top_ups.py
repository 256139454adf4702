"""Top-up: what the customer pays, what they receive."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from habitue.fronts.till import going
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import money, needed_money
from habitue.fronts.till.guests import guest
from habitue.fronts.till.views.customers import find
from habitue.kit.currencies import exponent
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import TopUp
from habitue.shifts.models import Tender


def _page(request: TillRequest, customer_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    someone = find(request, customer_id)
    facts: dict[str, Any] = {
        "guest": guest(request.house, someone),
        "refusal": refusal,
        "pays": Money.typed(request.POST.get("pays", ""), request.house.currency),
        "receives": Money.typed(request.POST.get("receives", ""), request.house.currency),
        "tenders": Tender.objects.of(request.house).filter(active=True).order_by("position"),
        "quick": [each * 10 ** exponent(request.house.currency) for each in (20, 50, 100)],
        "gifts": [each * 10 ** exponent(request.house.currency) for each in (5, 10, 20)],
    }
    return render(request, "till/top_ups/new.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def top_up(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """Pay 100, receive 120: one press of a tender."""
    if request.method == "GET":
        return _page(request, customer_id)
    someone = find(request, customer_id)
    pays = needed_money(request.house, request.POST, "pays")
    receives = money(request.house, request.POST, "receives") or pays
    tender = request.POST.get("tender", "")
    work = partial(prepaid.top_up, customer=someone, pays=pays, receives=receives, tender=tender)
    row = made(act(request, work))
    return going.to(request, reverse("till:top-up", args=[someone.id, row]))


@require_GET
@at_till()
def slip(request: TillRequest, customer_id: UUID, top_up_id: UUID) -> HttpResponse:
    """What was paid and received, and what the customer has now."""
    rows = TopUp.objects.of(request.house).filter(customer_id=customer_id, pk=top_up_id)
    row = rows.select_related("customer").first()
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
    }
    return render(request, "till/top_ups/show.html", facts)
