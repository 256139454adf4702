"""The slip of a settlement: who paid what, for which bills, and what is owed now."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.house_accounts import reports as accounts
from habitue.house_accounts import slips
from habitue.paper.figures import one_of, spoken
from habitue.printing.models import Job
from habitue.printing.papers.slip import Slip


def slip(job: Job, now: datetime) -> Slip:
    """Raises NotFound."""
    house = job.house
    assert job.of is not None
    told = slips.slip(house, job.of, now)
    language = one_of(told.payer.language, house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        paper.head()
        if job.copy:
            paper.mark(pgettext("paper", "Copy"))
        if told.undone:
            paper.mark(_("Taken back: the bills are owed again."))
        paper.rule()
        paper.says(_("Paid on account"), told.payer.display_name)
        _parts(paper, told)
        _sums(paper, told)
        paper.rule()
        paper.foot(told.row.at, told.who)
        return paper


def _parts(paper: Slip, told: slips.Slip) -> None:
    for one in told.parts:
        words = _("bill {number}").format(number=one.label) if one.bill else one.label
        paper.pair(f"{words} · {paper.figures.day(one.on)}", one.paid)
        if one.left:
            paper.under(_("{sum} of it still open").format(sum=paper.money(one.left)))
    paper.some(_("Stays in hand"), told.row.in_hand_minor)


def _sums(paper: Slip, told: slips.Slip) -> None:
    alone = len(told.taken) == 1
    for tender, minor in told.taken:
        (paper.sum if alone else paper.pair)(tender, minor)
    if not alone:
        paper.sum(_("Together"), told.row.amount_minor)
    account = accounts.standing_of(paper.house, told.payer)
    if account.owes:
        paper.pair(_("Owes now"), account.owes)
    else:
        paper.centre(_("Owes nothing"))
    paper.some(_("In hand now"), account.in_hand)
