"""The report of a shift: sold, what came and went, tips, and what was counted."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.bookkeeping.takings import ENDING, INSTEAD_WORDS, ROW_WORDS, Takings, takings
from habitue.bookkeeping.takings_file import way_words
from habitue.kit.refusals import NotFound
from habitue.paper.figures import one_of, spoken
from habitue.printing.models import Job
from habitue.printing.papers.slip import Slip
from habitue.shifts.models import Shift, Tender


def slip(job: Job, now: datetime) -> Slip:
    """Raises NotFound."""
    house = job.house
    rows = Shift.objects.of(house).filter(pk=job.of, implicit=False)
    row: Shift | None = rows.select_related("till", "venue").first()
    if row is None:
        raise NotFound("shift")
    row.house = house
    told = takings(house, row.business_day, row.business_day, shift=row)
    language = one_of(house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        paper.head()
        if job.copy:
            paper.mark(pgettext("paper", "Copy"))
        _of(paper, row)
        _money(paper, told)
        _counts(paper, told)
        if row.note:
            paper.rule()
            paper.centre(row.note)
        paper.rule()
        paper.foot(now, row.closed_by_name)
        return paper


def _of(paper: Slip, row: Shift) -> None:
    number = _("Shift {number}").format(number=row.number)
    paper.centre(f"{number} · {row.till}" if row.till else number)
    zone, moment = paper.house.zone, paper.figures.moment
    until = moment(row.closed_at.astimezone(zone)) if row.closed_at else "…"
    paper.small(f"{moment(row.opened_at.astimezone(zone))} – {until}")
    paper.rule()


def _money(paper: Slip, told: Takings) -> None:
    names = {row.kind: str(row) for row in Tender.objects.of(paper.house)}
    paper.sum(_("Sold"), told.net)
    paper.rule()
    for one in told.money:
        if one.what in ENDING:
            continue
        words = f"{ROW_WORDS[one.what]} · {names.get(one.tender, one.tender)}"
        paper.some(words, one.incoming)
        paper.some(f"{words} · {pgettext('cash', 'out')}", one.outgoing)
    if told.instead:
        paper.rule()
        paper.small(_("No money"))
        for key, minor in told.instead.items():
            paper.pair(str(INSTEAD_WORDS[key]), minor)
    if told.tips:
        paper.rule()
        paper.small(_("Tips"))
        for tip in told.tips:
            for way, minor in tip.by.items():
                paper.pair(f"{tip.name} · {way_words(way)}", minor)


def _counts(paper: Slip, told: Takings) -> None:
    names = {row.kind: str(row) for row in Tender.objects.of(paper.house)}
    [counted] = told.shifts
    paper.rule()
    for one in counted.counts:
        name = names.get(one.tender, one.tender)
        paper.pair(_("{name}: expected").format(name=name), one.expected)
        if one.counted is None:
            continue
        paper.pair(_("{name}: counted").format(name=name), one.counted)
        if one.difference:
            words = _("Missing") if one.difference < 0 else _("Too much")
            paper.sum(words, abs(one.difference))
    if counted.shift.closed_at:
        paper.pair(_("Stays in the till"), counted.shift.left_minor)
