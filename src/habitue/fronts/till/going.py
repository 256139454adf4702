"""Where an answer leads: a page, for browsers with and without scripts."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

if TYPE_CHECKING:
    from habitue.fronts.till.doors import TillRequest


def to(request: "TillRequest", where: str) -> HttpResponse:
    """Go to this page; htmx is told to, a browser is sent."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response


def to_bill(request: "TillRequest", bill: UUID) -> HttpResponse:
    return to(request, reverse("till:bill", args=[bill]))


def site(request: "TillRequest") -> str:
    """This installation as a phone in the room reaches it."""
    return settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")


def inside(where: str) -> str:
    """`where` if it is a page of the till, else the room: never another site."""
    parts = urlsplit(where)
    home = reverse("till:room")
    fine = not parts.scheme and not parts.netloc and parts.path.startswith(home)
    return where if fine and "\\" not in where else home
