"""One customer: the form, every movement, bills, people, what was changed."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import reading
from habitue.bills.models import Bill, BillState
from habitue.customers import actions as customers
from habitue.customers import reports
from habitue.customers.models import Consent, Customer, CustomerType
from habitue.fronts.office import drafts, movements
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.forms.customer import CustomerForm
from habitue.fronts.office.history import history
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.profile import profile_of
from habitue.house.models import Venue
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import Malformed
from habitue.shifts.models import Tender

LATEST = 5
SIZE = 50


@desk("customers.see")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The customer: what is known, the latest movements, the card and balances at the side."""
    customer = found(Customer, request, key)
    type_ = request.POST.get("type") or customer.type
    later, doubts = drafts.of_customer(request.house, customer)
    form = CustomerForm(
        request.house,
        type_ if type_ in CustomerType.values else customer.type,
        customer=later,
        doubts=doubts,
        sent=request.POST if "version" in request.POST else None,
        refusal=request.refusal,
        phones=reports.phones_of(request.house, [customer])[customer.id],
    )
    latest = movements.statement(request.house, customer, size=LATEST)
    facts: dict[str, Any] = {
        "form": form,
        "type": form.type,
        "types": CustomerType.choices,
        "latest": latest,
        "version": request.POST.get("version") or customer.version,
    }
    return customer_page(request, customer, "show", **facts)


@desk("customers.edit", again=show)
@require_POST
def edit(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Keep what was changed, unless someone else did in the meantime."""
    customer = found(Customer, request, key)
    type_ = request.POST.get("type", customer.type)
    form = CustomerForm(request.house, type_, customer=customer, sent=request.POST)
    do(
        request,
        customers.edit,
        customer=customer,
        fields=form.read(),
        front="office",
        version=_version(request),
    )
    if request.POST.get("another"):
        return done(request, "office:new_customer", _("Kept."))
    return done(request, "office:customer", _("Kept."), key=customer.id)


def _version(request: OfficeRequest) -> int:
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdigit()) or len(sent) > 9:
        raise Malformed(field="version")
    return int(sent)


@desk("customers.see_balances")
@require_GET
def moves(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Every movement, a page at a time."""
    customer = found(Customer, request, key)
    kind = request.GET.get("kind", "all")
    kind = kind if kind in movements.KINDS else "all"
    before = _key(request.GET.get("before", ""))
    told = movements.statement(request.house, customer, kind=kind, before=before)
    kinds = [
        ("all", _("All")),
        ("wallet", _("Wallet")),
        ("account", _("On account")),
        ("points", _("Points")),
    ]
    return customer_page(request, customer, "movements", told=told, kinds=kinds, kind=kind)


@desk("bills.see")
@require_GET
def bills(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What was eaten: bills with their dishes, newest first."""
    customer = found(Customer, request, key)
    rows = _bills_of(request, customer)
    before = _key(request.GET.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    some = list(rows[: SIZE + 1])
    stood = reading.stand_all(request.house, some[:SIZE])
    older = some[SIZE - 1].id if len(some) > SIZE else None
    return customer_page(request, customer, "bills", stood=stood, older=older)


def _bills_of(request: OfficeRequest, customer: Customer) -> QuerySet[Bill]:
    """Their own bills, and those others ate on their account."""
    charged = Charge.objects.of(request.house).filter(account__customer=customer)
    theirs = Q(customer=customer) | Q(pk__in=charged.values("bill_id"))
    rows = Bill.objects.of(request.house).filter(theirs).select_related("customer")
    return rows.exclude(state=BillState.VOID).order_by("-id")


@desk("customers.see")
@require_GET
def people(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Who belongs to this company, and whose bills it pays."""
    customer = found(Customer, request, key)
    rows = Customer.objects.of(request.house).kept()
    members = list(rows.filter(parent=customer).order_by("last_name", "first_name")[:500])
    paid_for = rows.filter(payer=customer).exclude(parent=customer)
    facts: dict[str, Any] = {
        "members": members,
        "paid_for": list(paid_for.order_by("last_name")[:500]),
    }
    return customer_page(request, customer, "people", **facts)


@desk("customers.see")
@require_GET
def changes(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Who changed what, and what they may be written."""
    customer = found(Customer, request, key)
    consents = Consent.objects.of(request.house).filter(customer=customer).order_by("-at")
    return customer_page(
        request,
        customer,
        "history",
        lines=history(request.house, customer.id),
        consents=list(consents[:20]),
    )


def customer_page(
    request: OfficeRequest, customer: Customer, tab: str, **facts: Any
) -> HttpResponse:
    """A page of this customer: head, tabs and side are the same on all."""
    side = profile_of(request.house, customer, request.at)
    tenders = Tender.objects.of(request.house).filter(active=True).order_by("position", "kind")
    frame: dict[str, Any] = {
        "customer": customer,
        "side": side,
        "tabs": _tabs(request, customer),
        "tab": tab,
        "parent": _parent(request, customer),
        "tenders": list(tenders),
        "venues": list(Venue.objects.of(request.house).filter(closed=False).order_by("name")),
        "sent": request.POST,
    }
    return page(request, f"office/customers/{tab}.html", "customers", **frame, **facts)


def _parent(request: OfficeRequest, customer: Customer) -> Customer | None:
    rows = Customer.objects.of(request.house).filter(pk=customer.parent_id)
    return rows.first() if customer.parent_id else None


def _tabs(request: OfficeRequest, customer: Customer) -> list[tuple[str, str, str, int | None]]:
    names: dict[str, UUID] = {"key": customer.id}
    may = request.by.may
    ways = [("show", _("Details"), "office:customer", None)]
    if may("customers.see_balances"):
        ways.append(("movements", _("Movements"), "office:customer_moves", None))
    if may("bills.see"):
        ways.append(("bills", _("Bills"), "office:customer_bills", None))
    if customer.is_company:
        number = Customer.objects.of(request.house).kept().filter(parent=customer).count()
        ways.append(("people", _("People"), "office:customer_people", number))  # type: ignore[arg-type]
    ways.append(("history", _("History"), "office:customer_changes", None))
    return [(key, words, reverse(url, kwargs=names), count) for key, words, url, count in ways]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
