"""Value that ends: expired, or written off because nobody comes for it."""

from collections.abc import Sequence

from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.prepaid import accounts, lots
from habitue.prepaid.models import Lot, Wallet


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
