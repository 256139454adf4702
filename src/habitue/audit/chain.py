"""Recomputing the audit's chain from its first seal."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from habitue.audit.models import AuditLine, AuditSeal
from habitue.audit.sealing import COLUMNS, START, lines_of, link, sealable
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined
from habitue.kit.seals import IdsInJson

# on PostgreSQL the sealer comes each second: what is younger may still wait for it
WAITING = " AND at < now() - interval '10 seconds'"
SHOWN = 20
AT_ONCE = 2_000  # seals
HEX = 32  # digits of an id
COMMA = ", ',', "
# a time as a text: of a column the driver would make an object
AT = "replace({}, ' ', 'T')"
AT_THERE = "{}::text"
ON_SQLITE = (
    f"SELECT id, operation_id, {AT.format('at')}, actor, approver, till_id, verb, object_kind,"  # noqa: S608
    " object_id, digest FROM audit_line"
    " WHERE id IN (SELECT value FROM json_each(%s)) AND house_id = %s"
)


class Seal(NamedTuple):
    """A link as it stands; `named` are its lines' ids in hexadecimal."""

    number: int
    at: str
    named: list[str]
    previous: bytes
    hash: bytes


Lines = Mapping[str, tuple[str, str]]  # id -> when, and the text that was sealed


def chain_holds(house: House) -> Examined:
    """Every line is sealed, seals have no gap, and each hash covers what stands there now.

    PostgreSQL spells the lines as `sealing.sealable` does; for SQLite Python does.
    """
    count = sql.count_of("audit_line", house.id)
    wrong: list[str] = []
    previous, expected, sealed = START, 1, 0
    for seal, lines in _seals(house):
        sealed += len(seal.named)
        wrong += _faults(seal, expected, previous)
        gone = [id_ for id_ in seal.named if id_ not in lines]
        wrong += [f"line {sql.as_id(id_)} is gone" for id_ in gone[:SHOWN]]
        there = [lines[id_] for id_ in seal.named if id_ in lines]
        text = "".join([f"{line}\n" for _, line in there])
        hash_ = hashlib.sha256(seal.previous + text.encode()).digest()
        if hash_ != seal.hash and not _fits_spelled_here(house, seal):
            wrong.append(f"audit seal {seal.number} does not fit its lines")
        elif not there or seal.at != max([at for at, _ in there]):
            wrong.append(f"audit seal {seal.number} is dated otherwise than its lines")
        previous, expected = seal.hash, seal.number + 1
    if sealed != count:
        wrong += _unsealed(house)
    return Examined(count, wrong)


def _faults(seal: Seal, expected: int, previous: bytes) -> list[str]:
    if seal.number != expected:
        return [f"audit seals {expected} to {seal.number - 1} are missing"]
    if seal.previous != previous:
        return [f"audit seal {seal.number} does not continue the one before"]
    return []


def _fits_spelled_here(house: House, seal: Seal) -> bool:
    """The same as the sealer spells it: words that JSON escapes, the database does not."""
    named = [sql.as_id(id_) for id_ in seal.named]
    rows: Any = AuditLine.objects.of(house).filter(id__in=named).values_list(*COLUMNS)
    found = {row[0]: sealable(row) for row in rows}
    return seal.hash == link(seal.previous, [found[id_] for id_ in named if id_ in found])


def _seals(house: House) -> Iterator[tuple[Seal, Lines]]:
    """Each seal in order, with the lines that it and its neighbours name."""
    last, at_ = 0, (AT_THERE if sql.is_postgresql() else AT).format("at")
    while some := sql.rows(
        f"SELECT number, {at_}, lines, previous, hash FROM audit_seal"  # noqa: S608
        " WHERE house_id = %s AND number > %s ORDER BY number LIMIT %s",
        [house.id, last, AT_ONCE],
    ):
        waiting, weight = list[Seal](), 0
        for number, at, lines, before, hash_ in some:
            digits = bytes(lines).hex()
            named = [digits[place : place + HEX] for place in range(0, len(digits), HEX)]
            waiting.append(Seal(number, at, named, bytes(before), bytes(hash_)))
            weight += len(named)
            if weight > AT_ONCE:
                yield from _with_lines(house, waiting)
                waiting, weight = [], 0
        yield from _with_lines(house, waiting)
        last = some[-1][0]


def _with_lines(house: House, seals: list[Seal]) -> Iterator[tuple[Seal, Lines]]:
    wanted = [id_ for seal in seals for id_ in seal.named]
    found = _spelled_there(house, wanted) if sql.is_postgresql() else _spelled_here(house, wanted)
    for seal in seals:
        yield seal, found


def _spelled_there(house: House, wanted: list[str]) -> Lines:
    """PostgreSQL writes each line as it was sealed."""
    return {id_: (at, text) for id_, at, text in sql.rows(_lines(), [wanted, house.id])}


def _spelled_here(house: House, wanted: list[str]) -> Lines:
    """SQLite would take three times as long: it copies what it has with every word it adds."""
    ids, found = IdsInJson(), dict[str, tuple[str, str]]()
    own = ids[house.id.hex]
    for (id_, operation, at, actor, approver, till, verb, kind, on, digest) in sql.rows(
        ON_SQLITE, [json.dumps(wanted), house.id]
    ):  # fmt: skip
        kept = f'"{digest.hex()}"' if digest is not None else "null"
        found[id_] = (
            at,
            f'[{ids[id_]},{own},{ids[operation]},"{at}+00:00","{actor}","{approver}",{ids[till]},'
            f'"{verb}","{kind}",{ids[on]},{kept}]',
        )
    return found


@cache
def _lines() -> str:
    """Lines by their ids, as they were sealed."""
    words = [
        sql.json_id("l.id"), sql.json_id("l.house_id"), sql.json_id("l.operation_id"),
        sql.json_time("l.at"), _word("l.actor"), _word("l.approver"), sql.json_id("l.till_id"),
        _word("l.verb"), _word("l.object_kind"), sql.json_id("l.object_id"),
        """coalesce('"' || encode(l.digest, 'hex') || '"', 'null')""",
    ]  # fmt: skip
    return (
        f"SELECT replace(l.id::text, '-', ''), {AT_THERE.format('l.at')},"  # noqa: S608
        f" concat('[', {COMMA.join(words)}, ']')"
        # a join: of `id = ANY(...)` the planner makes a filter over all lines of the house
        " FROM unnest(%s::uuid[]) AS w(id) JOIN audit_line l ON l.id = w.id AND l.house_id = %s"
    )


def _word(column: str) -> str:
    return f"""'"' || {column} || '"'"""


def _unsealed(house: House) -> list[str]:
    """Which lines no seal names; those of the last moments may still wait for the sealer."""
    sealed: set[UUID] = set()
    for lines in AuditSeal.objects.of(house).values_list("lines", flat=True).iterator():
        sealed.update(lines_of(bytes(lines)))
    waiting = WAITING if connection.vendor == "postgresql" else ""
    found = sql.rows(f"SELECT id FROM audit_line WHERE house_id = %s{waiting}", [house.id])  # noqa: S608
    ids = [sql.as_id(id_) for (id_,) in found]
    return [f"line {id_} is not sealed" for id_ in ids if id_ not in sealed]
