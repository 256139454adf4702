"""The waiter's phone: the bills as a list, one bill's details, what its camera sees."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.till import going, live, room, shapes, sheets
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.views import sale
from habitue.fronts.ui import frames as seen
from habitue.fronts.ui import streams, toasts
from habitue.menu.models import PriceLevel


@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """`/waiter/`: the till's own pages, in one hand."""
    return HttpResponseRedirect(reverse("till:waiter"))


@require_GET
@at_till()
def bills(request: TillRequest) -> HttpResponse:
    """My bills, the others', the free tables."""
    look = room.look(request.house, request.device.device.till.venue_id)
    page = render(request, "till/waiter/bills.html", _parted(request, look))
    return shapes.keep(page, shapes.PHONE)


@require_GET
@at_till(quiet=True)
def watch(request: TillRequest) -> HttpResponse:
    """The list for those who watch: nothing to send while nothing changed."""
    look = room.look(request.house, request.device.device.till.venue_id)
    if request.GET.get("seen") == look.mark:
        return HttpResponse(status=204)
    return render(request, "till/waiter/_bills.html", _parted(request, look))


@require_GET
@at_till(quiet=True, locked=True)
def news(request: TillRequest) -> HttpResponse:
    """A stream that says what others touched."""
    return streams.stream(request.house)


@require_GET
@at_till()
def scan(request: TillRequest) -> HttpResponse:
    """The camera without a bill: a bill's code opens it, a guest's begins one."""
    return render(request, "till/waiter/scan.html")


@require_GET
@at_till()
def details(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """What a bill is: its number, table, who opened it, whose it is, its code for a phone."""
    sheet = sheets.sheet(request.house, sheets.find(request.house, bill_id), still=True)
    path = f"/b/{sheet.bill.public_token}"
    link = f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
    levels = list(PriceLevel.objects.of(request.house).order_by("name"))
    choosable = bool(levels) and sheet.bill.is_open and not sheet.payments
    facts = {"sheet": sheet, "link": link, "levels": levels, "choosable": choosable}
    return render(request, "till/bills/details.html", facts)


@require_GET
@at_till(quiet=True)
def changes(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """The bill as others changed it since `seen`; nothing while they did not.

    `whole` is a page that is not drawn in parts: it is told to come again.
    """
    bill = sheets.find(request.house, bill_id)
    payments = live.taken(request.house, bill)
    now, before = live.mark(bill, len(payments)), live.marked(request.GET.get("seen", ""))
    if before == now:
        return HttpResponse(status=204)
    says = live.news(request.house, bill, before, payments)
    if not bill.is_open or "whole" in request.GET:
        if says:
            toasts.say(request, says)
        where = "till:pay" if bill.is_open else "till:paid"
        return going.to(request, reverse(where, args=[bill.id]))
    response = sale.changed(request, bill.id)
    del response.headers["HX-Push-Url"]
    return toasts.say_with(response, says) if says else response


@require_POST
@at_till(quiet=True)
def frames(request: TillRequest) -> HttpResponse:
    """What the camera of a device of this house saw."""
    return seen.answer(request)


def _parted(request: TillRequest, look: room.Room) -> dict[str, Any]:
    mine = f"staff:{request.member.id}"
    open_ = [seat for seat in look.seats if seat.bill is not None]
    return {
        "room": look,
        "mine": [seat for seat in open_ if seat.bill and seat.bill.server == mine],
        "others": [seat for seat in open_ if seat.bill and seat.bill.server != mine],
        "free": [seat for seat in look.seats if seat.bill is None],
    }
