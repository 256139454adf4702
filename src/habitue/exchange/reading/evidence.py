"""How a whole file writes its dates, amounts and percentages: weighed before any row is read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import get_args

from django.utils.translation import gettext as _

from habitue.customers import catalogue
from habitue.exchange.reading import amounts, dates
from habitue.exchange.reading.formulas import unguarded
from habitue.exchange.reading.mapping import Guess
from habitue.exchange.reading.table import Row, Table


@dataclass(frozen=True, slots=True)
class Customs:
    """What is usual in the house, for whatever a file leaves open."""

    country: str
    language: str
    currency: str
    today: dt.date


@dataclass(frozen=True, slots=True)
class Conventions:
    """By column: the order of its dates, the style of its amounts, whether 0.05 is 5 %.

    None stands where the column proves both: then a cell that is open stays unread.
    """

    orders: dict[str, dates.Order | None] = field(default_factory=dict)
    styles: dict[str, amounts.Style | None] = field(default_factory=dict)
    fractions: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """What the cells of one column have shown so far."""

    proofs: set[str] = field(default_factory=set)
    is_open: bool = False
    above_one: bool = False
    below_one: bool = False


_MONEY = ("money", "signed_money", "number", "percent")


def weigh(table: Table, mapping: Guess, customs: Customs) -> Conventions:
    """Walk through the file once where dates or amounts are mapped; else there is no need."""
    kinds: dict[str, str] = {
        name: catalogue.field(key).kind
        for name, key in mapping.items()
        if key and catalogue.field(key).kind in ("date", *_MONEY)
    }
    if not kinds:
        return Conventions()
    seen = _look(table.rows(), {table.columns.index(name): name for name in kinds}, kinds)
    warnings: list[str] = []
    orders = _orders({n: s for n, s in seen.items() if kinds[n] == "date"}, customs, warnings)
    money = {n: s for n, s in seen.items() if kinds[n] in _MONEY}
    styles = _styles(money, customs, warnings)
    fractions = frozenset(
        name
        for name, shown in money.items()
        if kinds[name] == "percent" and shown.below_one and not shown.above_one
    )
    warnings += [_("“{column}”: 0.05 was read as 5 %.").format(column=n) for n in fractions]
    return Conventions(orders, styles, fractions, tuple(warnings))


def _look(rows: Iterable[Row], places: dict[int, str], kinds: dict[str, str]) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for row in rows:
        for place, name in places.items() if not row.fault else ():
            if cell := unguarded(row.cells[place]).strip():
                _note(seen[name], cell, kinds[name])
    return seen


def _note(shown: _Seen, cell: str, kind: str) -> None:
    reader = dates if kind == "date" else amounts
    if proof := reader.evidence(cell):
        shown.proofs.add(proof)
    shown.is_open |= reader.is_open(cell)
    if kind == "percent" and (amount := amounts.read(cell, "dot")) and amount.value:
        shown.above_one |= amount.value >= 1 or "%" in cell
        shown.below_one |= 0 < amount.value < 1


def _orders(
    seen: dict[str, _Seen], customs: Customs, warnings: list[str]
) -> dict[str, dates.Order | None]:
    usual = dates.usual(customs.country)
    orders: dict[str, dates.Order | None] = {}
    for name, shown in seen.items():
        proved: list[dates.Order] = [o for o in get_args(dates.Order) if o in shown.proofs]
        orders[name] = proved[0] if len(proved) == 1 else None if proved else usual
        if shown.is_open and not proved:
            said = _("day first") if usual == "dmy" else _("month first")
            message = _("“{column}” can be read in two ways; it was read {order}.")
            warnings.append(message.format(column=name, order=said))
    return orders


def _styles(
    seen: dict[str, _Seen], customs: Customs, warnings: list[str]
) -> dict[str, amounts.Style | None]:
    usual = amounts.usual(customs.language)
    everywhere = set().union(*(shown.proofs for shown in seen.values()))
    elsewhere = _only(everywhere) if len(everywhere) == 1 else usual
    styles: dict[str, amounts.Style | None] = {}
    for name, shown in seen.items():
        styles[name] = _only(shown.proofs) if shown.proofs else elsewhere
        if shown.is_open and not everywhere:
            example = "1,5" if usual == "comma" else "1.5"
            message = _("“{column}” can be read in two ways; decimals were read as in {example}.")
            warnings.append(message.format(column=name, example=example))
    return styles


def _only(proofs: set[str]) -> amounts.Style | None:
    """The one style that is proved, or None where both are."""
    proved: list[amounts.Style] = [s for s in get_args(amounts.Style) if s in proofs]
    return proved[0] if len(proved) == 1 else None
