"""Who acts, and the operation they act in, as the lower rooms see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from habitue.house.models import House

NO_LIMITS: Mapping[str, int | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """A waiter, an owner, a script with a token, the console, the night job.

    `rights` maps each right held to the most it may move in minor units, None for no bound;
    `everything` is the console's: all rights.
    """

    label: str  # "staff:<id>", "console", "job:<name>": opaque, no personal datum
    rights: Mapping[str, int | None] = field(default_factory=lambda: NO_LIMITS)
    everything: bool = False
    staff_id: UUID | None = None
    token_id: UUID | None = None
    venue_id: UUID | None = None
    till_id: UUID | None = None
    name: str = ""
    reason: str = ""  # why they let something pass, said on the spot
    # by which they may stand in the book of customers themselves; never logged
    addresses: frozenset[str] = field(default=frozenset(), repr=False)

    def may(self, right: str, amount: int | None = None) -> bool:
        """Whether this actor holds `right`, for `amount` minor units where one is at stake."""
        if self.everything:
            return True
        if right not in self.rights:
            return False
        most = self.rights[right]
        return most is None or amount is None or amount <= most


CONSOLE = Actor(label="console", everything=True, name="console")


class Act(Protocol):
    """What ledger and audit need to know of the operation they write in."""

    @property
    def id(self) -> UUID: ...
    @property
    def house(self) -> House: ...
    @property
    def by(self) -> Actor: ...
    @property
    def at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def business_day(self) -> date: ...
    @property
    def venue_id(self) -> UUID | None: ...
