"""The hash chain: laid after the fact, so that no payment waits for it (decision 13)."""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from habitue.house import sql
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.seals import canonical
from habitue.ledger.models import Entry, Line, MoveRow, Seal, Written

START = b"\0" * 32
A_WHILE = timedelta(seconds=20)
LONG = timedelta(minutes=30)  # no transaction of ours lives that long
SEAL = ("id", "house_id", "number", "entry_id", "previous", "hash")

_posted = threading.local()  # on SQLite, what the group being written has posted


class Sealable(NamedTuple):
    """An entry as the chain covers it: opaque ids, amounts and times, no personal datum."""

    entry: UUID
    text: str


def sealable(entry: Entry | Written, moves: Sequence[MoveRow | Line]) -> Sealable:
    """What is sealed of an entry and its moves in order."""
    place = [entry.venue_id] if entry.venue_id else []  # entries are older than their venues
    return Sealable(entry.id, canonical([
        entry.id, entry.house_id, entry.operation_id, entry.kind, entry.reference,
        entry.at.astimezone(UTC).isoformat(), entry.recorded_at.astimezone(UTC).isoformat(),
        entry.business_day.isoformat(), entry.actor, entry.till_id,
        [[move.number, move.debit_id, move.credit_id, move.unit, move.amount,
          move.debit_after, move.credit_after] for move in moves],
        *place,
    ]))  # fmt: skip


def link(previous: bytes, one: Sealable) -> bytes:
    """The hash that covers `previous` and `one`."""
    return hashlib.sha256(previous + one.text.encode()).digest()


def note(house: UUID, entry: Written, moves: Sequence[Line]) -> None:
    """Remember what was posted for the seal laid inside its own commit (SQLite)."""
    if not hasattr(_posted, "entries"):
        _posted.entries = defaultdict(list)
    _posted.entries[house].append(sealable(entry, moves))


def seal_posted() -> None:
    """Seal what this thread's group of operations posted; called just before its COMMIT.

    What a refusal rolled back is no longer there and gets no seal; what the closing of a day in
    this group has sealed has one.
    """
    entries: dict[UUID, list[Sealable]] = getattr(_posted, "entries", {})
    _posted.entries = defaultdict(list)
    for house, posted in entries.items():
        _seal_noted(house, posted)


def _seal_noted(house: UUID, posted: Sequence[Sealable]) -> None:
    there: set[UUID] = set()
    for some in _chunks(posted, 500):
        marks = ", ".join(["%s"] * len(some))
        found = sql.rows(
            f"SELECT e.id FROM ledger_entry e WHERE e.house_id = %s AND e.id IN ({marks})"  # noqa: S608
            " AND NOT EXISTS (SELECT 1 FROM ledger_seal s"
            " WHERE s.house_id = e.house_id AND s.entry_id = e.id)",
            [house, *(one.entry for one in some)],
        )
        there |= {sql.as_id(row[0]) for row in found}
    _chain(house, [one for one in posted if one.entry in there])


def seal_now(house: House) -> tuple[int, bytes]:
    """Seal all that stands in the book of `house`, for whoever books alone in it.

    The number and the hash of the last seal: 0 and `START` where nothing was ever posted.
    """
    if connection.vendor == "sqlite":  # all but this group's is sealed by its own commit
        _seal_noted(house.id, getattr(_posted, "entries", {}).get(house.id, []))
    else:
        while seal(house):
            pass
        [[missing]] = sql.rows(
            "SELECT (SELECT count(*) FROM ledger_entry WHERE house_id = %s)"
            " - (SELECT count(*) FROM ledger_seal WHERE house_id = %s)",
            [house.id, house.id],
        )
        while missing and seal(house, look_back=None):  # a clock was set back
            pass
    return last_seal(house.id)


def last_seal(house: UUID) -> tuple[int, bytes]:
    found = sql.rows(
        "SELECT number, hash FROM ledger_seal WHERE house_id = %s ORDER BY number DESC LIMIT 1",
        [house],
    )
    return (found[0][0], bytes(found[0][1])) if found else (0, START)


def seal(house: House | UUID, *, look_back: timedelta | None = LONG, most: int = 5_000) -> int:
    """Seal up to `most` entries of `house` that are not yet; how many were.

    `look_back` None looks at every entry there is, whatever the clock said when it was made.
    Must run in a transaction that may write. On PostgreSQL one sealer at a time a house.
    """
    house_id = house.id if isinstance(house, House) else house
    if connection.vendor == "postgresql":
        sql.rows("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal:{house_id}"])
    entries = list(_unsealed(house_id, look_back)[:most])
    moves = moves_of(house_id, [entry.id for entry in entries])
    _chain(house_id, [sealable(entry, moves[entry.id]) for entry in entries])
    return len(entries)


def seal_all(look_back: timedelta = LONG) -> int:
    """Seal what every house has unsealed: the sealer's thread, and the end of a command."""
    total = 0
    for house in House.objects.all():
        with house_scope(house), transaction.atomic():
            total += seal(house, look_back=look_back)
    return total


def _chain(house: UUID, entries: Sequence[Sealable]) -> None:
    """Append a seal for each of `entries`, in their order."""
    if not entries:
        return
    number, previous = last_seal(house)
    rows: list[list[Any]] = []
    for one in entries:
        number += 1
        hash_ = link(previous, one)
        rows.append([new_id(), house, number, one.entry, previous, hash_])
        previous = hash_
    for some in _chunks(rows, 100):
        sql.insert("ledger_seal", SEAL, some)


def _unsealed(house: UUID, look_back: timedelta | None) -> QuerySet[Entry]:
    entries = Entry.objects.of(house).order_by("recorded_at", "id")
    last = Seal.objects.of(house).order_by("-number").select_related("entry").first()
    if last is not None and look_back is not None:
        # a clock that was set back: what is booked now is older than what was sealed before
        since = min(last.entry.recorded_at, datetime.now(UTC)) - look_back
        entries = entries.filter(recorded_at__gte=since)
    sealed = Seal.objects.filter(house_id=house, entry_id=OuterRef("pk"))
    return entries.filter(~Exists(sealed))


def moves_of(house: UUID, entries: Sequence[UUID]) -> dict[UUID, list[MoveRow]]:
    """The moves of each of `entries`, in order."""
    found: dict[UUID, list[MoveRow]] = defaultdict(list)
    for some in _chunks(entries, 500):
        rows = MoveRow.objects.of(house).filter(entry_id__in=some)
        for move in rows.order_by("entry_id", "number"):
            found[move.entry_id].append(move)
    return found


def _chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
