"""Closing, saving on account, reopening, voiding, settling."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import accounts
from habitue.bills.locking import changed, contents, has_payments, lock, lock_open, refuse_paid
from habitue.bills.models import Bill, BillState
from habitue.bills.paying import end_if_settled
from habitue.bills.reading import Standing, in_hand
from habitue.bills.refusals import (
    BillClosed,
    BillPaid,
    BillRefunded,
    BillUnpaid,
    BillVoid,
    CustomerNeeded,
    PaymentsExist,
)
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts import gathering
from habitue.house_accounts.actions import Charge, Settlement
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid

# what closing and saving on account fix of a bill, and reopening frees
BOOKED = (
    *("state", "saved_at", "ended_at", "total_minor", "vat"),
    *("earned_minor", "earned_points", "sale_entry_id", "points_entry_id"),
)


@right("bills.take_payment")
def close(op: Operation, *, bill: Bill | UUID) -> Bill:
    """End a paid bill: the sale is booked, what it earns is granted. Raises BillUnpaid."""
    bill = lock_open(op, bill)
    standing = in_hand(op, bill)
    if standing.due > 0:
        raise BillUnpaid(due=op.house.money(standing.due))
    bill.state, bill.ended_at = BillState.CLOSED, op.at
    _book_sale(op, bill, standing)
    _grant(op, bill, standing)
    audit.record(op, "bills.close", on=bill)
    return changed(op, bill, *BOOKED)


@right("house_accounts.charge")
def save_on_account(op: Operation, *, bill: Bill | UUID) -> Bill:
    """Let it be paid later: the payer's to-pay rises by what is due; the person earns at once.

    What the payer has in hand meets it first; where that covers all, the bill is closed.
    Raises CustomerNeeded, BillPaid, and as `house_accounts.charge` does.
    """
    bill = lock_open(op, bill)
    if bill.customer is None:
        raise CustomerNeeded()
    standing = in_hand(op, bill)
    refuse_paid(standing.due)
    house_accounts.charge(
        op,
        person=bill.customer,
        payer=customers.find(op, bill.customer.payer_or_self_id),
        amount=standing.due,
        to=accounts.open_bills(op.house),
        label=f"{bill.number}",
        bill=bill.id,
    )
    bill.state, bill.saved_at = BillState.ON_ACCOUNT, op.at
    _book_sale(op, bill, standing)
    if op.house.on_account_earns:
        _grant(op, bill, standing)
    end_if_settled(op, bill)
    audit.record(op, "bills.save_on_account", on=bill)
    return changed(op, bill, *BOOKED)


@right("house_accounts.charge")
def reopen(op: Operation, *, bill: Bill | UUID) -> Bill:
    """A bill saved on account, open again: its charge, sale and earning are taken back.

    Raises BillClosed, BillVoid, BillInvoiced, BillRefunded, BillPaid where money was taken.
    """
    bill = lock(op, bill)
    _refuse_unless_saved(bill)
    gathering.refuse_invoiced(op.house, bill.id)
    if bill.refunded_minor:
        raise BillRefunded()
    paid = contents(op, bill).payments
    if any(one.settles for one in paid):
        raise BillPaid()
    by_payments = [one.charge_id for one in paid if one.charge_id]
    charge = house_accounts.charge_of(op, bill.id, besides=by_payments)
    if charge is not None:
        house_accounts.take_back(op, charge=charge, reference=f"bill:{bill.id}")
    _unbook(op, bill)
    bill.state, bill.saved_at = BillState.OPEN, None
    audit.record(op, "bills.reopen", on=bill)
    return changed(op, bill, *BOOKED)


@right("bills.void")
def void(op: Operation, *, bill: Bill | UUID, reason: str = "") -> Bill:
    """It was a mistake: an open bill without payments, or one saved on account.

    Raises PaymentsExist, BillClosed, BillVoid.
    """
    bill = lock(op, bill)
    if bill.state == BillState.VOID:
        raise BillVoid()
    if bill.state == BillState.ON_ACCOUNT:
        bill = reopen(op, bill=bill)
    if bill.state != BillState.OPEN:
        raise BillClosed()
    if has_payments(op, bill):
        raise PaymentsExist()
    bill.state, bill.ended_at = BillState.VOID, op.at
    audit.record(op, "bills.void", on=bill, reason=reason)
    return changed(op, bill, "state", "ended_at")


def settle(
    op: Operation,
    *,
    customer: Customer,
    amount: Money,
    tender: str,
    bills: Sequence[UUID] | None = None,
    venue: UUID | None = None,
    fiscal_ref: str = "",
    external_id: str = "",
    occurred_at: datetime | None = None,
) -> Settlement:
    """Take money for a customer's own account; bills whose charge ends are closed.

    `bills` names which, else the oldest first. Raises NotFound (bills) and as
    `house_accounts.settle` does.
    """
    standing = Charge.objects.of(op.house).filter(account__customer=customer, reversed_at=None)
    charges = None
    if bills:
        charges = list(standing.filter(bill_id__in=list(bills)))
        if len({charge.bill_id for charge in charges}) != len(set(bills)):
            raise NotFound("bill", field="bills")
    found = charges or standing.filter(open_minor__gt=0)
    hold_all(op, [charge.bill_id for charge in found if charge.bill_id])
    settlement, touched = house_accounts.settle(
        op,
        customer=customer,
        amount=amount,
        tender=tender,
        charges=charges,
        venue=venue,
        fiscal_ref=fiscal_ref,
        external_id=external_id,
        occurred_at=occurred_at,
    )
    close_if_settled(op, [charge.bill_id for charge in touched if charge.bill_id])
    return settlement


def hold_all(op: Operation, bills: Sequence[UUID]) -> None:
    """Bills before customers before charges: the order in which paying one alone takes them."""
    rows = Bill.objects.of(op.house).select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=bills).order_by("id").values_list("id"))


def close_if_settled(op: Operation, bills: Sequence[UUID]) -> None:
    """Saved bills with nothing open any more are closed by themselves."""
    still = Charge.objects.of(op.house).filter(bill_id__in=list(bills), open_minor__gt=0)
    done = set(bills) - set(still.values_list("bill_id", flat=True))
    Bill.objects.of(op.house).filter(pk__in=done, state=BillState.ON_ACCOUNT).update(
        state=BillState.CLOSED, ended_at=op.at
    )


def _refuse_unless_saved(bill: Bill) -> None:
    if bill.state == BillState.VOID:
        raise BillVoid()
    if bill.state == BillState.CLOSED:
        raise BillPaid() if bill.saved_at else BillClosed()
    if bill.state != BillState.ON_ACCOUNT:
        raise NotFound("saved bill")


def _book_sale(op: Operation, bill: Bill, standing: Standing) -> None:
    """What stood in open bills becomes a sale; the sums are fixed."""
    if standing.total:
        bill.sale_entry_id = ledger.post(
            op,
            kind="bills.sell",
            reference=f"bill:{bill.id}",
            moves=[Move(accounts.open_bills(op.house), accounts.sales(op.house), standing.total)],
        )
    bill.total_minor = standing.total
    bill.vat = [[one.rate_bp, one.gross, one.tax] for one in standing.sums.vat]
    if bill.customer is not None:
        customers.mark_visit(op, bill.customer)


def _grant(op: Operation, bill: Bill, standing: Standing) -> None:
    """Give what the bill earns, less what an earlier closing of it gave and could not take back.

    Someone archived in the meantime earns nothing; marking the visit told, and locked them.
    """
    if bill.customer is None or bill.customer.archived_at:
        return
    still_out = bill.earned_minor
    fresh = max(standing.earns_minor - still_out, 0)
    bill.earned_minor, bill.earned_points = still_out + fresh, standing.earns_points
    reference = f"bill:{bill.id}"
    prepaid.earn(op, customer=bill.customer, amount=fresh, reference=reference)
    bill.points_entry_id = points.grant(
        op, customer=bill.customer, points=bill.earned_points, reference=reference
    )


def _unbook(op: Operation, bill: Bill) -> None:
    """Take back the sale and what it earned, as far as that was not spent.

    What was spent stays counted in `earned_minor`, so that closing again does not give it twice.
    """
    reference = f"bill:{bill.id}"
    if bill.sale_entry_id:
        ledger.reverse(op, bill.sale_entry_id, kind="bills.unsell", reference=reference)
    bill.earned_minor -= prepaid.unearn(op, reference=reference)
    if bill.points_entry_id:
        points.withdraw(op, granted=bill.points_entry_id, reference=reference)
    bill.total_minor, bill.vat, bill.earned_points = None, [], 0
    bill.sale_entry_id = bill.points_entry_id = None
