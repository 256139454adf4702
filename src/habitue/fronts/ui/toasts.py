"""What was done, said once: on the page that follows, or beside an htmx answer."""

import json
from typing import TypedDict

from django.http import HttpRequest, HttpResponse

SHELF = "ui.toasts"
UNSEEN = "X-Unseen"  # a page fetched to be kept: nobody reads what it says


class Toast(TypedDict):
    text: str
    undo: str
    kind: str


def say(request: HttpRequest, text: str, *, undo: str = "", kind: str = "") -> None:
    """Say it on the next page this person sees. A POST to the address `undo` undoes it."""
    shelf = request.session.get(SHELF, [])
    request.session[SHELF] = [*shelf, Toast(text=str(text), undo=undo, kind=kind)]


def say_with(response: HttpResponse, text: str, *, undo: str = "", kind: str = "") -> HttpResponse:
    """Say it at once, with an answer that htmx takes."""
    told = json.loads(response.headers.get("HX-Trigger", "{}"))
    told["toast"] = Toast(text=str(text), undo=undo, kind=kind)
    response.headers["HX-Trigger"] = json.dumps(told)  # ASCII: headers carry nothing else
    return response


def take(request: HttpRequest) -> list[Toast]:
    """What waits to be said, taken off the shelf."""
    session = getattr(request, "session", None)
    if session is None or UNSEEN in request.headers or SHELF not in session:
        return []
    waiting: list[Toast] = session.pop(SHELF)
    return waiting
