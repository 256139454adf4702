"""A clock set back, or one that ran ahead and was put right: nothing ends early, nothing twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import Lot, LotUse
from habitue.shifts import closing
from habitue.site import nightly
from tests.cast import Cast, eur, refused

DAY = timedelta(days=1)


def closed(cast: Cast) -> date:
    """Close the day it is."""
    row = cast.act(closing.close_day, day=date.fromisoformat(f"{datetime.now(UTC):%Y-%m-%d}"))
    cast.house.refresh_from_db()
    day: date = row.day
    return day


def ended(cast: Cast) -> list[int]:
    """What each use took, of those that ended something."""
    uses = LotUse.objects.of(cast.house).filter(lot__kind="gift")
    return list(uses.order_by("id").values_list("amount_minor", flat=True))


def gift(cast: Cast) -> Lot:
    lot: Lot = Lot.objects.of(cast.house).filter(kind="gift").latest("id")
    return lot


def test_what_came_under_a_clock_set_back_lasts_from_the_day_that_was_closed(
    cast: Cast, noon: Any
) -> None:
    cast.rule(gift_days=7)
    was = closed(cast)
    noon.shift(-10 * DAY)

    cast.top_up(cast.carol, 10, 15)

    assert gift(cast).expires_on == was + 7 * DAY


def test_a_day_closed_under_a_clock_that_ran_ahead_ends_nothing_early(
    cast: Cast, noon: Any
) -> None:
    cast.rule(gift_days=7)
    cast.top_up(cast.carol, 10, 15)
    noon.shift(6 * DAY)
    cast.top_up(cast.alice, 1)  # a day with entries, so that it can be closed
    closed(cast)
    noon.shift(-6 * DAY)

    cast.act(prepaid.expire_all)
    bill = cast.bill(15, cast.carol)
    cast.pay(bill, "wallet")

    assert cast.has(cast.carol).total == 0
    assert gift(cast).remaining_minor == 0


def test_what_ended_does_not_end_again_nor_come_back_when_the_clock_is_set_back(
    cast: Cast, noon: Any
) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    noon.shift(4 * DAY)
    nightly.one_night(datetime.now(UTC))
    noon.shift(-2 * DAY)

    nightly.one_night(datetime.now(UTC))
    with refused("insufficient_value"):
        cast.pay(cast.bill(11, cast.carol), "wallet")
    noon.shift(2 * DAY)
    nightly.one_night(datetime.now(UTC))
    cast.act(prepaid.expire_all)

    assert ended(cast) == [500]
    assert cast.has(cast.carol).paid == 1_000


def test_the_last_day_is_whole(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    noon.move_to("2026-03-17T22:59:00+00:00", tick=False)  # a minute to midnight in Paris
    assert nightly.one_night(datetime.now(UTC)) == 1
    assert cast.has(cast.carol).total == 1_500

    noon.shift(timedelta(minutes=2))
    nightly.one_night(datetime.now(UTC))

    assert cast.has(cast.carol).total == 1_000
    assert eur(10).amount == cast.has(cast.carol).paid
