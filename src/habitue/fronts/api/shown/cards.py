"""A card whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.cards.models import Block, Card
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import Out
from habitue.kit.refusals import NotFound


class CardOut(Out):
    id: UUID
    number: str
    kind: str
    customer: UUID | None
    blocked_at: datetime | None
    block_reason: str | None
    replaced_by: UUID | None
    created_at: datetime
    released_at: datetime | None


def find(request: ApiRequest, card_id: UUID) -> Card:
    found: Card | None = (
        Card.objects.of(request.house).select_related("customer").filter(pk=card_id).first()
    )
    if found is None:
        raise NotFound("card")
    return found


def show(request: ApiRequest, card: Card) -> dict[str, Any]:
    return show_all(request, [card])[0]


def show_all(request: ApiRequest, cards: Sequence[Card]) -> list[dict[str, Any]]:
    blocks = Block.objects.of(request.house).filter(card_id__in=[card.id for card in cards])
    by_card = {block.card_id: block for block in blocks}
    return [_shown(card, by_card.get(card.id)) for card in cards]


def _shown(card: Card, block: Block | None) -> dict[str, Any]:
    return CardOut(
        id=card.id,
        number=card.number,
        kind=card.kind,
        customer=card.customer_id,
        blocked_at=block.at if block else None,
        block_reason=block.reason or None if block else None,
        replaced_by=block.replaced_by_id if block else None,
        created_at=card.created_at,
        released_at=card.released_at,
    ).plain()
