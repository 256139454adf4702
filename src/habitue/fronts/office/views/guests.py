"""A customer's phones: invited, seen, taken off."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.cards import ways_in
from habitue.fronts.office.views.customer import customer_page
from habitue.guests import actions as guests
from habitue.guests import entry, reports
from habitue.guests.models import GuestLink
from habitue.kit.refusals import NotFound


@desk("guests.invite")
@require_GET
def invited(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The link and its QR, as long as nobody has taken it."""
    customer = found(Customer, request, key)
    made = reports.invitation_of(request.house, customer.id, request.at)
    if made and made.vouches and not request.by.may("cards.set_pin"):
        made = None  # it lets its phone spend: not for who may only invite
    path = entry.invitation_path(made) if made else ""
    link = f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
    return customer_page(request, customer, "invited", made=made, link=link)


@desk("guests.invite", again=ways_in)
@require_POST
def invite(request: OfficeRequest, key: UUID) -> HttpResponse:
    """A link for fourteen days, once; the one before ends."""
    customer = found(Customer, request, key)
    do(request, guests.invite, customer=customer)
    return done(request, "office:invited", _("Invited. Let them scan the code."), key=customer.id)


@desk("guests.invite", again=ways_in)
@require_POST
def take_off(request: OfficeRequest, key: UUID, link: UUID) -> HttpResponse:
    """This phone shows the card no more."""
    one = found(GuestLink, request, link)
    if one.customer_id != key:
        raise NotFound("guest")
    do(request, guests.take_off, link=one)
    return done(request, "office:ways_in", _("Taken off this phone."), key=key)
