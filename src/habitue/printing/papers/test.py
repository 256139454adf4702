"""A page that shows what this printer can do: letters of any script, lines, both codes."""

from datetime import datetime

from django.utils.translation import gettext as _

from habitue.paper.figures import one_of, spoken
from habitue.printing.models import Job
from habitue.printing.papers.slip import Slip

NAMES = "Élodie · Łukasz · Ирина · Ελένη · ليلى · 李雷"
BARS, QR = "2900000000018", "https://habitue.example/b/test"


def slip(job: Job, now: datetime) -> Slip:
    """Both codes can be held before a reader and a phone."""
    house = job.house
    language = one_of(house.language)
    with spoken(language) as figures:
        paper = Slip(house, figures, language, job.printer.dots)
        paper.head()
        paper.mark(_("Test print"))
        paper.centre(job.printer.name)
        paper.rule()
        paper.pair(_("Letters"), 123_456)
        paper.centre(NAMES)
        paper.rule()
        paper.sum(_("Total"), 4_310)
        paper.bars(BARS)
        paper.qr(QR)
        paper.foot(now)
        return paper
