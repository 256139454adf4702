"""Price levels that hold by the hour: in the house's own zone, past midnight too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.menu import actions as menu
from habitue.menu import hours
from habitue.menu.models import PriceLevel
from tests.cast import Cast, make_item, refused

EARLY = {"days": "12345", "from_minute": 17 * 60, "to_minute": 19 * 60}
LATE = {"days": "56", "from_minute": 22 * 60, "to_minute": 2 * 60}


@pytest.mark.parametrize(
    ("terms", "here", "held"),
    [
        (EARLY, "2026-03-13T16:59", False),  # a Friday
        (EARLY, "2026-03-13T17:00", True),
        (EARLY, "2026-03-13T18:59", True),
        (EARLY, "2026-03-13T19:00", False),
        (EARLY, "2026-03-14T18:00", False),
        (LATE, "2026-03-13T22:00", True),
        (LATE, "2026-03-14T01:59", True),
        (LATE, "2026-03-15T01:59", True),  # of Saturday's
        (LATE, "2026-03-15T22:30", False),
        (LATE, "2026-03-13T01:00", False),  # of Thursday's, which has none
    ],
)
def test_when_a_level_holds(terms: dict[str, Any], here: str, held: bool) -> None:
    assert hours.holds(PriceLevel(**terms), datetime.fromisoformat(here)) is held


@pytest.mark.parametrize(
    "terms",
    [
        {"days": "21", "from_minute": 60, "to_minute": 120},
        {"days": "8", "from_minute": 60, "to_minute": 120},
        {"days": "1", "from_minute": 60, "to_minute": 60},
        {"days": "1", "from_minute": 0, "to_minute": 24 * 60},
    ],
)
def test_hours_that_make_no_sense_are_refused(cast: Cast, terms: dict[str, Any]) -> None:
    with refused("malformed"):
        cast.act(menu.add_level, name="Happy hour", **terms)


def test_the_zone_of_the_house_says_what_the_time_is(cast: Cast) -> None:
    happy = cast.act(menu.add_level, name="Happy hour", **EARLY)
    beer = make_item(cast.house, "Beer", 5, prices={happy: 350})
    five_in_paris = datetime(2026, 3, 13, 16, 0, tzinfo=UTC)

    prices = hours.price_list(cast.house, [beer.id], None, by_hour=True)

    assert prices.price(beer.id, five_in_paris) == (350, happy.id)
    assert prices.price(beer.id, five_in_paris - timedelta(minutes=1)) is None


def test_of_two_hours_the_lower_price(cast: Cast) -> None:
    levels = [cast.act(menu.add_level, name=name, **EARLY) for name in ("A", "B")]
    beer = make_item(cast.house, "Beer", 5, prices={levels[0]: 350, levels[1]: 300})

    prices = hours.price_list(cast.house, [beer.id], None, by_hour=True)

    assert prices.price(beer.id, datetime(2026, 3, 13, 16, 30, tzinfo=UTC)) == (300, levels[1].id)


def test_how_long_until_prices_turn(cast: Cast) -> None:
    at = datetime(2026, 3, 13, 15, 58, 30, tzinfo=UTC)  # 16:58:30 in Paris
    assert hours.next_turn(cast.house, at) is None
    cast.act(menu.add_level, name="Happy hour", **EARLY)

    assert hours.next_turn(cast.house, at) == timedelta(seconds=90)
    assert hours.next_turn(cast.house, at + timedelta(seconds=90)) == timedelta(hours=2)


def test_the_venues_know_whether_to_ask(cast: Cast) -> None:
    happy = cast.act(menu.add_level, name="Happy hour", **EARLY)
    cast.venue.refresh_from_db()
    assert cast.venue.prices_by_hour

    cast.act(menu.change, row=happy, days="")

    cast.venue.refresh_from_db()
    assert not cast.venue.prices_by_hour


def test_hours_wait_for_send(cast: Cast) -> None:
    happy = cast.act(menu.add_level, name="Happy hour", **EARLY)
    cast.rule(publish_on_send=True)

    with refused("malformed"):
        cast.act(menu.change, row=happy, from_minute=1140)
    cast.act(menu.change, row=happy, to_minute=20 * 60)

    happy.refresh_from_db()
    assert happy.to_minute == 19 * 60
