"""The door of the back office: who comes in, for which house, with which right.

A view behind `@desk(...)` finds `request.house`, `request.by` and `request.member`. What the
house says no to (a Refusal) is answered here: the page it came from with the input kept, a toast
for htmx, else a page that says why.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.ui import toasts
from habitue.house.acting import Actor
from habitue.house.models import House, HouseRow
from habitue.house.scope import house_scope
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.rights import RightMissing
from habitue.staff import entry
from habitue.staff.models import StaffMember

View = Callable[..., HttpResponse]
Row = TypeVar("Row", bound=HouseRow)
CHOSEN = "office.house"  # the session's: which house a login with several works in


class OfficeRequest(HttpRequest):
    """A request that came through the door."""

    house: House
    by: Actor
    member: StaffMember
    at: Any
    refusal: Refusal | None
    htmx: HtmxDetails


def desk(*rights: str, again: View | None = None, walks: bool = False) -> Callable[[View], View]:
    """Let in whoever works here and holds one of `rights` (none named: anyone who works here).

    `again` is the page to show once more, with the input kept, when the house says no. A view
    that `walks` through many operations opens its own scopes: one scope is one transaction.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **names: Any) -> HttpResponse:
            members = members_of(request)
            member = chosen(request, members)
            if member is None:
                return _elsewhere(request, members)
            inside = _through(request, member)
            with timezone.override(member.house.zone):
                if walks:
                    return _private(_answer(inside, view, again, rights, names))
                with house_scope(member.house):
                    return _private(_answer(inside, view, again, rights, names))

        return opened

    return guard


def _private(answer: HttpResponse) -> HttpResponse:
    """Nobody's page stays behind in a browser; a fragment is not taken for a page."""
    answer.headers.setdefault("Cache-Control", "private, no-store")
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


def members_of(request: HttpRequest) -> list[StaffMember]:
    """Where the person signed in works."""
    if not request.user.is_authenticated:
        return []
    return entry.memberships(request.user)


def chosen(request: HttpRequest, members: list[StaffMember]) -> StaffMember | None:
    """The membership this session works as: the only one, or the one picked."""
    if len(members) == 1:
        return members[0]
    wanted = request.session.get(CHOSEN)
    return next((one for one in members if str(one.house_id) == wanted), None)


def _elsewhere(request: HttpRequest, members: list[StaffMember]) -> HttpResponse:
    """To the houses where there are several, else to sign in; an htmx answer goes there whole."""
    to = redirect("office:houses") if members else redirect_to_login(request.get_full_path(), "/")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": to.headers["Location"]})
    return to


def _through(request: HttpRequest, member: StaffMember) -> OfficeRequest:
    inside = cast(OfficeRequest, request)
    inside.house, inside.member = member.house, member
    inside.by = entry.actor_for(member)
    inside.refusal = None
    return inside


def _answer(
    request: OfficeRequest,
    view: View,
    again: View | None,
    rights: tuple[str, ...],
    names: dict[str, Any],
) -> HttpResponse:
    try:
        if rights and not any(request.by.may(right) for right in rights):
            raise RightMissing(right=rights[0])
        return view(request, **names)
    except Refusal as refusal:
        request.refusal = refusal
        return _refused(request, refusal, again, names)


def _refused(
    request: OfficeRequest, refusal: Refusal, again: View | None, names: dict[str, Any]
) -> HttpResponse:
    if request.htmx and again is None:
        said = HttpResponse(status=refusal.status, headers={"HX-Reswap": "none"})
        return toasts.say_with(said, refusal.sentence, kind="warn")
    if again is None or (
        isinstance(refusal, RightMissing | NotFound) and "field" not in refusal.facts
    ):
        facts = {"house": request.house, "member": request.member, "refusal": refusal}
        return render(request, "office/refused.html", facts, status=refusal.status)
    bare = inspect.unwrap(again)  # without its door and its GET
    with house_scope(request.house):
        answer = bare(request, **names)
    answer.status_code = refusal.status
    return cast(HttpResponse, answer)


def found(model: type[Row], request: OfficeRequest, key: UUID, *joined: str) -> Row:
    """The row of this house with this id; another house's is not there at all (404)."""
    row = model._default_manager.filter(house_id=request.house.id, pk=key)
    row = row.select_related(*joined) if joined else row
    one: Row | None = row.first()
    if one is None:
        raise NotFound(str(model._meta.verbose_name))
    one.house = request.house
    if isinstance(one, Customer):  # an old link leads to whoever was kept
        return cast(Row, survivors.current(request.house, one))
    return one
