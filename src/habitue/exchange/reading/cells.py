"""One cell of a row, cleaned: no guard, no control characters, no bank card."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from habitue.customers import catalogue
from habitue.exchange.reading.formulas import unguarded
from habitue.kit import bank_cards
from habitue.kit.text import digits

_CONTROL = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t\r"}
_SHORTENED = re.compile(r"(\d)[.,](\d+)E\+(\d{2})", re.IGNORECASE)
_NUMBERS = frozenset({"phone", "phones", "cards", "user_id", "address.postal_code"})
_SHOWN = 60
_MANY_LINES = frozenset({"long_text", "phones", "cards", "email", "tags"})


class Cell(NamedTuple):
    """What a column says of a field; `said` is the column beside it that says which kind."""

    column: str
    key: str
    text: str
    said: str = ""


class Stop(Exception):
    """The row cannot be taken because of this field."""

    def __init__(self, about: str, reason: str, **facts: str) -> None:
        self.field, self.reason = about, _filled(reason, facts)
        super().__init__(self.reason)


@dataclass(slots=True)
class Notes:
    """The warnings gathered while a row is read."""

    all: list[tuple[str, str]] = field(default_factory=list)

    def add(self, about: str, text: str, **facts: str) -> None:
        self.all.append((about, _filled(text, facts)))


def _filled(text: str, facts: dict[str, str]) -> str:
    return text.format(**{name: fact[:_SHOWN] for name, fact in facts.items()}) if facts else text


def cleaned(written: str, key: str, kind: str, notes: Notes) -> str:
    """The text of a cell as it may be kept; empty when nothing of it may."""
    text = unguarded(written).translate(_CONTROL).strip()
    if kind in _MANY_LINES:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if kind != "long_text":
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    elif not text.isascii() or "\n" in text or "\t" in text or "  " in text or "\r" in text:
        text = " ".join(text.split())
    if key in _NUMBERS and (shortened := _SHORTENED.fullmatch(text)):
        text = _whole(shortened, key, notes)
    if len(text) >= 13 and kind not in ("phone", "phones", "cards"):
        text = _without_bank_cards(text, key, notes)
    longest = catalogue.field(key).longest
    if longest and kind != "email" and len(text) > longest:
        raise Stop(key, _("This is too long."))
    return text


def _whole(shortened: re.Match[str], key: str, notes: Notes) -> str:
    """`6.12345678E+08` written out, unless the spreadsheet has cut figures off."""
    figures, power = shortened[1] + shortened[2], int(shortened[3])
    if len(figures) == power + 1:
        return figures
    notes.add(key, _("A spreadsheet has cut figures off this number; it was left out."))
    return ""


def _without_bank_cards(text: str, key: str, notes: Notes) -> str:
    if len(digits(text)) < 13 or not bank_cards.holds_bank_card(text):
        return text
    notes.add(key, _("A bank card number was left out."))
    return bank_cards.without_bank_cards(text).strip()


def first(cells: dict[str, list[Cell]], key: str) -> str:
    """What the first column for a field says."""
    return cells[key][0].text if key in cells else ""
