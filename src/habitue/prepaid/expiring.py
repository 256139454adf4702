"""Value that ends: expired, or written off because nobody comes for it."""

from collections.abc import Sequence
from uuid import UUID

from habitue.house import rows
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.prepaid import accounts, lots
from habitue.prepaid.models import Lot, LotUse, Wallet


def expire(op: Operation, wallet: Wallet) -> int:
    """Book what has expired as breakage; how much that was: a night's job."""
    gone = end_expired(op, wallet, lots.left(op, wallet))
    return sum(lot.remaining_minor for lot in gone)


def spendable(op: Operation, wallet: Wallet) -> list[Lot]:
    """What may be spent of a wallet, in order; what has expired since the last touch ends here."""
    left = lots.left(op, wallet)
    end_expired(op, wallet, left)
    return lots.spendable(op, left)


def end_expired(op: Operation, wallet: Wallet, left: Sequence[Lot]) -> list[Lot]:
    """Those of a wallet's lots that have expired, booked as the house's."""
    gone = lots.expired(op, left)
    if gone:
        break_up(op, wallet, gone, kind="prepaid.expire", reference=f"wallet:{wallet.id}")
    return gone


def put_back(op: Operation, original: UUID, entry: UUID) -> list[Lot]:
    """Give back to each lot what `original` drew from it; `entry` is the reversal. The lots."""
    drawn: dict[UUID, int] = {}
    for use in rows.find(LotUse, op.house, entry_id=original):
        drawn[use.lot_id] = drawn.get(use.lot_id, 0) + use.amount_minor
    held = rows.find(Lot, op.house, lock=True, id=list(drawn), order="id")
    end_rest(op, held)
    lots.give_back(op, entry, {lot: drawn[lot.id] for lot in held})
    return held


def end_rest(op: Operation, held: Sequence[Lot]) -> None:
    """What is still in expired ones of these locked lots ends, before more comes back to them."""
    for lot in lots.expired(op, held):
        if lot.remaining_minor:
            end_expired(op, lot.wallet, [lot])
            lot.remaining_minor = 0


def expire_all(op: Operation) -> int:
    """Every wallet of the house with something expired: what the night's job runs."""
    wallets = lots.with_expired(op).order_by("id")
    return sum(expire(op, wallet) for wallet in wallets)


def break_up(
    op: Operation, wallet: Wallet, ended: Sequence[Lot], *, kind: str, reference: str
) -> None:
    """All that is left of `ended` is the house's."""
    takes = [lots.Take(lot, lot.remaining_minor) for lot in ended]
    entry = ledger.post(
        op,
        kind=kind,
        reference=reference,
        moves=[
            Move(accounts.wallet(op.house, wallet.id, value), accounts.breakage(op.house), minor)
            for value, minor in lots.by_kind(takes).items()
        ],
    )
    lots.draw(op, entry, takes)
