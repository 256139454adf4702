"""Taking money for what is owed, by one tender or several, and taking a mistake back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house_accounts import accounts
from habitue.house_accounts.actions import (
    NothingToSettle,
    account_of,
    due_of,
    lower,
    share,
)
from habitue.house_accounts.models import SEVERAL, Charge, Settled, Settlement
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import actions as shifts
from habitue.shifts import receipts

__all__ = ["Booking", "Charge", "Settlement", "Taken", "settle", "undo"]

MOST_TENDERS = 10


class SettlementUndone(Refusal):
    code = "already_reversed"
    says = _("This was taken back already.")


class SettledEarlier(Refusal):
    code = "day_closed"
    says = _("This was settled on an earlier day: it stays as it is.")


class HandSpent(Refusal):
    code = "insufficient_value"
    says = _("What stayed in hand has met a later bill. Take that bill back first.")


class TendersTooMany(Refusal):
    code = "malformed"
    status = 422
    says = _("A settling takes {most} tenders at most.")


@dataclass(frozen=True, slots=True)
class Taken:
    """So much of a settling, and by which tender."""

    tender: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Booking:
    """Where a settling happened, and what another system knows of it."""

    venue: UUID | None = None
    fiscal_ref: str = ""
    external_id: str = ""
    occurred_at: datetime | None = None


HERE = Booking()


@right("house_accounts.settle")
def settle(
    op: Operation,
    *,
    customer: Customer,
    taken: Sequence[Taken],
    charges: Sequence[Charge] | None = None,
    booking: Booking = HERE,
) -> tuple[Settlement, list[Charge]]:
    """Take what each of `taken` says for a customer's own account, as one settling.

    Named charges are paid, else the oldest first; what is too much stays in hand. Returns the
    charges it touched, as they now stand. Raises NothingToSettle, ChargeSettled, TenderUnknown.
    """
    sums = _sums(op, taken)
    if customers.lock(op, customer.id).archived_at:
        raise customers.CustomerArchived()
    account = account_of(op, customer)
    amount = sum(minor for _kind, minor in sums)
    parts = share(due_of(op, account, charges), amount)
    venue = shifts.venue_of(op, booking.venue).id
    sources = [(shifts.account(op, kind, venue), minor) for kind, minor in sums]
    row = Settlement(
        house=op.house,
        account=account,
        amount_minor=amount,
        in_hand_minor=amount - sum(part for _charge, part in parts),
        tender=sums[0][0] if len(sums) == 1 else SEVERAL,
        tenders=[list(one) for one in sums],
        at=op.at,
        actor=op.by.label,
        fiscal_ref=booking.fiscal_ref,
        external_id=booking.external_id,
        occurred_at=booking.occurred_at,
    )
    receipts.claim(op, booking.fiscal_ref, row.id)
    _book(op, row, sources)
    for one, part in parts:
        lower(op, one, part, row.entry_id, row)
    audit.record(op, "house_accounts.settle", on=row)
    return row, [one for one, _part in parts]


def _sums(op: Operation, taken: Sequence[Taken]) -> list[tuple[str, int]]:
    """What was taken by each tender, one of a kind together, in the order they were named."""
    if len(taken) > MOST_TENDERS:
        raise TendersTooMany(field="tenders", most=MOST_TENDERS)
    found: dict[str, int] = {}
    for one in taken:
        minor = op.house.minor(one.amount)
        if minor <= 0:
            raise NothingToSettle(field="amount")
        found[one.tender] = found.get(one.tender, 0) + minor
    if not found:
        raise NothingToSettle(field="amount")
    return list(found.items())


def _book(op: Operation, row: Settlement, sources: Sequence[tuple[Account, int]]) -> None:
    """What was owed leaves the receivable, tender by tender; the rest stays in hand."""
    owed = row.amount_minor - row.in_hand_minor
    receivable = accounts.receivable(op.house, row.account_id)
    hand = accounts.in_hand(op.house, row.account_id)
    moves: list[Move] = []
    for source, minor in sources:
        off = min(minor, owed)
        moves += [Move(source, receivable, off), Move(source, hand, minor - off)]
        owed -= off
    row.entry_id = ledger.post(
        op, kind="house_accounts.settle", reference=f"settlement:{row.id}", moves=moves
    )
    row.save(force_insert=True)


@right("house_accounts.unsettle")
def undo(op: Operation, *, settlement: UUID, reason: str = "") -> tuple[Settlement, list[Charge]]:
    """A settling was a mistake: the money goes back, the bills it met are owed again.

    On its own business day only: what a day closed with stays. Returns it, with the charges it
    had met as they now stand. Raises NotFound, CustomerArchived, SettlementUndone,
    SettledEarlier, HandSpent.
    """
    row = _held(op, settlement)
    if row.reversed_at:
        raise SettlementUndone()
    _kind, day = ledger.kinds(op.house, [row.entry_id])[row.entry_id]
    if day != op.business_day:
        raise SettledEarlier()
    op.require("house_accounts.unsettle", row.amount_minor)
    _refuse_spent(op, row)
    parts = list(Settled.objects.of(op.house).filter(settlement=row).order_by("charge_id", "id"))
    entry = shifts.reverse(
        op, row.entry_id, kind="house_accounts.unsettle", reference=f"settlement:{row.id}"
    )
    held = rows.find(
        Charge, op.house, lock=True, id=[part.charge_id for part in parts], order="at id"
    )
    by_id = {charge.id: charge for charge in held}
    for part in parts:
        lower(op, by_id[part.charge_id], -part.amount_minor, entry, row)
    receipts.release(op, row.fiscal_ref, row.id)
    row.reversed_at, row.reversed_by, row.reversal_entry_id = op.at, op.by.label, entry
    rows.update(row, "reversed_at", "reversed_by", "reversal_entry_id")
    audit.record(op, "house_accounts.unsettle", on=row, reason=reason)
    return row, held


def _held(op: Operation, settlement: UUID) -> Settlement:
    """A settling, its payer held before it: nothing is owed again by someone archived."""
    of = rows.first(Settlement, op.house, related=("account",), id=settlement)
    if of is None:
        raise NotFound("settlement")
    if customers.lock(op, of.account.customer_id).archived_at:
        raise customers.CustomerArchived()
    row = rows.first(Settlement, op.house, lock=True, related=("account",), id=settlement)
    assert row is not None
    return row


def _refuse_spent(op: Operation, row: Settlement) -> None:
    hand = accounts.in_hand(op.house, row.account_id).code
    if ledger.balances(op.house, [hand])[hand] < row.in_hand_minor:
        raise HandSpent()
