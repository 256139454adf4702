"""What a file says people have and owe, beside what was booked for it: nothing may be missing.

The file's sums are gathered row by row in the operation that books them; what was booked is read
from the ledger. What is between them is explained, or the sheet says that it is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from habitue.exchange.deciding import Decided
from habitue.exchange.models import FateKind, Import
from habitue.exchange.reading.openings import Opening
from habitue.house.models import House
from habitue.ledger import actions as ledger
from habitue.operations.models import Operation

KINDS = ("paid", "gift", "owes", "points")
ACCOUNTS = {
    "paid": ("wallet:", ":paid"),
    "gift": ("wallet:", ":gift"),
    "owes": ("receivable:", ""),
    "points": ("points:", ""),
}
PARTS = ("rows", "file", "refused", "left", "before", "posted")
Sums = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of balance: in the file, not taken and why, taken, and what the ledger says."""

    kind: str
    rows: int
    file: int
    refused: int  # in rows that were refused
    left: int  # in rows that were left out as chosen
    before: int  # brought by an earlier file
    posted: int
    booked: int  # by the entries of this import, as the ledger has them
    taken_back: int

    @property
    def unexplained(self) -> int:
        return self.file - self.refused - self.left - self.before - self.booked

    @property
    def holds(self) -> bool:
        return not self.unexplained and self.posted == self.booked


def add(house: House, id_: UUID, decided: Iterable[Decided]) -> None:
    """Add what a batch says and what came of it to the import's sums."""
    said = [(one, _minor(one.brought)) for one in decided if one.brought]
    if not said:
        return
    rows = Import.objects.of(house).filter(pk=id_)
    sums: Sums = rows.values_list("sums", flat=True).get()
    for one, brought in said:
        posted = _minor(one.opening)
        for kind in KINDS:
            if brought[kind]:
                part = sums.setdefault(kind, dict.fromkeys(PARTS, 0))
                part["rows"] += 1
                part["file"] += brought[kind]
                part["posted"] += posted[kind]
                part[_why(one)] += brought[kind] - posted[kind]
    rows.update(sums=sums)


def _why(one: Decided) -> str:
    known = {FateKind.REFUSED: "refused", FateKind.SKIPPED: "left"}
    return known.get(one.fate, "before")


def _minor(opening: Opening | None) -> Mapping[str, int]:
    if opening is None:
        return dict.fromkeys(KINDS, 0)
    return {
        "paid": opening.paid.amount,
        "gift": opening.gift.amount,
        "owes": opening.owes.amount,
        "points": opening.points,
    }


def sheet(row: Import) -> list[Line]:
    """The lines of the reconciliation, one for each kind of balance the file brings."""
    booked, back = _booked(row), _booked(row, undo=True)
    return [
        Line(
            kind,
            **{part: int(row.sums[kind].get(part, 0)) for part in PARTS},
            booked=booked.get(kind, 0),
            taken_back=back.get(kind, 0),
        )
        for kind in KINDS
        if kind in row.sums
    ]


def holds(lines: Iterable[Line]) -> bool:
    return all(line.holds for line in lines)


def _booked(row: Import, *, undo: bool = False) -> dict[str, int]:
    """What the ledger says the operations of this import opened, or took back, by kind."""
    begins = f"import:{row.id}:"
    asked = Operation.objects.of(row.house_id).filter(key__startswith=begins)
    undoes = f"{begins}undo:"
    asked = asked.filter(key__startswith=undoes) if undo else asked.exclude(key__startswith=undoes)
    return ledger.of_operations(row.house_id, asked.values("id"), row.at, ACCOUNTS)


def as_json(line: Line) -> dict[str, Any]:
    return {part: getattr(line, part) for part in ("kind", *PARTS, "booked", "taken_back")}
