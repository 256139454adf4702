"""The letter about signs of abuse: once a week, to the owners, where there are any."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.operations.models import Operation
from habitue.outbox.models import Letter
from habitue.site import weekly
from habitue.staff.models import Login
from tests.cast import Cast, eur

DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def odd(noon: Any, cast: Cast) -> Any:
    """Saturday: Marthe voids six bills of twelve, nobody else any. The clock."""
    for _n in range(12):
        cast.act(bills.open_bill, by=cast.zoe, amount=eur(10))
    for _n in range(6):
        bill = cast.act(bills.open_bill, by=cast.manager, amount=eur(10))
        cast.act(bills.void, by=cast.manager, bill=bill, reason="Oh")
    return noon


def test_once_a_week_with_the_signs_of_the_week_before(cast: Cast, odd: Any) -> None:
    weekly.one_week(now())
    assert not Letter.objects.of(cast.house).exists()  # the week is not over

    odd.shift(2 * DAY)
    done = [weekly.one_week(now()), weekly.one_week(now())]
    odd.shift(3 * DAY)
    done.append(weekly.one_week(now()))

    assert done == [1, 0, 0]
    letter = Letter.objects.of(cast.house).get()
    assert letter.to == "chez.marthe@example.org"
    assert "Marthe voided 6 bills" in letter.text
    assert "House and rules" in letter.text


def test_the_next_week_says_nothing_where_nothing_was(cast: Cast, odd: Any) -> None:
    odd.shift(9 * DAY)

    assert weekly.one_week(now()) == 1

    assert not Letter.objects.of(cast.house).exists()
    key = Operation.objects.of(cast.house).get(key__startswith="signs ")
    assert key.answer["amounts"] == {"letters": 0}


def test_a_box_that_slept_on_monday_writes_when_it_wakes(cast: Cast, odd: Any) -> None:
    odd.shift(5 * DAY)

    weekly.one_week(now())

    assert Letter.objects.of(cast.house).count() == 1


def test_not_at_night_and_not_where_it_is_switched_off(cast: Cast, odd: Any) -> None:
    odd.move_to("2026-03-16T07:30:00+00:00", tick=False)  # half past eight in Paris
    assert weekly.one_week(now()) == 0
    cast.rule(weekly_signs=False)
    odd.shift(DAY)

    assert weekly.one_week(now()) == 0
    assert not Letter.objects.of(cast.house).exists()


def test_each_owner_reads_their_own_language(cast: Cast, odd: Any) -> None:
    Login.objects.update(language="fr")
    odd.shift(2 * DAY)

    weekly.one_week(now())

    assert Letter.objects.of(cast.house).get().language == "fr"
