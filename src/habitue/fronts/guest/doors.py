"""Who may come in here: anyone to the door, a guest to their cards, whoever holds a bill's link.

Each decorator finds who is there before a house's scope opens (guests, links and the links of
bills belong to no house), then turns a refusal into an answer before the scope closes, so that
what a refusal keeps (the count of a wrong PIN) is kept.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from habitue.bills import guests as bills
from habitue.bills import reading
from habitue.bills.models import Bill
from habitue.bills.refusals import BillOfAnother
from habitue.fronts.guest import going, refusing, sessions
from habitue.fronts.ui import toasts
from habitue.guests import entry
from habitue.guests.models import Guest, GuestLink
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.refusals import NotFound, Refusal


class DoorRequest(HttpRequest):
    """A request from a phone, whoever holds it."""

    at: datetime
    guest: Guest | None
    htmx: HtmxDetails


class GuestRequest(DoorRequest):
    """A request of a guest, in a house that is open to them."""

    guest: Guest
    house: House
    link: GuestLink


class BillRequest(DoorRequest):
    """Of whoever holds the link of a bill; `link` where they are in that house's book."""

    house: House
    link: GuestLink | None
    bill: Bill


View = Callable[..., HttpResponse]
A_TOKEN = re.compile(r"[\w-]{8,48}", re.ASCII)
Decorator = Callable[[View], View]


def anyone(again: View | None = None) -> Decorator:
    """Let anybody see it; `again` shows the form once more with the refusal in it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: DoorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            _known(request)
            return _answered(request, view, again, args, kwargs)

        return guarded

    return decorate


def signed_in(again: View | None = None) -> Decorator:
    """Let a guest in; whoever is none, to the door and back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: DoorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _known(request) is None:
                return going.to_the_door(request)
            return _answered(request, view, again, args, kwargs)

        return guarded

    return decorate


def at_house(again: View | None = None) -> Decorator:
    """Let a guest into one of their houses, by the id of their link; 404 to anybody else."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: GuestRequest, link_id: UUID, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            who = _known(request)
            if who is None:
                return going.to_the_door(request)
            try:
                request.link = entry.link_of(who, link_id)
            except Refusal as refusal:
                return _unkept(refusing.page(request, refusal))
            request.house = request.link.house
            with house_scope(request.house), timezone.override(request.house.zone):
                return _answered(request, view, again, args, kwargs)

        return guarded

    return decorate


def at_bill(again: View | None = None) -> Decorator:
    """Let whoever holds the link of a bill see it, while it may be seen; only a guest may post."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: BillRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            who = _known(request)
            if who is None and request.method not in ("GET", "HEAD"):
                return going.to_the_door(request)
            found = reading.by_public_token(token) if A_TOKEN.fullmatch(token) else None
            if found is None:
                return _unkept(refusing.page(request, NotFound("bill")))
            request.house, bill_id = found
            links = _links(who, request.house)
            with house_scope(request.house), timezone.override(request.house.zone):
                request.bill = _bill(request.house, bill_id)
                request.link = _closest(links, request.bill)
                return _answered(request, _seen(view), again, args, kwargs)

        return guarded

    return decorate


def _seen(view: View) -> View:
    """The view, after the bill was found to be one that may be shown to this person."""

    def looked(request: BillRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        customer = request.link.customer_id if request.link else None
        try:
            bills.show_to(request.bill, customer, request.at)
        except BillOfAnother:
            if request.guest is None:  # perhaps their own: only signing in can tell
                return refusing.perhaps_theirs(request)
            raise
        return view(request, *args, **kwargs)

    return looked


def _links(who: Guest | None, house: House) -> list[GuestLink]:
    """What makes this guest a customer of `house`: nothing, one link, or several."""
    if who is None:
        return []
    return [link for link in entry.links_of(who) if link.house_id == house.id]


def _closest(links: list[GuestLink], bill: Bill) -> GuestLink | None:
    """First the one whose bill it is."""
    mine = (link for link in links if link.customer_id == bill.customer_id)
    return next(mine, None) or next(iter(links), None)


def _bill(house: House, bill_id: UUID) -> Bill:
    bill: Bill = (
        Bill.objects.of(house)
        .select_related("customer__payer", "venue", "level", "table__area")
        .get(pk=bill_id)
    )
    bill.house = house
    return bill


def _known(request: DoorRequest) -> Guest | None:
    request.session.get(toasts.SHELF)  # loaded before the scope of a house closes over it
    request.guest = sessions.guest(request, request.at)
    return request.guest


def _answered(
    request: Any, view: View, again: View | None, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    try:
        response = view(request, *args, **kwargs)
    except Refusal as refusal:
        response = refusing.answer(request, refusal, again, args, kwargs)
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    """What one has is for this screen now: not for the browser's memory, nor for a log.

    Django would write the address of whatever is refused, and an address here is a secret.
    """
    response._has_been_logged = True  # type: ignore[attr-defined]
    response.headers.setdefault("Cache-Control", "no-store")
    return response
