"""The shift report of any days, a venue, a person or one shift."""

from datetime import date, timedelta

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from habitue.bookkeeping import takings_file
from habitue.bookkeeping.takings import Takings, takings
from habitue.fronts.api.entry import ApiRequest, reads
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import takings as shown
from habitue.fronts.api.shown.takings import TakingsOut
from habitue.fronts.api.views.files import CSV
from habitue.fronts.api.views.listing import named
from habitue.house.days import business_day
from habitue.house.models import Venue
from habitue.kit.refusals import Malformed
from habitue.paper.tables import as_csv, as_xlsx
from habitue.shifts.models import Shift
from habitue.staff.models import StaffMember

router = Router(tags=["reports"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_FILE = {
    "responses": {
        200: {
            "description": "OK",
            "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
MOST_DAYS = timedelta(days=400)


class TakingsAsked(BaseModel):
    """Which days (today, where none is said); at a venue, of a person, or of one shift."""

    first: str = Field("", alias="from", examples=["2026-03-01"])
    last: str = Field("", alias="to", examples=["2026-03-31"])
    venue: str | None = None
    shift: str | None = None
    staff: str | None = None


@router.get("/reports/shift", response=TakingsOut)
@reads("reports.see")
def told(request: ApiRequest, asked: Query[TakingsAsked]) -> HttpResponse:
    """Sales, money in and out by tender, what was no money, tips by server, what was counted."""
    return respond(shown.show(request.house, _told(request, asked)))


@router.get("/reports/shift.csv", openapi_extra=CSV)
@reads("reports.see")
def told_csv(request: ApiRequest, asked: Query[TakingsAsked]) -> HttpResponse:
    """The same, a line for each row."""
    report = _told(request, asked)
    table = takings_file.tables(report)[0]
    content = as_csv(table, request.house.currency, request.house.zone)
    return _file(content, report, "csv", "text/csv; charset=utf-8")


@router.get("/reports/shift.xlsx", openapi_extra=XLSX_FILE)
@reads("reports.see")
def told_xlsx(request: ApiRequest, asked: Query[TakingsAsked]) -> HttpResponse:
    """The same, with a sheet of what was counted."""
    report = _told(request, asked)
    tables = takings_file.tables(report)
    return _file(as_xlsx(tables, request.house.currency, request.house.zone), report, "xlsx", XLSX)


def _file(content: bytes, report: Takings, form: str, kind: str) -> HttpResponse:
    name = f"shift-{report.first}-{report.last}.{form}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told(request: ApiRequest, asked: TakingsAsked) -> Takings:
    today = business_day(request.house, request.at)
    first = _day(asked.first, "from") if asked.first else today
    last = _day(asked.last, "to") if asked.last else max(first, today)
    if not timedelta(0) <= last - first <= MOST_DAYS:
        raise Malformed(field="to")
    house = request.house
    return takings(
        house,
        first,
        last,
        venue=named(house, Venue, asked.venue, "venue"),
        shift=named(house, Shift, asked.shift, "shift"),
        staff=named(house, StaffMember, asked.staff, "staff"),
    )


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Malformed(field=field) from None
