"""The business day: a date in the house's zone that begins at the house's hour (decision 36)."""

from datetime import UTC, date, datetime, time, timedelta

from habitue.house.models import House


def business_day(house: House, at: datetime) -> date:
    """The day `at` (aware) belongs to: 02:00 is still yesterday where days begin at 04:00."""
    local = at.astimezone(house.zone)
    starts = house.day_starts_at
    if isinstance(starts, str):
        starts = time.fromisoformat(starts)
    day = local.date()
    return day - timedelta(days=1) if local.time() < starts else day


def local_date(house: House, at: datetime) -> date:
    """The calendar date of `at` where the house stands: expiry is judged by it, inclusive."""
    return at.astimezone(house.zone).date()


def starts_at(house: House, day: date) -> datetime:
    """The moment `day` begins, in UTC."""
    starts = house.day_starts_at
    if isinstance(starts, str):
        starts = time.fromisoformat(starts)
    return datetime.combine(day, starts, house.zone).astimezone(UTC)
