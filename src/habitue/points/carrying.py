"""Points of someone merged go to whoever was kept; so does what comes back to them later."""

from collections.abc import Iterable
from uuid import UUID

from habitue.customers import survivors
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.points.accounts import PREFIX, account


def carry(op: Operation, *, source: UUID, to: UUID, reference: str) -> tuple[UUID | None, int]:
    """All points of `source` become those of `to`: the entry, if there were any, and how many.

    Less than nothing is carried too: what a bill took back goes with the person.
    """
    old, new = account(source), account(to)
    has = ledger.balances(op.house, [old.code])[old.code]
    if not has:
        return None, 0
    move = Move(old, new, has) if has > 0 else Move(new, old, -has)
    entry = ledger.post(
        op,
        kind="points.merge",
        reference=reference,
        moves=[move],
        may_pass_zero=frozenset({new.code}),
    )
    return entry, has


def onward(op: Operation, customer: UUID) -> None:
    """What has just come back to, or was taken from, someone merged is their survivor's."""
    kept = survivors.survivor(op.house, customer)
    if kept != customer:
        carry(op, source=customer, to=kept, reference=f"customer:{customer}")


def onward_of(op: Operation, moves: Iterable[Move]) -> None:
    """As `onward`, for whoever's points these moves touched."""
    codes = {side.code for move in moves for side in (move.debit, move.credit)}
    for code in sorted(codes):
        if code.startswith(PREFIX):
            onward(op, UUID(code.removeprefix(PREFIX)))


def carry_back(op: Operation, *, entry: UUID, reference: str) -> None:
    """Undo `carry`."""
    codes = {
        side.code
        for move in ledger.entry_moves(op.house, entry)
        for side in (move.debit, move.credit)
    }
    ledger.reverse(
        op, entry, kind="points.unmerge", reference=reference, may_pass_zero=frozenset(codes)
    )
