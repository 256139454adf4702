"""The night's work: what has expired ends, once a date, in each house's own zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from habitue.operations.models import Operation
from habitue.site import nightly
from tests.cast import Cast, make_house


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
