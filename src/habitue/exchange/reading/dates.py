"""Dates as files write them; which number is the month is decided over a column, not a cell."""

import datetime as dt
import re
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale

from habitue.kit.text import normalise

Order = Literal["dmy", "mdy"]

# Programs write these years when a birthday has none.
_NO_YEAR = frozenset({0, 1, 1604, 1900})
_OLDEST = 125
_LONGEST = 60
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")
# 03-22 is an ISO date whose year was left out.
_YEARLESS = re.compile(r"--(\d{2})-?(\d{2})|(\d{1,2})-(\d{1,2})")
_THREE = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,].*)?")
_TWO = re.compile(r"(\d{1,2})([/.])(\d{1,2})\.?")
_WORDS = re.compile(r"[\d]+|[^\W\d_]+")
# The countries that write the month first.
_MONTH_FIRST = frozenset(["US", "PH", "PW", "FM", "MH", "GU", "AS", "MP", "VI", "PR", "UM"])


class Parts(NamedTuple):
    """Year (None: not given), month, day."""

    year: int | None
    month: int
    day: int


def usual(country: str) -> Order:
    """The order that the house's country writes."""
    return "mdy" if country.upper() in _MONTH_FIRST else "dmy"


def evidence(cell: str) -> Order | None:
    """What one cell proves about the order of its column; nothing where both are below 13."""
    found = _written(cell)
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def is_open(cell: str) -> bool:
    """Whether the cell can be read in two ways that differ."""
    found = _written(cell)
    return bool(found and found[2] != "." and found[1] != found[3]) and evidence(cell) is None


def _written(cell: str) -> re.Match[str] | None:
    if len(cell) > _LONGEST:
        return None
    return _THREE.fullmatch(cell.strip()) or _TWO.fullmatch(cell.strip())


def read(cell: str, order: Order, today: dt.date) -> Parts | None:
    """The date in a cell, in this order where the cell leaves it open; None when it is none."""
    if len(cell) > _LONGEST:
        return None
    parts = _read(cell.strip(), evidence(cell) or order, today)
    return parts if parts and _exists(parts) else None


def _read(cell: str, order: Order, today: dt.date) -> Parts | None:
    if found := _ISO.fullmatch(cell) or _COMPACT.fullmatch(cell):
        return Parts(int(found[1]) or None, int(found[2]), int(found[3]))
    if found := _YEARLESS.fullmatch(cell):
        month, day = int(found[1] or found[3]), int(found[2] or found[4])
        return Parts(None, month, day) if month <= 12 else Parts(None, day, month)
    if found := _THREE.fullmatch(cell):
        return _ordered(_year(found[4], today), int(found[1]), int(found[3]), order)
    if found := _TWO.fullmatch(cell):
        return _ordered(None, int(found[1]), int(found[3]), order)
    return _in_words(cell, today)


def _ordered(year: int | None, first: int, second: int, order: Order) -> Parts:
    return Parts(year, second, first) if order == "dmy" else Parts(year, first, second)


def _year(written: str, today: dt.date) -> int:
    """Two figures are the latest such year that is not in the future."""
    if len(written) == 4:
        return int(written)
    year = today.year // 100 * 100 + int(written)
    return year if year <= today.year else year - 100


def _in_words(cell: str, today: dt.date) -> Parts | None:
    """`15 mars 1985`, `March 3, 1985`, `3 марта`."""
    words = _WORDS.findall(normalise(cell))
    months = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    numbers.sort(key=len)
    year = _year(numbers[1], today) if len(numbers) == 2 and len(numbers[1]) in (2, 4) else None
    return Parts(year, months[0], int(numbers[0][:4]))


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in ("en", "fr", "de", "ru", "es", "it", "nl", "pt", "pl"):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in Locale(language).months[form][width].items():
                    names.setdefault(normalise(name).rstrip("."), int(month))
    return names


def _exists(parts: Parts) -> bool:
    try:
        dt.date(parts.year or 2000, parts.month, parts.day)
    except ValueError:
        return False
    return True


def birthday(parts: Parts, today: dt.date) -> str | None:
    """ISO, or `--MM-DD` where the year is unknown; None when nobody alive was born then."""
    if parts.year is None or parts.year in _NO_YEAR:
        return f"--{parts.month:02}-{parts.day:02}"
    born = dt.date(parts.year, parts.month, parts.day)
    if born > today or born.year < today.year - _OLDEST:
        return None
    return born.isoformat()
