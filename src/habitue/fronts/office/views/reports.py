"""Reports: what was done for regulars, day by day, with a chart of it."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from habitue.bills import loyalty_file
from habitue.bills.loyalty import BY_KEY, COLUMNS, Column, Loyalty, chosen, loyalty
from habitue.fronts.office import asking, charts, periods
from habitue.fronts.office.charts import Chart
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import page
from habitue.fronts.office.periods import Period
from habitue.house.days import business_day
from habitue.house.models import Venue
from habitue.kit.refusals import NotFound

USUAL = (
    *("visits", "first_visits", "repeat_visits", "sales", "discount", "accumulated"),
    *("points_granted", "points_redeemed", "top_ups_paid", "new_customers"),
)


def _asked_again(request: OfficeRequest) -> HttpResponse:
    """The form with what was asked, and why there is no answer."""
    facts = _form(request, _period(request), USUAL)
    return page(
        request,
        "office/reports/loyalty.html",
        "reports",
        **facts,
        fault=_fault(request),
        told=None,
    )


@desk("reports.see", again=_asked_again)
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """A row for each day with something done; columns, site and period as one likes."""
    period = _period(request)
    told = _told(request, period)
    measure = BY_KEY.get(request.GET.get("chart", ""), COLUMNS[0])
    facts = _form(request, period, [column.key for column in told.columns])
    facts |= {
        "told": told,
        "totals": _cells(told, told.totals),
        "rows": [(day.on, _cells(told, day.figures)) for day in told.days],
        "measure": measure,
        "drawn": _drawn(request, told, measure) if told.days and told.counts(measure) else None,
        "asked": request.GET.urlencode(),
        "fault": period.fault,
    }
    return page(request, "office/reports/loyalty.html", "reports", **facts)


@desk("reports.see", again=_asked_again)
@require_GET
def as_csv(request: OfficeRequest) -> HttpResponse:
    """The same as a file; the mark lets a spreadsheet read it right."""
    told = _told(request, _period(request))
    content = ("\ufeff" + loyalty_file.as_csv(request.house, told)).encode()
    name = f"loyalty-{told.first}-{told.last}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told(request: OfficeRequest, period: Period) -> Loyalty:
    columns = chosen(request.GET.getlist("columns") or USUAL)
    venue = None
    if wanted := request.GET.get("venue", ""):
        venue = next((one for one in _venues(request) if str(one.id) == wanted), None)
        if venue is None:
            raise NotFound("venue", field="venue")
    return loyalty(request.house, period.first, period.last, venue=venue, columns=columns)


def _period(request: OfficeRequest) -> Period:
    """What was asked; this month where nothing was."""
    if request.GET.get("from") or request.GET.get("to"):
        return periods.asked(request, request.GET)
    today = business_day(request.house, request.at)
    return Period(today.replace(day=1), today)


def _form(request: OfficeRequest, period: Period, columns: Any) -> dict[str, Any]:
    return {
        "period": period,
        "usual": _usual(request),
        "venues": _venues(request),
        "venue": request.GET.get("venue", ""),
        "columns": [(column, column.key in columns) for column in COLUMNS],
    }


def _usual(request: OfficeRequest) -> list[tuple[str, Period]]:
    today = business_day(request.house, request.at)
    monday = today - timedelta(days=today.weekday())
    return [
        (_("This week"), Period(monday, today)),
        (_("This month"), Period(today.replace(day=1), today)),
        (_("Last month"), periods.last_month(today)),
        (_("90 days"), Period(today - timedelta(days=89), today)),
    ]


def _venues(request: OfficeRequest) -> list[Venue]:
    return list(Venue.objects.of(request.house).order_by("name"))


def _cells(told: Loyalty, figures: dict[str, int]) -> list[tuple[Column, int | None]]:
    return [
        (column, figures[column.key] if told.counts(column) else None) for column in told.columns
    ]


def _drawn(request: OfficeRequest, told: Loyalty, measure: Column) -> Chart:
    """Visits stand in two parts, whatever else in one."""
    keys = ("repeat_visits", "first_visits") if measure.key == "visits" else (measure.key,)
    parts: list[dict[date, int]] = [
        {day.on: day.figures[key] for day in told.days} for key in keys
    ]

    def says(figure: int) -> str:
        return request.house.money(figure).text if measure.kind == "money" else str(figure)

    return charts.chart((told.first, told.last), parts, says)


def _fault(request: OfficeRequest) -> str:
    return next(iter(asking.faults_of(request.refusal).values()), "")
