"""The night's work: what has expired ends, once a date, in each house's own zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from habitue.merging.models import Look
from habitue.operations.models import Operation
from habitue.shifts import drawers
from habitue.shifts.models import DayClosing, Shift
from habitue.site import looks, nightly
from tests.cast import Cast, eur, make_house


def now() -> datetime:
    return datetime.now(UTC)


def test_what_expired_ends_though_nobody_came(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    noon.shift(timedelta(days=4))

    assert nightly.one_night(now()) == 1

    assert cast.has(cast.carol).total == 1000
    night = Operation.objects.of(cast.house).get(key__startswith="night ")
    assert (night.actor, night.answer["amounts"]) == ("job:night", {"expired": 500})


def test_once_a_date(cast: Cast, noon: Any) -> None:
    done = [nightly.one_night(now())]
    noon.shift(timedelta(hours=6))
    done.append(nightly.one_night(now()))
    noon.shift(timedelta(hours=18))
    done.append(nightly.one_night(now()))

    assert done == [1, 0, 1]


def test_each_house_has_its_own_midnight(cast: Cast, noon: Any) -> None:
    make_house(slug="tokyo", name="Tokyo", timezone="Asia/Tokyo")
    nightly.one_night(now())
    noon.shift(timedelta(hours=4))  # 17:00 in Paris, one in the morning in Tokyo

    assert nightly.one_night(now()) == 1


def test_guests_are_told_in_the_morning_and_once_a_date(cast: Cast, noon: Any) -> None:
    noon.move_to("2026-03-14T06:00:00+00:00", tick=False)  # seven in Paris
    told = [nightly.one_morning(now())]
    noon.shift(timedelta(hours=3))
    told += [nightly.one_morning(now()), nightly.one_morning(now())]

    assert told == [0, 1, 0]
    morning = Operation.objects.of(cast.house).get(key__startswith="tell ")
    assert morning.answer["amounts"] == {"letters": 0}


def test_days_close_by_themselves_where_the_house_wishes(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 10)
    noon.shift(timedelta(hours=18))
    assert nightly.close_days(now()) == 0
    cast.rule(close_days_at_night=True)
    shift = cast.act(drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(50))
    Shift.objects.filter(pk=shift.pk).update(business_day=shift.business_day - timedelta(days=1))
    assert nightly.close_days(now()) == 0  # a drawer is not counted yet
    cast.act(drawers.close_shift, by=cast.cashier, shift=shift, counted={"cash": eur(50)})

    assert [nightly.close_days(now()), nightly.close_days(now())] == [1, 0]

    [day] = DayClosing.objects.of(cast.house)
    assert (day.day.isoformat(), day.actor) == ("2026-03-14", "job:night")


def test_a_clock_years_ahead_closes_no_years(cast: Cast, noon: Any) -> None:
    cast.rule(close_days_at_night=True)
    cast.top_up(cast.carol, 10)
    noon.shift(timedelta(days=3 * 365))

    nightly.close_days(now())

    cast.house.refresh_from_db()
    assert cast.house.closed_through.isoformat() == "2026-03-14"


def test_the_book_is_looked_through_at_night_and_once_a_date(cast: Cast, noon: Any) -> None:
    cast.alice  # noqa: B018
    noon.move_to("2026-03-14T01:00:00+00:00", tick=False)  # two in Paris
    asked = [nightly.one_look(now())]
    noon.shift(timedelta(hours=2))
    asked += [nightly.one_look(now()), nightly.one_look(now())]

    assert asked == [0, 1, 0]
    assert looks.one_round() == 1
    assert Look.objects.of(cast.house).get().ended_at
