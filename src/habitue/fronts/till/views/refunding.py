"""Refunding a bill that ended: where the money goes is shown before it goes."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Refund
from habitue.fronts.till import going, refunds, sheets
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.guests import guest
from habitue.fronts.till.paper import printable
from habitue.fronts.till.views.bills import ReasonNeeded
from habitue.house import rows
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.printing import actions as printing
from habitue.printing.models import Document
from habitue.shifts.models import Tender


def _page(request: TillRequest, bill_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    """What was chosen and where it would go; after a refusal, the choice alone."""
    bill = sheets.find(request.house, bill_id)
    typed = request.POST if request.method == "POST" else request.GET
    facts: dict[str, Any] = {
        "sheet": sheets.sheet(request.house, bill, still=True),
        "left": request.house.money((bill.total_minor or 0) - bill.refunded_minor),
        "sums": _sums(request, bill, typed, refusal),
        "amount": typed.get("amount", ""),
        "ticked": typed.getlist("line"),
        "tender": typed.get("tender", ""),
        "tenders": Tender.objects.of(request.house).filter(active=True).order_by("position"),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
    }
    return render(request, "till/bills/refund.html", facts)


def _sums(
    request: TillRequest, bill: Bill, typed: QueryDict, refusal: Refusal | None
) -> refunds.Sums | None:
    """Where it would go; nothing where just that was refused."""
    try:
        return refunds.sums(request.house, bill, refunds.wanted(request.house, typed))
    except Refusal:
        if refusal is None:
            raise
        return None


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
    work = partial(_refunded, bill=bill_id, wanted=asked, told=told)
    return going.to(request, reverse("till:refunded", args=[bill_id, made(act(request, work))]))


def _refunded(op: Operation, **terms: Any) -> Refund:
    """With its slip, where this till's printer prints those by itself."""
    row = bills.refund(op, **terms)
    number = row.bill.number
    printing.put_by_itself(op, document=Document.REFUND, of=row.id, number=number)
    return row


@require_GET
@at_till()
def slip(request: TillRequest, bill_id: UUID, refund_id: UUID) -> HttpResponse:
    """What went back and by what, to be signed and kept."""
    house, bill = request.house, sheets.find(request.house, bill_id)
    row = rows.first(Refund, house, id=refund_id, bill=bill.id)
    if row is None:
        raise NotFound("refund")
    facts: dict[str, Any] = {
        "bill": bill,
        "guest": guest(house, bill.customer) if bill.customer else None,
        **refunds.told(house, row),
        "at": row.at.astimezone(house.zone),
        "by": row.actor_name,
        **printable(request, Document.REFUND, row.id),
    }
    return render(request, "till/bills/refunded.html", facts)
