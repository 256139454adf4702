"""Issuing an invoice, and sending it."""

from datetime import date
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import closing as bills
from habitue.customers import actions as customers
from habitue.customers import letters as guests
from habitue.customers.letters import Purpose
from habitue.customers.models import Customer
from habitue.house.counters import next_number
from habitue.house_accounts import gathering
from habitue.invoicing import content, letters
from habitue.invoicing.drafting import Draft, draft, free
from habitue.invoicing.models import Invoice, InvoicedCharge, InvoicedPayment, Sending
from habitue.invoicing.refusals import (
    AddressMissing,
    AlreadyInvoiced,
    EmailMissing,
    NothingToInvoice,
    PeriodBackwards,
)
from habitue.kit.ids import new_id
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.outbox.enclosing import Enclosure

__all__ = ["Invoice", "PeriodBackwards", "Sending", "issue", "send"]


@right("invoicing.issue")
def issue(
    op: Operation,
    *,
    payer: Customer,
    from_on: date,
    to_on: date,
    with_lines: bool = False,
    send: bool = False,
) -> Invoice:
    """Gather what `payer` was charged for the period, and for earlier days never invoiced.

    Posts nothing. Raises PeriodBackwards, AddressMissing, AlreadyInvoiced, NothingToInvoice,
    and EmailMissing where it is to be sent.
    """
    _refuse_unsendable(payer, from_on, to_on, send)
    locked = _locked(op, payer)
    same = Invoice.objects.of(op.house).filter(payer=payer, from_on=from_on, to_on=to_on).first()
    if same is not None:
        raise AlreadyInvoiced(invoice=same.id)
    drawn = draft(op.house, payer, from_on, to_on, only=locked, with_lines=with_lines)
    if not drawn.in_period:
        raise _nothing(op, payer, from_on, to_on)
    invoice = _written(op, drawn, with_lines)
    audit.record(op, "invoicing.issue", on=invoice)
    if send:
        _post(op, invoice, payer.email)
    return invoice


@right("invoicing.issue")
def send(op: Operation, *, invoice: Invoice, to: str = "") -> Sending:
    """Put the invoice in a letter to its payer, or to the address given.

    Raises EmailMissing, Malformed (`to`).
    """
    payer = customers.find(op, invoice.payer_id)
    address = to.strip() or payer.email
    if not address:
        raise EmailMissing(field="to", name=payer.display_name)
    return _post(op, invoice, address)


def _refuse_unsendable(payer: Customer, from_on: date, to_on: date, send: bool) -> None:
    if to_on < from_on:
        raise PeriodBackwards(field="to")
    if not (payer.city or payer.street):
        raise AddressMissing(field="address", name=payer.display_name)
    if send and not payer.email:
        raise EmailMissing(field="email", name=payer.display_name)


def _locked(op: Operation, payer: Customer) -> set[UUID]:
    """The payer's free charges, held with their bills: none is reopened or paid meanwhile."""
    found = list(free(op.house, payer).values_list("id", "bill_id"))
    bills.hold_all(op, [bill for _charge, bill in found if bill])
    customers.lock(op, payer.id)
    gathering.hold(op, payer)
    return {charge for charge, _bill in found}


def _nothing(
    op: Operation, payer: Customer, from_on: date, to_on: date
) -> NothingToInvoice | AlreadyInvoiced:
    """Whether the days were invoiced before, or nobody ate on account."""
    before = Invoice.objects.of(op.house).filter(payer=payer, from_on__lte=to_on)
    covering = before.filter(to_on__gte=from_on).order_by("-id").first()
    return AlreadyInvoiced(invoice=covering.id) if covering else NothingToInvoice(field="from")


def _written(op: Operation, drawn: Draft, with_lines: bool) -> Invoice:
    """The invoice with its number, which is taken last: nothing waits for it for long."""
    invoice = Invoice(
        id=new_id(),
        house=op.house,
        payer=drawn.payer,
        year=op.business_day.year,
        from_on=drawn.from_on,
        to_on=drawn.to_on,
        issued_at=op.at,
        business_day=op.business_day,
        actor=op.by.label,
        language=letters.language_of(op.house, drawn.payer),
        previous_minor=drawn.previous,
        total_minor=drawn.total,
        paid_minor=drawn.paid,
        balance_minor=drawn.balance,
        bills=len(drawn.rows),
    )
    charges = [row.charge.id for row in drawn.rows]
    gathering.mark_invoiced(op, charges=charges, invoice=invoice.id)
    invoice.serial = next_number(op.house, f"invoice:{invoice.year}")
    invoice.content = content.frozen(
        op.house,
        drawn,
        number=invoice.number,
        language=invoice.language,
        issued_on=op.business_day,
        with_lines=with_lines,
    )
    invoice.digest = content.digest(invoice.content)
    invoice.save(force_insert=True)
    InvoicedCharge.objects.bulk_create(
        InvoicedCharge(house=op.house, invoice=invoice, charge_id=one) for one in charges
    )
    InvoicedPayment.objects.bulk_create(
        InvoicedPayment(house=op.house, invoice=invoice, settled_id=one) for one in drawn.shown
    )
    return invoice


def _post(op: Operation, invoice: Invoice, to: str) -> Sending:
    wording = letters.covering(invoice)
    letter = guests.write(
        op,
        customer=customers.find(op, invoice.payer_id),
        purpose=Purpose.INVOICE,
        to=to,
        subject=wording.subject,
        text=wording.text,
        language=invoice.language,
        enclosing=[Enclosure(letters.PDF, invoice.id)],
        field="to",
    )
    row: Sending = Sending.objects.create(
        house=op.house,
        invoice=invoice,
        letter_id=letter.id,
        to=letter.to,
        at=op.at,
        actor=op.by.label,
    )
    audit.record(op, "invoicing.send", on=invoice)
    return row
