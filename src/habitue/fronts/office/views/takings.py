"""The shift report; and money without a receipt number."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from habitue.bookkeeping import takings_file, unmatched
from habitue.bookkeeping.takings import ENDING, INSTEAD_WORDS, ROW_WORDS, Takings, takings
from habitue.bookkeeping.takings_file import way_words
from habitue.fronts.office import telling
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.periods import Period
from habitue.house.days import business_day
from habitue.kit.refusals import NotFound
from habitue.shifts.models import Shift, Tender
from habitue.staff.models import StaffMember

MOST = 500
OF_A_SHIFT = ENDING | {"float", "carried"}  # says nothing over many shifts


@desk("reports.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Sales, money by reason and tender, what was no money, tips, what was counted."""
    period = telling.asked(request)
    template = "office/reports/takings.html"
    if period.fault:
        return telling.told(request, template, "takings", period)
    facts = _facts(request, _told(request, period))
    return telling.told(request, template, "takings", period, **facts)


@desk("reports.see")
@require_GET
def as_file(request: OfficeRequest, form: str) -> HttpResponse:
    period = telling.asked(request)
    return telling.file(
        request, "shift", period, takings_file.tables(_told(request, period)), form
    )


@desk("reports.see")
@require_GET
def without_number(request: OfficeRequest) -> HttpResponse:
    """Money that no receipt number speaks of, or that shares one."""
    period = telling.asked(request)
    template = "office/reports/unmatched.html"
    if period.fault:
        return telling.told(request, template, "unmatched", period)
    rows = unmatched.unmatched(request.house, period.first, period.last, limit=MOST + 1)
    names = {row.kind: str(row) for row in Tender.objects.of(request.house)}
    facts = {
        "rows": [
            (unmatched.WORDS[one.what], names.get(one.tender, one.tender), one)
            for one in rows[:MOST]
        ],
        "cut": len(rows) > MOST,
        "total": sum(one.amount for one in rows[:MOST]),
    }
    return telling.told(request, template, "unmatched", period, **facts)


def _facts(request: OfficeRequest, told: Takings) -> dict[str, Any]:
    names = {row.kind: str(row) for row in Tender.objects.of(request.house)}
    return {
        "told": told,
        "money": [
            (ROW_WORDS[one.what], names[one.tender], one.incoming, one.outgoing)
            for one in told.money
            if told.shift or one.what not in OF_A_SHIFT
        ],
        "instead": [(INSTEAD_WORDS[key], minor) for key, minor in told.instead.items()],
        "tips": [
            (one.name, [(way_words(way), minor) for way, minor in one.by.items()], one.total)
            for one in told.tips
        ],
        "shifts": [
            (one.shift, [(names[each.tender], each, abs(each.difference)) for each in one.counts])
            for one in told.shifts
        ],
        "hides": request.house.blind_count,
        "team": StaffMember.objects.of(request.house).order_by("name"),
        "staff": request.GET.get("staff", ""),
        "more": {key: request.GET.get(key, "") for key in ("staff", "shift")},
        "today": business_day(request.house, request.at),
    }


def _told(request: OfficeRequest, period: Period) -> Takings:
    return takings(
        request.house,
        period.first,
        period.last,
        venue=telling.venue_asked(request),
        shift=_named(request, Shift, "shift"),
        staff=_named(request, StaffMember, "staff"),
    )


def _named(request: OfficeRequest, model: Any, name: str) -> Any:
    """The shift or the person the address names; None where it names none. Raises NotFound."""
    wanted = request.GET.get(name, "")
    if not wanted:
        return None
    try:
        row = model.objects.of(request.house).filter(pk=UUID(wanted)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(name, field=name)
    row.house = request.house
    return row
