"""Ways in: cards given, blocked, replaced, taken away; the PIN."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.cards import actions as cards
from habitue.cards import one_time, proofs
from habitue.cards.models import KINDS_OF_GUESTS, Card, CardKind
from habitue.customers.models import Customer
from habitue.fronts.office import asking
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.customer import customer_page
from habitue.guests.reports import phones_of
from habitue.kit import pins
from habitue.kit.refusals import NotFound


@desk("cards.assign", "cards.set_pin", "cards.unlock", "guests.invite")
@require_GET
def ways_in(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Cards, code, PIN and phones, each with what can be done about it."""
    customer = found(Customer, request, key)
    return customer_page(
        request,
        customer,
        "ways_in",
        kinds=KINDS_OF_GUESTS,
        offered=pins.offer(),
        locked=one_time.is_locked(request.house, customer.id),
        phones=phones_of(request.house, customer.id),
        faults=asking.faults_of(request.refusal),
        act=request.POST.get("act", ""),
    )


@desk("cards.assign", again=ways_in)
@require_POST
def give(request: OfficeRequest, key: UUID) -> HttpResponse:
    """A card for this customer: printed here or brought along."""
    customer = found(Customer, request, key)
    kind = request.POST.get("kind", CardKind.BARCODE)
    do(
        request,
        cards.assign,
        customer=customer,
        number=request.POST.get("number", ""),
        kind=kind if kind in dict(KINDS_OF_GUESTS) else CardKind.BARCODE,
    )
    return done(request, "office:ways_in", _("Card given."), key=customer.id)


@desk("cards.assign", again=ways_in)
@require_POST
def block(request: OfficeRequest, key: UUID, card: UUID) -> HttpResponse:
    """It finds nobody from now on."""
    reason = request.POST.get("reason", "")[:300]
    do(request, cards.block, card=_card(request, key, card), reason=reason)
    return done(request, "office:ways_in", _("Card blocked."), key=key)


@desk("cards.assign", again=ways_in)
@require_POST
def replace(request: OfficeRequest, key: UUID, card: UUID) -> HttpResponse:
    """A new one for a lost one."""
    number = request.POST.get("number", "")
    do(request, cards.replace, card=_card(request, key, card), number=number)
    return done(request, "office:ways_in", _("Card replaced; the old one is blocked."), key=key)


@desk("cards.assign", again=ways_in)
@require_POST
def take_away(request: OfficeRequest, key: UUID, card: UUID) -> HttpResponse:
    """The number is free for someone else."""
    do(request, cards.release, card=_card(request, key, card))
    return done(request, "office:ways_in", _("Card taken away."), key=key)


@desk("cards.set_pin", again=ways_in)
@require_POST
def set_pin(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The PIN the customer chose, or the one that was offered."""
    customer = found(Customer, request, key)
    hashed = proofs.hash_pin(request.house, customer.id, request.POST.get("pin", "").strip())
    do(request, cards.set_pin, customer=customer, pin_hash=hashed)
    return done(request, "office:ways_in", _("PIN set."), key=customer.id)


@desk("cards.unlock", again=ways_in)
@require_POST
def unlock(request: OfficeRequest, key: UUID) -> HttpResponse:
    """They may spend again."""
    customer = found(Customer, request, key)
    do(request, cards.unlock, customer=customer)
    return done(request, "office:ways_in", _("Unlocked."), key=customer.id)


def _card(request: OfficeRequest, key: UUID, card: UUID) -> Card:
    one = found(Card, request, card, "customer")
    if one.customer_id != key:
        raise NotFound("card")
    return one
