"""Archiving and restoring one customer: an act with Undo, refused while something is open."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.customer import customer_page
from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping.actions import Settle


@desk("customers.archive")
@require_GET
def remains(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What is still open, and the ways to end it in the same step."""
    customer = found(Customer, request, key)
    left = housekeeping.remains(request.house, customer)
    return customer_page(request, customer, "remains", left=left)


@desk("customers.archive", again=remains)
@require_POST
def archive(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Out of every list, with Undo; the history stays."""
    customer = found(Customer, request, key)
    way = request.POST.get("settle", "")
    settle = (
        Settle(way, request.POST.get("tender", ""), request.POST.get("reason", "")[:300])
        if way
        else None
    )
    do(request, housekeeping.archive, customer=customer, settle=settle)
    says = _("{name} archived.").format(name=customer.display_name)
    undo = reverse("office:restore", kwargs={"key": customer.id})
    return done(request, "office:customers", says, undo=undo)


@desk("customers.archive")
@require_POST
def restore(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Back in the book, without the cards that were freed."""
    customer = found(Customer, request, key)
    do(request, housekeeping.restore, customer=customer)
    says = _("{name} is back.").format(name=customer.display_name)
    return done(request, "office:customer", says, key=customer.id)
