"""Signs of abuse: a sentence each, and where to look."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from habitue.bookkeeping import signs_file
from habitue.bookkeeping.signs import RULE_WORDS, signs
from habitue.bookkeeping.signs.proofs import without_receipt
from habitue.fronts.office import telling
from habitue.fronts.office.desk import OfficeRequest, desk

MOST = 100  # top-ups named on the page; the file names more


@desk("reports.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The strongest first; then the top-ups that no receipt of the till's answers to."""
    period = telling.asked(request)
    template = "office/reports/abuse.html"
    if period.fault:
        return telling.told(request, template, "abuse", period)
    found = signs(request.house, period.first, period.last)
    numbered = any(sign.rule == "unmatched" for sign in found)
    facts: dict[str, Any] = {
        "signs": [(sign, RULE_WORDS[sign.rule]) for sign in found],
        "unmatched": without_receipt(request.house, period.first, period.last, most=MOST)
        if numbered
        else [],
        "most": MOST,
    }
    return telling.told(request, template, "abuse", period, **facts)


@desk("reports.see")
@require_GET
def as_file(request: OfficeRequest, form: str) -> HttpResponse:
    period = telling.asked(request)
    days = period.first, period.last
    tables = signs_file.tables(signs(request.house, *days), without_receipt(request.house, *days))
    return telling.file(request, "abuse", period, tables, form)
