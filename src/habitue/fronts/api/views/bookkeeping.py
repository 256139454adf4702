"""Reports of money over two business days: JSON, CSV and XLSX of the same tables."""

from datetime import date

from django.http import HttpResponse
from ninja import Query, Router

from habitue.bookkeeping import (
    adjustments_file,
    liability_file,
    signs_file,
    tenders_file,
    vat_file,
)
from habitue.bookkeeping.adjustments import Asked, Sort, adjustments
from habitue.bookkeeping.liability import liability
from habitue.bookkeeping.signs import signs
from habitue.bookkeeping.signs.proofs import without_receipt
from habitue.bookkeeping.tenders import tenders
from habitue.fronts.api.entry import ApiRequest, reads
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import tables as shown
from habitue.fronts.api.views.files import CSV
from habitue.fronts.api.views.listing import named
from habitue.fronts.api.views.telling import AS_XLSX, Between, between, file
from habitue.house.models import Venue
from habitue.paper.tables import Table
from habitue.staff.models import StaffMember

router = Router(tags=["reports"])
LiabilityOut = shown.report_model(
    "Liability",
    liability_file.WHOLE,
    by_venue=liability_file.BY_VENUE,
    by_tender=liability_file.BY_TENDER,
)
TendersOut = shown.report_model(
    "Tenders",
    tenders_file.TURNS,
    by_act=tenders_file.BY_ACT,
    by_day=tenders_file.BY_DAY,
    by_venue=tenders_file.BY_VENUE,
)

AdjustmentsOut = shown.report_model("Adjustments", adjustments_file.COLUMNS)

AbuseOut = shown.report_model(
    "Abuse", signs_file.SIGNS, without_receipt=signs_file.WITHOUT_RECEIPT
)

VatOut = shown.report_model("Vat", vat_file.COLUMNS)


class OfSite(Between):
    """The days, perhaps of one venue."""

    venue: str | None = None


@router.get("/reports/liability", response=LiabilityOut)
@reads("reports.see")
def owed(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """What the house owes its customers: opening, each movement, closing; by kind of value."""
    days = between(asked)
    return respond(shown.show(request.house, days, _owed(request, days)))


@router.get("/reports/liability.csv", openapi_extra=CSV)
@reads("reports.see")
def owed_csv(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The same: a line for each movement."""
    days = between(asked)
    return file(request, "liability", days, _owed(request, days), "csv")


@router.get("/reports/liability.xlsx", openapi_extra=AS_XLSX)
@reads("reports.see")
def owed_xlsx(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The same, with sheets by site and by tender."""
    days = between(asked)
    return file(request, "liability", days, _owed(request, days), "xlsx")


def _owed(request: ApiRequest, days: tuple[date, date]) -> list[Table]:
    return liability_file.tables(liability(request.house, *days))


@router.get("/reports/tenders", response=TendersOut)
@reads("reports.see")
def turned(request: ApiRequest, asked: Query[OfSite]) -> HttpResponse:
    """What came in and went out by tender: by day and site, and what for."""
    return respond(shown.show(request.house, between(asked), _turned(request, asked)))


@router.get("/reports/tenders.csv", openapi_extra=CSV)
@reads("reports.see")
def turned_csv(request: ApiRequest, asked: Query[OfSite]) -> HttpResponse:
    """The same: a line for each day, site, tender and purpose."""
    return file(request, "tenders", between(asked), _turned(request, asked), "csv")


@router.get("/reports/tenders.xlsx", openapi_extra=AS_XLSX)
@reads("reports.see")
def turned_xlsx(request: ApiRequest, asked: Query[OfSite]) -> HttpResponse:
    """The same, with sheets by purpose, day and site."""
    return file(request, "tenders", between(asked), _turned(request, asked), "xlsx")


def _turned(request: ApiRequest, asked: OfSite) -> list[Table]:
    venue = named(request.house, Venue, asked.venue, "venue")
    return tenders_file.tables(tenders(request.house, *between(asked), venue=venue))


class OfSort(Between):
    """The days, and which acts: what was done, and by whom (a staff member's id)."""

    sort: Sort | None = None
    staff: str | None = None


@router.get("/reports/adjustments", response=AdjustmentsOut)
@reads("reports.see")
def put_right(request: ApiRequest, asked: Query[OfSort]) -> HttpResponse:
    """What was adjusted, written off, voided, taken back, refunded or approved: who and why."""
    return respond(shown.show(request.house, between(asked), _put_right(request, asked)))


@router.get("/reports/adjustments.csv", openapi_extra=CSV)
@reads("reports.see")
def put_right_csv(request: ApiRequest, asked: Query[OfSort]) -> HttpResponse:
    """The same: a line for each act."""
    return file(request, "adjustments", between(asked), _put_right(request, asked), "csv")


@router.get("/reports/adjustments.xlsx", openapi_extra=AS_XLSX)
@reads("reports.see")
def put_right_xlsx(request: ApiRequest, asked: Query[OfSort]) -> HttpResponse:
    """The same as a spreadsheet."""
    return file(request, "adjustments", between(asked), _put_right(request, asked), "xlsx")


def _put_right(request: ApiRequest, asked: OfSort) -> list[Table]:
    """All of them: the list has no pages here, as a file has none."""
    member = named(request.house, StaffMember, asked.staff, "staff")
    wanted = Asked(asked.sort or "", f"staff:{member.id}" if member else "")
    told, _none = adjustments(request.house, *between(asked), wanted, size=None)
    return adjustments_file.tables(request.house, told)


@router.get("/reports/abuse", response=AbuseOut)
@reads("reports.see")
def stands_out(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """What looks like value taken by those who serve, the strongest sign first."""
    days = between(asked)
    return respond(shown.show(request.house, days, _signs(request, days)))


@router.get("/reports/abuse.csv", openapi_extra=CSV)
@reads("reports.see")
def stands_out_csv(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The same: a line for each sign."""
    days = between(asked)
    return file(request, "abuse", days, _signs(request, days), "csv")


@router.get("/reports/abuse.xlsx", openapi_extra=AS_XLSX)
@reads("reports.see")
def stands_out_xlsx(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The same, with the top-ups without a receipt number."""
    days = between(asked)
    return file(request, "abuse", days, _signs(request, days), "xlsx")


def _signs(request: ApiRequest, days: tuple[date, date]) -> list[Table]:
    house = request.house
    return signs_file.tables(signs(house, *days), without_receipt(house, *days))


@router.get("/reports/vat", response=VatOut)
@reads("reports.see")
def due(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The VAT that became due, by rate; single-purpose vouchers when they were sold."""
    days = between(asked)
    return respond(shown.show(request.house, days, [vat_file.vat(request.house, *days)]))


@router.get("/reports/vat.csv", openapi_extra=CSV)
@reads("reports.see")
def due_csv(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The same: a line for each rate."""
    days = between(asked)
    return file(request, "vat", days, [vat_file.vat(request.house, *days)], "csv")


@router.get("/reports/vat.xlsx", openapi_extra=AS_XLSX)
@reads("reports.see")
def due_xlsx(request: ApiRequest, asked: Query[Between]) -> HttpResponse:
    """The same as a spreadsheet."""
    days = between(asked)
    return file(request, "vat", days, [vat_file.vat(request.house, *days)], "xlsx")
