"""What came in and went out by tender; the VAT that became due."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from habitue.bookkeeping import tenders_file, vat_file
from habitue.bookkeeping.tenders import MONEY, TENDERS, Tenders, tenders
from habitue.fronts.office import telling
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.periods import Period
from habitue.paper.tables import Table


@desk("reports.see")
@require_GET
def by_tender(request: OfficeRequest) -> HttpResponse:
    """By what it was for, then day by day, then by site."""
    period = telling.asked(request)
    template = "office/reports/tenders.html"
    if period.fault:
        return telling.told(request, template, "tenders_report", period)
    told = _told(request, period)
    _turns, *tables = tenders_file.tables(told)
    keep = [place for place, one in enumerate(TENDERS, 1) if one in told.tenders]
    used = [0, *keep, len(TENDERS) + 1]
    facts: dict[str, Any] = {
        "money": sum(one in MONEY for one in told.tenders),
        "instead": sum(one not in MONEY for one in told.tenders),
        "tables": [_narrowed(table, _money_first(used)) for table in tables],
        "any": bool(told.turns),
    }
    return telling.told(request, template, "tenders_report", period, **facts)


@desk("reports.see")
@require_GET
def tenders_as_file(request: OfficeRequest, form: str) -> HttpResponse:
    period = telling.asked(request)
    tables = tenders_file.tables(_told(request, period))
    return telling.file(request, "tenders", period, tables, form)


@desk("reports.see")
@require_GET
def vat(request: OfficeRequest) -> HttpResponse:
    """By rate: bills, refunds, single-purpose vouchers; what was taxed before beside it."""
    period, template = telling.asked(request), "office/reports/vat.html"
    if period.fault:
        return telling.told(request, template, "vat_report", period)
    table = vat_file.vat(request.house, period.first, period.last)
    facts: dict[str, Any] = {
        "rates": [row[0] for row in table.rows],
        "lines": [
            (says, list(zip(gross, tax, strict=True)))
            for says, gross, tax in vat_file.lines(table)
        ],
        "any": bool(table.rows),
    }
    return telling.told(request, template, "vat_report", period, **facts)


@desk("reports.see")
@require_GET
def vat_as_file(request: OfficeRequest, form: str) -> HttpResponse:
    period = telling.asked(request)
    table = vat_file.vat(request.house, period.first, period.last)
    return telling.file(request, "vat", period, [table], form)


def _told(request: OfficeRequest, period: Period) -> Tenders:
    venue = telling.venue_asked(request)
    return tenders(request.house, period.first, period.last, venue=venue)


def _money_first(places: list[int]) -> list[int]:
    """What is money, its sum, then what bills were paid with instead."""
    last_of_money = len(MONEY)
    head = [place for place in places if place <= last_of_money]
    rest = [place for place in places if last_of_money < place <= len(TENDERS)]
    return [*head, len(TENDERS) + 1, *rest]


def _narrowed(table: Table, places: list[int]) -> dict[str, Any]:
    """A table with some of its columns."""
    return {
        "name": table.name,
        "heads": [table.columns[place].label for place in places],
        "rows": [[row[place] for place in places] for row in table.rows],
        "totals": [[row[place] for place in places] for row in table.totals],
    }
