"""Gathering charges on an invoice: what waits for one, and that each is taken once.

Room invoicing stands above and decides; here a charge remembers that it was taken, so that
nothing about its bill is changed behind the payer's back.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation


class BillInvoiced(Refusal):
    code = "bill_invoiced"
    says = _("This bill is on an invoice: it stays as it is.")


AT_ONCE = 1_000  # ids in one statement


def hold(op: Operation, payer: Customer) -> None:
    """Lock what an invoice of `payer` reads: charges not yet invoiced, and those still open."""
    rows = Charge.objects.of(op.house).filter(account__customer_id=payer.id)
    rows = rows.filter(Q(invoice_id=None, reversed_at=None) | Q(open_minor__gt=0))
    list(rows.select_for_update(of=("self",), no_key=True).order_by("id").values_list("id"))


def mark_invoiced(op: Operation, *, charges: Collection[UUID], invoice: UUID) -> None:
    """Each of `charges` is on `invoice` from now on. Raises BillInvoiced where one was taken."""
    free = Charge.objects.of(op.house).filter(invoice_id=None, reversed_at=None)
    taken = 0
    wanted = list(charges)
    for start in range(0, len(wanted), AT_ONCE):
        some = free.filter(pk__in=wanted[start : start + AT_ONCE])
        taken += some.update(invoice_id=invoice)
    if taken != len(charges):
        raise BillInvoiced()


def refuse_invoiced(house: House, bill: UUID) -> None:
    """Raises BillInvoiced where a charge of `bill` is on an invoice."""
    if Charge.objects.of(house).filter(bill_id=bill, invoice_id__isnull=False).exists():
        raise BillInvoiced()
