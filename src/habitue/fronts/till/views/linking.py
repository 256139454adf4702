"""Whose bill it is: a card, a code, or a name and one tap; Undo; save on account."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.cards.actions import CardUnknown, CardWaits, CodeUnknown
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.till import codes, finding, going, shapes, sheets, tenders
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import ident
from habitue.fronts.till.guests import guest
from habitue.fronts.till.views import sale, tags
from habitue.fronts.ui import toasts
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.printing import actions as printing
from habitue.printing.models import Document


@dataclass(frozen=True, slots=True)
class Whom:
    """Who was chosen: by a tap, or by what a reader read."""

    customer: UUID | None
    read: str


WAYS = ("camera", "code", "list")


def _page(request: TillRequest, bill_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    """The three ways to a guest; a card nobody has can be given to someone."""
    bill = sheets.find(request.house, bill_id)
    facts = {"sheet": sheets.sheet(request.house, bill, still=True), **_asked(request)}
    if refusal is not None:
        facts |= _said(request, refusal)
    if request.htmx and request.method == "POST" and not _in_place(request):
        response = render(request, "till/linking/_said.html", facts)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#said", "innerHTML"
        return response
    return render(request, "till/linking/show.html", facts | finding.facts(request))


def _asked(request: TillRequest) -> dict[str, Any]:
    """Which way was chosen, and where it goes on."""
    by = request.POST.get("by", "") or request.GET.get("by", "")
    by = by if by in WAYS else "list"
    then = _then(request)
    return {
        "by": by,
        "then": then,
        "camera_values": json.dumps({"by": "camera", "then": then}),
        "in_one_hand": shapes.is_phone(request),
        "code_length": finding.code_length(request.house) if by == "code" else 0,
    }


def _said(request: TillRequest, refusal: Refusal) -> dict[str, Any]:
    """Why not; of a card nobody has also its number, to give it to someone."""
    unknown = isinstance(refusal, CardUnknown | CodeUnknown)
    if not unknown or request.POST.get("by") == "code":
        return {"refusal": refusal}
    says = refusal if isinstance(refusal, CardWaits) else CardUnknown()
    number = request.POST.get("code", "")[:64]
    return {"refusal": says, "number": number, "strange": not isinstance(refusal, CardWaits)}


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def customer(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """Choose a guest; choosing is linking, and Undo takes it back."""
    chosen = ident(request.GET, "confirm")
    if request.method == "GET" and chosen is None:
        return _page(request, bill_id)
    bill = sheets.find(request.house, bill_id)
    if request.method == "GET":
        return _confirm(request, bill, Whom(chosen, ""))
    read_bill = codes.bill_of(request.house, request.POST.get("code", ""))
    if read_bill is not None:
        return going.to_bill(request, read_bill.id)
    whom = _whom(request)
    tag = codes.tag_of(request.house, whom.read)
    if tag is not None:
        return tags.stands_for(request, bill, *tag, then=_then(request))
    if request.house.confirm_before_linking and "confirmed" not in request.POST:
        return _confirm(request, bill, whom)
    site = going.site(request)
    act(request, lambda op: _linked(op, bill, whom, _then(request), site))
    return _gone_on(request, bill)


@require_POST
@at_till()
def unlink(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """A Walk-In's bill again, with Undo."""
    bill = sheets.find(request.house, bill_id)
    before = bill.customer
    act(request, lambda op: bills.unlink(op, bill=bill))
    if before is not None and "undo" not in request.GET:
        words = _("Walk-In again, not {name}").format(name=before.display_name)
        toasts.say(request, words, undo=_back_to(bill, before))
    return going.to_bill(request, bill.id)


@require_GET
@at_till()
def found(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """What the letters typed so far find."""
    bill = sheets.find(request.house, bill_id)
    facts = {"bill": bill, "then": _then(request), **finding.facts(request)}
    return render(request, "till/linking/_found.html", facts)


@require_POST
@at_till()
def save_on_account(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """Paid later; on a Walk-In the list of guests comes first and goes on (decision 25)."""
    bill = sheets.find(request.house, bill_id)
    if bill.is_open and bill.customer_id is None:
        where = reverse("till:bill-customer", args=[bill.id])
        return going.to(request, f"{where}?then=account")
    if bill.is_open and tenders.asks_first(request.house, bill, request.at):
        return going.to(request, reverse("till:pay", args=[bill.id]) + "?tender=house_account")
    site = going.site(request)
    act(request, lambda op: _saved(op, bill, site))
    return going.to(request, reverse("till:paid", args=[bill.id]))


def _saved(op: Operation, bill: Bill, site: str) -> Bill:
    """Saved on account, and on paper where this till's printer prints receipts by itself."""
    saved = bills.save_on_account(op, bill=bill)
    printing.put_by_itself(
        op, document=Document.RECEIPT, of=saved.id, number=saved.number, site=site
    )
    return saved


def _linked(op: Operation, bill: Bill, whom: Whom, then: str, site: str) -> Bill:
    if then == "move":
        someone = whom.customer or codes.whose(op.house, whom.read).id
        return bills.move_saved(op, bill=bill, customer=someone)
    if codes.is_phone(whom.read):
        linked = bills.link(op, bill=bill, guest=whom.read)
    else:
        linked = bills.link(op, bill=bill, customer=whom.customer, card=whom.read)
    if then != "account" or tenders.asks_first(op.house, linked, op.at):
        return linked
    return _saved(op, linked, site)


def _gone_on(request: TillRequest, before: Bill) -> HttpResponse:
    """To where the choice was wanted for, saying whose bill it is now."""
    bill = sheets.find(request.house, before.id)
    if _then(request) == "account" and bill.is_open:
        return going.to(request, reverse("till:pay", args=[bill.id]) + "?tender=house_account")
    if _then(request) in ("account", "move"):
        return going.to(request, reverse("till:paid", args=[bill.id]))
    if _in_place(request) and bill.is_open:
        return _beside_the_menu(request, bill, before)
    if "undo" not in request.GET and (words := _whose_now(bill, before)):
        toasts.say(request, words, undo=_back_to(bill, before.customer))
    if _then(request) == "pay":
        return going.to(request, reverse("till:pay", args=[bill.id]))
    return going.to(request, reverse("till:bill", args=[bill.id]) + "?linked=1")


def _in_place(request: TillRequest) -> bool:
    """A card read on the bill's own page: the bill beside the menu is drawn anew, not the page."""
    return bool(request.htmx) and request.htmx.target == "side"


def _beside_the_menu(request: TillRequest, bill: Bill, before: Bill) -> HttpResponse:
    response = sale.changed(request, bill.id, linked=True)
    del response.headers["HX-Push-Url"]
    if bill.level_id != before.level_id:
        response = trigger_client_event(response, "till:edition")
    words = _whose_now(bill, before)
    if not words:
        return response
    return toasts.say_with(response, words, undo=_back_to(bill, before.customer))


def _whose_now(bill: Bill, before: Bill) -> str:
    """Whose bill it became; empty where it was theirs."""
    if bill.customer is None or bill.customer_id == before.customer_id:
        return ""
    return _("{name}’s bill now").format(name=bill.customer.display_name)


def _back_to(bill: Bill, someone: Customer | None) -> str:
    """Where a POST undoes the change."""
    if someone is None:
        return reverse("till:unlink", args=[bill.id]) + "?undo=1"
    return reverse("till:bill-customer", args=[bill.id]) + f"?undo=1&customer={someone.id}"


def _whom(request: TillRequest) -> Whom:
    chosen = ident(request.POST, "customer") or ident(request.GET, "customer")
    read = codes.plain(request.POST.get("code", ""))
    if chosen is None and not read:
        raise NotFound("customer", field="customer")
    return Whom(chosen, "" if chosen else read)


def _confirm(request: TillRequest, bill: Bill, whom: Whom) -> HttpResponse:
    """A house may want to look once more before it links."""
    if whom.customer:
        someone = Customer.objects.of(request.house).filter(pk=whom.customer).first()
        someone = someone and survivors.current(request.house, someone)
    else:
        someone = codes.whose(request.house, whom.read)
    if someone is None:
        raise NotFound("customer", field="customer")
    if request.htmx:
        where = reverse("till:bill-customer", args=[bill.id])
        return going.to(request, f"{where}?confirm={someone.id}&then={_then(request)}")
    facts: dict[str, Any] = {
        "sheet": sheets.sheet(request.house, bill),
        "guest": guest(request.house, someone),
        "then": _then(request),
    }
    return render(request, "till/linking/confirm.html", facts)


def _then(request: TillRequest) -> str:
    then = request.POST.get("then", "") or request.GET.get("then", "")
    return then if then in ("account", "pay", "move") else ""
