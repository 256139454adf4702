"""From when to when: what an address says, and the periods one usually wants."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from habitue.fronts.office.desk import OfficeRequest
from habitue.house.days import business_day


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both inclusive; `fault` where what was asked is none."""

    first: date
    last: date
    fault: str = ""


def asked(request: OfficeRequest, given: Any) -> Period:
    """What `from` and `to` say, or a usual period that was pressed; without them, last month."""
    usual = last_month(business_day(request.house, request.at))
    said, until = given.get("from", ""), given.get("to", "")
    if pressed := given.get("usual", ""):
        said, _to, until = pressed.partition("/")
    first, last = _day(said), _day(until)
    if (said and first is None) or (until and last is None):
        return Period(usual.first, usual.last, _("A day such as 2026-03-31."))
    found = Period(first or usual.first, last or max(first or usual.last, usual.last))
    if found.last < found.first:
        return Period(found.first, found.last, _("The period ends before it begins."))
    return found


def usual(request: OfficeRequest) -> list[tuple[str, Period]]:
    """Those with a name: last month, this month, this year."""
    today = business_day(request.house, request.at)
    return [
        (_("Last month"), last_month(today)),
        (_("This month"), Period(today.replace(day=1), today)),
        (_("This year"), Period(today.replace(month=1, day=1), today)),
    ]


def last_month(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
