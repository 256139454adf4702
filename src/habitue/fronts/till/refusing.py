"""How the till says no: beside the form, in a toast, or by asking a manager over."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from habitue.customers import own
from habitue.fronts.ui import toasts
from habitue.house.acting import Actor
from habitue.kit.refusals import Malformed, Refusal
from habitue.operations.rights import RightMissing
from habitue.staff import pins
from habitue.staff.models import StaffMember
from habitue.staff.pins import Approval

if TYPE_CHECKING:
    from habitue.fronts.till.doors import TillRequest

NEVER_KEPT = {"csrfmiddlewaretoken", "operation_key", "pin", "pin_again"}
APPROVAL = {"approval_staff", "approval_pin", "approval_reason"}
PASSABLE = {"limit_exceeded": "house_accounts.override_limit"}
BESIDE = {own.RIGHT: own.BESIDE}  # what nobody does alone: by which right one stands beside


def approved(request: "TillRequest") -> Actor:
    """The manager who approves in place. Raises ReasonNeeded, StaffPinWrong, StaffPinLocked."""
    reason = request.POST.get("approval_reason", "").strip()
    if not reason:
        raise ReasonNeeded(field="approval_reason")
    try:
        staff = UUID(request.POST["approval_staff"])
    except ValueError:
        raise Malformed(field="approval_staff") from None
    typed = request.POST.get("approval_pin", "")
    return pins.approver(request.house, Approval(staff, typed, reason))


class ReasonNeeded(Refusal):
    code = "malformed"
    status = 422
    says = Malformed.says

    @property
    def sentence(self) -> str:
        return _("A reason is needed: a word or two.")


def answer(
    request: "TillRequest",
    refusal: Refusal,
    again: Callable[..., HttpResponse] | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    """The answer to a refusal, in the shape the question came in."""
    right = _approvable(request, refusal)
    if right and request.method == "POST":
        response = _ask_a_manager(request, refusal, right)
    elif again is not None:
        response = _once_more(request, refusal, again, args, kwargs)
    elif request.htmx:
        response = _in_a_toast(refusal)
    else:
        response = render(request, "till/refused.html", {"refusal": refusal})
    if request.htmx and "approval_staff" in request.POST and not right:
        response = _after_approval(response, refusal)
    response.status_code = refusal.status
    if "retry_after" in refusal.facts:
        response.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def _once_more(
    request: "TillRequest",
    refusal: Refusal,
    again: Callable[..., HttpResponse],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    """The form again; where even its subject is not there, the sentence alone."""
    try:
        return again(request, *args, refusal=refusal, **kwargs)
    except Refusal:
        return render(request, "till/refused.html", {"refusal": refusal})


def _after_approval(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Approved, and refused all the same: the manager's sheet goes, the sentence is seen."""
    if "HX-Retarget" not in response.headers:
        response = _in_a_toast(refusal)
    return trigger_client_event(response, "sheet:close")


def _in_a_toast(refusal: Refusal) -> HttpResponse:
    response = HttpResponse(headers={"HX-Reswap": "none"})
    return toasts.say_with(response, refusal.sentence, kind="warn")


def _approvable(request: "TillRequest", refusal: Refusal) -> str:
    """The right a manager could lend here; empty where none would help."""
    if isinstance(refusal, ReasonNeeded | pins.StaffPinWrong | pins.StaffPinLocked):
        return request.POST.get("approval_right", "")
    if isinstance(refusal, RightMissing):
        right = str(refusal.facts["right"])
        return BESIDE.get(right, right)
    return PASSABLE.get(refusal.code, "")


def _ask_a_manager(request: "TillRequest", refusal: Refusal, right: str) -> HttpResponse:
    """The same form once more, with who approves, their PIN and why.

    A guest's PIN is not sent back: the page behind the sheet still has it, else it is asked again.
    """
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT | APPROVAL | {"approval_right"}
    ]
    facts = {
        "refusal": refusal,
        "kept": kept,
        "right": right,
        "managers": managers(request, right),
        "chosen": request.POST.get("approval_staff", ""),
        "reason": request.POST.get("approval_reason", ""),
        "guests_pin": bool(request.POST.get("pin")),
        "back": request.headers.get("Referer", ""),
    }
    page = "till/approvals/_sheet.html" if request.htmx else "till/approvals/new.html"
    response = render(request, page, facts)
    response.headers["HX-Retarget"] = "#dialog"
    response.headers["HX-Reswap"] = "innerHTML"
    response.headers["HX-Reselect"] = "#approval"
    return response


def managers(request: "TillRequest", right: str) -> list[StaffMember]:
    """Who could lend `right`: those who hold it and have a PIN."""
    rows = (
        StaffMember.objects.of(request.house)
        .filter(active=True)
        .exclude(pin_hash="")
        .select_related("role")
        .prefetch_related("role__rights")
        .order_by("name")
    )
    return [
        row
        for row in rows
        if row.role.holds_everything or any(one.right == right for one in row.role.rights.all())
    ]
