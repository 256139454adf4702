"""What each paper says, and the paper itself as dots.

`texts` reads the books once, right after the commit; `drawn` makes the same picture of the same
texts however often it is tried.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from habitue.house.models import House
from habitue.kit.refusals import NotFound
from habitue.paper import pages
from habitue.printing import dots
from habitue.printing.dots import Dots
from habitue.printing.models import Document, Job, Logo
from habitue.printing.papers import bill, given_back, refund, settlement, shift, test, top_up
from habitue.printing.papers.slip import Slip, Texts

__all__ = ["drawn", "logo_of", "texts"]

TEMPLATE = Path(__file__).with_name("roll.typ")
PPI = 203  # of every receipt printer: eight dots a millimetre
GAP = 16  # dots between a logo and the first words

PAPERS: dict[str, Callable[[Job, datetime], Slip]] = {
    Document.BILL: bill.slip,
    Document.RECEIPT: bill.slip,
    Document.TOP_UP: top_up.slip,
    Document.SETTLEMENT: settlement.slip,
    Document.REFUND: refund.slip,
    Document.GIVEN_BACK: given_back.slip,
    Document.SHIFT: shift.slip,
    Document.TEST: test.slip,
}


def texts(job: Job, now: datetime) -> Texts:
    """Everything the paper says, in the language of whoever takes it; raises NotFound."""
    if job.of is None and job.document != Document.TEST:
        raise NotFound("paper")
    return PAPERS[job.document](job, now).texts()


def logo_of(house: House) -> Dots | None:
    """The house's mark; None where it sent none."""
    row = Logo.objects.of(house).first()
    return Dots(row.width, row.height, bytes(row.bits)) if row else None


def drawn(said: Texts, width: int, logo: Dots | None = None) -> Dots:
    """The paper, `width` dots wide, the logo at its head."""
    data = said | {"dots": width}
    [page] = pages.pictures(TEMPLATE, data, PPI)
    body = dots.of_page(page, width)
    if logo is None:
        return body
    gap = Dots(width, GAP, bytes((width + 7) // 8 * GAP))
    return dots.stacked([logo, gap, body], width)
