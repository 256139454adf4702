"""Politely while tills work, fast when they do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from habitue.exchange.pace import FAST, POLITE, Pace, tills_work
from habitue.house.models import Till
from habitue.operations.models import Operation
from tests.cast import Cast
from tests.conftest import NOON

pytestmark = pytest.mark.unbalanced  # an operation is made another day's


def at_a_till(cast: Cast, minutes_ago: int) -> None:
    cast.bill(10)
    till = Till.objects.of(cast.house).values_list("id", flat=True).first()
    last = Operation.objects.of(cast.house).latest("recorded_at")
    rows = Operation.objects.of(cast.house)
    rows.update(recorded_at=NOON - timedelta(days=1))
    rows.filter(pk=last.pk).update(
        till_id=till or last.id, recorded_at=NOON - timedelta(minutes=minutes_ago)
    )


def test_without_tills_it_goes_fast_and_never_waits(cast: Cast) -> None:
    waits: list[float] = []
    at_a_till(cast, 20)
    pace = Pace(cast.house, lambda: NOON, waits.append)

    assert [pace(), pace(), pace()] == [FAST] * 3
    assert waits == []
    assert not tills_work(cast.house, NOON)


def test_while_a_till_works_it_rests_as_long_as_it_worked(cast: Cast) -> None:
    waits: list[float] = []
    at_a_till(cast, 5)
    pace = Pace(cast.house, lambda: NOON, waits.append)

    assert [pace(), pace(), pace()] == [POLITE] * 3
    assert len(waits) == 2 and min(waits) >= 0
    assert tills_work(cast.house, NOON)
