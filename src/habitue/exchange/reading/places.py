"""Countries and languages by any of their names, and what is missing from postal codes."""

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from habitue.kit.text import normalise

_SPOKEN = ("en", "fr", "de", "ru", "nl", "es", "it", "pl", "pt")
# Older car plates and everyday names that no list of territories has.
_ALSO = {
    "d": "DE", "f": "FR", "a": "AT", "b": "BE", "i": "IT", "e": "ES", "l": "LU", "nl": "NL",
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u.s.a.": "US",
    "united states of america": "US", "america": "US", "holland": "NL", "brd": "DE",
    "россия": "RU", "рф": "RU", "российская федерация": "RU", "russian federation": "RU",
    "etats-unis d'amerique": "US", "royaume uni": "GB", "tschechien": "CZ", "сша": "US",
}  # fmt: skip
# Countries with postal codes of five figures, the first of which may be a zero.
_ZEROS_FIRST = frozenset(
    {"FR", "DE", "IT", "ES", "US", "FI", "EE", "HR", "LT", "MX", "MY", "TH", "TR", "UA", "RE"}
    | {"GP", "MQ", "GF", "YT", "BA", "ME", "RS", "SA", "KR", "MC"}
)
_TOWN_AFTER = re.compile(r"(?:[A-Z]{1,3}[- ])?(\d{3,6}(?:[ -]\d{2,4})?(?: [A-Z]{2})?)[ ,]+(\D.*)")
_TOWN_BEFORE = re.compile(r"(\D.*?)[ ,]+(?:[A-Z]{1,3}-)?(\d{4,6}|[A-Z]{1,2}\d\w? ?\d[A-Z]{2})")


def country(cell: str) -> str | None:
    """The two-letter code of a country named in any usual way."""
    return _countries().get(normalise(cell).strip(" ."))


def language(cell: str) -> str | None:
    """The code of a language: `en-GB`, `French`, `Deutsch` and `ru` alike."""
    plain = normalise(cell)
    return _languages().get(plain) or _languages().get(re.split(r"[-_ (]", plain)[0])


def postal_code(cell: str, where: str) -> str:
    """The code with the zeros that a spreadsheet took from its start."""
    short = where in _ZEROS_FIRST and len(cell) == 4 and cell.isascii() and cell.isdecimal()
    return "0" + cell if short else cell


def split_town(cell: str) -> tuple[str, str] | None:
    """Postal code and town out of one cell, whichever stands first."""
    if found := _TOWN_AFTER.fullmatch(cell.strip()):
        return found[1], found[2]
    if found := _TOWN_BEFORE.fullmatch(cell.strip()):
        return found[2], found[1]
    return None


def number_first(where: str) -> bool:
    """Whether a house number is written before its street there."""
    return where in {"FR", "GB", "US", "CA", "IE", "AU", "NZ", "LU", "MC", "ZA", "IN", "SG"}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found = dict(_names("territories"))
    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and alias.isalpha():
            found.setdefault(normalise(alias), codes[0])
    return {name: code for name, code in found.items() if len(code) == 2} | _ALSO


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    found = dict(_names("languages"))
    found |= {normalise(Locale(code).get_display_name(code) or code): code for code in _SPOKEN}
    return {name: code for name, code in found.items() if len(code) in (2, 3)}


def _names(kind: str) -> Iterator[tuple[str, str]]:
    for spoken in reversed(_SPOKEN):
        for code, name in getattr(Locale(spoken), kind).items():
            yield normalise(code), code
            yield normalise(name), code
