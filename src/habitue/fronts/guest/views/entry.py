"""Getting in: an address and six digits, or the link a house gave; and going again."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import check_for_language, get_language
from django.views.decorators.http import require_http_methods, require_POST

from habitue.fronts.guest import going, sessions
from habitue.fronts.guest.doors import DoorRequest, anyone
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.kit.refusals import Refusal

LANGUAGE_SECONDS = 365 * 24 * 3600


def email_page(request: DoorRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The first question: which address."""
    facts = {
        "refusal": refusal,
        "email": request.POST.get("email", "")[:254],
        **_onwards(request),
        "unposted": request.method == "POST" and refusal is None,  # no mail goes out from here
    }
    return render(request, "guest/entry/email.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@anyone(again=email_page)
def email(request: DoorRequest) -> HttpResponse:
    """Ask for a code by e-mail; the answer is the same for every address."""
    if request.method != "POST":
        return email_page(request)
    typed = request.POST.get("email", "").strip()[:254]
    if not entry.ask_code(typed, request.at):
        return email_page(request)
    return sessions.ask(request, going.to(_with_next(request, "guest:code")), typed)


def _code_page(request: DoorRequest, refusal: Refusal | None = None) -> HttpResponse:
    facts = {"refusal": refusal, "email": sessions.asked(request)} | _onwards(request)
    return render(request, "guest/entry/code.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@anyone(again=_code_page)
def code(request: DoorRequest) -> HttpResponse:
    """Type the six digits, and be in."""
    asked = sessions.asked(request)
    if not asked:
        return going.to(_with_next(request, "guest:home"))
    if request.method != "POST":
        return _code_page(request)
    digits = "".join(one for one in request.POST.get("code", "")[:40] if one.isdigit())
    who = entry.enter(asked, digits, request.at, here=request.guest, language=get_language() or "")
    return sessions.begin(request, going.to(_next(request) or reverse("guest:home")), who)


@require_http_methods(["GET", "HEAD", "POST"])
@anyone()
def join(request: DoorRequest, secret: str) -> HttpResponse:
    """A house's invitation: looked at by anybody's mail program, taken by a press only."""
    if request.method != "POST":
        found = entry.invitation(secret, request.at)
        return render(request, "guest/entry/join.html", {"invitation": found})
    if request.guest is None:
        entry.invitation(secret, request.at)  # a dead link makes no guest
    who = request.guest or entry.nameless(request.at, get_language() or "")
    link = guests.accept(secret, who, request.at)
    response = going.to(reverse("guest:house", args=[link.id]) + "?new")
    return response if request.guest else sessions.begin(request, response, who)


@require_POST
def leave(request: DoorRequest) -> HttpResponse:
    """Sign out on this phone: nothing of the cards stays on it."""
    return sessions.end(request, going.to(reverse("guest:home")))


@require_POST
def language(request: DoorRequest) -> HttpResponse:
    """The pages speak this language from now on."""
    answer = going.to(_next(request) or reverse("guest:home"))
    wanted = request.POST.get("language", "")
    if check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=LANGUAGE_SECONDS, samesite="Lax"
        )
    return answer


def _next(request: DoorRequest) -> str:
    """Where one wanted to go before being asked who one is; empty: their cards."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    found = going.inside(wanted) if wanted else ""
    return "" if found == reverse("guest:home") else found


def _onwards(request: DoorRequest) -> dict[str, Any]:
    """Where one goes on to; and this page, which still knows it in another language."""
    then = _next(request)
    return {
        "next": then,
        "to_a_bill": then.startswith("/b/"),
        "here": going.with_next(request.path, then),
    }


def _with_next(request: DoorRequest, name: str) -> str:
    return going.with_next(reverse(name), _next(request))
