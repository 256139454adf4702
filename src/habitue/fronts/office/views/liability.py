"""What the house owes its customers, and the transactions behind each figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from habitue.bookkeeping import behind as behind_figures
from habitue.bookkeeping import liability_file
from habitue.bookkeeping.behind import ANY, Figure
from habitue.bookkeeping.kinds import (
    MONEY_PARTS,
    MOVEMENT_WORDS,
    PART_WORDS,
    PARTS,
    Movement,
)
from habitue.bookkeeping.liability import Liability, Sums, liability
from habitue.fronts.office import telling
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.kit.refusals import NotFound

KEYS = {key: part for part, key in liability_file.KEYS.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure: money, or points; where its transactions are."""

    amount: int
    is_points: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report; `css` marks what stands from what moved."""

    words: str
    cells: list[Cell]
    total: int
    stands: bool = False


@desk("reports.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The whole; then by site, where there are several; then by tender."""
    period = telling.asked(request)
    if period.fault:
        return telling.told(request, "office/reports/liability.html", "liability", period)
    told = liability(request.house, period.first, period.last)
    parts = _parts(told)
    facts = {
        "heads": [PART_WORDS[part] for part in parts],
        "columns": range(len(parts) + 2),
        "rows": _whole(told, parts),
        "by_venue": _by_venue(told, parts),
        "by_tender": _by_tender(told, parts),
    }
    return telling.told(request, "office/reports/liability.html", "liability", period, **facts)


@desk("reports.see")
@require_GET
def as_file(request: OfficeRequest, form: str) -> HttpResponse:
    period = telling.asked(request)
    told = liability(request.house, period.first, period.last)
    tables = liability_file.tables(told)
    return telling.file(request, "liability", period, tables, form)


@desk("reports.see")
@require_GET
def behind(request: OfficeRequest) -> HttpResponse:
    """The transactions of one figure, newest first, fifty at a time."""
    period, figure = telling.asked(request), _figure(request)
    transactions, older = behind_figures.behind(
        request.house, period.first, period.last, figure, after=request.GET.get("after", "")
    )
    kept = {key: value for key, value in request.GET.items() if key != "after"}
    facts = {
        "movement": MOVEMENT_WORDS[figure.movement],
        "part": PART_WORDS[figure.part],
        "is_points": figure.part == "points",
        "transactions": transactions,
        "older": f"?{urlencode({**kept, 'after': older})}" if older else "",
        "newest": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "more": {key: kept[key] for key in ("movement", "kind") if key in kept},
    }
    return telling.told(request, "office/reports/behind.html", "liability", period, **facts)


def _figure(request: OfficeRequest) -> Figure:
    """Which figure the address names. Raises NotFound."""
    movement, part = request.GET.get("movement", ""), KEYS.get(request.GET.get("kind", ""))
    if movement not in MOVEMENT_WORDS or part is None:
        raise NotFound("figure")
    venue: UUID | str | None = ANY
    if "venue" in request.GET:
        try:
            venue = UUID(request.GET["venue"]) if request.GET["venue"] else None
        except ValueError:
            raise NotFound("venue") from None
    return Figure(movement, part, venue)


def _parts(told: Liability) -> list[str]:
    """Those there is anything to say of; what was paid in always."""
    used = [told.opening, told.closing, *told.movements.values()]
    return [part for part in PARTS if part == PARTS[0] or any(sums[part] for sums in used)]


def _whole(told: Liability, parts: list[str]) -> list[Row]:
    moved = [
        _row(str(MOVEMENT_WORDS[one]), sums, parts, _link(told, movement=one))
        for one, sums in told.movements.items()
    ]
    return [
        _row(_("Opening"), told.opening, parts, stands=True),
        *moved,
        _row(_("Closing"), told.closing, parts, stands=True),
    ]


def _by_venue(told: Liability, parts: list[str]) -> list[tuple[str, list[Row]]]:
    if len(told.by_venue) < 2 and not any(told.by_venue):
        return []
    return [
        (
            told.venue_name(venue) or _("No site"),
            _moved(told, some, parts, venue=str(venue) if venue else ""),
        )
        for venue, some in sorted(told.by_venue.items(), key=lambda one: told.venue_name(one[0]))
    ]


def _by_tender(told: Liability, parts: list[str]) -> list[tuple[str, list[Row]]]:
    by_money = {tender: some for tender, some in told.by_tender.items() if tender}
    return [
        (
            liability_file.tender_words(tender),
            [_row(str(MOVEMENT_WORDS[one]), sums, parts) for one, sums in some.items()],
        )
        for tender, some in sorted(by_money.items())
    ]


def _moved(
    told: Liability, some: Mapping[Movement, Sums], parts: list[str], **more: str
) -> list[Row]:
    return [
        _row(str(MOVEMENT_WORDS[one]), sums, parts, _link(told, movement=one, **more))
        for one, sums in some.items()
    ]


def _row(words: str, sums: Sums, parts: list[str], link: str = "", *, stands: bool = False) -> Row:
    cells = [
        Cell(
            sums[part],
            part == "points",
            f"{link}&kind={liability_file.KEYS[part]}" if link and sums[part] else "",
        )
        for part in parts
    ]
    return Row(words, cells, sum(sums[part] for part in MONEY_PARTS), stands)


def _link(told: Liability, **asked: Any) -> str:
    days = {"from": told.first.isoformat(), "to": told.last.isoformat()}
    return f"{reverse('office:liability_behind')}?{urlencode({**days, **asked})}"
