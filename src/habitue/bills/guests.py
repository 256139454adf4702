"""A bill on the guest's own phone: seen, taken as theirs, paid."""

from datetime import datetime
from uuid import UUID

from habitue.bills.models import Bill, Payment
from habitue.bills.paying import Terms
from habitue.customers.models import Customer
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right


def show_to(bill: Bill, customer_id: UUID | None, at: datetime) -> None:
    """Go on only if this bill may be shown to whoever holds its link: `customer_id`, or a stranger.

    A Walk-In's bill is shown to anybody. Raises BillGone (410) where it is void, or ended more
    than a day ago; BillOfAnother (410) where it is someone else's, whoever that is.
    """
    raise NotImplementedError


@right(ONESELF)
def claim(op: Operation, *, bill: Bill, customer: Customer) -> Bill:
    """The guest scanned the bill's QR: a Walk-In's bill becomes theirs; their own stays.

    Raises BillOfAnother (410), BillGone (410), PaymentsExist, BillClosed, CustomerInactive.
    """
    raise NotImplementedError


@right(ONESELF)
def pay_as_guest(
    op: Operation, *, bill: Bill, customer: Customer, terms: Terms
) -> tuple[Bill, Payment]:
    """Pay one's own bill from the phone: `wallet` or `points` with the PIN, or `house_account`.

    Paid to zero it stays open: the till sees it paid, and closes it. Say `terms.amount`, the sum
    the guest saw: what was added since stays due. Raises BillOfAnother, Malformed (tender),
    ProofNeeded, and what `bills.pay` raises.
    """
    raise NotImplementedError
