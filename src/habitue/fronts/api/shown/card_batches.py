"""A batch of cards, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.cards import batches
from habitue.cards.models import CardBatch
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import Out
from habitue.kit.refusals import NotFound


class CardBatchOut(Out):
    """`assigned` have an owner, `blocked` never will, `waiting` may be given out."""

    id: UUID
    kind: str
    count: int
    note: str | None
    assigned: int
    blocked: int
    waiting: int
    made_at: datetime
    actor: str


def find(request: ApiRequest, batch_id: UUID) -> CardBatch:
    found: CardBatch | None = CardBatch.objects.of(request.house).filter(pk=batch_id).first()
    if found is None:
        raise NotFound("card batch")
    return found


def show(request: ApiRequest, batch: CardBatch) -> dict[str, Any]:
    return show_all(request, [batch])[0]


def show_all(request: ApiRequest, rows: Sequence[CardBatch]) -> list[dict[str, Any]]:
    tallies = batches.tallies(request.house, rows)
    return [_shown(row, tallies[row.id]) for row in rows]


def _shown(row: CardBatch, tally: batches.Tally) -> dict[str, Any]:
    return CardBatchOut(
        id=row.id,
        kind=row.kind,
        count=row.count,
        note=row.note or None,
        assigned=tally.bound,
        blocked=tally.blocked,
        waiting=tally.waiting,
        made_at=row.made_at,
        actor=row.actor,
    ).plain()
