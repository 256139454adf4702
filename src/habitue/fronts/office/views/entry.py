"""`/`: the first visit, signing in, choosing a house, the language, leaving."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habitue.fronts.office import desk
from habitue.fronts.office.asking import Form
from habitue.fronts.office.forms import opening
from habitue.house.models import House
from habitue.housekeeping.opening import Plan, open_house
from habitue.kit.refusals import Refusal
from habitue.staff.models import Login, StaffMember

OFFICE_ROLES = ("house.edit", "staff.manage", "reports.see", "customers.export")


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """An empty installation opens its house; else one signs in, or goes where one works."""
    if not House.objects.exists():
        return redirect("office:set_up")
    if request.method == "POST":
        return _sign_in(request)
    if desk.members_of(request):
        return _onwards(request)
    return _door_page(request)


def _sign_in(request: HttpRequest) -> HttpResponse:
    email = request.POST.get("email", "").strip().casefold()[:254]
    password = request.POST.get("password", "")[:1000]
    user = authenticate(request, username=email, password=password)
    if user is None:
        return _not_let_in(request)
    login(request, user)
    if not desk.members_of(request):
        logout(request)
        return _door_page(request, _("You no longer work in a house here."), 403)
    return _in_their_language(_onwards(request), user)


def _not_let_in(request: HttpRequest) -> HttpResponse:
    """Too many tries are said as such, and stop for a quarter of an hour."""
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # our page, not the default
        pause = timedelta(hours=settings.AXES_COOLOFF_TIME)
        says = _("Too many tries. Wait {minutes} minutes, then try again.")
        answer = _door_page(request, says.format(minutes=pause.seconds // 60), 429)
        answer.headers["Retry-After"] = str(pause.seconds)
        return answer
    return _door_page(request, _("This e-mail address and password do not fit together."), 422)


def _door_page(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    houses = list(House.objects.order_by("created_at").values_list("name", flat=True)[:2])
    facts: dict[str, Any] = {
        "wrong": wrong,
        "email": request.POST.get("email", ""),
        "next": _next(request),
        "at": houses[0] if len(houses) == 1 else "",
    }
    return render(request, "office/entry/sign_in.html", facts, status=status)


def _next(request: HttpRequest) -> str:
    """Where one wanted to go before being asked for a name: a page of ours, or nothing."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    fine = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if fine and wanted.startswith("/") and wanted != "/" else ""


def _onwards(request: HttpRequest) -> HttpResponse:
    """To where one's role works."""
    member = desk.chosen(request, desk.members_of(request))
    if member is None:
        return redirect("office:houses")
    return redirect(_next(request) or place_of(member))


def place_of(member: StaffMember) -> str:
    """The office for who keeps the house or its books, the till for who serves."""
    from habitue.staff.entry import rights_of

    rights = rights_of(member.role)
    return "/office/" if any(right in rights for right in OFFICE_ROLES) else "/till/"


def _in_their_language(answer: HttpResponse, user: Login) -> HttpResponse:
    return _keep_language(answer, user.language) if user.language else answer


def _keep_language(answer: HttpResponse, language: str) -> HttpResponse:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.SESSION_COOKIE_AGE * 26,
        samesite="Lax",
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The first visit of an empty installation: a house and its owner. Afterwards it is shut."""
    if House.objects.exists():
        return redirect("office:door")
    if request.method == "POST":
        return _open(request)
    proposed = opening.proposed(get_language() or "en", request.GET.get("country", ""))
    return _set_up_page(request, Form(opening.asks(), House(), initial=proposed))


def _open(request: HttpRequest) -> HttpResponse:
    """Open the house and let its owner in; what cannot stand is asked again."""
    asks = opening.asks()
    try:
        given = Form(asks, House(), sent=request.POST).read()
        open_house(Plan(**given, language=get_language() or "en"))
    except Refusal as refusal:
        if refusal.facts.get("field") == "owner":
            refusal.facts["field"] = "owner_email"
        form = Form(asks, House(), sent=request.POST, refusal=refusal)
        return _set_up_page(request, form, refusal.status)
    user = authenticate(
        request, username=given["owner_email"].casefold(), password=given["password"]
    )
    if user is not None:
        login(request, user)
    return redirect("office:start")


def _set_up_page(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    facts: dict[str, Any] = {"form": form, "proposals": opening.PROPOSED}
    return render(request, "office/entry/set_up.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def houses(request: HttpRequest) -> HttpResponse:
    """Which of several houses to work in."""
    members = desk.members_of(request)
    if not members:
        return redirect("office:door")
    picked = request.POST.get("house", "")
    if any(str(member.house_id) == picked for member in members):
        request.session[desk.CHOSEN] = picked
        return _onwards(request)
    return render(request, "office/entry/houses.html", {"members": members})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The screens speak this language from now on."""
    answer = redirect(_next(request) or "/")
    wanted = request.POST.get("language", "")
    known = check_for_language(wanted) and wanted in dict(settings.LANGUAGES)
    return _keep_language(answer, wanted) if known else answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("office:door")


@require_GET
def icon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for unasked."""
    return redirect("/static/ui/favicon.svg")
