"""The till in one hand: the same pages, but the room is a list of bills."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from habitue.fronts.till.doors import TillRequest

SHAPE = "till_shape"
PHONE, COUNTER = "phone", "counter"


def is_phone(request: "TillRequest") -> bool:
    """As was chosen on this device, else as its browser says of itself."""
    chosen = request.COOKIES.get(SHAPE)
    if chosen in (PHONE, COUNTER):
        return chosen == PHONE
    return "Mobi" in request.headers.get("User-Agent", "")


def keep(response: HttpResponse, shape: str) -> HttpResponse:
    """This device keeps that shape for a year."""
    response.set_cookie(
        SHAPE, shape, max_age=365 * 24 * 3600, path="/till/", httponly=True, samesite="Lax"
    )
    return response
