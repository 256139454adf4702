"""Where an answer leads: a page of the guest's, never another site's."""

from urllib.parse import SplitResult, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


def to(where: str) -> HttpResponse:
    """Go to this page: after a form, so that reading it again sends nothing twice."""
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Sign in first, then back to the page one was on."""
    shown = request.path
    if request.method != "GET":
        shown = _parts(request.headers.get("Referer", "")).path
    home = reverse("guest:home")
    wanted = inside(shown)
    return HttpResponseRedirect(with_next(home, "" if wanted == home else wanted))


def with_next(where: str, then: str) -> str:
    """`where`, which knows where to go on afterwards."""
    return f"{where}?{urlencode({'next': then})}" if then else where


def inside(where: str) -> str:
    """`where` if it is a page of the guest's own or a bill, else their cards."""
    parts = _parts(where)
    home = reverse("guest:home")
    fine = (
        not parts.scheme
        and not parts.netloc
        and "\\" not in where
        and parts.path.startswith((home, "/b/"))
    )
    return where if fine else home


def _parts(where: str) -> SplitResult:
    """An address in its parts; what cannot be one has none."""
    try:
        return urlsplit(where)
    except ValueError:
        return urlsplit("")
