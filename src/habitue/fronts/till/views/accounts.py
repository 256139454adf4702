"""Who owes: the saved bills, the to-pay list, settling all, part, or ticked bills."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from habitue.bills import actions as bills
from habitue.bills.models import Bill, BillState
from habitue.fronts.till import going
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import idents, money
from habitue.fronts.till.guests import guest
from habitue.fronts.till.views.customers import find
from habitue.house_accounts import reports
from habitue.house_accounts.models import Charge, Settlement
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.rights import RightMissing
from habitue.shifts.models import Tender

SHOWN = 100


@require_GET
@at_till()
def saved(request: TillRequest) -> HttpResponse:
    """Bills saved on account and not yet paid, newest first."""
    rows = (
        Bill.objects.of(request.house)
        .filter(state=BillState.ON_ACCOUNT)
        .select_related("customer__payer")
        .order_by("-saved_at")[:SHOWN]
    )
    listed = list(rows)
    charges = Charge.objects.of(request.house).filter(
        bill_id__in=[bill.id for bill in listed], reversed_at=None
    )
    open_ = {one.bill_id: request.house.money(one.open_minor) for one in charges}
    shown = [(bill, open_.get(bill.id)) for bill in listed]
    return render(request, "till/accounts/saved.html", {"rows": shown})


@require_GET
@at_till()
def unpaid(request: TillRequest) -> HttpResponse:
    """View unpaid: one row per payer, the oldest bill first."""
    if not request.by.may("customers.see_balances"):
        raise RightMissing(right="customers.see_balances")
    money_ = request.house.money
    owing = reports.unpaid(request.house, SHOWN)
    rows = [
        {
            "owing": one,
            "to_pay": money_(one.to_pay),
            "left": money_(max(one.available, 0)) if one.available is not None else None,
        }
        for one in owing
    ]
    total = money_(sum(one.to_pay for one in owing))
    return render(request, "till/accounts/unpaid.html", {"rows": rows, "total": total})


def _page(request: TillRequest, customer_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    someone = find(request, customer_id)
    house = request.house
    charges = reports.open_charges(house, someone)
    ticked = request.POST.getlist("bills") or request.GET.getlist("bills")
    owed = sum(one.open_minor for one in charges)
    chosen = sum(one.open_minor for one in charges if str(one.bill_id) in ticked)
    facts: dict[str, Any] = {
        "guest": guest(house, someone),
        "account": reports.standing_of(house, someone),
        "charges": [(one, house.money(one.open_minor)) for one in charges],
        "ticked": ticked,
        "owed": house.money(owed),
        "chosen": house.money(chosen) if chosen else None,
        "amount": _typed(request) or house.money(chosen or owed),
        "tenders": Tender.objects.of(house).filter(active=True).order_by("position"),
        "refusal": refusal,
    }
    return render(request, "till/accounts/settle.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def settle(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """All of it, a part, or the ticked bills; too much stays in hand."""
    if request.method == "GET":
        return _page(request, customer_id)
    someone = find(request, customer_id)
    ticked = idents(request.POST.getlist("bills"), "bills")
    amount = money(request.house, request.POST, "amount") or request.house.nothing
    row = made(
        act(
            request,
            lambda op: bills.settle(
                op,
                customer=someone,
                amount=amount,
                tender=request.POST.get("tender", ""),
                bills=ticked or None,
            ),
        )
    )
    return going.to(request, reverse("till:settlement", args=[someone.id, row]))


@require_GET
@at_till()
def slip(request: TillRequest, customer_id: UUID, settlement_id: UUID) -> HttpResponse:
    """What was paid of it, and what is owed now."""
    house = request.house
    row = (
        Settlement.objects.of(house)
        .filter(pk=settlement_id, account__customer_id=customer_id)
        .select_related("account__customer")
        .prefetch_related("parts__charge")
        .first()
    )
    if row is None:
        raise NotFound("settlement")
    facts = {
        "guest": guest(house, row.account.customer),
        "account": reports.standing_of(house, row.account.customer),
        "row": row,
        "amount": house.money(row.amount_minor),
        "in_hand": house.money(row.in_hand_minor) if row.in_hand_minor else None,
        "parts": [(one.charge.label, house.money(one.amount_minor)) for one in row.parts.all()],
        "tender": Tender.objects.of(house).filter(kind=row.tender).first(),
        "at": row.at.astimezone(house.zone),
    }
    return render(request, "till/accounts/show.html", facts)


def _typed(request: TillRequest) -> Money | None:
    return Money.typed(request.POST.get("amount", ""), request.house.currency)
