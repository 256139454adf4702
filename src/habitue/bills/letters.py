"""The receipt by e-mail: written with the closing, in the customer's language, sent afterwards."""

from datetime import timedelta

from django.utils.translation import gettext as _

from habitue.bills.models import Bill
from habitue.customers import letters
from habitue.customers.letters import Purpose
from habitue.customers.models import Customer
from habitue.kit import emails
from habitue.operations.models import Operation
from habitue.outbox import actions as outbox
from habitue.outbox import mail
from habitue.outbox.enclosing import Enclosure
from habitue.paper.figures import one_of, spoken

NEWS = timedelta(days=1)
PDF = "receipt.pdf"  # made by the room that prints, when the letter is sent


def by_itself(op: Operation, bill: Bill) -> None:
    """The receipt of a bill that just ended, to whoever asked to have theirs by e-mail.

    An address that is none keeps nobody from closing; nothing is made up from a telephone.
    """
    customer = bill.customer
    if customer is None or not letters.wants(customer, Purpose.RECEIPT) or not mail.is_set():
        return
    if op.recorded_at - op.at > NEWS:
        return  # a bill of long ago that was entered today
    if emails.read(customer.email).address is not None:
        post(op, bill=bill, customer=customer)


def post(op: Operation, *, bill: Bill, customer: Customer) -> outbox.Letter:
    """Put the receipt in the outbox; raises Malformed where there is no address."""
    language = one_of(customer.language, op.house.language)
    with spoken(language) as figures:
        total = figures.with_sign(bill.total_minor or 0, op.house.currency)
        facts = {"number": bill.number, "house": op.house.name, "sum": total}
        return letters.write(
            op,
            customer=customer,
            purpose=Purpose.RECEIPT,
            asked=True,  # by the switch, or by whoever presses for this one
            subject=_("Your receipt from {house}, bill {number}").format(**facts),
            text=_(
                "Hello,\n\nhere is the receipt of your bill {number}: {sum}.\n\n"
                "Thank you, and see you soon.\n{house}\n"
            ).format(**facts),
            language=language,
            enclosing=[Enclosure(PDF, bill.id)],
        )
