"""Everything else a row says: birthday, flags, language, tags, texts, percentages, limits."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from habitue.exchange.reading import amounts, dates, flags, places, separators
from habitue.exchange.reading.cells import Cell, Notes, Stop, first
from habitue.exchange.reading.evidence import Conventions, Customs
from habitue.exchange.reading.identity import Cells, Fields
from habitue.exchange.reading.sums import money, number
from habitue.kit.currencies import EXPONENTS
from habitue.kit.text import normalise

_OPPOSITES = {"inactive": "active", "taxable": "tax_exempt"}
_FLAGS = (*("active", "ignored", "on_hold", "on_account_allowed", "email_receipts", "tax_exempt"),)
_NOTHING = frozenset({"unknown", "inconnu", "unbekannt", "неизвестно", "n/a", "null"})
_NO_LIMIT = frozenset({"no limit", "unlimited", "illimite", "sans limite", "unbegrenzt",
                       "без лимита", "none", "aucune", "keine"})  # fmt: skip
_EMPTY_DATE = re.compile(r"[0\-/. :]+")


def read(cells: Cells, customs: Customs, found: Conventions, notes: Notes, fields: Fields) -> str:
    """Fill in the rest; returns the wording under which marketing was allowed or refused."""
    _birthday(cells, customs, found, notes, fields)
    _codes(cells, notes, fields)
    _texts(cells, fields)
    for key in _FLAGS:
        _flag(cells, key, key, notes, fields)
    for key, opposite in _OPPOSITES.items():
        if opposite not in fields and _flag(cells, key, opposite, notes, fields):
            fields[opposite] = not fields[opposite]
    _percents(cells, found, notes, fields)
    limit = first(cells, "credit_limit")
    if limit and normalise(limit) not in _NO_LIMIT:
        fields["credit_limit"] = money(cells["credit_limit"][0], customs, found)
    return _marketing(cells, notes, fields)


def _birthday(
    cells: Cells, customs: Customs, found: Conventions, notes: Notes, fields: Fields
) -> None:
    if "birthday" not in cells:
        return
    cell = cells["birthday"][0]
    if _EMPTY_DATE.fullmatch(cell.text) or normalise(cell.text) in _NOTHING:
        return
    order = found.orders.get(cell.column, dates.usual(customs.country))
    if order is None and dates.is_open(cell.text):
        notes.add(
            "birthday", _("{date} can be read in two ways; it was left out."), date=cell.text
        )
        return
    parts = dates.read(cell.text, order or "dmy", customs.today)
    born = dates.birthday(parts, customs.today) if parts else None
    if born:
        fields["birthday"] = born
    else:
        notes.add("birthday", _("“{date}” is not a birthday; it was left out."), date=cell.text)


def _codes(cells: Cells, notes: Notes, fields: Fields) -> None:
    if said := first(cells, "language"):
        if code := places.language(said):
            fields["language"] = code
        else:
            text = _("There is no language called “{name}”; it was left out.")
            notes.add("language", text, name=said)
    if said := first(cells, "currency"):
        if code := currency(said):
            fields["currency"] = code
        else:
            text = _("There is no currency called “{name}”; it was left out.")
            notes.add("currency", text, name=said)


def currency(said: str) -> str | None:
    """The code of a currency given by code or by a sign that means one only."""
    written = amounts.take_apart(f"1 {said}")
    if written and len(written.currencies) == 1:
        return next(iter(written.currencies))
    return said.upper() if said.upper() in EXPONENTS else None


def _texts(cells: Cells, fields: Fields) -> None:
    for key in ("description", "notes", "other_addresses"):
        if key in cells:
            fields[key] = "\n".join(dict.fromkeys(cell.text for cell in cells[key]))
    if allergies := first(cells, "allergies"):
        fields["allergies"] = allergies
    several = (tag for cell in cells.get("tags", []) for tag in separators.split_tags(cell.text))
    if tags := tuple(dict.fromkeys(several)):
        fields["tags"] = tags


def _flag(cells: Cells, key: str, into: str, notes: Notes, fields: Fields) -> bool:
    """Fill in a flag; says whether the cell was a yes or a no."""
    if key not in cells:
        return False
    cell = cells[key][0]
    answer = flags.flag(cell.text)
    if answer is not None:
        fields[into] = answer
    elif normalise(cell.text) not in _NOTHING:
        notes.add(into, _("“{said}” is neither yes nor no; it was left out."), said=cell.text)
    return answer is not None


def _marketing(cells: Cells, notes: Notes, fields: Fields) -> str:
    """A refusal outweighs a consent, and not having refused is no consent."""
    into = "marketing_allowed"
    if _flag(cells, "marketing_refused", into, notes, fields) and fields.pop(into):
        fields[into] = False
        return cells["marketing_refused"][0].column
    said = _flag(cells, "marketing_allowed", into, notes, fields)
    return cells["marketing_allowed"][0].column if said else ""


def _percents(cells: Cells, found: Conventions, notes: Notes, fields: Fields) -> None:
    for key in ("discount_percent", "earn_percent"):
        if key not in cells:
            continue
        if key == "discount_percent" and _is_fixed(first(cells, "discount_kind")):
            notes.add(key, _("This discount is an amount, not a percentage; it was left out."))
            continue
        fields[key] = _percent(cells[key][0], found)


def _is_fixed(kind: str) -> bool:
    return normalise(kind) in ("1", "fixed", "amount", "fixe", "montant", "fest", "betrag")


def _percent(cell: Cell, found: Conventions) -> int:
    bare = cell._replace(text=cell.text.replace("%", "").strip())
    value = number(bare, found).value
    points = value * (10_000 if cell.column in found.fractions else 100)
    if points != points.to_integral_value() or not 0 <= points <= Decimal(10_000):
        raise Stop(cell.key, _("“{said}” is no percentage."), said=cell.text)
    return int(points)
