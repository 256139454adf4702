"""What was put right, given up, taken back or let pass, and by whom."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from habitue.bookkeeping import adjustments_file
from habitue.bookkeeping.adjustments import SORT_WORDS, Asked, adjustments
from habitue.bookkeeping.people import member_id
from habitue.fronts.office import telling
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.kit.refusals import NotFound
from habitue.staff.models import StaffMember


@desk("reports.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The newest first, fifty at a time; by what was done and by person."""
    period, wanted = telling.asked(request), _wanted(request)
    told, older = adjustments(
        request.house, period.first, period.last, wanted, after=request.GET.get("after", "")
    )
    kept = {key: value for key, value in request.GET.items() if key != "after"}
    facts: dict[str, Any] = {
        "told": [(one, SORT_WORDS[one.sort]) for one in told],
        "sorts": SORT_WORDS.items(),
        "people": [(f"staff:{id_}", name) for id_, name in _members(request)],
        "wanted": wanted,
        "older": f"?{urlencode({**kept, 'after': older})}" if older else "",
        "newest": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "more": {"sort": wanted.sort, "person": wanted.person},
    }
    template = "office/reports/adjustments.html"
    return telling.told(request, template, "adjustments", period, **facts)


@desk("reports.see")
@require_GET
def as_file(request: OfficeRequest, form: str) -> HttpResponse:
    """All of them, however many."""
    period = telling.asked(request)
    told, _none = adjustments(
        request.house, period.first, period.last, _wanted(request), size=None
    )
    tables = adjustments_file.tables(request.house, told)
    return telling.file(request, "adjustments", period, tables, form)


def _members(request: OfficeRequest) -> Any:
    return StaffMember.objects.of(request.house).order_by("name").values_list("id", "name")


def _wanted(request: OfficeRequest) -> Asked:
    """Raises NotFound for a sort or a person there is not."""
    sort, person = request.GET.get("sort", ""), request.GET.get("person", "")
    if sort and sort not in SORT_WORDS:
        raise NotFound("sort")
    if person and member_id(person) is None and person != "console":
        raise NotFound("person")
    return Asked(sort, person)
