"""Giving a top-up back: the sum is shown before it is posted."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from habitue.fronts.till import going
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import money
from habitue.fronts.till.guests import guest
from habitue.fronts.till.paper import printable
from habitue.fronts.till.tellings import who
from habitue.fronts.till.views.bills import ReasonNeeded
from habitue.house import rows
from habitue.house.models import House
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.prepaid import returning
from habitue.prepaid.models import TopUp, TopUpRefund
from habitue.prepaid.returning import Plan, Told
from habitue.prepaid.telling import arithmetic, rule_words
from habitue.printing import actions as printing
from habitue.printing.models import Document
from habitue.shifts.models import Tender


def _page(
    request: TillRequest, customer_id: UUID, top_up_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    """What was paid, spent and given on top, and what would go back; after a refusal, why not."""
    house, row = request.house, _find(request, customer_id, top_up_id)
    typed = request.POST if request.method == "POST" else request.GET
    told, fits = _planned(request, row, typed, refusal)
    facts: dict[str, Any] = {
        "guest": guest(house, row.customer),
        "row": row,
        "sums": told and arithmetic(house, told),
        "fits": fits,
        "rule": rule_words(house.gift_refund),
        "amount": typed.get("amount", ""),
        "reason": request.POST.get("reason", ""),
        "tender": _tender(house, row),
        "refusal": refusal,
    }
    return render(request, "till/top_ups/give_back.html", facts)


def _planned(
    request: TillRequest, row: TopUp, typed: QueryDict, refusal: Refusal | None
) -> tuple[Plan | None, bool]:
    """What would go back; where the part that was typed cannot, all that could, not to be sent."""
    try:
        amount = money(request.house, typed, "amount")
        return returning.planned(request.house, row, amount, request.at), True
    except Refusal:
        if refusal is None:
            raise
    try:
        return returning.planned(request.house, row, None, request.at), False
    except Refusal:
        return None, False


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def give_back(request: TillRequest, customer_id: UUID, top_up_id: UUID) -> HttpResponse:
    """Look first; then, with a reason, it is done."""
    if request.method == "GET":
        return _page(request, customer_id, top_up_id)
    row = _find(request, customer_id, top_up_id)
    told = Told(reason=request.POST.get("reason", "").strip())
    if not told.reason:
        raise ReasonNeeded(field="reason")
    amount = money(request.house, request.POST, "amount")
    work = partial(_given_back, top_up=row.id, amount=amount, told=told)
    return going.to(
        request,
        reverse("till:top-up-refund", args=[customer_id, row.id, made(act(request, work))]),
    )


def _given_back(op: Operation, **terms: Any) -> TopUpRefund:
    """With its slip, where this till's printer prints those by itself."""
    row: TopUpRefund = returning.refund_top_up(op, **terms)
    printing.put_by_itself(op, document=Document.GIVEN_BACK, of=row.id)
    return row


@require_GET
@at_till()
def slip(
    request: TillRequest, customer_id: UUID, top_up_id: UUID, refund_id: UUID
) -> HttpResponse:
    """What went back, to be signed and kept."""
    house, row = request.house, _find(request, customer_id, top_up_id)
    back = rows.first(TopUpRefund, house, id=refund_id, top_up=row.id)
    if back is None:
        raise NotFound("refund")
    facts = {
        "guest": guest(house, row.customer),
        "pays": house.money(row.pays_minor),
        "spent": house.money(back.spent_minor),
        "amount": house.money(back.amount_minor),
        "withdrawn": house.money(back.withdrawn_minor),
        "tender": _tender(house, row),
        "at": back.at.astimezone(house.zone),
        "by": who(house, back.actor),
        **printable(request, Document.GIVEN_BACK, back.id),
    }
    return render(request, "till/top_ups/given_back.html", facts)


def _find(request: TillRequest, customer_id: UUID, top_up_id: UUID) -> TopUp:
    row = returning.find(request.house, top_up_id)
    if row.customer_id != customer_id:
        raise NotFound("top-up")
    return row


def _tender(house: House, row: TopUp) -> Tender | None:
    return Tender.objects.of(house).filter(kind=row.tender).first()
