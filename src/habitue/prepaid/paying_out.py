"""Handing back what was paid in: someone moves away, a season ends."""

from dataclasses import dataclass
from uuid import UUID

from habitue.audit import actions as audit
from habitue.customers import own
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.kit.money import Money
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid import accounts, lots
from habitue.prepaid.models import Lot, PayOut, ValueKind, Wallet
from habitue.prepaid.wallets import InsufficientValue, NothingPaid, open_lots, wallet_found
from habitue.shifts import actions as shifts


@dataclass(frozen=True, slots=True)
class PaidOut:
    """What was handed back, and the entry of it: None where there was nothing."""

    entry: UUID | None
    amount: Money
    slip: UUID | None = None  # the list it stands on

    @property
    def id(self) -> UUID | None:
        return self.slip


@right("prepaid.pay_out")
def pay_out(
    op: Operation,
    *,
    customer: Customer,
    tender: str,
    amount: Money | None = None,
    venue: UUID | None = None,
    batch: UUID | None = None,
) -> PaidOut:
    """Hand back unspent paid value: all of it, and gift and earned value end; or `amount` of it.

    `batch` names the list it stands on with others. Raises TenderUnknown, InsufficientValue.
    A wallet with nothing in it pays out nothing.
    """
    own.not_alone(op, customer)
    wallet = wallet_found(op, customer)
    takes = _handed_back(op, open_lots(op, wallet), amount)
    if wallet is None or not takes:
        return PaidOut(None, op.house.nothing)
    parts = lots.by_kind(takes)
    paid = parts.get(ValueKind.PAID, 0)
    # what one hands to one person in a day counts together: ten times ten is a hundred
    op.require("prepaid.pay_out", shifts.handed_back(op, customer.id) + paid)
    money = shifts.account(op, tender, shifts.venue_of(op, venue).id)
    entry = ledger.post(
        op,
        kind="prepaid.pay_out",
        reference=f"customer:{customer.id}",
        moves=[
            Move(
                accounts.wallet(op.house, wallet.id, value),
                money if value == ValueKind.PAID else accounts.breakage(op.house),
                minor,
            )
            for value, minor in parts.items()
        ],
    )
    lots.draw(op, entry, takes)
    slip = _slip(op, customer, wallet, takes)
    slip.tender, slip.entry_id, slip.batch_id = tender, entry, batch or op.id
    rows.insert(slip)
    audit.record(op, "prepaid.pay_out", on=customer)
    return PaidOut(entry, op.house.money(paid), slip.batch_id)


def _slip(op: Operation, customer: Customer, wallet: Wallet, takes: list[lots.Take]) -> PayOut:
    parts = lots.by_kind(takes)
    paid = parts.get(ValueKind.PAID, 0)
    return PayOut(
        house=op.house,
        customer=customer,
        wallet=wallet,
        amount_minor=paid,
        ended_minor=sum(parts.values()) - paid,
        taxed=lots.by_rate(take for take in takes if take.lot.kind == ValueKind.PAID),
        business_day=op.business_day,
        at=op.at,
        actor=op.by.label,
    )


def _handed_back(op: Operation, left: list[Lot], amount: Money | None) -> list[lots.Take]:
    """All that is left of a wallet, or `amount` of what was paid in."""
    if amount is None:
        return [lots.Take(lot, lot.remaining_minor) for lot in left]
    if op.house.minor(amount) <= 0:
        raise NothingPaid(field="amount")
    takes = lots.plan([lot for lot in left if lot.kind == ValueKind.PAID], amount.amount)
    has = sum(lot.remaining_minor for lot in left if lot.kind == ValueKind.PAID)
    if has < amount.amount:
        raise InsufficientValue(has=op.house.money(has))
    return takes
