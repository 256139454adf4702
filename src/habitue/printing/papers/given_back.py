"""The slip of a top-up given back: what was paid, what ended, what went back; to be signed."""

from datetime import datetime

from django.utils.translation import gettext as _

from habitue.kit.refusals import NotFound
from habitue.paper.figures import one_of, spoken
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUpRefund
from habitue.printing.models import Job
from habitue.printing.papers.people import name_of
from habitue.printing.papers.slip import Slip
from habitue.shifts.models import Tender


def slip(job: Job, now: datetime) -> Slip:
    """Raises NotFound."""
    house = job.house
    rows = TopUpRefund.objects.of(house).filter(pk=job.of).select_related("top_up__customer")
    row: TopUpRefund | None = rows.first()
    if row is None:
        raise NotFound("refund")
    customer = row.top_up.customer
    language = one_of(customer.language, house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        paper.head()
        if job.copy:
            paper.mark(_("Copy"))
        paper.rule()
        paper.says(_("Top-up given back"), customer.display_name)
        _sums(paper, row)
        held = prepaid.holdings(house, [customer.id])[customer.id]
        paper.some(_("Has now"), held.total)
        paper.sign(_("Received"))
        paper.rule()
        paper.foot(row.at, name_of(house, row.actor))
        return paper


def _sums(paper: Slip, row: TopUpRefund) -> None:
    tender = Tender.objects.of(paper.house).filter(kind=row.tender).first()
    paper.pair(_("Paid for it"), row.top_up.pays_minor)
    paper.under(paper.figures.day(row.top_up.at.astimezone(paper.house.zone).date()))
    paper.some(_("Spent of it"), row.spent_minor)
    paper.some(_("Gift that ended"), row.withdrawn_minor)
    paper.sum(f"{_('Given back')} · {tender or row.tender}", row.amount_minor)
