"""Which reports there are; and what was done for regulars, day by day, with a chart of it."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from habitue.bills import loyalty_file
from habitue.bills.loyalty import BY_KEY, COLUMNS, Column, Loyalty, chosen, loyalty
from habitue.fronts.office import asking, charts, telling
from habitue.fronts.office.charts import Chart
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import page
from habitue.fronts.office.periods import Period
from habitue.fronts.ui import figures

USUAL = (
    *("visits", "first_visits", "repeat_visits", "sales", "discount", "accumulated"),
    *("points_granted", "points_redeemed", "top_ups_paid", "new_customers"),
)


@desk("reports.see")
@require_GET
def shelf(request: OfficeRequest) -> HttpResponse:
    """Which reports there are, each in a sentence."""
    open_ = [one for one in telling.REPORTS if any(map(request.by.may, one.rights))]
    reports = [{"report": one, "url": reverse(f"office:{one.key}")} for one in open_]
    return page(request, "office/reports/index.html", "reports", reports=reports)


def _asked_again(request: OfficeRequest) -> HttpResponse:
    """The form with what was asked, and why there is no answer."""
    facts = _form(request, telling.asked(request), USUAL)
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
    period = telling.asked(request)
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
    told = _told(request, telling.asked(request))
    content = ("\ufeff" + loyalty_file.as_csv(request.house, told)).encode()
    name = f"loyalty-{told.first}-{told.last}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told(request: OfficeRequest, period: Period) -> Loyalty:
    columns = chosen(request.GET.getlist("columns") or USUAL)
    venue = telling.venue_asked(request)
    return loyalty(request.house, period.first, period.last, venue=venue, columns=columns)


def _form(request: OfficeRequest, period: Period, columns: Any) -> dict[str, Any]:
    return {
        "period": period,
        "usual": telling.usual(request),
        "venues": telling.venues(request),
        "venue": request.GET.get("venue", ""),
        "tabs_of": telling.ways(request, period),
        "columns": [(column, column.key in columns) for column in COLUMNS],
    }


def _cells(told: Loyalty, day: dict[str, int]) -> list[tuple[Column, int | None]]:
    return [(column, day[column.key] if told.counts(column) else None) for column in told.columns]


def _drawn(request: OfficeRequest, told: Loyalty, measure: Column) -> Chart:
    """Visits stand in two parts, whatever else in one."""
    keys = ("repeat_visits", "first_visits") if measure.key == "visits" else (measure.key,)
    parts: list[dict[date, int]] = [
        {day.on: day.figures[key] for day in told.days} for key in keys
    ]

    def says(figure: int) -> str:
        if measure.kind != "money":
            return str(figure)
        return figures.plain(request.house.money(figure))

    return charts.chart((told.first, told.last), parts, says)


def _fault(request: OfficeRequest) -> str:
    return next(iter(asking.faults_of(request.refusal).values()), "")
