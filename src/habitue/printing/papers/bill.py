"""A bill before it is paid, and the receipt after: one paper, with more on it each time."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.bills import reading
from habitue.bills.models import Bill, BillState, BillTender
from habitue.bills.reading import Standing
from habitue.bills.vat import taxed_of
from habitue.house_accounts import reports as accounts
from habitue.house_accounts import signatures
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
    rows = Bill.objects.of(house).filter(pk=job.of).select_related("customer__payer", "venue")
    bill: Bill | None = rows.first()
    if bill is None:
        raise NotFound("bill")
    bill.house = house
    standing = reading.stand(house, bill)
    language = one_of(bill.customer.language if bill.customer else "", house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        _write(paper, standing, job, now)
        return paper


def _write(paper: Slip, standing: Standing, job: Job, now: datetime) -> None:
    bill = standing.bill
    paper.head()
    if job.copy:
        paper.mark(pgettext("paper", "Copy"))
    if bill.state == BillState.VOID:
        paper.mark(_("This bill is void"))
    number = _("bill {number}").format(number=bill.number)
    paper.centre(f"{_place(bill)} · {number}")
    if bill.fiscal_ref:
        paper.small(_("receipt {number}").format(number=bill.fiscal_ref))
    paper.rule()
    _lines(paper, standing)
    paper.rule()
    _sums(paper, standing)
    paper.rule()
    _vat(paper, standing)
    if bill.customer is not None:
        paper.rule()
        _regular(paper, standing)
    _signatures(paper, bill)
    if job.site:
        paper.rule()
        paper.small(_("The bill on your phone"))
        paper.qr(f"{job.site}/b/{bill.public_token}")
    at = now if bill.is_open else bill.ended_at or bill.saved_at or now
    paper.foot(at, bill.served_by_name or bill.opened_by_name)


def _place(bill: Bill) -> str:
    if bill.table_id:
        return _("Table {name}").format(name=bill.label)
    return bill.label or _("Counter")


def _lines(paper: Slip, standing: Standing) -> None:
    bill = standing.bill
    for line in standing.lines:
        many = paper.figures.quantity(line.quantity)
        paper.pair(f"{many} {line.name}", line.total_minor)
        if line.note:
            paper.under(line.note)
    if bill.amount_minor is not None:
        paper.pair(_("Amount"), bill.amount_minor)
    for rate, off in standing.discounts:
        paper.pair(_("Regulars −{rate}").format(rate=paper.figures.rate(rate)), -off)


def _sums(paper: Slip, standing: Standing) -> None:
    bill = standing.bill
    paper.sum(_("Total"), standing.total)
    names = {row.kind: str(row) for row in Tender.objects.of(paper.house)}
    for one in standing.payments:
        name = names.get(one.tender, str(BillTender(one.tender).label))
        paper.pair(name, one.amount_minor)
        paper.some(_("Tip"), one.tip_minor)
        if one.given_minor:
            paper.some(
                pgettext("coins", "Change"), one.given_minor - one.amount_minor - one.tip_minor
            )
    if bill.state == BillState.ON_ACCOUNT:
        paper.pair(_("On account"), standing.due)
    elif bill.is_open and standing.paid:
        paper.pair(_("Left to pay"), standing.due)
    paper.some(_("Refunded"), bill.refunded_minor)


def _vat(paper: Slip, standing: Standing) -> None:
    for one in standing.sums.vat:
        rate = paper.figures.rate(one.rate_bp)
        net = paper.money(one.gross - one.tax)
        paper.pair(_("VAT {rate}, net {net}").format(rate=rate, net=net), one.tax)
    for one in taxed_of(standing):
        rate = paper.figures.rate(one.rate_bp)
        words = _("of it {rate} taxed when the voucher was sold").format(rate=rate)
        paper.pair(words, one.tax)


def _regular(paper: Slip, standing: Standing) -> None:
    """Who, what was used of theirs, what this bill gave, what they have after it."""
    bill, house = standing.bill, paper.house
    assert bill.customer is not None
    paper.centre(bill.customer.display_name)
    for words, minor in _used(standing):
        paper.some(words, minor)
    if bill.is_open:
        paper.some(_("This bill earns"), standing.earns_minor)
    else:
        paper.some(_("Earned on this bill"), bill.earned_minor)
        if bill.earned_points:
            paper.says(_("Points of this bill"), paper.figures.count(bill.earned_points))
    held = prepaid.holdings(house, [bill.customer.id])[bill.customer.id]
    paper.some(_("Has now"), held.total)
    pointed = points.balances(house, [bill.customer.id]).get(bill.customer.id, 0)
    if pointed:
        paper.says(_("Points now"), paper.figures.count(pointed))
    payer = bill.customer.payer or bill.customer
    charged = any(one.tender == BillTender.HOUSE_ACCOUNT for one in standing.payments)
    if charged or bill.state == BillState.ON_ACCOUNT:
        owed = accounts.owed_by(house, [payer.id]).get(payer.id, 0)
        words = _("Owes now")
        if payer.id != bill.customer.id:
            words = _("{name} owes now").format(name=payer.display_name)
        paper.some(words, owed)


def _signatures(paper: Slip, bill: Bill) -> None:
    for one in signatures.of_bills(paper.house, [bill.id]):
        paper.rule()
        paper.small(_("Signed"))
        if one.path:
            paper.drawing(signatures.svg(one.path), signatures.WIDTH, signatures.HEIGHT)
        if one.name:
            paper.centre(one.name)


def _used(standing: Standing) -> Iterator[tuple[str, int]]:
    spent = [one for one in standing.payments if one.tender == BillTender.WALLET]
    gift = sum(one.gift_minor for one in spent)
    earned = sum(one.earned_minor for one in spent)
    whole = sum(one.amount_minor + one.tip_minor for one in spent)
    yield _("Gift used"), gift
    yield _("Earned value used"), earned
    yield _("Paid in used"), whole - gift - earned
