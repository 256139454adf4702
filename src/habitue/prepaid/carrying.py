"""The wallet of someone merged goes to whoever was kept, lot by lot; so does what comes back.

Each lot goes on as one in the other wallet, with its kind, origin, purpose, age and last day.
"""

from collections.abc import Sequence
from uuid import UUID

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.prepaid import accounts, lasting, lots
from habitue.prepaid.expiring import put_back, spendable
from habitue.prepaid.models import Lot, ValueKind, Wallet
from habitue.prepaid.wallets import wallet_of


def carry(
    op: Operation, *, source: Customer, to: Customer, reference: str
) -> tuple[UUID | None, dict[str, int]]:
    """All value in the wallet of `source` becomes that of `to`: the entry, and what, by kind.

    What has expired ends first.
    """
    old = rows.first(Wallet, op.house, holder=source.id, order="id")
    held = spendable(op, old) if old else []
    if old is None or not held:
        return None, {}
    new = wallet_of(op, to)
    return _move(op, old, new, held, reference)


def _move(
    op: Operation, old: Wallet, new: Wallet, held: Sequence[Lot], reference: str
) -> tuple[UUID, dict[str, int]]:
    takes = [lots.Take(lot, lot.remaining_minor) for lot in held]
    sums = lots.by_kind(takes)
    entry = ledger.post(
        op,
        kind="prepaid.merge",
        reference=reference,
        moves=[
            Move(
                accounts.wallet(op.house, old.id, kind),
                accounts.wallet(op.house, new.id, kind),
                minor,
            )
            for kind, minor in sums.items()
        ],
    )
    lots.draw(op, entry, takes)
    rows.insert(*(_in(new, take, entry) for take in takes))
    _last_as_one(op, new)
    return entry, sums


def _in(wallet: Wallet, take: lots.Take, entry: UUID) -> Lot:
    lot = take.lot
    return Lot(
        house_id=wallet.house_id,
        wallet=wallet,
        kind=lot.kind,
        amount_minor=take.minor,
        remaining_minor=take.minor,
        expires_on=lot.expires_on,
        source=lot.source,
        vat_bp=lot.vat_bp,
        entry_id=entry,
        created_at=lot.created_at,
    )


def _last_as_one(op: Operation, wallet: Wallet) -> None:
    """Where the law counts from the last load, it counts from the last of either wallet."""
    paid = rows.find(Lot, op.house, wallet=wallet.id, kind=ValueKind.PAID, order="created_at id")
    for lot in paid:
        lasting.renew(op, lot)


def carry_back(op: Operation, *, entry: UUID, reference: str) -> None:
    """Undo `carry`: each lot is again what it was; nothing of it may have been used since."""
    came = rows.find(Lot, op.house, lock=True, entry_id=entry, order="id")
    back = ledger.reverse(op, entry, kind="prepaid.unmerge", reference=reference)
    put_back(op, entry, back)
    lots.draw(op, back, [lots.Take(lot, lot.remaining_minor) for lot in came])


def onward(op: Operation, given: Sequence[Lot]) -> None:
    """What has just come back to lots of someone merged goes on to their survivor's wallet."""
    wallets = {lot.wallet_id for lot in given}
    for wallet in rows.find(Wallet, op.house, id=list(wallets), related=("holder",), order="id"):
        holder = wallet.holder
        if holder is None or holder.archived_at is None:
            continue
        kept = survivors.current(op.house, holder)
        if kept.id != holder.id:
            carry(op, source=holder, to=kept, reference=f"customer:{holder.id}")
