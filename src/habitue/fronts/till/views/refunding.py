"""Refunding a bill that ended: where the money goes is shown before it goes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habitue.bills import actions as bills
from habitue.fronts.till import going, refunds, sheets
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.views.bills import ReasonNeeded
from habitue.fronts.ui import toasts
from habitue.kit.refusals import Refusal
from habitue.shifts.models import Tender


def _page(request: TillRequest, bill_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    """What was chosen and where it would go; after a refusal, the choice alone."""
    bill = sheets.find(request.house, bill_id)
    typed = request.POST if request.method == "POST" else request.GET
    asked = None if refusal else refunds.wanted(request.house, typed)
    facts: dict[str, Any] = {
        "sheet": sheets.sheet(request.house, bill, still=True),
        "left": request.house.money((bill.total_minor or 0) - bill.refunded_minor),
        "sums": refunds.sums(request.house, bill, asked) if asked else None,
        "amount": typed.get("amount", ""),
        "ticked": typed.getlist("line"),
        "tender": typed.get("tender", ""),
        "tenders": Tender.objects.of(request.house).filter(active=True).order_by("position"),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
    }
    return render(request, "till/bills/refund.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def refund(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """Look first: all of it, an amount or lines; then, with a reason, it is done."""
    if request.method == "GET":
        return _page(request, bill_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise ReasonNeeded(field="reason")
    asked = refunds.wanted(request.house, request.POST)
    told = bills.Told(reason=reason)
    act(request, lambda op: bills.refund(op, bill=bill_id, wanted=asked, told=told))
    toasts.say(request, _("Refunded."))
    return going.to(request, reverse("till:paid", args=[bill_id]))
