"""Running an operation once only, with refusals remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction
from django.utils.translation import gettext_lazy as _

from habitue.house import closed, sql
from habitue.house.acting import Actor
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.refusals import CannotWrite, Refusal, recall
from habitue.kit.seals import canonical, digest
from habitue.operations.models import Operation
from habitue.operations.writer import in_write_transaction, met_another, unwritten

TRIES = 4


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    says = _("This key was used for another request. Take a new one.")


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks what: everything the fingerprint covers, and the hands it comes from."""

    house: House
    by: Actor
    key: str
    what: Any  # method, path and body: whatever must be equal for a repeat to be a repeat
    approved_by: Actor | None = None
    # when it happened, where that is not now: the demo's past. It is recorded now all the same.
    at: datetime | None = None


@dataclass(slots=True)
class Answer:
    """What came of an operation: the object it is about, and what of it lasts.

    `amounts` are ids and amounts of the first answer; a repeat gives them again.
    """

    id: UUID | None = None
    created: UUID | None = None
    status: int = 200
    amounts: dict[str, Any] = field(default_factory=dict)
    replayed: bool = False


@dataclass(slots=True)
class _Outcome:
    answer: Answer | None = None
    refusal: Refusal | None = None


def run(request: Request, work: Callable[[Operation], Answer]) -> Answer:
    """Run `work` under `request.key`, or give the answer it was given the first time.

    The answer returns after COMMIT. Raises the work's Refusal (again, where it was a 409),
    KeyReused where the key stands for another request, CannotWrite where nothing was written.
    `work` runs again where the database chose it as the victim of two that met.
    """
    outcome = _written(request, work)
    if outcome.refusal is not None:
        raise outcome.refusal
    assert outcome.answer is not None
    return outcome.answer


def _written(request: Request, work: Callable[[Operation], Answer]) -> _Outcome:
    alone = False
    for _try in range(TRIES):
        try:
            nested = connection.in_atomic_block
            with house_scope(request.house):
                once = partial(_once, request, work, alone=alone)
                # the scope's own transaction (PostgreSQL) ends with whatever goes wrong in here
                owns = connection.in_atomic_block and not nested
                outcome: _Outcome = once() if owns else in_write_transaction(once)
            return outcome
        except closed.TurnNeeded:
            alone = True
        except (Error, OSError) as problem:
            if not met_another(problem):
                raise unwritten(problem) from problem
    raise CannotWrite()


def _once(
    request: Request, work: Callable[[Operation], Answer], *, alone: bool = False
) -> _Outcome:
    op = _begun(request)
    op.alone = alone
    if not _inserted(op):
        return _again(op)
    # released by whatever ends around it: a statement for that would be one more round trip
    savepoint = f"SAVEPOINT of_{op.id.hex}"
    sql.execute(savepoint)
    try:
        answer = work(op)
    except Refusal as refusal:
        _roll_back(savepoint)
        _keep(op, refusal)
        return _Outcome(refusal=refusal)
    except BaseException:
        _roll_back(savepoint)
        raise
    _conclude(
        op,
        status=answer.status,
        code="",
        answer={
            "id": str(answer.id) if answer.id else None,
            "created": str(answer.created) if answer.created else None,
            "amounts": answer.amounts,
        },
    )
    return _Outcome(answer=answer)


def _begun(request: Request) -> Operation:
    now = datetime.now(UTC)
    op = Operation(
        id=new_id(),
        house=request.house,
        key=request.key,
        fingerprint=digest("operation", canonical(request.what)),
        actor=request.by.label,
        till_id=request.by.till_id,
        at=request.at or now,
        recorded_at=now,
        business_day=business_day(request.house, request.at or now),
    )
    op.by, op.approved_by = request.by, request.approved_by
    op.venue_id = request.by.venue_id
    return op


def _inserted(op: Operation) -> bool:
    """Write the operation first. A twin in flight makes this wait for the twin's end.

    Where its business day is closed, it belongs to the open one: judged here, in the statement
    that every operation begins with.
    """
    day, today = op.business_day, business_day(op.house, op.recorded_at)
    statement, turn = closed.in_turn(
        'INSERT INTO operations_operation (id, house_id, "key", fingerprint, status, code,'
        " answer, rights, actor, approver, till_id, at, recorded_at, business_day)"
        " SELECT %s, h.id, %s, %s, 0, '', '{{}}', '[]', %s, '', %s, %s, %s,"
        f" {closed.open_day()}"
        ' {turn} ON CONFLICT (house_id, "key") DO NOTHING RETURNING business_day',
        op.house,
        alone=op.alone,
    )
    found = sql.rows(
        statement,
        [
            *turn,
            op.id,
            op.key,
            op.fingerprint,
            op.actor,
            op.till_id,
            op.at,
            op.recorded_at,
            *closed.of_open_day(day, today),
            op.house_id,
        ],
    )
    if found:
        op.business_day = sql.as_day(found[0][0])
    return bool(found)


def _conclude(op: Operation, *, status: int, code: str, answer: dict[str, Any]) -> None:
    sql.execute(
        "UPDATE operations_operation SET status = %s, code = %s, answer = %s, rights = %s,"
        " approver = %s WHERE house_id = %s AND id = %s",
        [
            status,
            code,
            canonical(answer),
            canonical(op.rights),
            op.approver,
            op.house_id,
            op.id,
        ],
    )


def _keep(op: Operation, refusal: Refusal) -> None:
    """Remember a refusal of the house; write what must be kept although nothing happened."""
    if refusal.status == 409:
        _conclude(op, status=409, code=refusal.code, answer=refusal.remembered())
    else:
        Operation.objects.of(op.house).filter(pk=op.pk).delete()
    for write in refusal.keep:
        write()


def _again(op: Operation) -> _Outcome:
    """The answer of the first time, if this is the same request and the rights still stand."""
    first = Operation.objects.of(op.house).get(key=op.key)
    if bytes(first.fingerprint) != op.fingerprint:
        return _Outcome(refusal=KeyReused())
    for right in first.rights:
        try:
            op.require(right)
        except Refusal as missing:
            return _Outcome(refusal=missing)
    if first.code:
        said = recall(first.answer)
        said.replayed = True
        return _Outcome(refusal=said)
    stored = first.answer
    return _Outcome(
        answer=Answer(
            id=UUID(stored["id"]) if stored["id"] else None,
            created=UUID(stored["created"]) if stored["created"] else None,
            status=first.status,
            amounts=stored["amounts"],
            replayed=True,
        )
    )


def _roll_back(savepoint: str) -> None:
    """What was done since goes, while the operation stays."""
    transaction.set_rollback(False)  # a statement that failed must not hide why it did
    sql.execute(f"ROLLBACK TO {savepoint}")
