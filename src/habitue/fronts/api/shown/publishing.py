"""What waits for Send and what was sent, as the API says it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import Out, minor
from habitue.house.models import House
from habitue.kit.refusals import NotFound, recall
from habitue.publishing import reports
from habitue.publishing.models import Draft, Edition, TillEdition

NAMES = {
    "discount_bp": "discount_percent",
    "earn_bp": "earn_percent",
    "rate_bp": "rate",
    "is_default": "default",
}
MONEY = ("_minor", "price:")
Shown = list[dict[str, Any]]


class ChangeOut(Out):
    """A value before and after Send; a new thing has none before."""

    before: Any
    after: Any


class DraftOut(Out):
    """`kind`: item, table, area, price_level, customer_group, group_term, category, vat_rate,
    customer or programme."""

    id: UUID
    kind: str
    target: UUID
    new: bool
    changes: dict[str, ChangeOut]
    actor: str
    at: datetime


class DroppedOut(DraftOut):
    reason: str
    detail: str


class SeenOut(Out):
    till: UUID
    at: datetime


class EditionOut(Out):
    """`count` changes went live; `dropped` no longer fitted; `seen` says which tills show it."""

    id: UUID
    number: int
    sent_at: datetime
    actor: str
    count: int
    dropped: list[DroppedOut]
    seen: list[SeenOut]


def wanted(house: House, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that wait, under the names of the object they belong to."""
    return {_name(column): _value(house, column, value) for column, value in values.items()}


def _name(column: str) -> str:
    bare = column.removesuffix("_minor").removesuffix("_id")
    return NAMES.get(column, bare)


def _value(house: House, column: str, value: Any) -> Any:
    if column.endswith(MONEY[0]) or column.startswith(MONEY[1]):
        return None if value is None else minor(house, value).plain()
    return value


def drafts(request: ApiRequest, rows: Sequence[Draft]) -> Shown:
    return [DraftOut(**_draft(request.house, row)).plain() for row in rows]


def _draft(house: House, row: Draft) -> dict[str, Any]:
    changes = {
        _name(column): ChangeOut(
            before=_value(house, column, before), after=_value(house, column, after)
        )
        for column, (before, after) in row.changes.items()
    }
    return {
        "id": row.id,
        "kind": row.kind,
        "target": row.target_id,
        "new": row.is_new,
        "changes": changes,
        "actor": row.actor,
        "at": row.at,
    }


def editions(request: ApiRequest, rows: Sequence[Edition]) -> Shown:
    """Editions with what was dropped and who shows them, in two more statements."""
    dropped: dict[UUID, list[DroppedOut]] = {row.id: [] for row in rows}
    seen: dict[UUID, list[SeenOut]] = {row.id: [] for row in rows}
    left = Draft.objects.of(request.house).filter(sent_in__in=list(dropped))
    for one in left.exclude(dropped=None).order_by("at", "id"):
        refusal = recall(one.dropped)
        told = _draft(request.house, one)
        reason = DroppedOut(**told, reason=refusal.code, detail=refusal.sentence)
        dropped[one.sent_in_id].append(reason)
    for mark in TillEdition.objects.of(request.house).filter(edition__in=list(seen)):
        seen[mark.edition_id].append(SeenOut(till=mark.till_id, at=mark.seen_at))
    return [_edition(row, dropped[row.id], seen[row.id]) for row in rows]


def _edition(row: Edition, dropped: list[DroppedOut], seen: list[SeenOut]) -> dict[str, Any]:
    return EditionOut(
        id=row.id,
        number=row.number,
        sent_at=row.sent_at,
        actor=row.actor,
        count=row.count,
        dropped=dropped,
        seen=seen,
    ).plain()


def waiting(request: ApiRequest, kind: str, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What waits for each of these objects; nothing is asked where nothing ever does."""
    found = reports.waiting(request.house, kind, ids)
    return {id_: wanted(request.house, draft.wanted) for id_, draft in found.items()}


def draft(request: ApiRequest, draft_id: UUID) -> Draft:
    """A draft that waits; raises NotFound."""
    found: Draft | None = Draft.objects.of(request.house).standing().filter(pk=draft_id).first()
    if found is None:
        raise NotFound("draft")
    return found
