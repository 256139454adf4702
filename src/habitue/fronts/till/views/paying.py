"""Taking a bill's payment: the sum, the tenders, the guest's proof; the last one closes it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import actions as bills
from habitue.bills import reading
from habitue.bills.models import Bill, BillState, BillTender
from habitue.cards import actions as cards
from habitue.cards.proofs import Proof
from habitue.fronts.till import going, sheets, tenders
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms import proofs
from habitue.fronts.till.forms.amounts import money
from habitue.fronts.ui import toasts
from habitue.house_accounts import reports as accounts
from habitue.house_accounts import signatures
from habitue.kit.money import Money
from habitue.kit.refusals import Malformed, Refusal
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.printing import actions as printing
from habitue.printing.models import Document

PARTS = (1, 2, 3)


def _page(request: TillRequest, bill_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    """The payment screen; after a refusal with what was typed, but never the PIN."""
    bill = sheets.find(request.house, bill_id)
    sheet = sheets.sheet(request.house, bill)
    due = _due(request, sheet)
    if bill.state in (BillState.VOID, BillState.CLOSED) or (due.amount <= 0 and not bill.is_open):
        return going.to(request, reverse("till:paid", args=[bill.id]))
    facts = _facts(request, sheet, due) | {"refusal": refusal}
    only = request.htmx and request.method == "POST"
    page = "till/paying/_body.html" if only else "till/paying/show.html"
    response = render(request, page, facts)
    if only:
        response.headers["HX-Retarget"] = "#payment"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


@require_GET
@at_till()
def show(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """What is left to pay, by what."""
    return _page(request, bill_id)


@require_POST
@at_till(again=_page)
def pay(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """Take a payment and, where it was the last, close: one press, one act."""
    bill = sheets.find(request.house, bill_id)
    terms = _terms(request, bill)
    read = request.POST.get("code", "")
    site, signed = going.site(request), _signed(request)

    def work(op: Operation) -> Answer:
        answer = _paid(op, bill, terms, read)
        signatures.sign(op, bill=bill.id, signed=signed)
        return _on_paper(op, answer, bill, site)

    answer = act(request, work)
    if answer.amounts.get("ended"):
        return going.to(request, reverse("till:paid", args=[bill.id]))
    return going.to(request, reverse("till:pay", args=[bill.id]))


@require_POST
@at_till()
def take_back(request: TillRequest, bill_id: UUID, payment_id: UUID) -> HttpResponse:
    """Undo a payment before closing."""
    bill = sheets.find(request.house, bill_id)
    act(request, lambda op: bills.take_back(op, bill=bill, payment=payment_id))
    toasts.say(request, _("Taken back."))
    return going.to(request, reverse("till:pay", args=[bill.id]))


def _paid(op: Operation, bill: Bill, terms: bills.Terms, read: str) -> Answer:
    """Pay, read the card first where one was presented, and close when nothing is left."""
    if bill.is_open and reading.stand(op.house, bill).due == 0:
        bills.close(op, bill=bill)
        return Answer(bill.id, amounts={"ended": True})
    if read:
        terms = replace(terms, proof=Proof(card_read=cards.read(op, number=read).id))
    bill, payment = bills.pay(op, bill=bill, terms=terms)
    ended = bill.state == BillState.CLOSED
    if bill.is_open and reading.stand(op.house, bill).due == 0:
        bills.close(op, bill=bill)
        ended = True
    return Answer(bill.id, created=payment.id, amounts={"ended": ended})


def _signed(request: TillRequest) -> signatures.Signed:
    return signatures.read(request.POST.get("signature", ""), request.POST.get("signed_name", ""))


def _on_paper(op: Operation, answer: Answer, bill: Bill, site: str) -> Answer:
    """The last payment prints the receipt, where this till's printer does so by itself."""
    if answer.amounts.get("ended"):
        printing.put_by_itself(
            op, document=Document.RECEIPT, of=bill.id, number=bill.number, site=site
        )
    return answer


def _terms(request: TillRequest, bill: Bill) -> bills.Terms:
    tender = request.POST.get("tender", "")
    if tender not in BillTender.values:
        raise Malformed(field="tender")
    amount = money(request.house, request.POST, "amount")
    tip = money(request.house, request.POST, "tip")
    given = money(request.house, request.POST, "given") if tender == "cash" else None
    if given is not None and amount is not None:
        owed = amount + tip if tip else amount
        amount, given = _handed(request, given, amount, owed)
    return bills.Terms(
        tender=tender,
        amount=amount,
        tip=tip.amount if tip else 0,
        given=given.amount if given else None,
        proof=proofs.typed(request.house, bill, request.POST),
        purse=request.POST.get("purse") != "no",
    )


def _handed(
    request: TillRequest, given: Money, amount: Money, owed: Money
) -> tuple[Money, Money | None]:
    """Cash that is less than asked pays that much; nothing typed is exactly what is asked."""
    if not given.amount or given >= owed:
        return amount, given or None
    return request.house.money(max(given.amount - (owed - amount).amount, 0)), None


def _facts(request: TillRequest, sheet: sheets.Sheet, due: Money) -> dict[str, Any]:
    house = request.house
    part, splitting = _part(request), _asked(request, "split") == "amount"
    asked = _wanted(request, due, part, splitting=splitting)
    hand = tenders.hand(
        house,
        sheet,
        asked=asked,
        tender=_asked(request, "tender"),
        at=request.at,
        purse=_asked(request, "purse") != "no",
    )
    after = due - hand.takes
    return {
        "sheet": sheet,
        "due": due,
        "asked": asked,
        "hand": hand,
        "after": after,
        "part": part,
        "parts_choices": PARTS,
        "taken": tenders.taken(house, sheet.payments),
        "bar": tenders.parts(house, sheet, hand),
        "tip": request.POST.get("tip", ""),
        "given": request.POST.get("given", ""),
        "quick": _quick(house.currency, hand.takes),
        "splitting": splitting,
        "by_code": _by_code(request, sheet, hand),
    }


def _wanted(request: TillRequest, due: Money, part: int, *, splitting: bool) -> Money:
    """How much of what is due is paid now: a part of so many, a sum that was typed, else all."""
    typed = Money.typed(_asked(request, "amount"), due.currency) if splitting else None
    if typed is not None and 0 < typed.amount < due.amount:
        return typed
    return Money(-(-due.amount // part), due.currency) if part > 1 else due


def _by_code(request: TillRequest, sheet: sheets.Sheet, hand: tenders.Hand) -> bool:
    """Whether the code of the guest's phone is asked for: chosen, or all there is."""
    has_card = bool(sheet.guest and sheet.guest.number)
    alone = hand.on_phone and not hand.has_pin and not has_card
    return alone or _asked(request, "by") == "code"


def _asked(request: TillRequest, name: str) -> str:
    return request.POST.get(name, "") or request.GET.get(name, "")


def _part(request: TillRequest) -> int:
    typed = _asked(request, "part")
    return int(typed) if typed in {"1", "2", "3", "4"} else 1


def _due(request: TillRequest, sheet: sheets.Sheet) -> Money:
    """What is left; of a bill saved on account, what is open of its charge."""
    if sheet.bill.state != BillState.ON_ACCOUNT or sheet.bill.customer is None:
        return sheet.due
    payer = sheet.bill.customer.payer or sheet.bill.customer
    charges = accounts.open_charges(request.house, payer)
    return request.house.money(
        sum(one.open_minor for one in charges if one.bill_id == sheet.bill.id)
    )


def _quick(currency: str, takes: Money) -> list[Money]:
    """Notes a guest may hand over for this sum: the next round sums above it."""
    steps = (500, 1000, 2000, 5000, 10000)
    rounded = {-(-takes.amount // step) * step for step in steps if takes.amount}
    return [Money(minor, currency) for minor in sorted(rounded - {takes.amount})[:4]]
