"""Giving a customer a card by reading it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.customers import reports as customer_reports
from habitue.fronts.till import going
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.customers import two_pins
from habitue.fronts.till.guests import guest
from habitue.fronts.till.views.customers import find
from habitue.fronts.ui import toasts
from habitue.kit.refusals import Refusal


def _page(request: TillRequest, customer_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    someone = find(request, customer_id)
    facts = {"guest": guest(request.house, someone), "refusal": refusal}
    return render(request, "till/cards/new.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def assign(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """Read the card, or type its number: it is theirs."""
    if request.method == "GET":
        return _page(request, customer_id)
    someone = find(request, customer_id)
    number = request.POST.get("code", "").strip()
    act(request, lambda op: cards.assign(op, customer=someone, number=number))
    toasts.say(request, _("The card is {name}’s.").format(name=someone.display_name))
    return going.to(request, reverse("till:customer", args=[someone.id]) + "?tab=cards")


def _pin_page(
    request: TillRequest, customer_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    someone = find(request, customer_id)
    facts = {"guest": guest(request.house, someone), "refusal": refusal}
    return render(request, "till/cards/pin.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_pin_page)
def pin(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """The guest chooses a PIN and types it twice."""
    if request.method == "GET":
        return _pin_page(request, customer_id)
    someone = find(request, customer_id)
    phones = customer_reports.phones_of(request.house, [someone])[someone.id]
    typed = two_pins(request.POST)
    pin_hash = proofs.hash_pin(request.house, someone.id, typed, *phones)
    act(request, lambda op: cards.set_pin(op, customer=someone, pin_hash=pin_hash))
    toasts.say(request, _("The PIN is set."))
    return going.to(request, reverse("till:customer", args=[someone.id]) + "?tab=cards")


@require_POST
@at_till()
def unlock(request: TillRequest, customer_id: UUID) -> HttpResponse:
    """After wrong PINs a manager lets the guest spend again."""
    someone = find(request, customer_id)
    act(request, lambda op: cards.unlock(op, customer=someone))
    toasts.say(request, _("{name} may spend again.").format(name=someone.display_name))
    return going.to(request, reverse("till:customer", args=[someone.id]) + "?tab=cards")
