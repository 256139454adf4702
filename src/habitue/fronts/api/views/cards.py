"""Cards of customers, and reads of them as proof."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from habitue.cards import actions as cards
from habitue.cards.models import Card, CardRead
from habitue.customers import actions as customers
from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.customers import BlockIn, CardIn, ReadIn, ReplaceIn
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import cards as shown
from habitue.fronts.api.shown.cards import CardOut
from habitue.fronts.api.shown.kinds import Out, Page
from habitue.kit import bank_cards
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation

router = Router(tags=["cards"])
CARD: Resource[Card] = Resource(shown.find, shown.show)


class NumberAsked(BaseModel):
    number: str = Field(max_length=100)


class CardReadOut(Out):
    id: UUID
    card: UUID
    customer: UUID | None
    at: datetime
    expires_at: datetime


@router.get("/cards", response=Page[CardOut])
@reads("customers.see")
def index(request: ApiRequest, asked: Query[NumberAsked]) -> HttpResponse:
    """The card with exactly this number, blocked or not."""
    found: list[Card] = []
    if not bank_cards.is_bank_card(asked.number):
        rows = Card.objects.of(request.house).select_related("customer")
        found = list(rows.filter(number_key=cards.number_key(asked.number), released_at=None))
    return respond({"data": shown.show_all(request, found), "next_cursor": None})


@router.post("/customers/{uuid:customer_id}/cards", response={201: CardOut})
@writes("cards.assign")
def add(request: ApiRequest, customer_id: UUID, form: CardIn) -> HttpResponse:
    """Give a card, or bind one that waits for its owner."""

    def work(op: Operation) -> Done[Card]:
        card = cards.assign(
            op,
            customer=customers.lock(op, customer_id),
            number=form.number,
            kind=form.kind,
        )
        return Done(card, card.id)

    return once(request, CARD, form, work, status=201)


@router.post("/cards/{uuid:card_id}/block", response=CardOut)
@writes("cards.assign")
def block(request: ApiRequest, card_id: UUID, form: BlockIn) -> HttpResponse:
    """It finds nobody from now on."""

    def work(op: Operation) -> Done[Card]:
        card = _in_use(request, card_id)
        cards.block(op, card=card, reason=form.reason)
        return Done(card, card.id)

    return once(request, CARD, form, work)


@router.post("/cards/{uuid:card_id}/replace", response={201: CardOut})
@writes("cards.assign")
def replace(request: ApiRequest, card_id: UUID, form: ReplaceIn) -> HttpResponse:
    """A new card for a lost one, which is blocked in the same step; answers the new one."""

    def work(op: Operation) -> Done[Card]:
        card = _in_use(request, card_id)
        card.kind = form.kind if "kind" in form.model_fields_set else card.kind
        fresh = cards.replace(op, card=card, number=form.number, reason=form.reason)
        return Done(fresh, fresh.id)

    return once(request, CARD, form, work, status=201)


@router.delete("/cards/{uuid:card_id}", response={204: None})
@writes("cards.assign")
def release(request: ApiRequest, card_id: UUID, form: Write) -> HttpResponse:
    """Take it away; its number is free for someone else."""

    def work(op: Operation) -> Done[Card]:
        card = shown.find(request, card_id)
        op.require("cards.assign")
        if card.released_at is None:
            cards.release(op, card=card)
        return Done(card, card.id)

    return once(request, CARD, form, work, status=204)


def _in_use(request: ApiRequest, card_id: UUID) -> Card:
    card = shown.find(request, card_id)
    if card.released_at is not None:
        raise NotFound("card")
    return card


@router.post("/card-reads", response={201: CardReadOut})
@writes("present_card")
def read(request: ApiRequest, form: ReadIn) -> HttpResponse:
    """A till's reader read a card: proof for one payment within 60 seconds."""

    def work(op: Operation) -> Done[CardRead]:
        found = cards.read(op, number=form.number)
        return Done(found, found.id)

    return once(request, READ, form, work, status=201)


def _find_read(request: ApiRequest, read_id: UUID) -> CardRead:
    found: CardRead | None = (
        CardRead.objects.of(request.house).select_related("card").filter(pk=read_id).first()
    )
    if found is None:
        raise NotFound("card read")
    return found


def _show_read(request: ApiRequest, read: CardRead) -> dict[str, Any]:
    return CardReadOut(
        id=read.id,
        card=read.card_id,
        customer=read.card.customer_id,
        at=read.at,
        expires_at=read.at + cards.SPENT_AFTER,
    ).plain()


READ: Resource[CardRead] = Resource(_find_read, _show_read)
