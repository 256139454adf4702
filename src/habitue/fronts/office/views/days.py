"""Business days: which are closed, what each came to, closing one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from habitue.bills.models import Bill
from habitue.bookkeeping import account_words
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.house.days import business_day
from habitue.kit.refusals import Malformed
from habitue.ledger import summing
from habitue.shifts import closing
from habitue.shifts.models import DayClosing, Shift

SHOWN = 62
MOST_OPEN = 50
RIGHTS = ("shifts.close_day", "reports.see")
# the figures of a closing an owner reads first, and on which side of their accounts they stand
FIRST = (
    ("sales", gettext_lazy("Sold"), 1),
    ("tips", gettext_lazy("Tips"), 1),
    ("safe", gettext_lazy("Cash into the safe"), -1),
    ("tender:card", gettext_lazy("Card"), -1),
    ("over_short", gettext_lazy("Missing"), -1),
    ("receivable", gettext_lazy("Charged less settled"), -1),
)


@desk(*RIGHTS)
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The days that are not closed, then those that are."""
    house = request.house
    rows = list(DayClosing.objects.of(house).order_by("-number")[:SHOWN])
    currency = house.currency
    facts: dict[str, Any] = {
        "waiting": waiting(request),
        "today": business_day(house, request.at),
        "open_shifts": _open_shifts(request),
        "open_bills": Bill.objects.of(house).open().order_by("number")[:MOST_OPEN],
        "rows": [
            (
                one,
                closing.standing_in(one.sums, "sales", currency),
                closing.standing_in(one.totals, "sales", currency),
                closing.in_groups(bytes(one.hash)[:6]),
            )
            for one in rows
        ],
    }
    return page(request, "office/days/index.html", "days", **facts)


def waiting(request: OfficeRequest) -> list[date]:
    """Days with entries that are not closed, today among them; the oldest first."""
    today = business_day(request.house, request.at)
    days = summing.entries_by_day(request.house, request.house.closed_through, today)
    return sorted({*days} | ({today} if _is_open(request, today) else set()))


def _is_open(request: OfficeRequest, day: date) -> bool:
    through = request.house.closed_through
    return through is None or day > through


def _open_shifts(request: OfficeRequest) -> list[Shift]:
    rows = Shift.objects.of(request.house).filter(implicit=False, closed_at=None)
    return list(rows.select_related("till").order_by("number"))


@desk("shifts.close_day", again=index)
@require_POST
def close(request: OfficeRequest) -> HttpResponse:
    """Close a day for good, and those before it."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Malformed(field="day") from None
    answer = do(request, closing.close_day, day=day)
    return done(request, "office:day", _("The day is closed."), key=answer.id)


@desk(*RIGHTS)
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """One closing, as it is printed and kept."""
    row = found(DayClosing, request, key)
    currency = request.house.currency
    facts: dict[str, Any] = {
        "row": row,
        "first": [
            (
                words,
                sign * closing.standing_in(row.sums, part, currency),
                sign * closing.standing_in(row.totals, part, currency),
            )
            for part, words, sign in FIRST
            if part in row.totals
        ],
        "sums": _table(row),
        "hash": closing.in_groups(row.hash),
        "previous": closing.in_groups(row.previous),
        "chain": closing.in_groups(row.seal_hash),
    }
    return page(request, "office/days/show.html", "days", **facts)


def _table(row: DayClosing) -> list[tuple[str, str, list[int], list[int]]]:
    return [
        (account_words.words(part), unit, row.sums.get(part, {}).get(unit, [0, 0]), both)
        for part, units in sorted(row.totals.items())
        for unit, both in sorted(units.items())
    ]
