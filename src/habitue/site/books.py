"""The books of a house: every room's checks, collected, run in one snapshot and recorded."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection, transaction

from habitue.audit import sealing as audit
from habitue.house import sql
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.checks import Examined, Invariant
from habitue.ledger import sealing as ledger

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one invariant in one house."""

    invariant: Invariant
    examined: Examined
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not self.examined.offenders


@cache
def invariants() -> tuple[Invariant, ...]:
    """Those of every room, in the order of their codes."""
    import_module("habitue.staff.roles")  # declares the rights that some judge by
    found: list[Invariant] = []
    for app in apps.get_app_configs():
        if app.name.startswith("habitue.") and find_spec(f"{app.name}.checks"):
            found += import_module(f"{app.name}.checks").INVARIANTS
    return tuple(sorted(found, key=lambda one: (one.code, one.says)))


def examine(house: House, among: Iterable[Invariant] | None = None) -> Iterator[Finding]:
    """Every invariant of one house, or some, one after the other, all in the same snapshot."""
    found: sql.Found = {}
    with snapshot():
        for invariant in invariants() if among is None else among:
            began = time.monotonic()
            with sql.remembering(found):
                examined = _examined(house, invariant)
            yield Finding(invariant, examined, time.monotonic() - began)


def _examined(house: House, invariant: Invariant) -> Examined:
    """What cannot even be read is as wrong as what does not add up."""
    try:
        with house_scope(house):
            return invariant.examine(house)
    except Exception as problem:
        first_line = (str(problem).strip() or "?").splitlines()[0]
        return Examined(0, [f"could not be examined: {type(problem).__name__}: {first_line}"])


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the database as it stands now, whatever is written meanwhile; nobody waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # compiling statements that each run once takes longer than it saves
            cursor.execute("SET LOCAL jit = off")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # never the write lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def seal_pending(house: House) -> None:
    """Lay the seals that the sealer has not laid yet, or, inside a transaction, its commit."""
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        with house_scope(house):
            while ledger.seal(house, look_back=None):  # though a clock was set back
                pass
            audit.seal(house)


def offenders(house: House, among: Sequence[Invariant] | None = None) -> list[str]:
    """A line for whatever is wrong in `house`; empty when the books are right."""
    seal_pending(house)
    return [
        f"{finding.invariant.code} {line}"
        for finding in examine(house, among)
        for line in finding.examined.offenders
    ]
