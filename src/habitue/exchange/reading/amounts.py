"""Amounts as files write them; what the comma means is decided over a column, never by a cell.

The rule: a cell that can be read in one way only (`1.234,56`, `12,5`, `1.234.567`) proves the
style of its column. `1.234` alone can be read in two ways: it takes the style its column proves;
where the column proves none, that of the file's other amounts, else that of the house's
language, and the file is warned of; where the column proves both, such a cell is refused.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

from habitue.kit.currencies import EXPONENTS

Style = Literal["comma", "dot"]

_SIGNS: dict[str, frozenset[str]] = {
    sign: frozenset(codes.split())
    for sign, codes in {
        "€": "EUR", "£": "GBP EGP GIP", "¥": "JPY CNY", "₽": "RUB", "₴": "UAH", "₺": "TRY",
        "$": "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU BBD BSD BZD JMD TTD FJD",
        "zł": "PLN", "kč": "CZK", "ft": "HUF", "руб": "RUB BYN", "р": "RUB BYN", "₹": "INR",
        "fr": "CHF XOF XAF XPF", "kr": "SEK NOK DKK ISK", "лв": "BGN", "₸": "KZT", "₾": "GEL",
    }.items()
}  # fmt: skip
_FIGURES = re.compile(r"\d[\d.,']*|[.,]\d+")
# `5.-` is how the Swiss write five francs.
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]+")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009’'](?=\d{3}(?:\D|$))")
_PLAIN = re.compile(r"\d+")
_LARGEST = 10**15
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A cell taken apart: figures with their separators, the sign, the currencies it may mean."""

    figures: str
    negative: bool
    currencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and the currencies written beside it (none: not said)."""

    value: Decimal
    currencies: frozenset[str]


def take_apart(cell: str) -> Written | None:
    """The parts of an amount, or None when the cell is no amount."""
    if len(cell) > _LONGEST:
        return None
    plain = _NO_CENTS.sub("", cell.strip().replace("−", "-"))
    plain = _SPACES.sub("", _SPACES.sub("", plain))
    found = _FIGURES.search(plain)
    if not found:
        return None
    around = plain[: found.start()] + " " + plain[found.end() :]
    said = re.sub(r"[-+()\s]", "", around).rstrip(".").lower()
    currencies = _SIGNS.get(said) or frozenset({said.upper()} & EXPONENTS.keys())
    if around.count("-") > 1 or (said and not currencies):
        return None
    negative = "-" in around or ("(" in around and ")" in around)
    return Written(found[0].rstrip(".,'"), negative, currencies)


def usual(language: str) -> Style:
    """The style of the house's language."""
    try:
        symbol = get_decimal_symbol(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        symbol = "."
    return "comma" if symbol == "," else "dot"


def evidence(cell: str) -> Style | None:
    """What one cell proves about the decimal separator of its column."""
    written = take_apart(cell)
    return _style_of(written.figures) if written else None


def is_open(cell: str) -> bool:
    """Whether the cell can be read in two ways: one separator before three figures."""
    written = take_apart(cell)
    return bool(written and re.search("[.,]", written.figures)) and evidence(cell) is None


def _style_of(figures: str) -> Style | None:
    dots, commas = figures.count("."), figures.count(",")
    if dots and commas:
        return "comma" if figures.rfind(",") > figures.rfind(".") else "dot"
    if dots > 1 or commas > 1:
        return "comma" if dots else "dot"
    if not dots and not commas:
        return None
    whole, _mark, part = figures.partition("." if dots else ",")
    if len(part) == 3 and whole.lstrip("0") and len(whole) <= 3:
        return None
    return "dot" if dots else "comma"


def read(cell: str, style: Style) -> Amount | None:
    """The amount in a cell, in this style where the cell leaves it open; None when it is none."""
    written = take_apart(cell)
    if written is None:
        return None
    mark, group = (",", ".") if (_style_of(written.figures) or style) == "comma" else (".", ",")
    whole, _mark, part = written.figures.replace("'", "").partition(mark)
    groups = whole.split(group)
    number = "".join(groups) or "0"
    if not _grouped(groups) or not _PLAIN.fullmatch(number + part) or int(number) >= _LARGEST:
        return None
    value = Decimal(f"{number}.{part or 0}")
    return Amount(-value if written.negative else value, written.currencies)


def _grouped(groups: list[str]) -> bool:
    """Thousands stand in threes, and never behind a zero."""
    first, *rest = groups
    if not rest:
        return True
    return 0 < len(first) <= 3 and first != "0" and all(len(group) == 3 for group in rest)
