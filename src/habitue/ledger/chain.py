"""Recomputing the hash chain from the first seal.

PostgreSQL spells what was sealed, as `sealing.sealable` did, and hashes it; for SQLite Python does
both. An entry whose words are more than letters and ids would be spelled otherwise here: it shows
as altered, which it is (I27).
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined
from habitue.kit.seals import IdsInJson
from habitue.ledger.sealing import START

BATCH = 5_000
COMMA = " || ',' || "
UNSEALED = (
    "SELECT e.id, 'is not sealed' FROM ledger_entry e WHERE e.house_id = %s AND NOT EXISTS"
    " (SELECT 1 FROM ledger_seal s WHERE s.house_id = e.house_id AND s.entry_id = e.id)"
)
# on PostgreSQL the sealer comes each second: what is younger may still wait for it
WAITING = " AND e.recorded_at < now() - interval '10 seconds'"

# CROSS JOIN tells SQLite the order: seals by their numbers, each one's entry, its moves. Times and
# days are asked for as expressions: as columns, the driver would make objects of them
SEALED = (
    "SELECT s.number, s.previous, s.hash, e.id, e.operation_id, e.kind, e.reference,"
    " replace(e.at, ' ', 'T'), replace(e.recorded_at, ' ', 'T'), e.business_day || '', e.actor,"
    " e.till_id, e.venue_id, m.number, m.debit_id, m.credit_id, m.unit, m.amount,"
    " coalesce(m.debit_after, 'null'), coalesce(m.credit_after, 'null')"
    " FROM ledger_seal s CROSS JOIN ledger_entry e"
    " LEFT JOIN ledger_move m ON m.house_id = s.house_id AND m.entry_id = s.entry_id"
    " WHERE s.house_id = %s AND s.number > %s AND s.number <= %s"
    " AND e.house_id = s.house_id AND e.id = s.entry_id ORDER BY s.number, m.number"
)


def chain_holds(house: House) -> Examined:
    """Every entry is sealed, numbers have no gap, and each hash covers what stands there now."""
    waiting = WAITING if sql.is_postgresql() else ""
    found = sql.examined(house.id, counted="ledger_seal", wrong=UNSEALED + waiting)
    [[last]] = sql.rows(
        "SELECT coalesce(max(number), 0) FROM ledger_seal WHERE house_id = %s", [house.id]
    )
    if sql.is_postgresql():
        expected = _recomputed_there(house, found.offenders)
    else:
        expected = _recomputed_here(house, last, found.offenders)
    if expected <= last:
        found.offenders.append(f"seals {expected} to {last} are missing")
    return found


def _recomputed_there(house: House, wrong: list[str]) -> int:
    """By the server itself; the number that should come next."""
    for number, expected, follows, fits, id_ in sql.rows(_links(), [START, house.id, house.id]):
        wrong += _faults(number, expected, follows=follows, fits=fits, entry=id_)
    [[before]] = sql.rows(
        "SELECT coalesce(max(s.number), 0) FROM ledger_seal s JOIN ledger_entry e"
        " ON e.house_id = s.house_id AND e.id = s.entry_id WHERE s.house_id = %s",
        [house.id],
    )
    return int(before) + 1


def _recomputed_here(house: House, last: int, wrong: list[str]) -> int:
    """SQLite cannot hash: Python spells and hashes; the number that should come next."""
    previous, expected = START, 1
    for start in range(0, last, BATCH):
        for number, before, hash_, id_, text in _spelled(house, start):
            fits = hash_ == hashlib.sha256(before + text.encode()).digest()
            if number != expected or before != previous or not fits:
                follows = before == previous
                wrong += _faults(number, expected, follows=follows, fits=fits, entry=id_)
            previous, expected = hash_, number + 1
    return expected


def _spelled(house: House, start: int) -> Iterator[tuple[int, bytes, bytes, str, str]]:
    """The seals of a stretch, each with its entry's id and the text that was sealed.

    One row a move, one f-string a row: whatever is done more here costs a second a million.
    """
    ids, moves = IdsInJson(), list[str]()
    own, rows = ids[house.id.hex], sql.rows(SEALED, [house.id, start, start + BATCH])
    for row, following in zip(rows, [*rows[1:], (None,)], strict=True):
        (number, before, hash_, id_, operation, kind, reference, at, recorded_at, day, actor, till,
         venue, place, debit, credit, unit, amount, debit_after, credit_after) = row  # fmt: skip
        if place is not None:
            moves.append(
                f'[{place},{ids[debit]},{ids[credit]},"{unit}",{amount},{debit_after},{credit_after}]'
            )
        if following[0] != number:
            where = f",{ids[venue]}" if venue is not None else ""
            text = (
                f'[{ids[id_]},{own},{ids[operation]},"{kind}","{reference}","{at}+00:00",'
                f'"{recorded_at}+00:00","{day}","{actor}",{ids[till]},[{",".join(moves)}]{where}]'
            )
            yield number, before, hash_, id_, text
            moves = []


def _faults(number: int, expected: int, *, follows: bool, fits: bool, entry: Any) -> Iterator[str]:
    if number != expected:
        yield f"seals {expected} to {number - 1} are missing"
    elif not follows:
        yield f"seal {number} does not continue the one before"
    if not fits:
        yield f"seal {number} does not fit its entry {sql.as_id(entry)}"


@cache
def _links() -> str:
    """Each seal that is wrong: whether it follows the one before, and fits its entry."""
    head, tail = _head()
    moves = f"'[' || {COMMA.join(_move_words())} || ']'"
    text = f"{head} || '[' || coalesce(m.text, '') || ']' || {tail}"
    return (
        "SELECT number, expected, follows, fits, id FROM (SELECT s.number, e.id,"  # noqa: S608
        " lag(s.number, 1, 0::bigint) OVER w + 1 AS expected,"
        " s.previous = lag(s.hash, 1, %s::bytea) OVER w AS follows,"
        f" s.hash = sha256(s.previous || convert_to({text}, 'UTF8')) AS fits"
        " FROM ledger_seal s JOIN ledger_entry e ON e.house_id = s.house_id AND e.id = s.entry_id"
        f" LEFT JOIN (SELECT entry_id, string_agg({moves}, ',' ORDER BY number) AS text"
        " FROM ledger_move m WHERE house_id = %s GROUP BY entry_id) m ON m.entry_id = e.id"
        " WHERE s.house_id = %s WINDOW w AS (ORDER BY s.number)) t"
        " WHERE number <> expected OR follows IS NOT TRUE OR fits IS NOT TRUE ORDER BY number"
    )


def _head() -> tuple[str, str]:
    """What is sealed of an entry, before and after its moves."""
    words = [
        sql.json_id("e.id"), sql.json_id("e.house_id"), sql.json_id("e.operation_id"),
        _word("e.kind"), _word("e.reference"), sql.json_time("e.at"),
        sql.json_time("e.recorded_at"), _word("e.business_day::text"), _word("e.actor"),
        sql.json_id("e.till_id"),
    ]  # fmt: skip
    place = sql.json_id("e.venue_id")
    venue = f"CASE WHEN e.venue_id IS NULL THEN ']' ELSE ',' || {place} || ']' END"
    return f"'[' || {COMMA.join(words)} || ','", venue


def _move_words() -> list[str]:
    return [
        "m.number", sql.json_id("m.debit_id"), sql.json_id("m.credit_id"), _word("m.unit"),
        "m.amount", _number("m.debit_after"), _number("m.credit_after"),
    ]  # fmt: skip


def _word(column: str) -> str:
    return f"""'"' || {column} || '"'"""


def _number(column: str) -> str:
    return f"coalesce(CAST({column} AS text), 'null')"
