"""Reports over a period."""

from datetime import date

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from habitue.bills import loyalty_file
from habitue.bills.loyalty import Loyalty, chosen, loyalty
from habitue.fronts.api.entry import ApiRequest, reads
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import loyalty as shown
from habitue.fronts.api.shown.loyalty import LoyaltyOut
from habitue.fronts.api.views.files import CSV
from habitue.fronts.api.views.listing import named
from habitue.house.models import Venue
from habitue.kit.refusals import Malformed

router = Router(tags=["reports"])


class LoyaltyAsked(BaseModel):
    """Which days, at which site; the columns by name, with commas, all where none is named."""

    first: str = Field("", alias="from", examples=["2026-03-01"])
    last: str = Field("", alias="to", examples=["2026-03-31"])
    venue: str | None = None
    columns: str = Field("", max_length=1000, examples=["visits,sales"])


@router.get("/reports/loyalty", response=LoyaltyOut)
@reads("reports.see")
def loyal(request: ApiRequest, asked: Query[LoyaltyAsked]) -> HttpResponse:
    """A row for each business day on which something was done for regulars."""
    return respond(shown.show(request.house, _loyalty(request, asked)))


@router.get("/reports/loyalty.csv", openapi_extra=CSV)
@reads("reports.see")
def loyal_csv(request: ApiRequest, asked: Query[LoyaltyAsked]) -> HttpResponse:
    """The same, with the totals as the last line."""
    report = _loyalty(request, asked)
    name = f"loyalty-{report.first}-{report.last}.csv"
    return HttpResponse(
        loyalty_file.as_csv(request.house, report),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _loyalty(request: ApiRequest, asked: LoyaltyAsked) -> Loyalty:
    columns = chosen(key.strip() for key in asked.columns.split(","))
    first, last = _day(asked.first, "from"), _day(asked.last, "to")
    venue = named(request.house, Venue, asked.venue, "venue")
    return loyalty(request.house, first, last, venue=venue, columns=columns)


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Malformed(field=field) from None
