"""What the reports of the API share: the period asked for, and their files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from habitue.fronts.api.entry import ApiRequest
from habitue.kit.refusals import Malformed
from habitue.paper.tables import Table, as_csv, as_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
AS_XLSX = {"responses": {200: {"description": "OK", "content": {XLSX: BYTES}}}}
YEARS = range(2000, 2200)


class DayUnknown(Malformed):
    says = _("A day is written 2026-03-31.")


class PeriodBackwards(Malformed):
    says = _("The period ends before it begins.")


class Between(BaseModel):
    """Business days, both inclusive."""

    first: str = Field("", alias="from", examples=["2026-03-01"])
    last: str = Field("", alias="to", examples=["2026-03-31"])


def between(asked: Between) -> tuple[date, date]:
    """The days asked for. Raises DayUnknown, PeriodBackwards."""
    first, last = day(asked.first, "from"), day(asked.last, "to")
    if last < first:
        raise PeriodBackwards(field="to")
    return first, last


def day(typed: str, field: str) -> date:
    """Raises DayUnknown."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise DayUnknown(field=field) from None
    if found.year not in YEARS:
        raise DayUnknown(field=field)
    return found


def file(
    request: ApiRequest, name: str, days: tuple[date, date], tables: Sequence[Table], form: str
) -> HttpResponse:
    """The tables of a report: all of them as `xlsx`, the first as `csv`."""
    house = request.house
    if form == "xlsx":
        content, kind = as_xlsx(tables, house.currency, house.zone), XLSX
    else:
        content = as_csv(tables[0], house.currency, house.zone)
        kind = "text/csv; charset=utf-8"
    named = f"{name}-{days[0]}-{days[1]}.{form}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{named}"'},
    )
