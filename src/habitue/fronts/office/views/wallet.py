"""A customer's wallet: its lots, its top-ups, and giving one back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office import asking
from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.customer import customer_page
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.spans import Span
from habitue.prepaid import lasting, returning
from habitue.prepaid.models import Lot, TopUp
from habitue.prepaid.purse import purse
from habitue.prepaid.reports import wallets_of
from habitue.prepaid.returning import Plan, Told
from habitue.prepaid.telling import arithmetic, rule_words
from habitue.shifts.models import Tender

LATER = (
    (gettext_lazy("Three months more"), Span(3, "m")),
    (gettext_lazy("Six months more"), Span(6, "m")),
    (gettext_lazy("A year more"), Span(1, "y")),
)


@desk("customers.see_balances")
@require_GET
def wallet(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What is in it, until when, and the top-ups it came from."""
    customer = found(Customer, request, key)
    held = purse(request.house, customer, request.at)
    tenders = {row.kind: row for row in Tender.objects.of(request.house)}
    return customer_page(request, customer, "wallet", purse=held, names=tenders)


def _page(request: OfficeRequest, key: UUID, top_up: UUID) -> HttpResponse:
    """The sum of what would go back; after a refusal, why it does not."""
    customer = found(Customer, request, key)
    row = _top_up(request, customer, top_up)
    told, fits = _planned(request, row)
    facts: dict[str, Any] = {
        "row": row,
        "sums": told and arithmetic(request.house, told),
        "fits": fits,
        "rule": rule_words(request.house.gift_refund),
        "tender": Tender.objects.of(request.house).filter(kind=row.tender).first(),
        "typed": request.POST or request.GET,
        "faults": asking.faults_of(request.refusal),
    }
    return customer_page(request, customer, "give_back", **facts)


def _planned(request: OfficeRequest, row: TopUp) -> tuple[Plan | None, bool]:
    """What would go back; where the part that was typed cannot, all that could, not to be sent."""
    try:
        return returning.planned(request.house, row, _amount(request), request.at), True
    except Refusal:
        if request.refusal is None:
            raise
    try:
        return returning.planned(request.house, row, None, request.at), False
    except Refusal:
        return None, False


@desk("prepaid.refund_top_up", again=_page)
@require_GET
def give_back(request: OfficeRequest, key: UUID, top_up: UUID) -> HttpResponse:
    """What was paid, spent and given on top; what would go back, and what ends."""
    return _page(request, key, top_up)


@desk("prepaid.refund_top_up", again=_page)
@require_POST
def take_give_back(request: OfficeRequest, key: UUID, top_up: UUID) -> HttpResponse:
    """Post it: the money goes back the way it came."""
    customer = found(Customer, request, key)
    row = _top_up(request, customer, top_up)
    told = Told(reason=request.POST.get("reason", "").strip())
    if not told.reason:
        raise FormRefused({"reason": _("This is needed.")})
    do(request, returning.refund_top_up, top_up=row.id, amount=_amount(request), told=told)
    return done(request, "office:wallet", _("Given back."), key=customer.id)


@desk("prepaid.extend")
@require_GET
def lot(request: OfficeRequest, key: UUID, lot: UUID) -> HttpResponse:
    """One lot: until when, and how that was moved before."""
    customer = found(Customer, request, key)
    held = _lot(request, customer, lot)
    facts: dict[str, Any] = {
        "lot": held,
        "left": request.house.money(held.remaining_minor),
        "moved": list(held.extensions.order_by("-id")),
        "later": [(words, span.until(held.expires_on)) for words, span in LATER]
        if held.expires_on
        else [],
        "until": request.POST.get("until") or request.GET.get("until", ""),
        "faults": asking.faults_of(request.refusal),
    }
    return customer_page(request, customer, "lot", **facts)


@desk("prepaid.extend", again=lot)
@require_POST
def extend(request: OfficeRequest, key: UUID, lot: UUID) -> HttpResponse:
    """Let it last until a later day, or for ever."""
    customer = found(Customer, request, key)
    held = _lot(request, customer, lot)
    until = None if request.POST.get("never") else _day(request)
    do(request, lasting.extend, lot=held.id, until=until, reason=request.POST.get("reason", ""))
    return done(request, "office:wallet", _("It lasts longer."), key=customer.id)


def _lot(request: OfficeRequest, customer: Customer, lot: UUID) -> Lot:
    held = found(Lot, request, lot)
    if wallets_of(request.house, [customer.id]).get(customer.id) != held.wallet_id:
        raise NotFound("lot")
    return held


def _day(request: OfficeRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise FormRefused({"until": _("A day, or that it never ends.")}) from None


def _top_up(request: OfficeRequest, customer: Customer, top_up: UUID) -> TopUp:
    row = returning.find(request.house, top_up)
    if row.customer_id != customer.id:
        raise NotFound("top-up")
    return row


def _amount(request: OfficeRequest) -> Money | None:
    """A part, where one was typed."""
    typed = (request.POST or request.GET).get("amount", "").strip()
    try:
        return asking.money(request.house, typed)
    except ValueError as says:
        raise FormRefused({"amount": str(says)}) from None
