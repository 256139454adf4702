"""A saved bill becomes another customer's, or another payer's."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.bills.closing import reopen, save_on_account
from habitue.bills.linking import link
from habitue.bills.locking import lock, refuse_unless_open
from habitue.bills.models import Bill, BillState
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right


class NotSaved(Refusal):
    code = "malformed"
    status = 422
    says = _("This bill is not saved on account: nobody pays for it yet.")


@right("house_accounts.charge")
def move_saved(
    op: Operation, *, bill: Bill | UUID, customer: UUID | None = None, payer: UUID | None = None
) -> Bill:
    """Take a saved bill off its account and save it again: as `customer`'s, on `payer`'s account.

    Who it becomes has their own prices and discount, and earns; without `payer` whoever pays for
    them pays. One act: where it cannot be saved again it stays where it was. Raises BillClosed
    (open bills are linked, not moved), and as reopening, linking and saving do.
    """
    bill = lock(op, bill)
    if bill.state != BillState.ON_ACCOUNT:
        refuse_unless_open(bill)
        if customer is None or payer is not None:
            raise NotSaved(field="payer")
        return link(op, bill=bill, customer=customer)
    if _is_there(op, bill, customer, payer):
        return bill
    bill = reopen(op, bill=bill)
    if customer is not None and customer != bill.customer_id:
        bill = link(op, bill=bill, customer=customer)
    audit.record(op, "bills.move_saved", on=bill)
    return save_on_account(op, bill=bill, payer=payer, purse=False)


def _is_there(op: Operation, bill: Bill, customer: UUID | None, payer: UUID | None) -> bool:
    """Whether it is theirs already: moving it there changes nothing."""
    if customer not in (None, bill.customer_id) or bill.customer is None:
        return False
    charges = Charge.objects.of(op.house).filter(bill_id=bill.id, open_minor__gt=0)
    wanted = payer or bill.customer.payer_or_self_id
    return set(charges.values_list("account__customer_id", flat=True)) == {wanted}
