"""Putting a wallet right by hand: one kind of value, up or down, with a reason."""

from uuid import UUID

from habitue.audit import actions as audit
from habitue.customers.models import Customer
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid import accounts, lots
from habitue.prepaid import actions as prepaid


@right("balances.adjust")
def adjust(
    op: Operation, *, customer: Customer, kind: str, up: bool, minor: int, reason: str
) -> UUID:
    """Give or take `minor` of one kind of value; the entry of it. Raises InsufficientValue."""
    op.require("balances.adjust", minor)
    wallet = prepaid.wallet_of(op, customer)
    mine, other = accounts.wallet(op.house, wallet.id, kind), accounts.adjustments(op.house)
    usable = [] if up else lots.spendable(op, lots.left(op, wallet))
    takes = lots.plan([lot for lot in usable if lot.kind == kind], minor)
    has = sum(take.minor for take in takes)
    if not up and has < minor:
        raise prepaid.InsufficientValue(has=op.house.money(has))
    entry = ledger.post(
        op,
        kind="prepaid.adjust",
        reference=f"customer:{customer.id}",
        moves=[Move(other, mine, minor) if up else Move(mine, other, minor)],
    )
    if up:
        source = f"customer:{customer.id}"
        lots.add(op, wallet=wallet, kind=kind, minor=minor, source=source, entry=entry)
    else:
        lots.draw(op, entry, takes)
    audit.record(op, "prepaid.adjust", on=customer, reason=reason)
    return entry
