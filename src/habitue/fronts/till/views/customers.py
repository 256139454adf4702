"""Regulars at the till: finding them, their page, adding one."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from habitue.bills import actions as bills
from habitue.bills import history, movements, reading
from habitue.bills.models import Bill
from habitue.cards import actions as cards
from habitue.cards import one_time, proofs
from habitue.cards import reports as card_reports
from habitue.customers import actions as book
from habitue.customers import reports as customer_reports
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.till import codes, finding, going, live, sheets
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms import customers as forms
from habitue.fronts.till.forms import more
from habitue.fronts.till.forms.amounts import ident, whole
from habitue.fronts.till.guests import guest
from habitue.fronts.ui import toasts
from habitue.house_accounts import reports as accounts
from habitue.kit.ids import new_id
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing
from habitue.prepaid.purse import bound

TABS = ("movements", "bills", "cards")
BILLS_SHOWN = 30


def _list_page(request: TillRequest, refusal: Refusal | None = None) -> HttpResponse:
    number = request.GET.get("card", "")[:64]
    facts = {"refusal": refusal, "number": number, **finding.facts(request)}
    return render(request, "till/customers/index.html", facts)


@require_GET
@at_till()
def index(request: TillRequest) -> HttpResponse:
    """Who is in the book; a card in hand is given to whom one chooses."""
    _may_see(request)
    return _list_page(request)


@require_http_methods(["GET", "POST"])
@at_till(again=_list_page)
def read(request: TillRequest) -> HttpResponse:
    """The page of whoever was read, or the bill of a code or tag; a new card asks whose it is."""
    _may_see(request)
    if request.method == "GET":  # a read was refused here, and the till was locked since
        return going.to(request, reverse("till:customers"))
    code = codes.plain(request.POST.get("code", ""))
    _tag, bill = codes.tag_of(request.house, code) or (None, codes.bill_of(request.house, code))
    if bill is not None:
        return going.to_bill(request, bill.id)
    try:
        someone = codes.whose(request.house, code)
    except cards.TagRead:
        raise
    except (cards.CardUnknown, cards.CodeUnknown):
        cards.check_number(code)
        return going.to(request, f"{reverse('till:customers')}?card={quote(code)}")
    book.must_be_at_hand(someone)
    return going.to(request, reverse("till:customer", args=[someone.id]))


@require_GET
@at_till()
def found(request: TillRequest) -> HttpResponse:
    """What the letters typed so far find."""
    _may_see(request)
    facts = {"number": request.GET.get("card", "")[:64], **finding.facts(request)}
    return render(request, "till/customers/_found.html", facts)


@require_GET
@at_till()
def show(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """One customer: what they have and owe, every movement, bills, cards."""
    _may_see(request)
    facts = _drawn(request, find(request, customer_id))
    return render(request, "till/customers/show.html", facts)


@require_GET
@at_till(quiet=True)
def changes(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """The page of a customer as it is since `seen`; nothing while no word of it is another."""
    _may_see(request)
    facts = _drawn(request, find(request, customer_id))
    if request.GET.get("seen") == facts["seen"]:
        return HttpResponse(status=204)
    return render(request, "till/customers/_one.html", {**facts, "oob": True})


def _drawn(request: TillRequest, someone: Customer) -> dict[str, Any]:
    facts = _facts(request, someone)
    parts = render_to_string("till/customers/_parts.html", facts, request)
    return {**facts, "parts": parts, "seen": live.drawn(parts)}


def _facts(request: TillRequest, someone: Customer) -> dict[str, Any]:
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    account, money = accounts.standing_of(request.house, someone), request.house.money
    return {
        "guest": guest(request.house, someone),
        "customer": someone,
        "account": account,
        "owes": money(account.owes),
        "charged": money(account.charged),
        "in_hand": money(account.in_hand),
        "limit": money(account.limit) if account.limit is not None else None,
        "left": money(max(account.available, 0)) if account.available is not None else None,
        "phones": customer_reports.phones_of(request.house, [someone])[someone.id],
        "bound": bound(request.house, someone, request.at),
        "tab": tab,
        **_of_tab(request, someone, tab),
    }


def _of_tab(request: TillRequest, someone: Customer, tab: str) -> dict[str, Any]:
    house = request.house
    if tab == "movements":
        before = ident(request.GET, "before")
        told = movements.statement(house, someone, before=before)
        return {"moves": told.rows, "after": told.older}
    if tab == "cards":
        return {
            "cards": card_reports.cards_of(house, [someone.id])[someone.id],
            "has_pin": proofs.has_pin(house, someone.id),
            "locked": one_time.is_locked(house, someone.id),
        }
    return _bills(request, someone)


def _bills(request: TillRequest, someone: Customer) -> dict[str, Any]:
    """What they ate and what others ate on their account, a page by key."""
    house, before = request.house, ident(request.GET, "before")
    rows = history.of_customer(house, someone).select_related("customer", "venue")
    found = list((rows.filter(pk__lt=before) if before else rows)[: BILLS_SHOWN + 1])
    stands = reading.stand_all(house, found[:BILLS_SHOWN])
    return {
        "sheets": [sheets.Sheet(house, one, None, None) for one in stands],
        "after": found[BILLS_SHOWN - 1].id if len(found) > BILLS_SHOWN else None,
    }


def _new_page(request: TillRequest, refusal: Refusal | None = None) -> HttpResponse:
    facts = {
        "refusal": refusal,
        "typed": forms.typed(request.POST if request.method == "POST" else request.GET),
        "bill": _bill(request),
        "then": request.POST.get("then", "") or request.GET.get("then", ""),
        "pin_needed": "pin" in request.house.mandatory.get("till", []),
    }
    return render(request, "till/customers/new.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_new_page)
def new(request: TillRequest) -> HttpResponse:
    """A few words are enough: name, phone, PIN, card. With a bill, it becomes theirs."""
    if request.method == "GET":
        return _new_page(request)
    bill = _bill(request)
    id_ = new_id()
    asked = forms.read(request.house, request.POST, id_)

    def work(op: Operation) -> Answer:
        someone = cards.register(op, id=id_, front="till", **asked)
        if bill is not None:
            linked = bills.link(op, bill=bill, customer=someone.id)
            if request.POST.get("then") == "account":
                bills.save_on_account(op, bill=linked)
        return Answer(someone.id, status=201)

    answer = act(request, work)
    toasts.say(request, _("In the book."))
    if bill is None:
        return going.to(request, reverse("till:customer", args=[answer.id]))
    return going.to_bill(request, bill.id)


def _edit_page(
    request: TillRequest, customer_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    someone = find(request, customer_id)
    phones = customer_reports.phones_of(request.house, [someone])[someone.id]
    posted = request.method == "POST"
    tab = more.tab_of(request.POST.get("tab", "") or request.GET.get("tab", ""))
    facts = {
        "refusal": refusal,
        "tab": tab,
        "tabs": more.TABS.items(),
        "fields": more.shown(someone, tab, request.POST if posted else None),
        "typed": forms.typed(request.POST) if posted else forms.of(someone, phones),
        "customer": someone,
        "version": request.POST.get("version", "") if posted else someone.version,
    }
    return render(request, "till/customers/edit.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_edit_page)
def edit(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """Name, phone, e-mail, what to mind, corrected while they stand there; more on its tabs."""
    if request.method == "GET":
        return _edit_page(request, customer_id)
    someone = find(request, customer_id)
    tab = more.tab_of(request.POST.get("tab", ""))
    fields = (
        forms.changes(request.POST, someone)
        if tab == more.FIRST
        else more.changes(request.POST, someone, tab)
    )
    version = whole(request.POST, "version")

    def work(op: Operation) -> Customer:
        return book.edit(op, customer=someone, fields=fields, front="till", version=version)

    act(request, work)
    toasts.say(request, _("Kept."))
    return going.to(request, reverse("till:customer", args=[someone.id]))


def find(request: TillRequest, customer_id: UUID) -> Customer:
    """A customer of this house, or whoever they were merged into; raises NotFound."""
    row: Customer | None = (
        Customer.objects.of(request.house)
        .filter(pk=customer_id)
        .select_related("payer", "parent")
        .first()
    )
    if row is None:
        raise NotFound("customer")
    return survivors.current(request.house, row)


def _bill(request: TillRequest) -> Bill | None:
    wanted = ident(request.POST, "bill") or ident(request.GET, "bill")
    return sheets.find(request.house, wanted) if wanted else None


def _may_see(request: TillRequest) -> None:
    if not request.by.may("customers.see"):
        raise RightMissing(right="customers.see")
