"""What the house owes its customers between any two days: what it was, why it changed, what it is.

Opening + brought in + issued − taken back − spent + returned − refunded − paid out − expired −
written off ± adjusted = closing, by kind of value, by venue and by tender; from one statement
over the moves since the first day.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from habitue.bookkeeping.kinds import PARTS, Movement, movement_of
from habitue.house.models import House, Venue
from habitue.ledger import flows as ledger

Key = TypeVar("Key")
Sums = Counter[str]  # by part; amounts carry their sign
NO_TENDER = ""
CASH = ("drawer", "safe", "float")


@dataclass(frozen=True, slots=True)
class Liability:
    """Sums by part of the ledger. `movements` hold only those there were, in their order."""

    first: date
    last: date
    opening: Sums
    movements: Mapping[Movement, Sums]
    closing: Sums
    by_venue: Mapping[UUID | None, Mapping[Movement, Sums]]
    by_tender: Mapping[str, Mapping[Movement, Sums]]
    venues: Mapping[UUID, str] = field(default_factory=dict)

    def venue_name(self, venue: UUID | None) -> str:
        return self.venues.get(venue, "") if venue else ""


def liability(house: House, first: date, last: date) -> Liability:
    """What stood, moved and stands from `first` to `last`, both inclusive; two statements."""
    told = ledger.standing(house, first, last)
    opening: Sums = Counter(
        {part: told.before.get((part, unit), 0) for part, unit in units(house)}
    )
    all_: dict[Movement, Sums] = {}
    by_venue: dict[UUID | None, dict[Movement, Sums]] = {}
    by_tender: dict[str, dict[Movement, Sums]] = {}
    for flow in told.flows:
        for part, other, step in ((flow.credit, flow.debit, 1), (flow.debit, flow.credit, -1)):
            if part not in PARTS:
                continue
            movement = movement_of(flow.kind, part) or Movement.OTHER
            for sums in (
                all_,
                by_venue.setdefault(flow.venue, {}),
                by_tender.setdefault(tender_of(other), {}),
            ):
                sums.setdefault(movement, Counter())[part] += step * flow.amount
    closing = Counter(opening)
    for moved in all_.values():
        for part, amount in moved.items():
            closing[part] += amount
    names = dict(Venue.objects.of(house).values_list("id", "name"))
    return Liability(
        first, last, opening, _ordered(all_), closing, _all(by_venue), _all(by_tender), names
    )


def units(house: House) -> list[tuple[str, str]]:
    """Each part and the unit it counts in."""
    return [(part, "points" if part == "points" else house.currency) for part in PARTS]


def tender_of(part: str) -> str:
    """The tender whose money stands in a part; empty where it is no money."""
    if part in CASH:
        return "cash"
    return part.partition(":")[2] if part.startswith("tender:") else NO_TENDER


def _ordered(sums: Mapping[Movement, Sums]) -> dict[Movement, Sums]:
    return {one: sums[one] for one in Movement if one in sums and any(sums[one].values())}


def _all(sums: Mapping[Key, Mapping[Movement, Sums]]) -> dict[Key, dict[Movement, Sums]]:
    return {key: ordered for key, some in sums.items() if (ordered := _ordered(some))}
