"""From the cells of a row to the draft of a customer, or to the reason why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from habitue.customers import catalogue
from habitue.exchange.reading import contacts, identity, openings, terms
from habitue.exchange.reading.cells import Cell, Notes, Stop, cleaned
from habitue.exchange.reading.evidence import Conventions, Customs
from habitue.exchange.reading.mapping import Guess, companions
from habitue.exchange.reading.openings import Opening
from habitue.exchange.reading.table import Row
from habitue.kit.money import Money
from habitue.kit.phones import Phone

Value = str | bool | int | Money | tuple[str, ...] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something of a row that was left out or is doubtful; the row itself is taken."""

    row: int
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, and why."""

    row: int
    field: str
    reason: str
    opening: Opening | None = None  # what it would have brought, as far as that can be read


class Draft(NamedTuple):
    """What a row says about a customer. Fields it says nothing about are absent."""

    row: int
    fields: dict[str, Value]
    type_is_stated: bool
    cards: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    marketing_wording: str = ""
    opening: Opening | None = None
    is_spent: bool = False  # it says a balance, and that nothing is in it
    warnings: tuple[Warned, ...] = ()


def _fits(fields: dict[str, Value]) -> None:
    """What was put together of several cells must be as short as what came from one."""
    for key, value in fields.items():
        longest = catalogue.BY_KEY[key].longest if key in catalogue.BY_KEY else None
        if longest and len(str(value)) > longest:
            raise Stop(key, _("This is too long."))


def _own(cells: dict[str, list[Cell]]) -> dict[str, str]:
    """What the row says of fields the house defined itself; the import checks it."""
    free = {key: found[0].text for key, found in cells.items() if key.startswith(catalogue.FREE)}
    return {key.removeprefix(catalogue.FREE): text for key, text in free.items()}


class Reader:
    """Reads the rows of one file, by its mapping, its conventions and the house's customs."""

    def __init__(
        self, columns: tuple[str, ...], mapping: Guess, customs: Customs, found: Conventions
    ) -> None:
        places = {name: place for place, name in enumerate(columns)}
        said = companions(columns, mapping)
        self._plan = [
            (name, key, catalogue.field(key).kind, places[name], places.get(said.get(name, "")))
            for name, key in mapping.items()
            if key
        ]
        self._customs, self._found = customs, found

    def read(self, row: Row) -> Draft | Refused:
        """The draft of a row, or why it is refused. Never raises for anything in a file."""
        if row.fault or not self._plan:
            return Refused(row.number, "", row.fault or _("No column is known as a field."))
        notes = Notes()
        try:
            return self._draft(row, notes)
        except Stop as stop:
            return Refused(row.number, stop.field, stop.reason, self._opening(row))

    def _opening(self, row: Row) -> Opening | None:
        """The balances alone of a row that is refused, but for those that cannot be read."""
        notes, cells = Notes(), dict[str, list[Cell]]()
        for cell in self._cells(row, notes, "opening_"):
            cells.setdefault(cell.key, []).append(cell)
        while cells:
            try:
                return openings.read(cells, self._customs, self._found, notes)
            except Stop as stop:
                del cells[stop.field]
        return None

    def _draft(self, row: Row, notes: Notes) -> Draft:
        cells: dict[str, list[Cell]] = {}
        for cell in self._cells(row, notes):
            cells.setdefault(cell.key, []).append(cell)
        fields: dict[str, Value] = {}
        stated = identity.read(cells, self._customs, fields)
        phones = contacts.read(cells, self._customs, notes, fields)
        wording = terms.read(cells, self._customs, self._found, notes, fields)
        if own := _own(cells):
            fields["free"] = own
        opening = openings.read(cells, self._customs, self._found, notes)
        is_spent = opening is None and any(key.startswith("opening_") for key in cells)
        contacts.check_cards(cells, is_spent)
        _fits(fields)
        return Draft(
            row=row.number,
            fields=fields,
            type_is_stated=stated,
            cards=contacts.cards(cells, notes),
            phones=phones,
            marketing_wording=wording,
            opening=opening,
            is_spent=is_spent,
            warnings=tuple(Warned(row.number, about, text) for about, text in notes.all),
        )

    def _cells(self, row: Row, notes: Notes, only: str = "") -> Iterator[Cell]:
        for name, key, kind, place, beside in self._plan:
            written = row.cells[place] if key.startswith(only) else ""
            if written and (text := cleaned(written, key, kind, notes)):
                said = row.cells[beside] if beside is not None else ""
                yield Cell(name, key, text, said)
