"""The receipt a letter encloses: the same paper as from the printer, as a page."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from habitue.bills.letters import PDF
from habitue.bills.models import Bill
from habitue.house.models import House
from habitue.outbox import enclosing
from habitue.paper import pages
from habitue.printing import papers
from habitue.printing.models import Document, Job, Printer, Width


def pdf(house: House, bill: Bill) -> bytes:
    """A roll of 72 mm, as long as the receipt."""
    at = bill.ended_at or bill.saved_at or bill.opened_at
    job = Job(
        house=house,
        printer=Printer(house=house, dots=Width.WIDE),
        document=Document.RECEIPT,
        of=bill.id,
        site=settings.BASE_URL,
        asked_at=at,
    )
    said = papers.texts(job, at) | {"dots": int(Width.WIDE)}
    return pages.pdf(papers.TEMPLATE, said, at=at)


def _made(house: House, row: UUID) -> enclosing.Attached:
    bill = Bill.objects.of(house).get(pk=row)
    name = _("receipt-{number}.pdf").format(number=bill.number)
    return enclosing.Attached(name, pdf(house, bill), "application/pdf")


enclosing.declare(PDF, _made)
