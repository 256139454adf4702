"""Who is it? Names as large keys, then the PIN."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habitue.fronts.till import doors, going
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.kit.refusals import NotFound, Refusal
from habitue.staff import pins
from habitue.staff.models import StaffMember


@require_GET
@at_till(locked=True)
def names(request: TillRequest) -> HttpResponse:
    """The names of those who have a PIN; whoever acted here leaves."""
    return doors.leave(_shown(request, None))


def _again(request: TillRequest, staff_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    return _shown(request, staff_id, refusal)


@require_http_methods(["GET", "POST"])
@at_till(locked=True, again=_again)
def prove(request: TillRequest, staff_id: UUID) -> HttpResponse:
    """The PIN of one of them. The language follows the person."""
    if request.method == "GET":
        return _shown(request, staff_id)
    member = pins.prove(request.house, staff_id, request.POST.get("pin", ""))
    response = going.to(request, going.inside(request.POST.get("next", "")))
    doors.stay(request, response, member, member.login.language if member.login else "")
    response.headers[doors.AWAY] = "0"
    return response


@require_POST
@at_till(locked=True)
def leave(request: TillRequest) -> HttpResponse:
    """Lock the till at once; the page one was on stays in its address."""
    back = going.inside(request.POST.get("next", ""))
    lock = f"{reverse('till:lock')}?next={back}"
    return doors.leave(going.to(request, lock))


def _shown(
    request: TillRequest, chosen: UUID | None, refusal: Refusal | None = None
) -> HttpResponse:
    people = _people(request)
    who = next((one for one in people if one.id == chosen), None)
    if chosen is not None and who is None:
        raise NotFound("staff member")
    if who is None and len(people) == 1:
        who = people[0]
    facts: dict[str, Any] = {
        "people": people,
        "who": who,
        "refusal": refusal,
        "next": going.inside(request.POST.get("next", "") or request.GET.get("next", "")),
        "tries_left": max(pins.TRIES - who.pin_wrong, 0) if who else 0,
    }
    return render(request, "till/lock/show.html", facts)


def _people(request: TillRequest) -> list[StaffMember]:
    rows = StaffMember.objects.of(request.house).filter(active=True).exclude(pin_hash="")
    return list(rows.select_related("role").order_by("name"))
