"""The slip of a top-up: paid, received, had now, and until when."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.kit.refusals import NotFound
from habitue.paper.figures import one_of, spoken
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUp
from habitue.prepaid.piles import Pile
from habitue.prepaid.purse import bound
from habitue.printing.models import Job
from habitue.printing.papers.people import name_of
from habitue.printing.papers.slip import Slip
from habitue.shifts.models import Tender


def slip(job: Job, now: datetime) -> Slip:
    """Raises NotFound."""
    house = job.house
    rows = TopUp.objects.of(house).filter(pk=job.of).select_related("customer", "product")
    row: TopUp | None = rows.first()
    if row is None:
        raise NotFound("top-up")
    row.customer.house = house
    language = one_of(row.customer.language, house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        paper.head()
        if job.copy:
            paper.mark(pgettext("paper", "Copy"))
        paper.rule()
        paper.centre(row.customer.display_name)
        _sums(paper, row)
        held = prepaid.holdings(house, [row.customer_id])[row.customer_id]
        paper.some(_("Has now"), held.total)
        for pile in bound(house, row.customer, now):
            paper.pair(pile.words, pile.sum.amount)
            _terms(paper, pile)
        paper.rule()
        paper.foot(row.at, name_of(house, row.actor))
        return paper


def _terms(paper: Slip, pile: Pile) -> None:
    """What this part of it pays, and until when."""
    if pile.vat_bp is not None:
        rate = paper.figures.rate(pile.vat_bp)
        paper.under(_("pays what is taxed at {rate}").format(rate=rate))
    if pile.until is not None:
        paper.under(_("until {on}").format(on=paper.figures.day(pile.until)))


def _sums(paper: Slip, row: TopUp) -> None:
    tender = Tender.objects.of(paper.house).filter(kind=row.tender).first()
    paper.pair(_("Paid · {tender}").format(tender=tender or row.tender), row.pays_minor)
    paper.some(_("Gift of the house"), row.receives_minor - row.pays_minor)
    if row.vat_bp is not None and row.product is not None:
        rate = paper.figures.rate(row.vat_bp)
        paper.pair(row.product.name, row.vat_minor)
        paper.under(_("VAT {rate}, due with this sale").format(rate=rate))
    paper.sum(_("Received"), row.receives_minor)
