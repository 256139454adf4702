"""How long something lasts: so many days, months, years, or to the end of the year they end in."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

SPELLED = re.compile(r"([1-9]\d{0,4})([dmye])")
# days on which two spans can differ: the ends of a year and of a February
TELLING = (date(2023, 1, 1), date(2024, 2, 29), date(2025, 6, 30), date(2026, 12, 31))


@dataclass(frozen=True, slots=True)
class Span:
    """`90d`, `60m`, `5y`, and `3e`: to the last day of the third year after."""

    count: int
    unit: str

    def until(self, start: date) -> date:
        """The last day, itself included, of what began on `start`."""
        if self.unit == "d":
            return start + timedelta(days=self.count)
        if self.unit == "e":
            return date(start.year + self.count, 12, 31)
        months = start.month - 1 + self.count * (12 if self.unit == "y" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))

    def covers(self, other: "Span") -> bool:
        """Whether this never ends before `other` would."""
        return all(self.until(day) >= other.until(day) for day in TELLING)


def read(text: str) -> Span | None:
    """What `text` spells; None for the empty one, which is for ever, and for what is no span."""
    found = SPELLED.fullmatch(text)
    return Span(int(found[1]), found[2]) if found else None
