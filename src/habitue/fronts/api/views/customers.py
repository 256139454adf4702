"""The customer book."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest, matches, money_or_none, reads, writes
from habitue.fronts.api.forms.customers import (
    ArchiveIn,
    ChangedCustomer,
    CustomerFields,
    NewCustomer,
    PinIn,
)
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once, prepared
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as shown
from habitue.fronts.api.shown.customers import CustomerOut
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.views.finding import CustomersAsked, listed
from habitue.house.scope import house_scope
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.operations.models import Operation

router = Router(tags=["customers"])
CUSTOMER: Resource[Customer] = Resource(shown.find, shown.show)
FRONT = "api"


@router.get("/customers", response=Page[CustomerOut])
@reads("customers.see")
def index(request: ApiRequest, asked: Query[CustomersAsked]) -> HttpResponse:
    """Search, filter, look up."""
    found, further = listed(request, asked)
    return respond({"data": shown.show_all(request, found), "next_cursor": further})


@router.get("/customers/{uuid:customer_id}", response=CustomerOut)
@reads("customers.see")
def detail(request: ApiRequest, customer_id: UUID) -> HttpResponse:
    return respond(shown.show(request, shown.find(request, customer_id)))


@router.post("/customers", response={201: CustomerOut})
@writes("customers.create")
def create(request: ApiRequest, form: NewCustomer) -> HttpResponse:
    """Add someone to the book; they get a personal code at once.

    For an address whose owner wanted no offers `marketing_allowed` stays false: PATCH it once
    they agreed.
    """
    id_ = new_id()
    fields = _fields(request, form)
    hashed = prepared(lambda: proofs.hash_pin(request.house, id_, form.pin) if form.pin else "")

    def work(op: Operation) -> Done[Customer]:
        first = form.cards[0] if form.cards else None
        customer = cards.register(
            op,
            fields=fields,
            front=FRONT,
            card=first.number if first else "",
            kind=first.kind if first else "barcode",
            pin_hash=hashed(),
            id=id_,
        )
        for card in form.cards[1:]:
            cards.assign(op, customer=customer, number=card.number, kind=card.kind)
        return Done(customer, customer.id)

    return once(request, CUSTOMER, form, work, status=201)


@router.patch("/customers/{uuid:customer_id}", response=CustomerOut)
@writes("customers.edit")
def edit(request: ApiRequest, customer_id: UUID, form: ChangedCustomer) -> HttpResponse:
    """Change what is named; null clears, absent keeps."""
    fields = _fields(request, form)

    def work(op: Operation) -> Done[Customer]:
        customer = customers.edit(
            op,
            customer=customers.lock_current(op, customer_id),
            fields=fields,
            front=FRONT,
            version=form.version,
        )
        return Done(customer, customer.id)

    return once(request, CUSTOMER, form, work)


def _fields(request: ApiRequest, form: CustomerFields) -> dict[str, Any]:
    found = form.given()
    if "credit_limit" in form.model_fields_set:
        found["credit_limit"] = money_or_none(request, form.credit_limit, "credit_limit")
    return found


@router.delete("/customers/{uuid:customer_id}", response={204: None})
@writes("customers.archive")
def delete(request: ApiRequest, customer_id: UUID, form: Write) -> HttpResponse:
    """Archive: history stays, cards are free."""

    def work(op: Operation) -> Done[Customer]:
        customer = customers.lock(op, customer_id)
        if not matches(request, customer.version):
            raise customers.VersionConflict(version=customer.version)
        return Done(housekeeping.archive(op, customer=customer), customer_id)

    return once(request, CUSTOMER, form, work, status=204)


@router.post("/customers/{uuid:customer_id}/archive", response=CustomerOut)
@writes("customers.archive")
def archive(request: ApiRequest, customer_id: UUID, form: ArchiveIn) -> HttpResponse:
    """Archive, and end in the same step what is still open."""
    way = housekeeping.Settle(form.settle, form.tender, form.reason) if form.settle else None

    def work(op: Operation) -> Done[Customer]:
        customer = customers.find(op, customer_id)  # bills are locked before people
        if customer.id != customer_id:  # merged, so out of the book: nobody else goes with it
            return Done(customer, customer.id)
        return Done(housekeeping.archive(op, customer=customer, settle=way), customer_id)

    return once(request, CUSTOMER, form, work)


@router.post("/customers/{uuid:customer_id}/restore", response=CustomerOut)
@writes("customers.archive")
def restore(request: ApiRequest, customer_id: UUID, form: Write) -> HttpResponse:
    """Back in the book, without the cards that were freed."""

    def work(op: Operation) -> Done[Customer]:
        customer = customers.lock(op, customer_id)
        return Done(housekeeping.restore(op, customer=customer), customer_id)

    return once(request, CUSTOMER, form, work)


@router.put("/customers/{uuid:customer_id}/pin", response=CustomerOut)
@writes("cards.set_pin")
def set_pin(request: ApiRequest, customer_id: UUID, form: PinIn) -> HttpResponse:
    """A new PIN; wrong tries are forgotten."""
    with house_scope(request.house):
        customer = shown.find(request, customer_id)
        known = shown.digits_of(request, customer)
    hashed = prepared(lambda: proofs.hash_pin(request.house, customer.id, form.pin, *known))

    def work(op: Operation) -> Done[Customer]:
        cards.set_pin(op, customer=customers.lock(op, customer.id), pin_hash=hashed())
        return Done(customer, customer.id)

    return once(request, CUSTOMER, form, work)


@router.post("/customers/{uuid:customer_id}/unlock", response=CustomerOut)
@writes("cards.unlock")
def unlock(request: ApiRequest, customer_id: UUID, form: Write) -> HttpResponse:
    """They may spend again after wrong PINs."""

    def work(op: Operation) -> Done[Customer]:
        customer = customers.lock_current(op, customer_id)
        cards.unlock(op, customer=customer)
        return Done(customer, customer_id)

    return once(request, CUSTOMER, form, work)
