"""What erasing leaves to a quiet hour: the list, a swept file, phones that no house knows."""

from datetime import datetime, timedelta

from habitue.guests import forgetting
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.housekeeping import erasures, sweeping
from habitue.housekeeping.models import Erasure

QUIET = range(3, 6)  # o'clock where the house stands
A_DAY = timedelta(days=1)

_swept: list[datetime] = []


def tidy(now: datetime) -> None:
    """Complete the list; at night, once, sweep the file where somebody was erased since."""
    erasures.catch_up()
    forgetting.long_gone(now)
    if _swept and now - _swept[-1] < A_DAY / 2:
        return
    if any(_is_quiet(house, now) and _were_erased(house, now) for house in House.objects.all()):
        sweeping.sweep()
        _swept[:] = [now]


def _is_quiet(house: House, now: datetime) -> bool:
    return now.astimezone(house.zone).hour in QUIET


def _were_erased(house: House, now: datetime) -> bool:
    with house_scope(house):
        return bool(Erasure.objects.of(house).filter(at__gt=now - 2 * A_DAY).exists())
