"""Settling saved bills: what ends with its charge is closed, a mistake is owed again."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from habitue.bills.closing import close_if_settled, hold_all
from habitue.bills.models import Bill, BillState
from habitue.bills.refusals import BillRefunded
from habitue.customers.models import Customer
from habitue.house_accounts import settling as house_accounts
from habitue.house_accounts.actions import Charge
from habitue.house_accounts.models import Settled, Settlement
from habitue.house_accounts.settling import HERE, Booking, Taken
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation
from habitue.operations.rights import right

__all__ = ["HERE", "Booking", "Settlement", "Taken", "hold_owing", "settle", "unsettle"]


def settle(
    op: Operation,
    *,
    customer: Customer,
    amount: Money | None = None,
    tender: str = "",
    taken: Sequence[Taken] = (),
    bills: Sequence[UUID] | None = None,
    invoices: Sequence[UUID] | None = None,
    booking: Booking = HERE,
) -> Settlement:
    """Take money for a customer's own account; bills whose charge ends are closed.

    `taken` names each tender of one settling, `amount` and `tender` the only one; no amount is
    all that is owed of what was named. `bills` and `invoices` name what is paid, else the oldest
    first. Raises NotFound (bills, invoices) and as `house_accounts.settle` does.
    """
    standing = Charge.objects.of(op.house).filter(account__customer=customer, reversed_at=None)
    named = _named(standing, bills or (), invoices or ())
    found = named if named is not None else list(standing.filter(open_minor__gt=0))
    hold_all(op, [charge.bill_id for charge in found if charge.bill_id])
    if not taken:
        due = sum(charge.open_minor for charge in found)
        taken = [Taken(tender, op.house.money(due) if amount is None else amount)]
    settlement, touched = house_accounts.settle(
        op, customer=customer, taken=taken, charges=named, booking=booking
    )
    close_if_settled(op, [charge.bill_id for charge in touched if charge.bill_id])
    return settlement


def _named(
    standing: "QuerySet[Charge, Charge]", bills: Sequence[UUID], invoices: Sequence[UUID]
) -> list[Charge] | None:
    """The charges of the bills, and those still open of the invoices; None: whichever is oldest.

    Raises NotFound where a bill or an invoice is none of this account.
    """
    if not bills and not invoices:
        return None
    rows = standing.filter(Q(bill_id__in=list(bills)) | Q(invoice_id__in=list(invoices)))
    charges = list(rows.order_by("at", "id"))
    if not set(bills) <= {charge.bill_id for charge in charges}:
        raise NotFound("bill", field="bills")
    if not set(invoices) <= {charge.invoice_id for charge in charges}:
        raise NotFound("invoice", field="invoices")
    by_name = set(bills)
    still = [one for one in charges if one.bill_id in by_name or one.open_minor]
    return still or charges  # nothing open any more: refused as settled


@right("house_accounts.unsettle")
def unsettle(op: Operation, *, settlement: UUID, reason: str = "") -> Settlement:
    """A settling was a mistake: what it paid is owed again, what it closed is on account again.

    Raises BillRefunded where a bill it met was refunded since, and as `house_accounts.undo` does.
    """
    parts = Settled.objects.of(op.house).filter(settlement_id=settlement)
    met = [id_ for id_ in parts.values_list("charge__bill_id", flat=True) if id_]
    hold_all(op, met)
    bills = Bill.objects.of(op.house).filter(pk__in=met)
    if bills.filter(refunded_minor__gt=0).exists():
        raise BillRefunded()
    row, _charges = house_accounts.undo(op, settlement=settlement, reason=reason)
    saved = bills.filter(state=BillState.CLOSED, saved_at__isnull=False)
    saved.update(state=BillState.ON_ACCOUNT, ended_at=None)
    return row


def hold_owing(op: Operation, customer: Customer) -> None:
    """Hold the bills still open on a customer's own account, before whoever writes them off."""
    owing = Charge.objects.of(op.house).filter(account__customer=customer, open_minor__gt=0)
    hold_all(op, [id_ for id_ in owing.values_list("bill_id", flat=True) if id_])
