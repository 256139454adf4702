"""The books of a house: every room's checks, collected and run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection

from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.checks import Examined, Invariant
from habitue.ledger import sealing

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one invariant in one house."""

    invariant: Invariant
    examined: Examined

    @property
    def is_clean(self) -> bool:
        return not self.examined.offenders


@cache
def invariants() -> tuple[Invariant, ...]:
    """Those of every room, in the order of their codes."""
    found: list[Invariant] = []
    for app in apps.get_app_configs():
        if app.name.startswith("habitue.") and find_spec(f"{app.name}.checks"):
            found += import_module(f"{app.name}.checks").INVARIANTS
    return tuple(sorted(found, key=lambda one: (one.code, one.says)))


def examine(house: House, among: Iterable[Invariant] | None = None) -> Iterator[Finding]:
    """Every invariant of one house, or some, one after the other."""
    for invariant in invariants() if among is None else among:
        with house_scope(house):
            yield Finding(invariant, invariant.examine(house))


def seal_pending(house: House) -> None:
    """Lay the seals that the sealer has not laid yet, or, inside a transaction, its commit."""
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        with house_scope(house):
            while sealing.seal(house):
                pass


def offenders(house: House, among: Iterable[Invariant] | None = None) -> list[str]:
    """A line for whatever is wrong in `house`; empty when the books are right."""
    seal_pending(house)
    return [
        f"{finding.invariant.code} {line}"
        for finding in examine(house, among)
        for line in finding.examined.offenders
    ]
