"""Adding someone to the book: Personal or Business, with card, PIN and opening balance at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.customers import reports as customers
from habitue.customers.models import Customer, CustomerType
from habitue.fronts.office.acting import run
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.forms.customer import CustomerForm, tax_doubt
from habitue.fronts.office.forms.first_day import STANDS, Brought, brought
from habitue.fronts.office.pages import done, page
from habitue.house_accounts import actions as house_accounts
from habitue.kit.ids import new_id
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid


@desk("customers.create")
@require_GET
def new(request: OfficeRequest) -> HttpResponse:
    """The empty form, with what was already typed in the search filled in."""
    type_ = type_of(request)
    form = CustomerForm(
        request.house, type_, sent=request.POST, refusal=request.refusal, start=_start(request)
    )
    facts: dict[str, Any] = {
        "form": form,
        "type": type_,
        "types": CustomerType.choices,
        "stands": STANDS,
        "sent": request.POST,
        "pin_needed": "pin" in request.house.mandatory.get("office", []),
    }
    return page(request, "office/customers/new.html", "customers", **facts)


@desk("customers.create", again=new)
@require_POST
def create(request: OfficeRequest) -> HttpResponse:
    """Keep them: one operation for the person, their card, PIN and opening balance."""
    form = CustomerForm(request.house, type_of(request), sent=request.POST)
    fields, extra = form.read(), brought(request.POST, request.house)
    id_ = new_id()
    hashed = proofs.hash_pin(request.house, id_, extra.pin) if extra.pin else ""

    def work(op: Operation) -> Answer:
        customer = cards.register(
            op, fields=fields, front="office", card=extra.card, pin_hash=hashed, id=id_
        )
        _open(op, customer, extra)
        return Answer(customer.id, customer.id, 201)

    made = run(request, work).id
    customer = Customer.objects.of(request.house).get(pk=made)
    says = _("{name} is in the book.").format(name=customer.display_name)
    if other := key_of_customer(request.POST.get("compare", "")):
        both = urlencode({"kept": other, "other": customer.id})
        return done(request, f"{reverse('office:compare')}?{both}", says)
    if request.POST.get("another"):
        return done(request, f"{reverse('office:new_customer')}?type={form.type}", says)
    return done(request, "office:customer", says, key=customer.id)


def _open(op: Operation, customer: Customer, extra: Brought) -> None:
    if extra.has:
        reference = f"customer:{customer.id}"
        prepaid.open_with(op, customer=customer, paid=extra.has, reference=reference)
    if extra.owes:
        house_accounts.open_with(
            op, customer=customer, owes=extra.owes, label=_("Opening balance")
        )


def type_of(request: OfficeRequest) -> str:
    asked = request.POST.get("type") or request.GET.get("type", "")
    return asked if asked in CustomerType.values else CustomerType.PERSON


def key_of_customer(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _start(request: OfficeRequest) -> dict[str, str]:
    """Where what was searched for belongs: a number is a phone, an @ an address, else a name."""
    typed = request.GET.get("typed", "").strip()[:120]
    if not typed:
        return {}
    if "@" in typed:
        return {"email": typed}
    if sum(letter.isdigit() for letter in typed) >= 4:
        return {"phone": typed}
    if type_of(request) == CustomerType.COMPANY:
        return {"company_name": typed}
    first, _space, last = typed.partition(" ")
    return {"first_name": first, "last_name": last} if last else {"last_name": typed}


@desk("customers.see")
@require_GET
def twins(request: OfficeRequest) -> HttpResponse:
    """Who has this phone or e-mail already, or what looks wrong, while it is typed."""
    if "tax_id" in request.GET:
        land = request.GET.get("address.country") or request.house.country
        says = tax_doubt(request.GET["tax_id"], land)
        return page(request, "office/customers/_doubt.html", says=says)
    phone, email = request.GET.get("phone", ""), request.GET.get("email", "")
    found = customers.by_phone(request.house, phone) if len(phone) > 3 else []
    found += customers.by_email(request.house, email) if "@" in email else []
    own = key_of_customer(request.GET.get("own", ""))
    others = [one for one in dict.fromkeys(found) if one.id != own][:3]
    facts: dict[str, Any] = {"others": others, "by_phone": bool(phone), "own": own}
    return page(request, "office/customers/_twins.html", **facts)
