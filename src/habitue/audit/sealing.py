"""The audit's own hash chain, laid as the ledger's is: after the fact, no request waits (I40).

A seal covers all lines of a group of commits at once, so that an import of many thousands costs
a handful of them. What it covers is opaque: ids, times, verbs, and the salted digest of the texts
(decision 11). Erasing drops a text with its salt; the digest stays, and so the chain holds.
"""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from habitue.audit.models import AuditLine, AuditSeal
from habitue.house import sql
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.seals import canonical

START = b"\0" * 32
AT_ONCE = 1_000  # lines a seal
A_WHILE = timedelta(seconds=20)
LONG = timedelta(minutes=30)  # no transaction of ours lives that long
COLUMNS = (
    "id", "house_id", "operation_id", "at", "actor", "approver", "till_id", "verb",
    "object_kind", "object_id", "digest",
)  # fmt: skip
SEAL = ("id", "house_id", "number", "at", "lines", "previous", "hash")

_written = threading.local()  # on SQLite, the lines of the group being written


class Sealable(NamedTuple):
    """A line as the chain covers it."""

    line: UUID
    at: datetime
    text: str


def sealable(line: Sequence[object]) -> Sealable:
    """What is sealed of a line, given as the values of `COLUMNS`."""
    id_, house, operation, at, actor, approver, till, verb, kind, on, digest = line
    assert isinstance(id_, UUID) and isinstance(at, datetime)
    kept = bytes(digest).hex() if digest is not None else None  # type: ignore[call-overload]
    return Sealable(id_, at, canonical([
        id_, house, operation, at.astimezone(UTC).isoformat(), actor, approver, till, verb, kind,
        on, kept,
    ]))  # fmt: skip


def link(previous: bytes, lines: Iterable[Sealable]) -> bytes:
    """The hash that covers `previous` and these lines in their order."""
    whole = hashlib.sha256(previous)
    for line in lines:
        whole.update(line.text.encode() + b"\n")
    return whole.digest()


def note(house: UUID, lines: Sequence[Sequence[object]]) -> None:
    """Remember what was written, the values of `COLUMNS`, for the seal laid inside its own
    commit (SQLite).

    A full seal's worth is sealed at once: it is undone with its lines if they are.
    """
    if connection.vendor != "sqlite":
        return
    some = [sealable(line) for line in lines]
    if len(some) >= AT_ONCE:
        _chain(house, some)
        return
    if not hasattr(_written, "lines"):
        _written.lines = defaultdict(list)
    _written.lines[house] += some


def seal_written() -> None:
    """Seal what this thread's group of operations wrote; called just before its COMMIT.

    What a refusal rolled back is no longer there and gets no seal.
    """
    lines: dict[UUID, list[Sealable]] = getattr(_written, "lines", {})
    _written.lines = defaultdict(list)
    for house, some in lines.items():
        there: set[UUID] = set()
        for part in _chunks(some, 500):
            marks = ", ".join(["%s"] * len(part))
            found = sql.rows(
                f"SELECT id FROM audit_line WHERE house_id = %s AND id IN ({marks})",  # noqa: S608
                [house, *(one.line for one in part)],
            )
            there |= {sql.as_id(id_) for (id_,) in found}
        _chain(house, [one for one in some if one.line in there])


def seal(house: House, *, look_back: timedelta = LONG) -> int:
    """Seal every line of `house` that is not yet; how many were.

    Must run in a transaction that may write. On PostgreSQL one sealer at a time a house.
    """
    if connection.vendor == "postgresql":
        sql.rows("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"audit:{house.id}"])
    lines = _unsealed(house, look_back)
    _chain(house.id, lines)
    return len(lines)


def seal_all(look_back: timedelta = LONG) -> int:
    """Seal what every house has unsealed: the sealer's thread, and the end of a command."""
    total = 0
    for house in House.objects.all():
        with house_scope(house), transaction.atomic():
            total += seal(house, look_back=look_back)
    return total


def lines_of(seal: bytes) -> list[UUID]:
    """The lines a seal covers, in their order."""
    return [UUID(bytes=seal[at : at + 16]) for at in range(0, len(seal), 16)]


def _unsealed(house: House, look_back: timedelta) -> list[Sealable]:
    """A line can only be in a seal whose latest line is not older: no clock is asked."""
    lines = AuditLine.objects.of(house).order_by("at", "id")
    seals = AuditSeal.objects.of(house)
    last = seals.order_by("-number").first()
    if last is not None:
        since = last.at - look_back
        lines, seals = lines.filter(at__gte=since), seals.filter(at__gte=since)
    sealed = {id_ for one in seals.values_list("lines", flat=True) for id_ in lines_of(bytes(one))}
    fresh = lines.exclude(id__in=sealed) if len(sealed) < 100 else lines
    return [sealable(one) for one in fresh.values_list(*COLUMNS) if one[0] not in sealed]


def _chain(house: UUID, lines: Sequence[Sealable]) -> None:
    """Append seals for `lines`, in their order."""
    if not lines:
        return
    last = sql.rows(
        "SELECT number, hash FROM audit_seal WHERE house_id = %s ORDER BY number DESC LIMIT 1",
        [house],
    )
    number, previous = (last[0][0], bytes(last[0][1])) if last else (0, START)
    for some in _chunks(lines, AT_ONCE):
        number += 1
        at = max(line.at for line in some)
        named = b"".join(line.line.bytes for line in some)
        hash_ = link(previous, some)
        sql.insert("audit_seal", SEAL, [[new_id(), house, number, at, named, previous, hash_]])
        previous = hash_


def _chunks(lines: Sequence[Sealable], size: int) -> Iterator[Sequence[Sealable]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
