"""Making a browser a till: by a manager who is signed in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habitue.fronts.till import doors
from habitue.house.models import House, Till, Venue
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations import actions as operations
from habitue.operations.models import Operation
from habitue.staff import actions as staff
from habitue.staff import entry
from habitue.staff.models import StaffMember

RIGHT = "tills.enrol"


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Choose a till of the house or name a new one; the browser keeps it for a year."""
    member = _manager(request)
    if member is None:
        return render(
            request, "till/enrolment/needed.html", {"signed_in": _signed_in(request)}, status=403
        )
    with house_scope(member.house), translation.override(member.house.language):
        if request.method == "GET":
            return _form(request, member)
        try:
            secret = _enrolled(request, member)
        except Refusal as refusal:
            return _form(request, member, refusal)
    response = HttpResponseRedirect(reverse("till:lock"))
    return doors.bind(request, response, secret)


def _enrolled(request: HttpRequest, member: StaffMember) -> str:
    """Enrol the till that was chosen; the secret of its cookie."""
    secrets: list[str] = []

    def work(op: Operation) -> operations.Answer:
        device, secret = staff.enrol(op, till=_till(op, request))
        secrets.append(secret)
        return operations.Answer(device.id, status=201)

    key = request.POST.get("operation_key") or str(new_id())
    what = ["enrol", request.POST.get("till", ""), request.POST.get("name", "")]
    asked = operations.Request(member.house, entry.actor_for(member), f"till:{key}", what)
    operations.run(asked, work)
    if not secrets:
        raise EnrolledBefore()
    return secrets[0]


class EnrolledBefore(Refusal):
    @property
    def sentence(self) -> str:
        return _("This was sent already. Choose the till once more.")


def _till(op: Operation, request: HttpRequest) -> Till:
    chosen = request.POST.get("till", "")
    if not chosen:
        venue = _row(Venue, op.house, request.POST.get("venue", ""))
        return staff.add_till(op, venue=venue, name=request.POST.get("name", ""))
    till: Till = _row(Till, op.house, chosen)
    return till


def _row(model: Any, house: House, ident: str) -> Any:
    try:
        found = model.objects.of(house).filter(pk=UUID(ident)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(model.__name__.casefold())
    return found


def _form(
    request: HttpRequest, member: StaffMember, refusal: Refusal | None = None
) -> HttpResponse:
    house = member.house
    facts = {
        "house": house,
        "member": member,
        "tills": Till.objects.of(house).filter(retired_at=None).select_related("venue"),
        "venues": Venue.objects.of(house).filter(closed=False).order_by("name"),
        "refusal": refusal,
        "name": request.POST.get("name", ""),
    }
    status = refusal.status if refusal else 200
    return render(request, "till/enrolment/new.html", facts, status=status)


def _manager(request: HttpRequest) -> StaffMember | None:
    """The signed-in person, where they may enrol tills; of the house they asked for."""
    if not _signed_in(request):
        return None
    wanted = request.GET.get("house", "") or request.POST.get("house", "")
    may = [
        member
        for member in entry.memberships(request.user)  # type: ignore[arg-type]
        if entry.actor_for(member).may(RIGHT) and wanted in ("", member.house.slug)
    ]
    return may[0] if may else None


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated
