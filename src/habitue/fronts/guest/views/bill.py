"""`/b/…`: the bill whose code was read: seen, taken as one's own, paid."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habitue.bills import guests as bills
from habitue.bills.models import BillTender
from habitue.fronts.guest import going, paying, sheets
from habitue.fronts.guest.acting import act
from habitue.fronts.guest.doors import BillRequest, at_bill
from habitue.guests import entry
from habitue.guests.refusals import PinFirst
from habitue.kit.refusals import Refusal
from habitue.operations.actions import Answer


def _where(request: BillRequest) -> str:
    return reverse("bill:show", args=[request.bill.public_token])


def _page(request: BillRequest, refusal: Refusal | None = None) -> HttpResponse:
    facts = _facts(request) | {"refusal": refusal}
    facts["at_once"] = refusal is None and not facts["said"]  # reading the code is the act
    return render(request, "guest/bill/show.html", facts)


@require_safe
@at_bill()
def show(request: BillRequest) -> HttpResponse:
    """The lines, and what one may do: sign in, take it as one's own, pay it."""
    return _page(request)


@require_safe
@at_bill()
def live(request: BillRequest) -> HttpResponse:
    """The same without the page around it; nothing while nothing changed."""
    mark = _mark(request)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified()
    facts = _facts(request)
    facts["fresh"] = sheets.fresh(facts["sheet"], request.at)
    response = render(request, "guest/bill/_live.html", facts)
    response.headers["ETag"] = mark
    return response


@require_POST
@at_bill(again=_page)
def claim(request: BillRequest) -> HttpResponse:
    """A Walk-In's bill becomes the guest's; their own stays theirs."""
    link = request.link
    if link is None:
        return _page(request)
    act(request, link, lambda op: bills.claim(op, bill=request.bill, customer=link.customer))
    return going.to(f"{_where(request)}?linked")


def _pay_page(request: BillRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The sum, a tip, the PIN; when the bill changed, the new sum."""
    facts = _facts(request)
    if not facts["is_mine"] or facts["sheet"].is_paid or not facts["hand"]:
        return _page(request, refusal)
    hand, tender = facts["hand"], paying.chosen(request)
    if (tender == BillTender.WALLET and not hand.can_spend) or (
        tender == BillTender.HOUSE_ACCOUNT and not hand.payer
    ):
        return _page(request, refusal)
    takes = hand.takes if tender == BillTender.WALLET else facts["sheet"].due
    facts |= {"refusal": refusal, "tender": tender, "takes": takes, "tips": _tips(hand, tender)}
    facts |= {"typed_tip": _typed(request, "tip"), "typed_other": _typed(request, "other_tip")}
    return render(request, "guest/bill/pay.html", facts)


def _typed(request: BillRequest, name: str) -> str:
    return request.POST.get(name, "")[:40]


def _tips(hand: sheets.Hand, tender: str) -> Any:
    wallet = tender == BillTender.WALLET and hand.whole
    return paying.tips(hand.takes, hand.left_over) if wallet else []


@require_http_methods(["GET", "HEAD", "POST"])
@at_bill(again=_pay_page)
def pay(request: BillRequest) -> HttpResponse:
    """Pay one's own bill, once: the same form again gives the same answer."""
    link = request.link
    if request.method != "POST" or link is None:
        return _pay_page(request)
    terms = paying.terms(request)
    if terms.tender == BillTender.HOUSE_ACCOUNT and not entry.may_spend(link):
        raise PinFirst()  # who was only invited must not spend what a payer owes later

    def paid(op: Any) -> Answer:
        bill, payment = bills.pay_as_guest(
            op, bill=request.bill, customer=link.customer, terms=terms
        )
        return Answer(bill.id, created=payment.id)

    act(request, link, paid)
    return going.to(f"{_where(request)}?paid")


def _facts(request: BillRequest) -> dict[str, Any]:
    sheet = sheets.sheet(request.house, request.bill)
    link = request.link
    is_mine = bool(link and link.customer_id == request.bill.customer_id)
    facts = {
        "sheet": sheet,
        "bill": request.bill,
        "house": request.house,
        "link": link,
        "is_mine": is_mine,
        "may_claim": _may_claim(request),
        "hand": _hand(request, sheet) if is_mine and sheet.standing.due > 0 else None,
        "mark": _mark(request),
        "now": request.at,
        "said": "linked" if "linked" in request.GET else "paid" if "paid" in request.GET else "",
    }
    return facts | sheets.used(sheet.payments, request.house)


def _hand(request: BillRequest, sheet: sheets.Sheet) -> sheets.Hand:
    """With what they may pay; on account only on a phone that is known to be theirs."""
    hand = sheets.hand(sheet, request.at)
    if request.link is None or entry.may_spend(request.link) or not hand.payer:
        return hand
    return replace(hand, payer="", no_account=str(PinFirst.says))


def _may_claim(request: BillRequest) -> bool:
    bill = request.bill
    return bool(request.link and bill.is_open and bill.customer_id is None and not bill.frozen_at)


def _mark(request: BillRequest) -> str:
    """What the shown bill depends on, in one word; it changes when the page would."""
    bill, link = request.bill, request.link
    who = link.id if link else "guest" if request.guest else "anyone"
    return f'"{bill.version}-{bill.state}-{who}-{get_language()}"'
