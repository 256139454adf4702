"""One house of a guest: the cards held out, what one has there, what one had."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habitue.bills import movements as moves
from habitue.bills.models import Bill, BillState
from habitue.cards import one_time, proofs
from habitue.customers import consenting
from habitue.customers.consents import words_of
from habitue.fronts.guest import going, places, sheets
from habitue.fronts.guest.acting import act
from habitue.fronts.guest.doors import GuestRequest, at_house
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.housekeeping import dossier as dossiers
from habitue.kit.refusals import Malformed, NotFound, Refusal
from habitue.operations.actions import Answer

GLANCE = 4
SHOWN = 30
THIS_AGE = 2000, 3000


class CardNotHere(NotFound):
    says = _("This card is no longer yours.")


def _place(request: GuestRequest) -> places.Place:
    spends = entry.may_spend(request.link)
    return places.place(request.house, request.link.customer, request.at, spends=spends)


@require_safe
@at_house()
def show(request: GuestRequest) -> HttpResponse:
    """The cards, what one has and owes, the last bills and movements."""
    house, customer = request.house, request.link.customer
    facts = {
        "place": _place(request),
        "parts": places.parts(house, customer, request.at),
        "sheets": sheets.of_customer(house, customer, shown=GLANCE)[0],
        "moves": moves.statement(house, customer, size=GLANCE).rows,
        "is_new": "new" in request.GET,
        "is_kept": "kept" in request.GET,
        "agreed_words": words_of(house),
    }
    return render(request, "guest/house/show.html", facts)


@require_safe
@at_house()
def hand(request: GuestRequest, card_id: UUID | None = None) -> HttpResponse:
    """A card held out: the personal code on white, the number under it.

    The code drawn finds its guest and no more. A card's number, drawn where anybody can take a
    picture of it, would be read at a till as the card: proof for the whole wallet.
    """
    place = _place(request)
    card = next((one for one in place.cards if one.id == card_id), None)
    if card_id and card is None:
        raise CardNotHere("card")
    number = card.number if card else place.number
    facts = {
        "place": place,
        "number": "" if number == place.code else number,
        "qr": place.code,
        "blocked": bool(card and card.blocks.all()),
        "at": request.at.astimezone(request.house.zone),
        "since": request.at.isoformat(),
    }
    return render(request, "guest/house/hand.html", facts)


@require_safe
@at_house()
def linked(request: GuestRequest) -> HttpResponse:
    """Where the bill is that the waiter linked since the card was held out; nothing: not yet."""
    bill = sheets.linked_since(request.house, request.link.customer, _since(request))
    if bill is None:
        return HttpResponse(status=204)
    return JsonResponse({"bill": reverse("bill:show", args=[bill.public_token]) + "?linked"})


def _once_page(request: GuestRequest, refusal: Refusal | None = None) -> HttpResponse:
    customer = request.link.customer
    may_spend = entry.may_spend(request.link)  # else even another phone's code is not for it
    standing = one_time.standing(request.house, customer.id, request.at) if may_spend else None
    facts: dict[str, Any] = {
        "refusal": refusal,
        "may_spend": may_spend,
        "has_pin": proofs.has_pin(request.house, customer.id),
    }
    if standing is not None:
        facts["digits"], until = standing
        facts["until"] = until.astimezone(request.house.zone)
        facts["left"] = max(int((until - request.at).total_seconds()), 0)
    return render(request, "guest/house/once.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@at_house(again=_once_page)
def once(request: GuestRequest) -> HttpResponse:
    """A fresh code that lets the house take from the wallet once."""
    if request.method != "POST":
        return _once_page(request)
    typed, customer = request.POST.get("pin", "")[:20], request.link.customer
    pin = proofs.try_pin(request.house, customer.id, typed) if typed else None

    def fresh(op: Any) -> Answer:
        guests.fresh_code(op, link=request.link, pin=pin)
        return Answer(request.link.id)

    act(request, request.link, fresh)
    return going.to(reverse("guest:once", args=[request.link.id]))


@require_safe
@at_house()
def bills(request: GuestRequest) -> HttpResponse:
    """Every bill here, the newest first."""
    before = _before(request)
    rows, after = sheets.of_customer(request.house, request.link.customer, before)
    facts = {"sheets": rows, "after": after, "before": before}
    return render(request, "guest/house/bills.html", facts)


@require_safe
@at_house()
def bill(request: GuestRequest, bill_id: UUID) -> HttpResponse:
    """One of their bills as it was; an open one where it can be paid."""
    row = (
        Bill.objects.of(request.house)
        .filter(pk=bill_id, customer=request.link.customer)
        .exclude(state=BillState.VOID)
        .select_related("customer__payer", "table__area", "level")
        .first()
    )
    if row is None:
        raise NotFound("bill")
    if row.state != BillState.CLOSED:
        return going.to(reverse("bill:show", args=[row.public_token]))
    sheet = sheets.sheet(request.house, row)
    facts = {"sheet": sheet, **sheets.used(sheet.payments, request.house)}
    return render(request, "guest/house/bill.html", facts)


@require_safe
@at_house()
def movements(request: GuestRequest) -> HttpResponse:
    """Every movement of what one has here, the newest first."""
    before = _before(request)
    told = moves.statement(request.house, request.link.customer, before=before, size=SHOWN)
    facts = {"moves": told.rows, "after": told.older, "before": before}
    return render(request, "guest/house/movements.html", facts)


@require_POST
@at_house()
def leave(request: GuestRequest) -> HttpResponse:
    """This house off the phone; the house keeps its book."""
    guests.leave(request.guest, request.link)
    return going.to(reverse("guest:home"))


@require_POST
@at_house()
def letters(request: GuestRequest) -> HttpResponse:
    """News of the house and receipts by e-mail: each as the guest wishes, from now on."""
    wanted = {key: request.POST.get(key) == "on" for key in ("marketing", "receipts")}

    def chosen(op: Any) -> Answer:
        consenting.choose(op, customer=request.link.customer, **wanted)
        return Answer(request.link.id)

    act(request, request.link, chosen)
    return going.to(reverse("guest:house", args=[request.link.id]) + "?kept#letters")


@require_safe
@at_house()
def dossier(request: GuestRequest) -> HttpResponse:
    """Everything the house holds about them, as a file."""
    by = entry.actor_for(request.link)
    told = dossiers.taken(request.house, by, request.link.customer)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{request.house.slug}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _since(request: GuestRequest) -> datetime:
    try:
        since = datetime.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        raise Malformed(field="since") from None
    if since.tzinfo is None or not THIS_AGE[0] < since.year < THIS_AGE[1]:
        raise Malformed(field="since")
    return since


def _before(request: GuestRequest) -> UUID | None:
    """Where a list goes on; what makes no sense begins it anew."""
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None
