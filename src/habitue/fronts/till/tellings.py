"""A shift's report in the words of a slip."""

from dataclasses import dataclass
from typing import Any

from habitue.bookkeeping.takings import ENDING, INSTEAD_WORDS, ROW_WORDS, Takings
from habitue.bookkeeping.takings_file import way_words
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.shifts.models import Tender
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember


@dataclass(frozen=True, slots=True)
class Row:
    """One line of money: out of the drawer where it went out."""

    words: str
    tender: str
    sum: Money
    out: bool


def who(house: House, actor: str) -> str:
    """Whose act it was, by name; empty where no member of the staff did it."""
    row = StaffMember.objects.of(house).filter(pk__in=member_ids(actor)).first()
    return row.name if row else ""


def slip_of(house: House, told: Takings) -> dict[str, Any]:
    """Everything a slip shows of one shift."""
    names = {row.kind: str(row) for row in Tender.objects.of(house)}
    [counted] = told.shifts
    return {
        "shift": counted.shift,
        "at": (counted.shift.closed_at or counted.shift.opened_at).astimezone(house.zone),
        "opened": counted.shift.opened_at.astimezone(house.zone),
        "closed": counted.shift.closed_at and counted.shift.closed_at.astimezone(house.zone),
        "sold": house.money(told.net),
        "rows": [
            Row(str(ROW_WORDS[one.what]), names[one.tender], house.money(minor), out)
            for one in told.money
            if one.what not in ENDING
            for minor, out in ((one.incoming, False), (one.outgoing, True))
            if minor
        ],
        "instead": [
            (INSTEAD_WORDS[key], house.money(minor)) for key, minor in told.instead.items()
        ],
        "tips": [
            (one.name, [(way_words(way), house.money(minor)) for way, minor in one.by.items()])
            for one in told.tips
        ],
        "counts": [
            (
                names[one.tender],
                house.money(one.expected),
                None if one.counted is None else house.money(one.counted),
                house.money(abs(one.difference)),
                one.difference,
            )
            for one in counted.counts
        ],
        "left": house.money(counted.shift.left_minor),
    }
