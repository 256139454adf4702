"""One customer: the form, every movement, bills, people, what was changed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import history as bill_history
from habitue.bills import movements, reading
from habitue.bills.models import Bill, BillState
from habitue.customers import actions as customers
from habitue.customers import consenting, objections, reports, survivors
from habitue.customers.consents import HEARSAY, words_of
from habitue.customers.models import Consent, Customer, CustomerType
from habitue.fronts.office import drafts
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.forms.customer import CustomerForm
from habitue.fronts.office.history import actors, history
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.profile import profile_of
from habitue.house.models import Venue
from habitue.kit.refusals import Malformed
from habitue.merging import reports as merging
from habitue.shifts.models import Tender

LATEST = 5
SIZE = 50


@desk("customers.see")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The customer: what is known, the card and balances at the side; what was lately follows."""
    customer = found(Customer, request, key)
    if customer.id != key:  # merged since: the address is the kept one's
        return redirect("office:customer", key=customer.id)
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
    facts: dict[str, Any] = {
        "form": form,
        "type": form.type,
        "types": CustomerType.choices,
        "version": customer.version
        if form.conflict
        else request.POST.get("version") or customer.version,
        "faster": history(request.house, customer.id, most=1) if form.conflict else [],
    }
    return customer_page(request, customer, "show", **facts)


@desk("customers.see")
@require_GET
def lately(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What they are eating now and their latest movements: asked for behind the page."""
    customer = found(Customer, request, key)
    facts: dict[str, Any] = {"customer": customer, "open_bills": _open_bills(request, customer)}
    if request.by.may("customers.see_balances"):
        facts["latest"] = movements.statement(request.house, customer, size=LATEST)
    return page(request, "office/customers/_lately.html", **facts)


@desk("customers.see")
@require_GET
def merged(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Who was merged into this record, and whether that can be undone: asked behind the page."""
    customer = found(Customer, request, key)
    told = merging.merges_of(request.house, customer, request.at)
    names = actors(request.house, (one.merge.actor for one in told))
    merges = [(one, names[one.merge.actor]) for one in told]
    return page(request, "office/customers/_merged.html", customer=customer, merges=merges)


def _open_bills(request: OfficeRequest, customer: Customer) -> list[Any]:
    """What they are eating now, and what it comes to so far."""
    if not request.by.may("bills.see"):
        return []
    rows = Bill.objects.of(request.house).filter(customer=customer, state=BillState.OPEN)
    rows = rows.select_related("customer__group")
    return list(reading.stand_all(request.house, list(rows.order_by("-id")[:LATEST])))


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
    rows = bill_history.of_customer(request.house, customer).select_related("customer__group")
    rows = rows.exclude(state=BillState.VOID)
    before = _key(request.GET.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    some = list(rows[: SIZE + 1])
    stood = reading.stand_all(request.house, some[:SIZE])
    older = some[SIZE - 1].id if len(some) > SIZE else None
    return customer_page(request, customer, "bills", stood=stood, older=older)


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
    """Who changed what, and what they may be written; of those merged into them too, by name."""
    customer = found(Customer, request, key)
    people, named = _family(request, customer)
    consents = Consent.objects.of(request.house).filter(customer__in=people).order_by("-at")
    some = list(consents.annotate(objected=objections.is_at(customer.email, request.house))[:20])
    said = [one.allowed for one in some if one.channel not in HEARSAY]
    for one in some:
        one.of = named.get(one.customer_id, "")
    return customer_page(
        request,
        customer,
        "history",
        lines=history(request.house, *people, named=named),
        consents=some,
        of=named.get(people[0], ""),
        agreed_words=words_of(request.house),
        said_no=said[:1] == [False],
    )


def _family(request: OfficeRequest, customer: Customer) -> tuple[list[UUID], dict[UUID, str]]:
    """Whose history is theirs, or of one merged into them alone; the merged by their names."""
    people = survivors.family(request.house, customer.id)
    merged = Customer.objects.of(request.house).filter(pk__in=people[1:])
    named = {one.id: one.display_name for one in merged} if len(people) > 1 else {}
    wanted = _key(request.GET.get("of", ""))
    return ([wanted] if wanted and wanted in named else people), named


@desk("customers.edit", again=changes)
@require_POST
def consent(request: OfficeRequest, key: UUID) -> HttpResponse:
    """They agree to be written, or no longer do: a line with its day, words and source."""
    customer = found(Customer, request, key)
    said = {key: request.POST.get(key, "") for key in ("wording", "source")}
    if request.POST.get("agrees") == "yes":
        do(request, consenting.agree, customer=customer, **said)
    else:
        do(request, consenting.withdraw, customer=customer, source=said["source"])
    return done(request, "office:customer_changes", _("Kept."), key=customer.id)


def customer_page(
    request: OfficeRequest, customer: Customer, tab: str, **facts: Any
) -> HttpResponse:
    """A page of this customer: head, tabs and side are the same on all."""
    side = profile_of(request.house, customer, request.at)
    tenders = Tender.objects.of(request.house).filter(active=True).order_by("position", "kind")
    frame: dict[str, Any] = {
        "customer": customer,
        "side": side,
        "tabs": _tabs(request, customer, side.people),
        "tab": tab,
        "parent": customer.parent,
        "tenders": tenders,
        "venues": Venue.objects.of(request.house).filter(closed=False).order_by("name"),
        "sent": request.POST,
    }
    return page(request, f"office/customers/{tab}.html", "customers", **frame, **facts)


def _tabs(
    request: OfficeRequest, customer: Customer, people: int
) -> list[tuple[str, str, str, int | None]]:
    names: dict[str, UUID] = {"key": customer.id}
    may = request.by.may
    ways = [("show", _("Details"), "office:customer", None)]
    if may("customers.see_balances"):
        ways.append(("movements", _("Movements"), "office:customer_moves", None))
        ways.append(("wallet", _("Wallet"), "office:wallet", None))
        ways.append(("account", _("Account"), "office:customer_account", None))
    if may("bills.see"):
        ways.append(("bills", _("Bills"), "office:customer_bills", None))
    if customer.is_company:
        ways.append(("people", _("People"), "office:customer_people", people))  # type: ignore[arg-type]
    ways.append(("history", _("History"), "office:customer_changes", None))
    return [(key, words, reverse(url, kwargs=names), count) for key, words, url, count in ways]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
