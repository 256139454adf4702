"""The slip of a refund: what went back of a bill and by what; to be signed."""

from datetime import datetime

from django.utils.translation import gettext as _

from habitue.bills.models import BillTender, Refund, RefundPart
from habitue.kit.refusals import NotFound
from habitue.paper.figures import one_of, spoken
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid
from habitue.printing.models import Job
from habitue.printing.papers.slip import Slip
from habitue.shifts.models import Tender


def slip(job: Job, now: datetime) -> Slip:
    """Raises NotFound."""
    house = job.house
    rows = Refund.objects.of(house).filter(pk=job.of).select_related("bill__customer")
    row: Refund | None = rows.first()
    if row is None:
        raise NotFound("refund")
    person = row.bill.customer
    language = one_of(person.language if person else "", house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        paper.head()
        if job.copy:
            paper.mark(_("Copy"))
        paper.centre(_("Refund of bill {number}").format(number=row.bill.number))
        if row.fiscal_ref:
            paper.small(_("receipt {number}").format(number=row.fiscal_ref))
        paper.rule()
        _lines(paper, row)
        _ways(paper, row)
        _vat(paper, row)
        _regular(paper, row)
        paper.sign(_("Received"))
        paper.rule()
        paper.foot(row.at, row.actor_name)
        return paper


def _lines(paper: Slip, row: Refund) -> None:
    """What was chosen of it; an amount alone names nothing."""
    lines = list(row.lines.select_related("line").order_by("line__position", "id"))
    for one in lines:
        paper.pair(f"{paper.figures.quantity(one.quantity)} {one.line.name}", one.amount_minor)
    if lines:
        paper.rule()


def _ways(paper: Slip, row: Refund) -> None:
    names = {one.kind: str(one) for one in Tender.objects.of(paper.house)}
    for part in row.parts.order_by("id"):
        words = names.get(part.tender, str(BillTender(part.tender).label))
        paper.pair(words, part.amount_minor)
        paper.some(_("Tip"), part.tip_minor)
        _note(paper, part)
    paper.sum(_("Refunded"), row.amount_minor + row.tip_minor)


def _note(paper: Slip, part: RefundPart) -> None:
    """Where it is, if not in the guest's hand."""
    if part.tender == BillTender.POINTS:
        paper.under(_("{points} points").format(points=paper.figures.count(part.points)))
    if part.tender != BillTender.HOUSE_ACCOUNT:
        return
    hand = part.amount_minor + part.tip_minor - part.owed_minor
    if part.owed_minor:
        paper.under(_("{sum} off what is owed").format(sum=paper.money(part.owed_minor)))
    if hand:
        paper.under(_("{sum} stays in hand").format(sum=paper.money(hand)))


def _vat(paper: Slip, row: Refund) -> None:
    if not row.vat:
        return
    paper.rule()
    for rate_bp, gross, tax in row.vat:
        rate, net = paper.figures.rate(rate_bp), paper.money(gross - tax)
        paper.pair(_("VAT {rate}, net {net}").format(rate=rate, net=net), tax)


def _regular(paper: Slip, row: Refund) -> None:
    """What the bill had given and is taken back, and what they have after it."""
    person = row.bill.customer
    if person is None:
        return
    house = paper.house
    paper.rule()
    paper.centre(person.display_name)
    paper.some(_("Taken back of what it earned"), row.earned_minor)
    if row.earned_points:
        paper.says(_("Points taken back"), paper.figures.count(row.earned_points))
    held = prepaid.holdings(house, [person.id])[person.id]
    paper.some(_("Has now"), held.total)
    scored = points.balances(house, [person.id]).get(person.id, 0)
    if scored:
        paper.says(_("Points now"), paper.figures.count(scored))
