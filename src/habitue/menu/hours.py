"""Prices at a level, and by the hour: a level with days and hours holds by itself meanwhile.

The hour prices only the items that its list names; what it does not name costs what the table or
the house says. It is asked for the minute a line was added, so a glass ordered at ten to seven
stays at its price when the bill is paid at eight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from habitue.house import places, rows
from habitue.house.models import House, HouseRow
from habitue.kit.refusals import Refusal
from habitue.menu.models import ItemPrice, PriceLevel

DAY = 24 * 60
WEEK = "1234567"


class HoursUnclear(Refusal):
    code = "malformed"
    status = 422
    says = _("Say on which days, and from when until when.")


def check(level: HouseRow) -> None:
    """Days in their order and minutes of a day, where it is a level. Raises HoursUnclear."""
    if not isinstance(level, PriceLevel):
        return
    in_order = "".join(day for day in WEEK if day in level.days)
    minutes = (level.from_minute, level.to_minute)
    if level.days != in_order or not all(0 <= one < DAY for one in minutes):
        raise HoursUnclear(field="days")
    if level.days and level.from_minute == level.to_minute:
        raise HoursUnclear(field="to")


def holds(level: PriceLevel, here: datetime) -> bool:
    """Whether the level holds at this moment, told in the zone of the house."""
    now, day = here.hour * 60 + here.minute, here.isoweekday()
    if level.from_minute < level.to_minute:
        return str(day) in level.days and level.from_minute <= now < level.to_minute
    yesterday = (day + 5) % 7 + 1
    return (str(day) in level.days and now >= level.from_minute) or (
        str(yesterday) in level.days and now < level.to_minute
    )


def clock(minute: int) -> str:
    """`17:00` of a minute of the day."""
    return time(*divmod(minute, 60)).isoformat("minutes")


def minute(typed: str) -> int:
    """The minute of the day of `17:00`."""
    at = time.fromisoformat(typed)
    return at.hour * 60 + at.minute


@dataclass(frozen=True, slots=True)
class PriceList:
    """What items cost: at one level, and by the hour."""

    level: UUID | None
    zone: ZoneInfo
    own: Mapping[UUID, int]
    timed: Mapping[UUID, Sequence[tuple[PriceLevel, int]]]

    def by_hour(self, item: UUID, at: datetime) -> tuple[int, UUID] | None:
        """Its price by the hour and the level that says so; of several the lowest."""
        here = at.astimezone(self.zone)
        held = [(m, one.id) for one, m in self.timed.get(item, ()) if holds(one, here)]
        return min(held, default=None)

    def price(self, item: UUID, at: datetime | None) -> tuple[int, UUID] | None:
        """Its price and whose it is; None is its normal price. No `at`: the hour says nothing."""
        found = self.by_hour(item, at) if at is not None else None
        if found is not None:
            return found
        if item in self.own and self.level is not None:
            return self.own[item], self.level
        return None


def price_list(
    house: House, items: Iterable[UUID], level: UUID | None, *, by_hour: bool
) -> PriceList:
    """The list of `items` at `level`, and by the hour where the venue says there is such a level;
    nothing is asked for where there is no list for them."""
    wanted = list(items)
    timed = {one.id: one for one in _timed(house)} if wanted and by_hour else {}
    lists = [*timed, level] if level is not None and level not in timed else list(timed)
    own: dict[UUID, int] = {}
    of_hour: dict[UUID, list[tuple[PriceLevel, int]]] = {}
    prices = ItemPrice.objects.of(house).filter(level_id__in=lists, item_id__in=wanted)
    for item, of, minor in (
        prices.values_list("item_id", "level_id", "price_minor") if wanted and lists else ()
    ):
        if of == level:
            own[item] = minor
        if of in timed:
            of_hour.setdefault(item, []).append((timed[of], minor))
    return PriceList(level, house.zone, own, of_hour)


def tell_venues(house: House) -> None:
    """The venues know whether any level holds by the hour."""
    places.price_by_hour(house, bool(_timed(house)))


def _timed(house: House) -> list[PriceLevel]:
    """The levels that hold by the hour."""
    return [one for one in rows.find(PriceLevel, house) if one.days]


def next_turn(house: House, at: datetime) -> timedelta | None:
    """How long until a level begins or ends to hold; None where none does within a day."""
    here = at.astimezone(house.zone)
    now = here.hour * 60 + here.minute
    turns = [
        (turn - now - 1) % DAY + 1
        for one in _timed(house)
        for turn in (one.from_minute, one.to_minute)
    ]
    if not turns:
        return None
    return timedelta(minutes=min(turns)) - timedelta(seconds=here.second)
