"""What a value of JSON is as a cell, so that the reader of tables makes the same value of it."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from habitue.customers import catalogue
from habitue.exchange.reading import separators
from habitue.exchange.reading.formulas import kept
from habitue.exchange.reading.headings import understand
from habitue.exchange.reading.table import LONGEST_CELL
from habitue.kit.currencies import EXPONENTS, exponent
from habitue.kit.text import storable

DEEPEST = 4
_NO_DEEPER = 32
_PERCENTAGES = frozenset({"discount_percent", "earn_percent"})
_NO_CENTS = re.compile(r"[0-9]+(?:\.0+)?")
_MONEY = frozenset({"amount", "currency"})
_SEPARATORS = {
    "phones": separators.PHONES, "phone": separators.PHONES, "cards": separators.CARDS,
    "email": separators.EMAILS,
}  # fmt: skip


class Number(str):
    """A number as it was written."""


class Unusable(Exception):
    """What stands there is no row; why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Twice:
    """An object that says one thing twice: which of the two is meant?"""

    key: str


def said_twice(key: str) -> Unusable:
    """Its key may hold what no database keeps; the sentence may not."""
    return Unusable(_("“{key}” stands twice in the line.").format(key=storable(key)[:60]))


def check(found: Any) -> None:
    """Raises Unusable where anything inside stands twice or is nested deeper than can be shown."""
    level = [found]
    for _depth in range(_NO_DEEPER):
        deeper = []
        for one in level:
            if isinstance(one, Twice):
                raise said_twice(one.key)
            inside = one.values() if isinstance(one, dict) else one
            deeper += [each for each in inside if isinstance(each, dict | list | Twice)]
        if not deeper:
            return
        level = deeper
    raise Unusable(_("The line is nested too deeply."))


def flat(found: dict[str, Any], way: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Each value with its way; an amount with its currency in one, whatever they say, so that it
    is refused and not overlooked; and what is nested deeper than anyone needs."""
    for name, value in found.items():
        key = storable(f"{way}{name}").strip()
        if isinstance(value, dict) and value and depth < DEEPEST and value.keys() != _MONEY:
            yield from flat(value, f"{key}.", depth + 1)
        else:
            yield key, value


def is_money(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _MONEY
        and isinstance(value["amount"], Number)
        and isinstance(value["currency"], str)
        and value["currency"] in EXPONENTS
        and value["amount"].removeprefix("-").isdecimal()
        and len(value["amount"]) < 20
    )


def as_cell(key: str, value: Any) -> str:
    """The cell that says the same."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Number):
        return _number(key, value)
    return kept(storable(value)) if isinstance(value, str) else _several(key, value)


def _several(key: str, value: Any) -> str:
    """An amount with its currency, texts in a row; the rest as it stands, to be seen."""
    if is_money(value):
        return _money(int(value["amount"]), value["currency"])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return kept(_joined(key, [storable(one) for one in value]))
    return storable(json.dumps(_plain(value), ensure_ascii=False))[: LONGEST_CELL + 1]


def _number(key: str, value: Number) -> str:
    """Under our own names for percentages whole numbers are basis points, as in the API."""
    plain = value.partition(".")[0] if _NO_CENTS.fullmatch(value) else ""
    if plain and key in _PERCENTAGES:
        whole, part = divmod(int(plain[:20]), 100)
        return f"{whole}.{part:02}%"
    point = value.partition(".")[2]
    return f"{value}0" if len(point) == 3 and point.isdecimal() else str(value)


def _money(minor: int, currency: str) -> str:
    """With its currency; three decimals get a fourth: `1.234` alone can be read in two ways."""
    places = exponent(currency)
    whole, part = divmod(abs(minor), 10**places)
    cents = f".{part:0{places}}" + "0" * (places == 3) if places else ""
    return f"{'-' * (minor < 0)}{whole}{cents} {currency}"


def _joined(key: str, values: list[str]) -> str:
    if _kind(key) == "tags":
        return separators.join_tags(tuple(values))
    return separators.join(tuple(values), _SEPARATORS.get(_kind(key), separators.TAGS))


def _kind(key: str) -> str:
    hit = understand(key)
    return catalogue.BY_KEY[hit.key].kind if hit else ""


def _plain(value: Any) -> Any:
    """Without marks of ours, so that it can be shown; how deep it may be, `check` says."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    with suppress(ValueError):
        return int(value) if isinstance(value, Number) and len(value) < 16 else value
    return value
