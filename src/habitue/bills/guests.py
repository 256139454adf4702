"""A bill on the guest's own phone: seen, taken as theirs, paid.

A bill that is someone else's is a dead link (410) to everybody but them, with one sentence for
all: 404 would deny what the paper in the hand says, and a 409 would say whose turn it is.
"""

from datetime import datetime, timedelta
from uuid import UUID

from habitue.bills.linking import hand_to
from habitue.bills.locking import has_payments, lock, refuse_unless_open
from habitue.bills.models import Bill, BillState, BillTender, Payment
from habitue.bills.paying import Terms, pay
from habitue.bills.refusals import BillGone, BillOfAnother, PaidInPart
from habitue.cards.refusals import ProofNeeded
from habitue.customers.models import Customer
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right

SHOWN_FOR = timedelta(days=1)
PROVED = {BillTender.WALLET, BillTender.POINTS}
FROM_A_PHONE = PROVED | {BillTender.HOUSE_ACCOUNT}


def show_to(bill: Bill, customer_id: UUID | None, at: datetime) -> None:
    """Go on only if this bill may be shown to who holds its link: `customer_id`, or a stranger.

    A Walk-In's bill is shown to anybody. Raises BillGone (410) where it is void, or ended more
    than a day ago; BillOfAnother (410) where it is someone else's, whoever that is.
    """
    over = bill.ended_at is not None and at - bill.ended_at > SHOWN_FOR
    if bill.state == BillState.VOID or over:
        raise BillGone()
    if bill.customer_id is not None and bill.customer_id != customer_id:
        raise BillOfAnother()


@right(ONESELF)
def claim(op: Operation, *, bill: Bill, customer: Customer) -> Bill:
    """The guest scanned the bill's QR: a Walk-In's bill becomes theirs; their own stays.

    Raises BillOfAnother (410), BillGone (410), PaidInPart, BillClosed, CustomerInactive.
    """
    bill = lock(op, bill.id)
    show_to(bill, customer.id, op.recorded_at)
    if bill.customer_id == customer.id:
        return bill
    refuse_unless_open(bill)
    if has_payments(op, bill):
        raise PaidInPart()
    return hand_to(op, bill, customer, "guest")


@right(ONESELF)
def pay_as_guest(
    op: Operation, *, bill: Bill, customer: Customer, terms: Terms
) -> tuple[Bill, Payment]:
    """Pay one's own bill from the phone: `wallet` or `points` with the PIN, or `house_account`.

    Paid to zero it stays open: the till sees it paid, and closes it. Say `terms.amount`, the sum
    the guest saw: what was added since stays due. Raises BillOfAnother, Malformed (tender),
    ProofNeeded, and what `bills.pay` raises.
    """
    if terms.tender not in FROM_A_PHONE:
        raise Malformed(field="tender")
    bill = lock(op, bill.id)
    if bill.customer_id != customer.id:
        raise BillOfAnother()
    if terms.tender in PROVED and terms.proof.pin is None:
        raise ProofNeeded()  # a phone left on the table must not pay, however small the sum
    return pay(op, bill=bill, terms=terms)
