"""The hash chain: laid after the fact, so that no payment waits for it (decision 13)."""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from habitue.house import sql
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.seals import canonical
from habitue.ledger.models import Entry, MoveRow, Seal

START = b"\0" * 32
A_WHILE = timedelta(seconds=20)
LONG = timedelta(minutes=30)  # no transaction of ours lives that long

_posted = threading.local()  # on SQLite, what the group being written has posted


def note(house: UUID, entry: UUID) -> None:
    """Remember `entry` for the seal laid inside its own commit."""
    if not hasattr(_posted, "entries"):
        _posted.entries = []
    _posted.entries.append((house, entry))


def seal_posted() -> None:
    """Seal what this thread's group of operations posted; called just before its COMMIT."""
    entries: list[tuple[UUID, UUID]] = getattr(_posted, "entries", [])
    _posted.entries = []
    by_house: dict[UUID, list[UUID]] = defaultdict(list)
    for house, entry in entries:
        by_house[house].append(entry)
    for house, ids in by_house.items():
        there = Entry.objects.of(house).filter(pk__in=ids).order_by("recorded_at", "id")
        _chain(house, list(there))


def link(previous: bytes, entry: Entry, moves: Sequence[MoveRow]) -> bytes:
    """The hash that covers `previous` and `entry`: opaque ids, amounts and times only."""
    text = canonical(
        [
            entry.id,
            entry.house_id,
            entry.operation_id,
            entry.kind,
            entry.reference,
            entry.at.isoformat(),
            entry.recorded_at.isoformat(),
            entry.business_day.isoformat(),
            entry.actor,
            entry.till_id,
            [
                [
                    move.number,
                    move.debit_id,
                    move.credit_id,
                    move.unit,
                    move.amount,
                    move.debit_after,
                    move.credit_after,
                ]
                for move in moves
            ],
        ]
    )
    return hashlib.sha256(previous + text.encode()).digest()


def seal(house: House | UUID, *, look_back: timedelta = LONG, most: int = 5_000) -> int:
    """Seal up to `most` entries of `house` that are not yet; how many were.

    Must run in a transaction that may write. On PostgreSQL one sealer at a time a house.
    """
    house_id = house.id if isinstance(house, House) else house
    if connection.vendor == "postgresql":
        sql.rows("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal:{house_id}"])
    entries = list(_unsealed(house_id, look_back)[:most])
    _chain(house_id, entries)
    return len(entries)


def _chain(house: UUID, entries: Sequence[Entry]) -> None:
    """Append a seal for each of `entries`, in their order."""
    if not entries:
        return
    last = _last(house)
    moves = moves_of(house, [entry.id for entry in entries])
    previous, number = (bytes(last.hash), last.number) if last else (START, 0)
    rows = []
    for entry in entries:
        number += 1
        hash_ = link(previous, entry, moves[entry.id])
        rows.append([new_id(), house, number, entry.id, previous, hash_])
        previous = hash_
    for start in range(0, len(rows), 100):
        sql.insert(
            "ledger_seal",
            ("id", "house_id", "number", "entry_id", "previous", "hash"),
            rows[start : start + 100],
        )


def _last(house: UUID) -> Seal | None:
    return Seal.objects.of(house).order_by("-number").select_related("entry").first()


def seal_all(look_back: timedelta = LONG) -> int:
    """Seal what every house has unsealed: the sealer's thread, and the end of a command."""
    total = 0
    for house in House.objects.all():
        with house_scope(house), transaction.atomic():
            total += seal(house, look_back=look_back)
    return total


def _unsealed(house: UUID, look_back: timedelta) -> QuerySet[Entry]:
    entries = Entry.objects.of(house).order_by("recorded_at", "id")
    last = _last(house)
    if last is not None:
        entries = entries.filter(recorded_at__gte=last.entry.recorded_at - look_back)
    sealed = Seal.objects.filter(house_id=house, entry_id=OuterRef("pk"))
    return entries.filter(~Exists(sealed))


def moves_of(house: UUID, entries: Sequence[UUID]) -> dict[UUID, list[MoveRow]]:
    """The moves of each of `entries`, in order."""
    found: dict[UUID, list[MoveRow]] = defaultdict(list)
    for some in _chunks(entries, 500):
        for move in (
            MoveRow.objects.of(house).filter(entry_id__in=some).order_by("entry_id", "number")
        ):
            found[move.entry_id].append(move)
    return found


def _chunks(ids: Sequence[UUID], size: int) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
