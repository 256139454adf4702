"""F12: whatever the clock does, no expiry, closing, card read or code is decided wrongly.

Each case is drawn from a seed: a zone, the hour a day begins at, a moment near something that
matters (a change of the clocks, a leap day, the cut), and a jump of the clock on the way. What
should come of it is reckoned here from calendar and wall clock alone.
"""

from __future__ import annotations

import os
import zoneinfo
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from habitue.cards import actions as cards
from habitue.cards import one_time
from habitue.cards.proofs import Proof
from habitue.house.acting import CONSOLE
from habitue.house.days import business_day, local_date
from habitue.house.models import House
from habitue.ledger import sealing
from habitue.ledger.models import Entry, Seal
from habitue.operations import actions as operations
from habitue.prepaid import lots
from habitue.prepaid.models import Lot
from habitue.shifts import closing
from habitue.site import books
from tests.cast import Cast, refused

SEED = int(os.environ.get("HABITUE_SEED", "1970"))
ZONES = (
    *("Europe/Paris", "America/New_York", "Australia/Lord_Howe"),  # by half an hour
    *("Pacific/Auckland", "America/St_Johns", "Asia/Tehran"),
)
CUTS = (time(0), time(4), time(5, 30))
JUMPS = {
    "two minutes": timedelta(minutes=2),
    "an hour": timedelta(hours=1),
    "a day": timedelta(days=1),
}
FEBRUARY = (date(2028, 2, 29), date(2024, 2, 29), date(2027, 2, 28))


@dataclass(frozen=True, slots=True)
class Case:
    """A house somewhere, a moment, and where the clock jumps to from there."""

    zone: zoneinfo.ZoneInfo
    cut: time
    at: datetime
    jump: str
    then: datetime


@cache
def changes(zone: zoneinfo.ZoneInfo, year: int) -> list[datetime]:
    """The moments at which the clocks of a zone change, to the hour before."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=n) for n in range(366 * 24)]
    return [
        one
        for one, after in pairwise(hours)
        if one.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
    ]


def drawn(random: Random) -> Case:
    zone = zoneinfo.ZoneInfo(random.choice(ZONES))
    cut, year = random.choice(CUTS), random.randint(2024, 2028)
    around = random.choice(("change", "leap", "cut", "any"))
    if around == "change" and (found := changes(zone, year)):
        at = random.choice(found) + timedelta(minutes=random.randint(-90, 150))
    elif around == "leap":
        day = random.choice(FEBRUARY)
        at = datetime.combine(day, time(random.randint(0, 23), 59), zone).astimezone(UTC)
    elif around == "cut":
        day = date(year, random.randint(1, 12), random.randint(1, 28))
        at = datetime.combine(day, cut, zone).astimezone(UTC)
        at += timedelta(seconds=random.randint(-90, 90))
    else:
        at = datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randint(0, 525_599))
    jump = random.choice((*JUMPS, "1970"))
    if jump == "1970":
        return Case(zone, cut, at, jump, datetime(1970, 1, 1, 12, tzinfo=UTC))
    return Case(zone, cut, at, jump, at + random.choice((1, -1)) * JUMPS[jump])


def by_wall_clock(case: Case, at: datetime) -> date:
    """The business day, from what a clock on the wall shows."""
    wall = at.astimezone(case.zone).replace(tzinfo=None)
    return (wall - timedelta(days=1)).date() if wall.time() < case.cut else wall.date()


@pytest.fixture
def size(request: pytest.FixtureRequest) -> int:
    return 10_000 if request.config.getoption("--faults") else 500


def test_days_and_endings_are_those_of_the_wall_clock(size: int) -> None:
    """Days, local dates, and value that ends: pure reckoning, all cases."""
    random, seen = Random(SEED), Counter[str]()
    for _ in range(size):
        case = drawn(random)
        house = House(timezone=case.zone.key, day_starts_at=case.cut)
        for at in (case.at, case.then):
            assert business_day(house, at) == by_wall_clock(case, at), case
            today = at.astimezone(case.zone).date()
            assert local_date(house, at) == today
            ends = today + timedelta(days=random.choice((-1, 0, 1)))
            lot = Lot(kind="paid", expires_on=ends, remaining_minor=1)
            usable = lots.in_order(house, [lot], local_date(house, at))
            assert bool(usable) is (today <= ends), case  # the last day is a day of its own
        seen[case.jump] += 1
        offsets = {one.astimezone(case.zone).utcoffset() for one in (case.at, case.then)}
        seen["over a change of the clocks"] += len(offsets) > 1 and case.jump != "1970"
    print(f"seed {SEED}, {size} cases: {dict(seen)}")
    assert all(seen[one] > size // 20 for one in (*JUMPS, "1970"))
    assert seen["over a change of the clocks"] > 0


def test_nothing_is_dated_into_a_closed_day_whatever_the_clock(
    cast: Cast, size: int, time_machine: Any
) -> None:
    """Each case closes its day, then the clock jumps and something is booked."""
    random = Random(SEED + 1)
    back = 0
    for number in range(max(size // 25, 20)):
        case = drawn(random)
        cast.rule(timezone=case.zone.key, day_starts_at=case.cut)
        time_machine.move_to(case.at, tick=False)
        booked(cast, f"{number} before")
        through = closing.last(cast.house)
        day = business_day(cast.house, case.at)
        if through is None or day > through.day:
            cast.act(closing.close_day, day=day)
        else:
            with refused("day_closed"):
                cast.act(closing.close_day, day=day)
        cast.house.refresh_from_db()
        closed = cast.house.closed_through
        time_machine.move_to(case.then, tick=False)
        back += case.then < case.at

        on = booked(cast, f"{number} after")

        assert closed is not None
        wanted = business_day(cast.house, case.then)
        assert on == (wanted if wanted > closed else closed + timedelta(days=1)), case
    assert back > 5  # the clock really went back
    assert_ordered_by_number(cast)


@pytest.mark.parametrize(
    ("jump", "good"),
    [
        (timedelta(0), True),
        (timedelta(seconds=59), True),
        (timedelta(seconds=61), False),
        (timedelta(minutes=2), False),
        (timedelta(hours=1), False),
        (timedelta(days=1), False),
        (timedelta(minutes=-2), False),  # from a time to come: read it again
        (timedelta(hours=-1), False),
        (timedelta(days=-1), False),
        (timedelta(days=-20_000), False),
    ],
)
def test_a_card_read_is_good_for_a_minute_forwards(
    cast: Cast, noon: Any, jump: timedelta, good: bool
) -> None:
    card = cast.alice_card
    read = cast.act(cards.read, by=cast.zoe, number=card.number)
    bill = cast.bill(5, cast.alice)
    noon.shift(jump)

    if good:
        assert cast.pay(bill, "wallet", by=cast.zoe, proof=Proof(card_read=read.id)).proved_by
    else:
        with refused("read_expired"):
            cast.pay(bill, "wallet", by=cast.zoe, proof=Proof(card_read=read.id))


@pytest.mark.parametrize(
    ("jump", "good"),
    [
        (timedelta(seconds=119), True),
        (timedelta(seconds=121), False),
        (timedelta(hours=1), False),
        (timedelta(minutes=-2), False),
        (timedelta(days=-1), False),
        (timedelta(days=-20_000), False),
    ],
)
def test_a_one_time_code_is_good_for_two_minutes_forwards(
    cast: Cast, noon: Any, jump: timedelta, good: bool
) -> None:
    code = cast.act(one_time.fresh, customer=cast.alice)
    bill = cast.bill(5, cast.alice)
    noon.shift(jump)

    if good:
        assert cast.pay(bill, "wallet", by=cast.zoe, proof=Proof(one_time_code=code)).proved_by
    else:
        with refused("code_wrong"):
            cast.pay(bill, "wallet", by=cast.zoe, proof=Proof(one_time_code=code))


def booked(cast: Cast, key: str) -> date:
    """The day on which a top-up of now is booked."""
    cast.top_up(cast.carol, 1)
    told: list[date] = []

    def work(op: Any) -> operations.Answer:
        told.append(op.business_day)
        return operations.Answer()

    operations.run(operations.Request(cast.house, CONSOLE, f"clock {key}", key), work)
    return told[0]


def assert_ordered_by_number(cast: Cast) -> None:
    """The chain follows the order of the acts, not of the clock, and has every entry."""
    while sealing.seal(cast.house, look_back=None):
        pass  # a test commits nothing, where each group would seal its own
    assert [one for one in books.offenders(cast.house) if one[:3] in {"I25", "I26"}] == []
    seals = Seal.objects.of(cast.house).order_by("number").values_list("number", flat=True)
    assert list(seals) == list(range(1, Entry.objects.of(cast.house).count() + 1))
