"""Which edition of prices and terms this till shows, and that the house knows it.

A page says by a cookie which edition it was made with; the next request that brings the cookie
back is the till's word that it was shown, written once for each edition and till. A poll from a
screen of an earlier edition is told, so that the menu is fetched again.
"""

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

from habitue.house.acting import Actor
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing

if TYPE_CHECKING:
    from habitue.fronts.till.doors import TillRequest

SHOWN = "till_edition"
TOLD = "told"  # after the number: the house knows
MENU = "menu"  # the part of a page that shows prices before anything is chosen
TRIGGER = "HX-Trigger"


def follow(request: "TillRequest", response: HttpResponse, *, quiet: bool) -> None:
    """Remember what was shown, say so once, and call a screen of an earlier edition back."""
    now = request.house.edition
    if not now or request.method != "GET":
        return
    shown, _, told = request.COOKIES.get(SHOWN, "").partition("-")
    if shown == str(now):
        if not told and _acknowledged(request, now):
            _keep(request, response, f"{now}-{TOLD}")
    elif quiet:
        _call(response, "till:edition")
    elif response.status_code == 200 and _shows_the_menu(request):
        _keep(request, response, str(now))


def _shows_the_menu(request: "TillRequest") -> bool:
    """A whole page, or the menu alone: a part of a page leaves old prices beside it."""
    return not request.htmx or request.htmx.target == MENU


def _acknowledged(request: "TillRequest", number: int) -> bool:
    till = request.device.device.till_id
    by = Actor(label=f"till:{till}", till_id=till)

    def work(op: Operation) -> Answer:
        publishing.acknowledge(op, till_id=till, number=number)
        return Answer()

    asked = operations.Request(request.house, by, f"edition:{till}:{number}", ["edition", number])
    try:
        operations.run(asked, work)
    except Refusal:  # the book cannot be written just now: the page goes out, the next one tells
        return False
    return True


def _keep(request: "TillRequest", response: HttpResponse, value: str) -> None:
    response.set_cookie(
        SHOWN, value, httponly=True, samesite="Lax", secure=request.is_secure(), path="/till/"
    )


def _call(response: HttpResponse, event: str) -> None:
    """One more event beside those the answer sends already."""
    said = json.loads(response.headers.get(TRIGGER, "{}"))
    response.headers[TRIGGER] = json.dumps({**said, event: None})
