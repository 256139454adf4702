"""What waits in the outbox, and what became of a letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from habitue.house.models import House
from habitue.outbox.models import Letter


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters wait to be sent, and how many nobody tries any more."""

    due: int
    given_up: int


def waiting(house: House) -> Waiting:
    unsent = Letter.objects.of(house).filter(sent_at=None)
    given_up = unsent.filter(next_try_at=None).count()
    return Waiting(unsent.count() - given_up, given_up)


def letters(house: House, ids: Iterable[UUID]) -> dict[UUID, Letter]:
    """The letters that are still kept, by their ids."""
    return {one.id: one for one in Letter.objects.of(house).filter(pk__in=list(ids))}
