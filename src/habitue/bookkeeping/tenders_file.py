"""The tenders report as tables: every turn; by what for, day and site."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.bills.models import BillTender
from habitue.bookkeeping.kinds import ACT_WORDS, UNDONE_WORDS, Act
from habitue.bookkeeping.tenders import MONEY, TENDERS, Tenders, Turn, Turnover
from habitue.paper.tables import Column, Table

TURNS = (
    Column("day", gettext_lazy("Day"), "day"),
    Column("venue", gettext_lazy("Site")),
    Column("tender", gettext_lazy("Tender")),
    Column("act", gettext_lazy("What for")),
    Column("came_in", gettext_lazy("Came in"), "money"),
    Column("went_out", gettext_lazy("Went out"), "money"),
    Column("net", gettext_lazy("Net"), "money"),
)
BY_TENDER = tuple(Column(one, BillTender(one).label, "money") for one in TENDERS)
SUMS = (*BY_TENDER, Column("money", gettext_lazy("Money in all"), "money"))
BY_ACT = (Column("act", gettext_lazy("What for")), *SUMS)
BY_DAY = (Column("day", gettext_lazy("Day"), "day"), *SUMS)
BY_VENUE = (Column("venue", gettext_lazy("Site")), *SUMS)


def tables(told: Tenders) -> list[Table]:
    """The first has a row for each turn; the others are what a page shows."""
    rows = [
        [*_names(told, turn), sums.came, sums.went, sums.net]
        for turn, sums in sorted(told.turns.items(), key=lambda one: _order(one[0]))
    ]
    acts = [[says, *cells] for says, cells in by_act(told)]
    days = [[day, *_cells(sums)] for day, sums in sorted(told.by(lambda turn: turn.day).items())]
    venues = [
        [told.venue_name(venue) or _("No site"), *_cells(sums)]
        for venue, sums in told.by(lambda turn: turn.venue).items()
    ]
    total = totals(told)
    return [
        Table("tenders", TURNS, rows),
        Table("by_act", BY_ACT, acts, [[_("Net"), *total]]),
        Table("by_day", BY_DAY, days, [[_("Net"), *total]]),
        Table("by_venue", BY_VENUE, sorted(venues), [[_("Net"), *total]]),
    ]


def by_act(told: Tenders) -> list[tuple[str, list[int]]]:
    """A line for what came in for something, and one for what went out again."""
    lines = []
    gathered = told.by(lambda turn: turn.act)
    for act in Act:
        some = gathered.get(act, {})
        if any(sums.came for sums in some.values()):
            lines.append((str(ACT_WORDS[act]), _cells(some, lambda sums: sums.came)))
        if any(sums.went for sums in some.values()):
            words = str(UNDONE_WORDS.get(act, ACT_WORDS[act]))
            lines.append((words, _cells(some, lambda sums: -sums.went)))
    return lines


def totals(told: Tenders) -> list[int]:
    return _cells(told.by(lambda turn: True).get(True, {}))


def _cells(
    sums: Mapping[str, Turnover], figure: Callable[[Turnover], int] = lambda one: one.net
) -> list[int]:
    cells = {tender: figure(sums[tender]) if tender in sums else 0 for tender in TENDERS}
    return [*cells.values(), sum(cells[tender] for tender in MONEY)]


def _names(told: Tenders, turn: Turn) -> list[Any]:
    return [turn.day, told.venue_name(turn.venue), turn.tender, str(turn.act)]


def _order(turn: Turn) -> tuple[Any, ...]:
    return turn.day, str(turn.venue or ""), TENDERS.index(turn.tender), list(Act).index(turn.act)
