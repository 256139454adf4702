"""Counting fates: how many rows became what, and what must be told of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F

from habitue.exchange.deciding import Decided
from habitue.exchange.models import FateKind, Import
from habitue.house.models import House

MOST_WARNINGS = 1_000


@dataclass(slots=True)
class Tally:
    """The figures of a walk; `refused` and `warnings` as a report tells them."""

    file_warnings: list[str] = field(default_factory=list)
    counts: dict[FateKind, int] = field(default_factory=lambda: dict.fromkeys(FateKind, 0))
    refused: list[dict[str, Any]] = field(default_factory=list)
    warned: list[dict[str, Any]] = field(default_factory=list)
    tells: bool = True  # the refused by row; else whoever counts has written them down

    @classmethod
    def of(cls, decided: Iterable[Decided]) -> "Tally":
        found = cls()
        found.add(decided)
        return found

    def add(self, decided: Iterable[Decided]) -> None:
        for one in decided:
            self.counts[one.fate] += 1
            if one.fate == FateKind.REFUSED and self.tells:
                self.refused.append({"row": one.row, "field": one.field, "reason": one.reason})
            if not one.waiting:
                self._warn(one)

    def relink(self, one: Decided, found: dict[str, UUID]) -> None:
        """A row whose links waited for the end of the file."""
        if found and one.fate == FateKind.UNCHANGED:
            one.fate = FateKind.UPDATED
            self.counts[FateKind.UNCHANGED] -= 1
            self.counts[FateKind.UPDATED] += 1
        self._warn(one)

    def _warn(self, one: Decided) -> None:
        for about, text in one.warnings:
            if len(self.warned) < MOST_WARNINGS:
                self.warned.append({"row": one.row, "field": about, "text": text})

    def store(self, house: House, id_: UUID) -> None:
        """Add the figures to an import's."""
        more = {kind.value: F(kind.value) + count for kind, count in self.counts.items() if count}
        more["rows"] = F("rows") + sum(self.counts.values())
        Import.objects.of(house).filter(pk=id_).update(**more)
