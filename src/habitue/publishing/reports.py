"""What waits, what was sent, which till works with what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from habitue.house.models import House, Till
from habitue.publishing.models import Draft, Edition, TillEdition


def standing(house: House, most: int) -> list[Draft]:
    """What waits, the oldest first."""
    return list(Draft.objects.of(house).standing()[:most])


def count(house: House) -> int:
    """How many changes wait; nothing is asked where nothing ever does."""
    return Draft.objects.of(house).standing().count() if house.publish_on_send else 0


def waiting(house: House, kind: str, targets: Iterable[UUID]) -> Mapping[UUID, Draft]:
    """The drafts that stand for these; nothing is asked where nothing ever does."""
    if not house.publish_on_send:
        return {}
    rows = Draft.objects.of(house).standing().filter(kind=kind, target_id__in=list(targets))
    return {row.target_id: row for row in rows}


def wanted(house: House, kind: str, target: UUID) -> dict[str, Any]:
    """Column -> the value that waits for `target`."""
    draft = waiting(house, kind, [target]).get(target)
    return draft.wanted if draft else {}


def unsent(house: House, kind: str) -> list[Draft]:
    """The new things of a kind that nobody sees yet."""
    if not house.publish_on_send:
        return []
    return list(Draft.objects.of(house).standing().filter(kind=kind, is_new=True))


def editions(house: House, most: int) -> list[Edition]:
    """Newest first."""
    return list(Edition.objects.of(house).order_by("-number")[:most])


@dataclass(frozen=True, slots=True)
class Working:
    """A till, the edition it showed last, and since when a later one waits for it."""

    till: Till
    edition: int | None
    seen_at: datetime | None
    pending_since: datetime | None


def tills(house: House) -> list[Working]:
    """What each till in use works with."""
    sent = {row.number: row.sent_at for row in Edition.objects.of(house).order_by("number")}
    latest: dict[UUID, TillEdition] = {}
    seen = TillEdition.objects.of(house).select_related("edition").order_by("edition__number")
    for row in seen:
        latest[row.till_id] = row
    in_use = Till.objects.of(house).filter(retired_at=None).order_by("name")
    return [_working(till, latest.get(till.id), sent) for till in in_use]


def _working(till: Till, last: TillEdition | None, sent: Mapping[int, datetime]) -> Working:
    number = last.edition.number if last else 0
    pending = next((at for one, at in sent.items() if one > number), None)
    return Working(till, number or None, last.seen_at if last else None, pending)
