"""Who stands at the till: an enrolled browser, a house, a person who typed their PIN.

`at_till` is the one decorator of this front. It finds the device behind the cookie, opens the
house's scope, knows the person, and turns a refusal into an answer before the scope closes, so
that what a refusal keeps (the count of a wrong PIN) is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from habitue.fronts.till import editions, refusing, waiting
from habitue.fronts.ui import toasts
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.refusals import Refusal
from habitue.staff import entry
from habitue.staff.entry import TillDevice
from habitue.staff.models import StaffMember

DEVICE, PERSON = "till_device", "till_person"
DEVICE_SECONDS = 365 * 24 * 3600
AWAKE_SECONDS = 10 * 60  # then the till locks itself
SALT = "till.person"


class TillRequest(HttpRequest):
    """A request at an enrolled till."""

    at: datetime
    house: House
    device: TillDevice
    member: StaffMember
    by: Actor
    approved_by: Actor | None
    acted: bool  # whether an operation was run for it
    htmx: HtmxDetails


View = Callable[..., HttpResponse]


def at_till(
    *, again: View | None = None, locked: bool = False, quiet: bool = False
) -> Callable[[View], View]:
    """Let a view be seen at an enrolled till only, by someone who typed their PIN.

    `again` shows the form once more with the refusal in it; `locked` lets the view be seen by
    nobody in particular; `quiet` requests (polls) do not keep the till awake.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: TillRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.session.get(toasts.SHELF)  # loaded before the scope of a house closes over it
            device = entry.by_device(request.COOKIES.get(DEVICE, ""))
            if device is None:
                return _not_enrolled(request)
            request.device, request.house = device, device.house
            zone, words = device.house.zone, _language(request, device)
            with house_scope(device.house), translation.override(words), timezone.override(zone):
                response = _inside(request, Asked(view, again, locked, args, kwargs))
                unasked = quiet or waiting.is_unasked(request)
                member = getattr(request, "member", None)
                if member is not None and AWAY not in response.headers:
                    response.headers[waiting.PERSON] = str(member.id)
                    if not unasked:
                        stay(request, response, member)
                editions.follow(request, response, quiet=unasked)
                response.headers.setdefault("Cache-Control", "no-store")
            return waiting.first(request, response)

        return guarded

    return decorate


AWAY = "X-Till-Away"


@dataclass(frozen=True, slots=True)
class Asked:
    """A view, with what it was asked."""

    view: View
    again: View | None
    locked: bool
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def _inside(request: TillRequest, asked: Asked) -> HttpResponse:
    member, late = _member(request), waiting.is_late(request)
    if late and not waiting.is_of(request, member):
        return waiting.not_yet()
    if member is None and not asked.locked:
        return _to_the_lock(request)
    if member is not None:
        request.member = member
        request.by = entry.at_till(member, request.device.device)
    request.approved_by, request.acted = None, False
    try:
        if "approval_staff" in request.POST and not asked.locked:
            request.approved_by = refusing.approved(request)
        response = asked.view(request, *asked.args, **asked.kwargs)
        return waiting.done(request) if late else response
    except Refusal as refusal:
        if late:
            return waiting.refused(refusal)
        return refusing.answer(request, refusal, asked.again, asked.args, asked.kwargs)


def stay(
    request: TillRequest, response: HttpResponse, member: StaffMember, language: str = ""
) -> None:
    """This person goes on acting here, for as long again, in their language."""
    spoken = language or translation.get_language() or request.house.language
    words = f"{request.device.device.id}:{member.id}:{spoken}"
    response.set_cookie(
        PERSON,
        signing.TimestampSigner(salt=SALT).sign(words),
        max_age=AWAKE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
        path="/till/",
    )


def leave(response: HttpResponse) -> HttpResponse:
    """Nobody acts here any more; the bill stays where it is."""
    response.delete_cookie(PERSON, path="/till/", samesite="Lax")
    response.headers[AWAY] = "1"
    return response


def bind(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    """This browser is a till from now on."""
    response.set_cookie(
        DEVICE,
        secret,
        max_age=DEVICE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
        path="/till/",
    )
    return response


def _signed(request: TillRequest) -> list[str]:
    try:
        words = signing.TimestampSigner(salt=SALT).unsign(
            request.COOKIES.get(PERSON, ""), max_age=AWAKE_SECONDS
        )
    except signing.BadSignature:
        return []
    return words.split(":")


def _member(request: TillRequest) -> StaffMember | None:
    parts = _signed(request)
    if len(parts) != 3 or parts[0] != str(request.device.device.id):
        return None
    return entry.member_of(request.house, UUID(parts[1]))


def _language(request: TillRequest, device: TillDevice) -> str:
    parts = _signed(request)
    return parts[2] if len(parts) == 3 else device.house.language


def _not_enrolled(request: HttpRequest) -> HttpResponse:
    return render(request, "till/enrolment/needed.html", status=403)


def _to_the_lock(request: TillRequest) -> HttpResponse:
    """To the names, and back to the page one was on."""
    shown = request.path
    if request.method != "GET" or request.htmx:
        shown = urlsplit(request.headers.get("Referer", "")).path
    lock = f"{reverse('till:lock')}?{urlencode({'next': shown})}"
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": lock})
    return HttpResponseRedirect(lock)
