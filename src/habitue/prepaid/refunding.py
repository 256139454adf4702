"""Giving part of a spend back to the lots it came from, in however many parts."""

from collections.abc import Sequence
from uuid import UUID

from habitue.house import rows
from habitue.kit.shares import split
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.prepaid import accounts, carrying, lots
from habitue.prepaid.expiring import end_rest
from habitue.prepaid.models import Lot, LotUse


def refund(
    op: Operation,
    *,
    spent: UUID,
    before: Sequence[UUID],
    paid: int,
    amount: int,
    tip: int,
    source: Account,
    tips: Account,
    reference: str,
) -> tuple[UUID, list[list[int]]]:
    """Move `amount` from `source` back to what the entry `spent` drew on, and `tip` from `tips`.

    Of the lots it drew on, the first `paid` went to the bill and the rest was the tip; what
    earlier parts (`before`) gave back is gone. In proportion to what is left of each lot.
    The entry, and how much went back to value that was taxed when it was sold: rate, sum.
    """
    bill, tipped = _drawn(op, spent, paid)
    for use in rows.find(LotUse, op.house, entry_id=list(before)):
        bill[use.lot_id] += use.amount_minor  # less than zero: given back
    parts = dict(zip(bill, split(amount, list(bill.values())), strict=True))
    given = {lot: parts.get(lot, 0) + (tipped.get(lot, 0) if tip else 0) for lot in parts | tipped}
    held = {lot.id: lot for lot in rows.find(Lot, op.house, lock=True, id=list(given), order="id")}
    end_rest(op, list(held.values()))
    entry = ledger.post(
        op,
        kind="prepaid.refund",
        reference=reference,
        moves=[
            *_moves(op, source, parts, held),
            *_moves(op, tips, tipped if tip else {}, held),
        ],
    )
    lots.give_back(op, entry, {held[lot]: minor for lot, minor in given.items() if minor})
    carrying.onward(op, list(held.values()))
    return entry, lots.by_rate(
        lots.Take(held[lot], minor) for lot, minor in parts.items() if minor
    )


def _drawn(op: Operation, spent: UUID, paid: int) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """What a spend took of each lot for the bill, and what for the tip, in its order."""
    bill: dict[UUID, int] = {}
    tipped: dict[UUID, int] = {}
    for use in rows.find(LotUse, op.house, entry_id=spent, order="id"):
        own = min(use.amount_minor, paid - sum(bill.values()))
        bill[use.lot_id] = bill.get(use.lot_id, 0) + own
        tipped[use.lot_id] = tipped.get(use.lot_id, 0) + use.amount_minor - own
    return bill, tipped


def _moves(
    op: Operation, source: Account, parts: dict[UUID, int], held: dict[UUID, Lot]
) -> list[Move]:
    return [
        Move(source, accounts.wallet(op.house, held[lot].wallet_id, held[lot].kind), minor)
        for lot, minor in parts.items()
        if minor
    ]
