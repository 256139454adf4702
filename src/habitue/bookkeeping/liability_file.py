"""The liability report as tables: the whole, by site, by tender."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.bookkeeping.kinds import MONEY_PARTS, MOVEMENT_WORDS, PART_WORDS, PARTS, Movement
from habitue.bookkeeping.liability import NO_TENDER, Liability, Sums
from habitue.paper.tables import Column, Table
from habitue.shifts.models import TenderKind

KEYS = {part: part.partition(":")[2] or part for part in PARTS}  # paid, gift, earned, …

SUMS = (
    *(Column(KEYS[part], PART_WORDS[part], "money") for part in MONEY_PARTS),
    Column("total", gettext_lazy("Money in all"), "money"),
    Column("points", PART_WORDS["points"], "count"),
)
MOVEMENT = Column("movement", gettext_lazy("Movement"))
WHOLE = (MOVEMENT, Column("words", gettext_lazy("In words")), *SUMS)
BY_VENUE = (Column("venue", gettext_lazy("Site")), MOVEMENT, *SUMS)
BY_TENDER = (Column("tender", gettext_lazy("Tender")), MOVEMENT, *SUMS)


def tables(told: Liability) -> list[Table]:
    """The first is the report; the others say where and by which money it moved."""
    return [_whole(told), _by_venue(told), _by_tender(told)]


def _whole(told: Liability) -> Table:
    rows = [("opening", _("Opening"), told.opening)]
    rows += [(str(one), str(MOVEMENT_WORDS[one]), sums) for one, sums in told.movements.items()]
    return Table(
        "liability",
        WHOLE,
        [[key, words, *_cells(sums)] for key, words, sums in rows],
        [["closing", _("Closing"), *_cells(told.closing)]],
    )


def _by_venue(told: Liability) -> Table:
    return _parted(
        "by_venue",
        BY_VENUE,
        {told.venue_name(key) or _("No site"): some for key, some in told.by_venue.items()},
    )


def _by_tender(told: Liability) -> Table:
    return _parted(
        "by_tender",
        BY_TENDER,
        {tender_words(key): some for key, some in told.by_tender.items()},
    )


def tender_words(tender: str) -> str:
    if tender == NO_TENDER:
        return _("No money")
    return str(TenderKind(tender).label) if tender in TenderKind.values else tender


def _parted(
    name: str, columns: Sequence[Column], parts: Mapping[str, Mapping[Movement, Sums]]
) -> Table:
    return Table(
        name,
        columns,
        [
            [says, str(one), *_cells(sums)]
            for says in sorted(parts)
            for one, sums in parts[says].items()
        ],
    )


def _cells(sums: Sums) -> list[Any]:
    money = [sums[part] for part in MONEY_PARTS]
    return [*money, sum(money), sums["points"]]
