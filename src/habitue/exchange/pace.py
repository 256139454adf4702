"""How fast an import goes: politely while tills work, else as fast as the machine."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.operations.models import Operation

AWAKE = timedelta(minutes=15)
POLITE, FAST = 50, 500  # rows an operation: a till waits for one of them at most
LOOK_EVERY = 10.0


def tills_work(house: House, now: datetime) -> bool:
    """Whether something was done at a till lately; who is signed in only its browser knows."""
    rows = Operation.objects.of(house).filter(till_id__isnull=False, recorded_at__gte=now - AWAKE)
    return bool(rows.exists())


class Pace:
    """Asked before each batch how many rows it may have; waits as long as the last one took
    where tills work, so that they have half of the writer at least."""

    def __init__(
        self,
        house: House,
        clock: Callable[[], datetime],
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._house, self._clock, self._wait = house, clock, wait
        self._looked, self._polite = 0.0, True
        self._began = time.monotonic()

    def __call__(self) -> int:
        now = time.monotonic()
        took, first = now - self._began, not self._looked
        if now - self._looked > LOOK_EVERY:
            with house_scope(self._house):
                self._polite = tills_work(self._house, self._clock())
            self._looked = now
        if self._polite and not first:
            self._wait(took)
        self._began = time.monotonic()
        return POLITE if self._polite else FAST
