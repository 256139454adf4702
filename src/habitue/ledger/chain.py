"""Recomputing the hash chain from the first seal, without a model instance for each row."""

import hashlib
import hmac
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined
from habitue.kit.seals import canonical
from habitue.ledger.sealing import START

BATCH = 5_000
ENTRIES = (
    "SELECT s.number, s.previous, s.hash, e.id, e.house_id, e.operation_id, e.kind, e.reference,"
    " e.at, e.recorded_at, e.business_day, e.actor, e.till_id FROM ledger_seal s"
    " JOIN ledger_entry e ON e.house_id = s.house_id AND e.id = s.entry_id"
    " WHERE s.house_id = %s AND s.number > %s AND s.number <= %s ORDER BY s.number"
)
MOVES = (
    "SELECT s.number, m.number, m.debit_id, m.credit_id, m.unit, m.amount, m.debit_after,"
    " m.credit_after FROM ledger_seal s"
    " JOIN ledger_move m ON m.house_id = s.house_id AND m.entry_id = s.entry_id"
    " WHERE s.house_id = %s AND s.number > %s AND s.number <= %s ORDER BY s.number, m.number"
)
UNSEALED = (
    "SELECT e.id, 'is not sealed' FROM ledger_entry e WHERE e.house_id = %s AND NOT EXISTS"
    " (SELECT 1 FROM ledger_seal s WHERE s.house_id = e.house_id AND s.entry_id = e.id)"
)


def chain_holds(house: House) -> Examined:
    """Every entry is sealed, numbers have no gap, and each hash covers what stands there now."""
    found = sql.examined(house.id, counted="ledger_seal", wrong=UNSEALED)
    [[last]] = sql.rows(
        "SELECT coalesce(max(number), 0) FROM ledger_seal WHERE house_id = %s", [house.id]
    )
    previous, expected = START, 1
    for start in range(0, last, BATCH):
        moves = _moves(house.id, start)
        for number, before, hash_, *entry in sql.rows(ENTRIES, [house.id, start, start + BATCH]):
            if number != expected:
                found.offenders.append(f"seals {expected} to {number - 1} are missing")
            if bytes(before) != previous and number == expected:
                found.offenders.append(f"seal {number} does not continue the one before")
            if not hmac.compare_digest(bytes(hash_), _hash(bytes(before), entry, moves[number])):
                found.offenders.append(f"seal {number} does not fit its entry {entry[0]}")
            previous, expected = bytes(hash_), number + 1
    if expected <= last:
        found.offenders.append(f"seals {expected} to {last} are missing")
    return found


def _moves(house: UUID, start: int) -> dict[int, list[list[Any]]]:
    moves: dict[int, list[list[Any]]] = defaultdict(list)
    for seal, number, debit, credit, *rest in sql.rows(MOVES, [house, start, start + BATCH]):
        moves[seal].append([number, _id(debit), _id(credit), *rest])
    return moves


def _hash(previous: bytes, entry: list[Any], moves: list[list[Any]]) -> bytes:
    """As `sealing.link` over `sealing.sealable`, from the columns as the database gives them."""
    id_, house, operation, kind, reference, at, recorded_at, day, actor, till = entry
    text = canonical([
        _id(id_), _id(house), _id(operation), kind, reference, _time(at), _time(recorded_at),
        _day(day), actor, _id(till), moves,
    ])  # fmt: skip
    return hashlib.sha256(previous + text.encode()).digest()


def _id(value: Any) -> str | None:
    if isinstance(value, str):
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return None if value is None else str(value)


def _time(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return f"{value.replace(' ', 'T')}+00:00"


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
