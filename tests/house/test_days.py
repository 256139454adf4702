"""The business day begins at the house's hour, where the house stands."""

from datetime import UTC, date, datetime, time

import pytest

from habitue.house.days import business_day, local_date, starts_at
from habitue.house.models import House


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def house(zone: str = "Europe/Paris", starts: str = "04:00") -> House:
    return House(timezone=zone, day_starts_at=time.fromisoformat(starts))


@pytest.mark.parametrize(
    ("zone", "starts", "moment", "day"),
    [
        ("Europe/Paris", "04:00", "2026-03-14T12:00:00+01:00", "2026-03-14"),
        ("Europe/Paris", "04:00", "2026-03-14T03:59:59+01:00", "2026-03-13"),
        ("Europe/Paris", "04:00", "2026-03-14T04:00:00+01:00", "2026-03-14"),
        ("Europe/Paris", "00:00", "2026-03-14T00:00:00+01:00", "2026-03-14"),
        ("Europe/Paris", "04:00", "2026-01-01T01:00:00+01:00", "2025-12-31"),
        ("Europe/Paris", "04:00", "2028-03-01T02:00:00+01:00", "2028-02-29"),
        # the hour that is not there, and the one there is twice
        ("Europe/Paris", "02:30", "2026-03-29T03:00:00+02:00", "2026-03-29"),
        ("Europe/Paris", "02:30", "2026-03-29T01:59:00+01:00", "2026-03-28"),
        ("Europe/Paris", "04:00", "2026-10-25T02:30:00+02:00", "2026-10-24"),
        ("Europe/Paris", "04:00", "2026-10-25T02:30:00+01:00", "2026-10-24"),
        ("America/New_York", "04:00", "2026-03-14T08:59:00+01:00", "2026-03-13"),
        ("Pacific/Auckland", "04:00", "2026-03-14T12:00:00+00:00", "2026-03-14"),
        ("Asia/Kathmandu", "04:00", "2026-03-13T22:15:00+00:00", "2026-03-14"),
        ("Pacific/Kiritimati", "04:00", "2026-03-14T13:59:00+00:00", "2026-03-14"),
    ],
)
def test_which_day_it_is(zone: str, starts: str, moment: str, day: str) -> None:
    assert business_day(house(zone, starts), at(moment)) == date.fromisoformat(day)


def test_a_rule_not_yet_read_back_counts_too() -> None:
    fresh = House(timezone="Europe/Paris", day_starts_at="04:00")

    assert business_day(fresh, at("2026-03-14T02:00:00+01:00")) == date(2026, 3, 13)


@pytest.mark.parametrize("day", ["2026-03-14", "2026-03-29", "2026-10-25", "2028-02-29"])
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC"])
def test_a_day_begins_with_itself(zone: str, day: str) -> None:
    begins = starts_at(house(zone), date.fromisoformat(day))

    assert business_day(house(zone), begins) == date.fromisoformat(day)


def test_the_local_date_turns_at_midnight() -> None:
    assert local_date(house(), at("2026-03-14T22:59:00+00:00")) == date(2026, 3, 14)
    assert local_date(house(), at("2026-03-14T23:00:00+00:00")) == date(2026, 3, 15)
