"""Closing, saving on account, reopening, voiding."""

from collections.abc import Sequence
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import accounts, letters, worth
from habitue.bills.linking import become_of
from habitue.bills.locking import changed, contents, has_payments, lock, lock_open, refuse_paid
from habitue.bills.models import Bill, BillState, BillTender
from habitue.bills.paying import Terms, end_if_settled, wallet_first
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
from habitue.cards.proofs import Proof
from habitue.customers import actions as customers
from habitue.customers import own, survivors
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts import gathering
from habitue.house_accounts.actions import Charge
from habitue.kit.refusals import NotFound
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid
from habitue.shifts import receipts

# what closing and saving on account fix of a bill, and reopening frees
BOOKED = (
    *("state", "saved_at", "ended_at", "total_minor", "vat"),
    *("earned_minor", "earned_points", "sale_entry_id", "points_entry_id"),
    *("earn_bp", "points_per_unit", "earn_by", "earned_carried_minor"),
)


@right("bills.take_payment")
def close(op: Operation, *, bill: Bill | UUID) -> Bill:
    """End a paid bill: the sale is booked, what it earns is granted. Raises BillUnpaid."""
    bill = lock_open(op, bill)
    _follow(op, bill)
    standing = in_hand(op, bill)
    if standing.due > 0:
        raise BillUnpaid(due=op.house.money(standing.due))
    bill.state, bill.ended_at = BillState.CLOSED, op.at
    _book_sale(op, bill, standing)
    _grant(op, bill, standing)
    audit.record(op, "bills.close", on=bill)
    letters.by_itself(op, bill)
    return changed(op, bill, *BOOKED, "customer")


@right("house_accounts.charge")
def save_on_account(
    op: Operation,
    *,
    bill: Bill | UUID,
    payer: UUID | None = None,
    proof: Proof | None = None,
    purse: bool = True,
) -> Bill:
    """Let it be paid later: the payer's to-pay rises by what is due; the person earns at once.

    Where the house wants one purse the wallet pays first, with `proof`. What the payer has in
    hand meets the rest; where that covers all, the bill is closed. `payer`: another than the
    person's own. Raises CustomerNeeded, BillPaid, and as `house_accounts.charge` and
    `proofs.prove` do.
    """
    bill = lock_open(op, bill)
    if bill.customer is None:
        raise CustomerNeeded()
    _follow(op, bill)
    refuse_paid(in_hand(op, bill).due)
    _empty_purse(op, bill, Terms(BillTender.HOUSE_ACCOUNT, proof=proof or Proof(), purse=purse))
    standing = in_hand(op, bill)
    if standing.due <= 0:
        return close(op, bill=bill)
    house_accounts.charge(
        op,
        person=bill.customer,
        payer=customers.find(op, payer or bill.customer.payer_or_self_id),
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
    letters.by_itself(op, bill)
    return changed(op, bill, *BOOKED, "customer")


def _empty_purse(op: Operation, bill: Bill, terms: Terms) -> None:
    if wallet_first(op, bill, terms, in_hand(op, bill).due) is not None:
        bill.frozen_at = bill.frozen_at or op.at
        changed(op, bill, "frozen_at")


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
    bill.tag = None  # it was given back, and may stand for another bill
    _follow(op, bill)
    audit.record(op, "bills.reopen", on=bill)
    return changed(op, bill, *BOOKED, "tag", "customer")


def _follow(op: Operation, bill: Bill) -> None:
    """Whoever was merged in the meantime goes on as whoever was kept."""
    if bill.customer is None:
        return
    kept = survivors.current(op.house, bill.customer)
    if kept.id != bill.customer_id:
        become_of(op, bill, kept, "merge")
        bill.customer = kept


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
    if not bill.share:
        receipts.release(op, bill.fiscal_ref, bill.id)
    bill.state, bill.ended_at = BillState.VOID, op.at
    audit.record(op, "bills.void", on=bill, reason=reason)
    return changed(op, bill, "state", "ended_at")


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
    if standing.earns_minor or standing.earns_points:
        own.not_alone(op, bill.customer)
    still_out = bill.earned_minor
    fresh = max(standing.earns_minor - still_out, 0)
    bill.earned_minor, bill.earned_points = still_out + fresh, standing.earns_points
    bill.earn_bp, bill.points_per_unit = standing.earn_bp, op.house.points_per_unit
    by = worth.by_earning(standing.lines, standing.sums)
    bill.earn_by = [list(one) for one in by.items()]
    bill.earned_carried_minor = still_out
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
    bill.earn_bp, bill.points_per_unit, bill.earn_by = None, None, []
    bill.earned_carried_minor = bill.earned_minor
    bill.sale_entry_id = bill.points_entry_id = None
