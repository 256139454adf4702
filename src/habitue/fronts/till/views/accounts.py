"""Who owes: the saved bills, the to-pay list, settling all, part, or ticked bills."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habitue.bills import actions as bills
from habitue.bills.actions import Taken
from habitue.fronts.till import going
from habitue.fronts.till import saved as saved_bills
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import idents, money
from habitue.fronts.till.guests import guest
from habitue.fronts.till.paper import printable
from habitue.fronts.till.views.bills import ReasonNeeded
from habitue.fronts.till.views.customers import find
from habitue.fronts.ui import toasts
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.house_accounts import receivables, reports, slips
from habitue.house_accounts.models import SEVERAL, Charge, Settlement
from habitue.house_accounts.receivables import Wanted
from habitue.invoicing.models import Invoice
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing
from habitue.printing import actions as printing
from habitue.printing.models import Document
from habitue.shifts.models import Tender

SHOWN = 100


@require_GET
@at_till()
def saved(request: TillRequest) -> HttpResponse:
    """Bills saved on account and not yet paid, newest first."""
    return render(request, "till/accounts/saved.html", saved_bills.facts(request))


@require_GET
@at_till()
def saved_found(request: TillRequest) -> HttpResponse:
    """The same while one types."""
    return render(request, "till/accounts/_saved.html", saved_bills.facts(request))


@require_GET
@at_till()
def unpaid(request: TillRequest) -> HttpResponse:
    """View unpaid: one row per payer, the oldest bill first."""
    if not request.by.may("customers.see_balances"):
        raise RightMissing(right="customers.see_balances")
    money_ = request.house.money
    wanted = Wanted(business_day(request.house, request.at), _order(request), SHOWN)
    owing = receivables.owing(request.house, wanted)
    rows = [
        {
            "owing": one,
            "to_pay": money_(one.to_pay),
            "left": money_(max(one.available, 0)) if one.available is not None else None,
        }
        for one in owing
    ]
    all_ = receivables.together(request.house, wanted)
    facts = {
        "rows": rows,
        "total": money_(all_.to_pay),
        "more": all_.payers - len(rows),
        "orders": [
            ("oldest", _("Oldest first")),
            ("-to_pay", _("Most first")),
            ("name", _("By name")),
        ],
        "order": wanted.sort,
    }
    return render(request, "till/accounts/unpaid.html", facts)


def _order(request: TillRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in ("-to_pay", "name") else "oldest"


def _page(request: TillRequest, customer_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    someone = find(request, customer_id)
    house = request.house
    charges = reports.open_charges(house, someone)
    ticked = request.POST.getlist("bills") or request.GET.getlist("bills")
    named = request.POST.getlist("invoices") or request.GET.getlist("invoices")
    owed = sum(one.open_minor for one in charges)
    chosen = sum(
        one.open_minor
        for one in charges
        if str(one.bill_id) in ticked or str(one.invoice_id) in named
    )
    tenders = Tender.objects.of(house).filter(active=True).order_by("position")
    facts: dict[str, Any] = {
        "guest": guest(house, someone),
        "account": reports.standing_of(house, someone),
        "charges": [(one, house.money(one.open_minor)) for one in charges],
        "invoices": _invoices(house, charges),
        "ticked": [*ticked, *named],
        "owed": house.money(owed),
        "chosen": house.money(chosen) if chosen else None,
        "amount": _typed(request) or house.money(chosen or owed),
        "tenders": [(one, request.POST.get(f"by_{one.kind}", "")) for one in tenders],
        "several": request.POST.get("tender") == SEVERAL,
        "refusal": refusal,
    }
    return render(request, "till/accounts/settle.html", facts)


def _invoices(house: House, charges: list[Charge]) -> list[tuple[Invoice, Money]]:
    """The invoices with something open, and how much."""
    open_: dict[UUID, int] = {}
    for one in charges:
        if one.invoice_id:
            open_[one.invoice_id] = open_.get(one.invoice_id, 0) + one.open_minor
    rows = Invoice.objects.of(house).filter(pk__in=list(open_)).defer("content").order_by("id")
    return [(row, house.money(open_[row.id])) for row in rows]


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def settle(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """All of it, a part, or what is ticked, by one tender or several; too much stays in hand."""
    if request.method == "GET":
        return _page(request, customer_id)
    someone = find(request, customer_id)
    taken = _taken(request)
    ticked = idents(request.POST.getlist("bills"), "bills")
    named = idents(request.POST.getlist("invoices"), "invoices")
    row = made(
        act(
            request,
            lambda op: _settled(
                op, customer=someone, taken=taken, bills=ticked or None, invoices=named or None
            ),
        )
    )
    return going.to(request, reverse("till:settlement", args=[someone.id, row]))


def _settled(op: Operation, **terms: Any) -> Settlement:
    """With its slip, where this till's printer prints those by itself."""
    row: Settlement = bills.settle(op, **terms)
    printing.put_by_itself(op, document=Document.SETTLEMENT, of=row.id)
    return row


def _taken(request: TillRequest) -> list[Taken]:
    """The one tender pressed with the amount on the pad, or a sum beside each of several."""
    tender = request.POST.get("tender", "")
    if tender != SEVERAL:
        amount = money(request.house, request.POST, "amount") or request.house.nothing
        return [Taken(tender, amount)]
    sums = [
        (name.removeprefix("by_"), money(request.house, request.POST, name))
        for name in request.POST
        if name.startswith("by_")
    ]
    return [Taken(kind, sum_) for kind, sum_ in sums if sum_ is not None and sum_.amount]


def _slip(
    request: TillRequest,
    customer_id: UUID,
    settlement_id: UUID,
    refusal: Refusal | None = None,
) -> HttpResponse:
    house = request.house
    told = slips.slip(house, settlement_id, request.at)
    if told.payer.id != customer_id:
        raise NotFound("settlement")
    account = reports.standing_of(house, told.payer)
    facts: dict[str, Any] = {
        "guest": guest(house, told.payer),
        "account": account,
        "hand": house.money(account.in_hand) if account.in_hand else None,
        "slip": told,
        "house": house,
        "amount": house.money(told.row.amount_minor),
        "stays": house.money(told.row.in_hand_minor) if told.row.in_hand_minor else None,
        "taken": [(name, house.money(minor)) for name, minor in told.taken],
        "parts": _parts(house, told),
        "at": told.row.at.astimezone(house.zone),
        "by": told.who,
        **printable(request, Document.SETTLEMENT, told.row.id),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
    }
    return render(request, "till/accounts/show.html", facts)


def _parts(house: House, told: slips.Slip) -> list[tuple[slips.Part, Money, Money | None]]:
    return [
        (one, house.money(one.paid), house.money(one.left) if one.left else None)
        for one in told.parts
    ]


@require_GET
@at_till()
def slip(request: TillRequest, customer_id: UUID, settlement_id: UUID) -> HttpResponse:
    """Who paid what, for which bills, and what is owed and in hand now."""
    return _slip(request, customer_id, settlement_id)


@require_POST
@at_till(again=_slip)
def undo(request: TillRequest, customer_id: UUID, settlement_id: UUID) -> HttpResponse:
    """It was a mistake: with the right and a reason, on its day."""
    find(request, customer_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise ReasonNeeded(field="reason")
    act(request, lambda op: bills.unsettle(op, settlement=settlement_id, reason=reason))
    toasts.say(request, _("Taken back: the bills are owed again."))
    return going.to(request, reverse("till:settlement", args=[customer_id, settlement_id]))


def _typed(request: TillRequest) -> Money | None:
    return Money.typed(request.POST.get("amount", ""), request.house.currency)
