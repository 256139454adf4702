"""Money of a customer: topping up, settling what is owed, paying out."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import actions as bills
from habitue.customers.models import Customer
from habitue.fronts.office import asking
from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.customer import customer_page
from habitue.fronts.ui import figures
from habitue.house_accounts import reports as house_accounts
from habitue.kit.money import Money
from habitue.prepaid import actions as prepaid


@desk("prepaid.top_up")
@require_GET
def top_up(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What the customer pays, and what they receive for it."""
    customer = found(Customer, request, key)
    faults = asking.faults_of(request.refusal)
    return customer_page(request, customer, "top_up", faults=faults)


@desk("prepaid.top_up", again=top_up)
@require_POST
def take_top_up(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Take the money, owe the value. Nothing typed as received means as much as is paid."""
    customer = found(Customer, request, key)
    pays = amount_of(request, "pays")
    receives = amount_of(request, "receives") if request.POST.get("receives") else pays
    tender = request.POST.get("tender", "")
    do(request, prepaid.top_up, customer=customer, pays=pays, receives=receives, tender=tender)
    says = _("{name} paid {pays} and has {receives} more.")
    return done(
        request,
        "office:customer",
        says.format(
            name=customer.display_name,
            pays=figures.plain(pays),
            receives=figures.plain(receives),
        ),
        key=customer.id,
    )


@desk("house_accounts.settle")
@require_GET
def settle(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What is owed, bill by bill; all, a part, or those ticked."""
    customer = found(Customer, request, key)
    charges = house_accounts.open_charges(request.house, customer)
    ticked = request.POST.getlist("bills") or request.GET.getlist("bills")
    return customer_page(
        request,
        customer,
        "settle",
        charges=charges,
        owed=sum(charge.open_minor for charge in charges),
        ticked=ticked,
        faults=asking.faults_of(request.refusal),
    )


@desk("house_accounts.settle", again=settle)
@require_POST
def take_settlement(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Take money for the account: the bills ticked, else the oldest first."""
    customer = found(Customer, request, key)
    named = _bills(request)
    amount = _owed(request, customer, named)
    do(
        request,
        bills.settle,
        customer=customer,
        amount=amount,
        tender=request.POST.get("tender", ""),
        bills=named,
    )
    says = _("{amount} taken for the account of {name}.")
    words = says.format(amount=figures.plain(amount), name=customer.display_name)
    return done(request, "office:customer", words, key=customer.id)


def _bills(request: OfficeRequest) -> list[UUID] | None:
    """The bills ticked; None where none is, which is the oldest first."""
    try:
        return [UUID(sent) for sent in request.POST.getlist("bills")] or None
    except ValueError:
        raise FormRefused({"bills": _("Tick the bills that are paid.")}) from None


def _owed(request: OfficeRequest, customer: Customer, named: list[UUID] | None) -> Money:
    """What was typed; with nothing typed, all of what is ticked or owed."""
    if request.POST.get("amount", "").strip():
        return amount_of(request, "amount")
    charges = house_accounts.open_charges(request.house, customer)
    due = [one for one in charges if named is None or one.bill_id in named]
    return request.house.money(sum(one.open_minor for one in due))


@desk("prepaid.pay_out")
@require_POST
def pay_out(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Hand back what was paid in and not spent; gifts end."""
    customer = found(Customer, request, key)
    do(request, prepaid.pay_out, customer=customer, tender=request.POST.get("tender", "cash"))
    return done(request, "office:customer", _("Paid out."), key=customer.id)


def amount_of(request: OfficeRequest, name: str) -> Money:
    """An amount that must be there; FormRefused at its field."""
    try:
        amount = asking.money(request.house, request.POST.get(name, "").strip())
    except ValueError as says:
        raise FormRefused({name: str(says)}) from None
    if amount is None:
        raise FormRefused({name: _("This is needed.")})
    return amount
