"""What a customer owes: settling it, the slips of what was settled, a mistake taken back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import actions as bills
from habitue.bills.actions import Taken
from habitue.customers.models import Customer
from habitue.fronts.office import asking
from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.views.customer import customer_page
from habitue.fronts.office.views.value import amount_of
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts import slips
from habitue.house_accounts.models import SEVERAL, Charge
from habitue.invoicing.models import Invoice
from habitue.kit.refusals import NotFound


@desk("house_accounts.settle")
@require_GET
def settle(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What is owed, bill by bill; all, a part, or those ticked."""
    customer = found(Customer, request, key)
    charges = house_accounts.open_charges(request.house, customer)
    sent = request.POST or request.GET
    return customer_page(
        request,
        customer,
        "settle",
        charges=charges,
        invoices=_invoices(request, charges),
        owed=sum(charge.open_minor for charge in charges),
        ticked=[*sent.getlist("bills"), *sent.getlist("invoices")],
        several={name: value for name, value in request.POST.items() if name.startswith("by_")},
        faults=asking.faults_of(request.refusal),
    )


def _invoices(request: OfficeRequest, charges: Sequence[Charge]) -> list[tuple[Invoice, int]]:
    """The invoices with something open, and how much."""
    open_: dict[UUID, int] = {}
    for one in charges:
        if one.invoice_id:
            open_[one.invoice_id] = open_.get(one.invoice_id, 0) + one.open_minor
    rows = Invoice.objects.of(request.house).filter(pk__in=list(open_)).defer("content")
    return [(row, open_[row.id]) for row in rows.order_by("id")]


@desk("house_accounts.settle", again=settle)
@require_POST
def take_settlement(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Take money for the account: what is ticked, else the oldest first; then its slip."""
    customer = found(Customer, request, key)
    answer = do(
        request,
        bills.settle,
        customer=customer,
        tender=request.POST.get("tender", ""),
        taken=_taken(request),
        bills=_ticked(request, "bills"),
        invoices=_ticked(request, "invoices"),
    )
    says = _("Taken for the account of {name}.").format(name=customer.display_name)
    return done(request, "office:settlement", says, key=customer.id, settlement=answer.id)


def _taken(request: OfficeRequest) -> list[Taken]:
    """One tender with the amount typed, or a sum beside each of several; none: all that is due."""
    tender = request.POST.get("tender", "")
    if tender == SEVERAL:
        names = [name for name in request.POST if name.startswith("by_")]
        typed = [name for name in names if request.POST[name].strip()]
        if not typed:
            raise FormRefused({"several": _("Type a sum beside each tender.")})
        return [Taken(name.removeprefix("by_"), amount_of(request, name)) for name in typed]
    if not request.POST.get("amount", "").strip():
        return []
    return [Taken(tender, amount_of(request, "amount"))]


def _ticked(request: OfficeRequest, name: str) -> list[UUID] | None:
    """What is ticked; None where nothing is, which is the oldest first."""
    try:
        return [UUID(sent) for sent in request.POST.getlist(name)] or None
    except ValueError:
        raise FormRefused({name: _("Tick the bills that are paid.")}) from None


@desk("customers.see_balances")
@require_GET
def account(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The account: what is open, what was settled."""
    customer = found(Customer, request, key)
    charges = house_accounts.open_charges(request.house, customer)
    facts: dict[str, Any] = {
        "charges": charges,
        "owed": sum(charge.open_minor for charge in charges),
        "slips": slips.slips_of(request.house, customer, request.at),
    }
    return customer_page(request, customer, "account", **facts)


@desk("customers.see_balances")
@require_GET
def settlement(request: OfficeRequest, key: UUID, settlement: UUID) -> HttpResponse:
    """The slip of one settling, to print."""
    customer = found(Customer, request, key)
    told = slips.slip(request.house, settlement, request.at)
    if told.payer.id != customer.id:
        raise NotFound("settlement")
    facts: dict[str, Any] = {
        "customer": customer,
        "slip": told,
        "account": house_accounts.standing_of(request.house, customer),
        "faults": asking.faults_of(request.refusal),
        "sent": request.POST,
    }
    return page(request, "office/customers/slip.html", "customers", **facts)


@desk("house_accounts.unsettle", again=settlement)
@require_POST
def unsettle(request: OfficeRequest, key: UUID, settlement: UUID) -> HttpResponse:
    """It was a mistake: the money goes back, the bills are owed again."""
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        raise FormRefused({"reason": _("A reason is needed: a word or two.")})
    do(request, bills.unsettle, settlement=settlement, reason=reason)
    says = _("Taken back: the bills are owed again.")
    return done(request, "office:settlement", says, key=key, settlement=settlement)
