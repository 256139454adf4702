"""What a phone sent later than it was pressed: in whose name it is done, and how it is answered.

Without a line a press waits on the phone (static/till/sending.js) until the house gave a definite
answer. Such an answer is read by a program: done, refused with a sentence, or not yet, because
who pressed it is not at the till.
"""

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from habitue.fronts.ui import toasts
from habitue.kit.refusals import Refusal
from habitue.staff.models import StaffMember

if TYPE_CHECKING:
    from habitue.fronts.till.doors import TillRequest

BY = "X-Queued-By"  # the id of who pressed it: sent later
FIRST = "X-Till-First"  # sent at once, by the worker: an answer that leads elsewhere says where
TO = "X-Till-To"
PERSON = "X-Till-Person"
NOBODY = 401


def is_late(request: "TillRequest") -> bool:
    return request.method == "POST" and BY in request.headers


def is_unasked(request: "TillRequest") -> bool:
    """What the phone does by itself keeps nobody at the till and shows no edition to anybody."""
    return toasts.UNSEEN in request.headers or BY in request.headers


def is_of(request: "TillRequest", member: StaffMember | None) -> bool:
    """Whether who stands here is who pressed it; nothing is done in another's name."""
    return member is not None and request.headers[BY] == str(member.id)


def not_yet() -> HttpResponse:
    return JsonResponse({"waits": "person"}, status=NOBODY)


def refused(refusal: Refusal) -> HttpResponse:
    return JsonResponse({"code": refusal.code, "says": refusal.sentence}, status=refusal.status)


def done(request: "TillRequest") -> HttpResponse:
    """Done; where the house asks something before it does it, the screen has to be looked at."""
    if request.acted:
        return JsonResponse({})
    says = _("The house asks something before it does this. Open the bill.")
    return JsonResponse({"code": "asks", "says": says}, status=409)


def first(request: "TillRequest", response: HttpResponse) -> HttpResponse:
    """A worker cannot see where a redirect leads: it is told."""
    where = response.headers.get("Location")
    if FIRST not in request.headers or where is None:
        return response
    told = HttpResponse(status=204, headers={TO: where})
    told.cookies = response.cookies
    return told
