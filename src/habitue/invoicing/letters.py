"""The letter an invoice goes with, and the page it encloses."""

from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.house.models import House
from habitue.invoicing import paper, wording
from habitue.invoicing.models import Invoice
from habitue.invoicing.wording import language_of
from habitue.outbox import enclosing

__all__ = ["PDF", "covering", "language_of"]


class Wording(NamedTuple):
    subject: str
    text: str


def covering(invoice: Invoice) -> Wording:
    """Subject and text, in the payer's language."""
    said = invoice.content
    with wording.spoken(invoice.language) as figures:
        facts = {
            "house": said["house"]["name"],
            "number": said["number"],
            "period": figures.period(said["from"], said["to"]),
            "owing": wording.owing(
                said["payer"]["name"], said["balance"], said["currency"], figures
            ),
        }
        return Wording(
            _("Invoice {number} from {house}").format(**facts),
            _(
                "Hello,\n\nhere is our invoice {number} for {period}. {owing}\n\n"
                "Thank you for eating with us.\n{house}\n"
            ).format(**facts),
        )


def _made(house: House, row: UUID) -> enclosing.Attached:
    invoice = Invoice.objects.of(house).get(pk=row)
    return enclosing.Attached(
        paper.filename(invoice, "pdf"), paper.pdf(invoice), "application/pdf"
    )


PDF = enclosing.declare("invoice.pdf", _made)
