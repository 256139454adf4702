"""What a person does with a file: bring it, say how it is read, take it, stop, undo, sign."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.exchange.models import Import, State
from habitue.exchange.policies import Policy
from habitue.house import rows
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right

RUNNING = (State.TAKING, State.UNDOING)
READING = ("encoding", "delimiter", "header")
COUNTS = ("rows", "created", "updated", "unchanged", "refused", "skipped")


class NotNow(Refusal):
    code = "not_now"
    says = _("State of the file: {state}; that cannot be done with it now.")


class UndoneAlready(Refusal):
    code = "already_undone"
    says = _("This import was undone already.")


class NothingKept(Refusal):
    code = "nothing_kept"
    says = _("This import was taken before undoing was kept, so it cannot be undone.")


class NameNeeded(Refusal):
    code = "malformed"
    status = 422
    says = _("Type the name of whoever signs.")


@right("customers.import")
def bring(op: Operation, *, held: str, name: str) -> Import:
    """A file to be looked at; what it is, is found out in the background."""
    row: Import = Import.objects.create(
        house=op.house,
        held=held,
        file_name=name[:200],
        trial=True,
        state=State.LOOKING,
        actor=op.by.label,
        at=op.at,
    )
    audit.record(op, "customers.try_import", on=row)
    return row


@right("customers.import")
def choose(op: Operation, *, row: Import, how: Mapping[str, Any]) -> Import:
    """Read it in another way; it is looked at once more. Raises NotNow, Malformed."""
    row = lock(op, row)
    _must_be(row, State.LOOKING, State.LOOKED)
    row.how = _chosen(row.how, how)
    policy_of(row)
    _look(row)
    row.turn += 1
    row.save(update_fields=["how", "turn", "state", "problem", "total", *COUNTS])
    return row


def _chosen(before: Mapping[str, Any], how: Mapping[str, Any]) -> dict[str, Any]:
    """Columns were chosen for the file as it was read then: read otherwise, it has others."""
    read_otherwise = any(how.get(key, before.get(key)) != before.get(key) for key in READING)
    kept = {k: v for k, v in before.items() if not (read_otherwise and k == "mapping")}
    return {**kept, **how}


def _look(row: Import) -> None:
    row.state, row.problem, row.total = State.LOOKING, "", None
    for count in COUNTS:
        setattr(row, count, 0)


@right("customers.import")
def start(op: Operation, *, row: Import) -> Import:
    """Take it, in the background. Raises NotNow."""
    row = lock(op, row)
    _must_be(row, State.LOOKED)
    if row.problem:
        raise NotNow(state=row.get_state_display())
    row.trial, row.state, row.traced, row.stop = False, State.TAKING, True, False
    row.total, row.at, row.actor, row.sums = row.rows, op.at, op.by.label, {}
    for count in COUNTS:
        setattr(row, count, 0)
    row.save()
    audit.record(op, "customers.import", on=row)
    return row


@right("customers.import")
def stop(op: Operation, *, row: Import) -> Import:
    """Take no further rows; what is in stays, and can be undone. Raises NotNow."""
    row = lock(op, row)
    _must_be(row, State.TAKING, State.STUCK)
    row.stop = True
    if row.state == State.STUCK:
        row.state, row.ended_at = State.CANCELLED, op.at
    row.save(update_fields=["stop", "state", "ended_at"])
    audit.record(op, "customers.cancel_import", on=row)
    return row


@right("customers.import")
def go_on(op: Operation, *, row: Import) -> Import:
    """Where it broke off. Raises NotNow."""
    row = lock(op, row)
    _must_be(row, State.STUCK)
    row.state = State.UNDOING if row.undoer else State.TAKING
    row.problem = ""
    row.save(update_fields=["state", "problem"])
    return row


@right("customers.archive")
def undo(op: Operation, *, row: Import) -> Import:
    """Take the whole import back, in the background.

    Raises UndoneAlready, NotNow, NothingKept, RightMissing.
    """
    op.require("customers.import")
    row = lock(op, row)
    if row.state in (State.UNDOING, State.UNDONE):
        raise UndoneAlready()
    _must_be(row, State.TAKEN, State.CANCELLED, State.STUCK)
    if row.trial or not row.traced:
        raise NothingKept()
    row.state, row.undoer, row.undone, row.problem = State.UNDOING, op.by.label, {}, ""
    row.ended_at = row.ended_at or op.at
    row.save(update_fields=["state", "undoer", "undone", "problem", "ended_at"])
    audit.record(op, "customers.undo_import", on=row)
    return row


@right("balances.open")
def sign(op: Operation, *, row: Import, name: str) -> Import:
    """That the balances brought are right, says whoever signs. Raises NameNeeded, NotNow."""
    row = lock(op, row)
    _must_be(row, State.TAKEN, State.CANCELLED)
    if not name.strip():
        raise NameNeeded(field="name")
    row.signed_name, row.signed_by, row.signed_at = name.strip()[:120], op.by.label, op.at
    row.save(update_fields=["signed_name", "signed_by", "signed_at"])
    audit.record(op, "customers.sign_import", on=row, reason=row.signed_name)
    return row


def lock(op: Operation, row: Import) -> Import:
    found = rows.first(Import, op.house, lock=True, id=row.id)
    if found is None:
        raise NotFound("import")
    return found


def policy_of(row: Import) -> Policy:
    """By which sign rows are matched, and what becomes of them. Raises Malformed."""
    how = row.how
    return Policy(how.get("match", ""), how.get("new", True), how.get("known", True))


def _must_be(row: Import, *states: State) -> None:
    if row.state not in states:
        raise NotNow(state=row.get_state_display())
