"""`/me/`: the cards of every house here, the bills of all of them, reading a bill's code."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habitue.fronts.guest import going, places, sheets
from habitue.fronts.guest.doors import DoorRequest, anyone, signed_in
from habitue.fronts.guest.views.entry import email_page
from habitue.fronts.ui import frames as ui_frames
from habitue.guests import entry
from habitue.house.scope import house_scope
from habitue.kit.refusals import Refusal

NEWEST = 5
ON_PAPER = re.compile(r"(?:.*/b/)?([\w-]{8,48})/?(?:[?#].*)?", re.DOTALL)


class NotABill(Refusal):
    code = "malformed"
    status = 422
    says = _("This is not the code of a bill. It stands at the foot of the paper.")


@require_safe
@anyone()
def cards(request: DoorRequest) -> HttpResponse:
    """Every house that has this guest in its book; whoever is not known is asked who they are."""
    if request.guest is None:
        return email_page(request)
    found: list[Any] = []
    for link in entry.links_of(request.guest):
        with house_scope(link.house):
            now = sheets.open_of(link.house, link.customer)
            spends = entry.may_spend(link)
            place = places.place(link.house, link.customer, request.at, spends=spends)
            found.append((link, place, now))
    return render(request, "guest/home.html", {"places": found, "guest": request.guest})


def _scan_page(request: DoorRequest, refusal: Refusal | None = None) -> HttpResponse:
    facts = {"refusal": refusal, "typed": request.POST.get("code", "")[:200]}
    return render(request, "guest/scan.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(again=_scan_page)
def scan(request: DoorRequest) -> HttpResponse:
    """Read the code of a bill with the camera, or type what stands under it."""
    if request.method != "POST":
        return _scan_page(request)
    found = ON_PAPER.fullmatch(request.POST.get("code", "").strip()[:500])
    if found is None:
        raise NotABill(field="code")
    return going.to(reverse("bill:show", args=[found[1]]))


@require_POST
@signed_in()
def frames(request: DoorRequest) -> HttpResponse:
    """What the camera saw, for a browser that cannot read codes itself."""
    return ui_frames.answer(request)


@require_safe
@signed_in()
def bills(request: DoorRequest) -> HttpResponse:
    """The newest bills of each house."""
    assert request.guest is not None
    found: list[Any] = []
    for link in entry.links_of(request.guest):
        with house_scope(link.house):
            rows, after = sheets.of_customer(link.house, link.customer, shown=NEWEST)
            found.append((link, rows, after))
    return render(request, "guest/bills.html", {"houses": found})
