"""What the reports of the office share: the period and site asked for, the way from one to the
next, and their files. A report is one function of a room that answers plain rows; its view lays
them on `office/reports/told.html` and hands its tables to `file`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.fronts.office import periods
from habitue.fronts.office.desk import OfficeRequest
from habitue.fronts.office.pages import page
from habitue.fronts.office.periods import Period
from habitue.house.days import business_day
from habitue.house.models import Venue
from habitue.kit.refusals import NotFound
from habitue.paper.tables import Table, as_csv, as_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the address `office:<key>`, its name, and what it answers in a sentence."""

    key: str
    words: str | Promise
    says: str | Promise
    icon: str
    rights: tuple[str, ...] = ("reports.see",)


REPORTS: tuple[Report, ...] = (
    Report(
        "takings",
        gettext_lazy("Shift report"),
        gettext_lazy("Sales, money in and out, tips by server, what was counted."),
        "till",
    ),
    Report(
        "loyalty",
        gettext_lazy("Loyalty"),
        gettext_lazy("Visits, top-ups and points, day by day."),
        "points",
    ),
    Report(
        "liability",
        gettext_lazy("Owed to customers"),
        gettext_lazy("Wallets, points and money in hand: opening, why it changed, closing."),
        "wallet",
    ),
    Report(
        "receivables",
        gettext_lazy("Receivables"),
        gettext_lazy("Who owes the house, and for how long."),
        "clock",
        ("customers.see_balances",),
    ),
    Report(
        "tenders_report",
        gettext_lazy("Tenders"),
        gettext_lazy("What came in and went out by cash, card and transfer, and what for."),
        "cash",
    ),
    Report(
        "unmatched",
        gettext_lazy("Without a receipt number"),
        gettext_lazy("Money that no receipt of the till that books the sale speaks of."),
        "bill",
    ),
    Report(
        "vat_report",
        gettext_lazy("VAT"),
        gettext_lazy("What became due at each rate, with vouchers taxed when they are sold."),
        "note",
    ),
    Report(
        "adjustments",
        gettext_lazy("Put right by hand"),
        gettext_lazy("Adjustments, write-offs, voids, refunds and approvals: who and why."),
        "edit",
    ),
    Report(
        "abuse",
        gettext_lazy("What stands out"),
        gettext_lazy("Where value may go to those who serve: a reason to look, each with facts."),
        "warning",
    ),
)


def ways(request: OfficeRequest, period: Period) -> list[tuple[str, str, str]]:
    """The reports this person may see, each a tab that keeps the period."""
    asked = urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()})
    return [
        (one.key, str(one.words), f"{reverse(f'office:{one.key}')}?{asked}")
        for one in REPORTS
        if any(request.by.may(right) for right in one.rights)
    ]


def told(
    request: OfficeRequest, template: str, key: str, period: Period, **facts: Any
) -> HttpResponse:
    """The page of a report. Facts with a meaning of their own: `fault`, `more` (other things
    asked for, kept when the period changes)."""
    more = {name: value for name, value in facts.pop("more", {}).items() if value}
    kept = {"from": period.first.isoformat(), "to": period.last.isoformat(), **more}
    if venue := request.GET.get("venue", ""):
        kept["venue"] = venue
    shell = {
        "period": period,
        "usual": usual(request),
        "venues": venues(request),
        "venue": venue,
        "tabs_of": ways(request, period),
        "report": key,
        "kept": {name: value for name, value in kept.items() if name not in ("from", "to")},
        "asked": urlencode(kept),
        "fault": period.fault,
    }
    return page(request, template, "reports", **cast(dict[str, Any], shell | facts))


def asked(request: OfficeRequest) -> Period:
    """The period asked for; this month where none was."""
    if request.GET.get("from") or request.GET.get("to"):
        return periods.asked(request, request.GET)
    today = business_day(request.house, request.at)
    return Period(today.replace(day=1), today)


def usual(request: OfficeRequest) -> list[tuple[str, Period]]:
    """Periods with a name."""
    today = business_day(request.house, request.at)
    monday = today - timedelta(days=today.weekday())
    return [
        (_("This week"), Period(monday, today)),
        (_("This month"), Period(today.replace(day=1), today)),
        (_("Last month"), periods.last_month(today)),
        (_("90 days"), Period(today - timedelta(days=89), today)),
        (_("This year"), Period(today.replace(month=1, day=1), today)),
    ]


def venues(request: OfficeRequest) -> list[Venue]:
    return list(Venue.objects.of(request.house).order_by("name"))


def venue_asked(request: OfficeRequest) -> Venue | None:
    """The site asked for. Raises NotFound."""
    wanted = request.GET.get("venue", "")
    if not wanted:
        return None
    found = next((one for one in venues(request) if str(one.id) == wanted), None)
    if found is None:
        raise NotFound("venue", field="venue")
    return found


def file(
    request: OfficeRequest, key: str, period: Period, tables: Sequence[Table], form: str
) -> HttpResponse:
    """The tables of a report: all of them as `xlsx`, the first as `csv`."""
    house = request.house
    if form == "xlsx":
        content, kind = as_xlsx(tables, house.currency, house.zone), XLSX
    else:
        content = as_csv(tables[0], house.currency, house.zone, mark=True)
        kind = "text/csv; charset=utf-8"
    name = f"{key}-{period.first}-{period.last}.{form}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
