"""Opening + issued − used = closing, for any two days, to the cent with the ledger."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bookkeeping import liability_file
from habitue.bookkeeping.kinds import PARTS, Movement
from habitue.bookkeeping.liability import Liability, liability
from habitue.house.models import Venue
from habitue.house.scope import house_scope
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import TopUp
from tests.bookkeeping.histories import held_on, live
from tests.cast import Cast, eur

MARCH = date(2026, 3, 1), date(2026, 3, 31)
FIRST = date(2026, 3, 14)
LATE = date(2026, 4, 11)


def told(cast: Cast, first: date, last: date) -> Liability:
    with house_scope(cast.house):
        return liability(cast.house, first, last)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_history_adds_up_between_any_two_days(cast: Cast, noon: Any, seed: int) -> None:
    live(cast, noon, seed)
    luck = random.Random(seed)

    for _try in range(12):
        first = FIRST + timedelta(days=luck.randint(-1, 7))
        last = first + timedelta(days=luck.randint(0, 7))
        report = told(cast, first, last)

        before, after = (
            held_on(cast.house, first - timedelta(days=1)),
            held_on(cast.house, last),
        )
        for part in PARTS:
            steps = sum(sums[part] for sums in report.movements.values())
            assert report.opening[part] == before[part]
            assert report.closing[part] == after[part] == report.opening[part] + steps
        assert Movement.OTHER not in report.movements


@pytest.mark.parametrize("seed", [4, 5])
def test_what_opens_a_period_closed_the_one_before(cast: Cast, noon: Any, seed: int) -> None:
    live(cast, noon, seed)

    days = [FIRST + timedelta(days=n) for n in range(8)]
    reports = [told(cast, day, day) for day in days]
    whole = told(cast, days[0], days[-1])

    for earlier, later in pairwise(reports):
        assert later.opening == earlier.closing
    for movement in Movement:
        summed: Counter[str] = Counter()
        for report in reports:
            summed.update(report.movements.get(movement, Counter()))
        assert +summed == +Counter(whole.movements.get(movement, Counter()))


@pytest.mark.parametrize("seed", [6])
def test_sites_and_tenders_add_up_to_the_whole(cast: Cast, noon: Any, seed: int) -> None:
    live(cast, noon, seed)

    report = told(cast, FIRST, FIRST + timedelta(days=9))

    for parted in (report.by_venue, report.by_tender):
        for movement, sums in report.movements.items():
            for part in PARTS:
                assert sums[part] == sum(
                    some.get(movement, Counter())[part] for some in parted.values()
                )
    paid_in = sum(TopUp.objects.of(cast.house).values_list("pays_minor", flat=True))
    assert report.movements[Movement.ISSUED]["wallet:paid"] == paid_in


def test_a_day_of_alice(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.alice, 100, 120)  # she had 20.00
    bill = cast.bill(30, cast.alice)
    cast.pay(bill, "wallet")
    cast.close(bill)

    table = liability_file.tables(told(cast, *MARCH))[0]

    assert [row[0] for row in table.rows] == ["opening", "issued", "spent"]
    assert [row[2:] for row in (*table.rows, *table.totals)] == [
        [0, 0, 0, 0, 0, 0],
        [12000, 2000, 0, 0, 14000, 0],
        [-1000, -2000, 0, 0, -3000, 0],
        [11000, 0, 0, 0, 11000, 0],
    ]


def test_a_past_date_stays_as_it_was(cast: Cast, noon: Any) -> None:
    cast.alice  # noqa: B018
    before = told(cast, FIRST, FIRST)
    noon.shift(timedelta(days=3))
    cast.act(prepaid.pay_out, customer=cast.alice, tender="cash")

    assert told(cast, FIRST, FIRST) == before
    assert told(cast, FIRST, FIRST + timedelta(days=3)).closing["wallet:paid"] == 0


def test_issued_here_and_spent_there(cast: Cast, noon: Any) -> None:
    here = cast.venue
    there = Venue.objects.create(house=cast.house, name="Terrasse")
    cast.act(
        prepaid.top_up,
        **{"customer": cast.carol, "pays": eur(50), "receives": eur(50), "tender": "card"},
        venue=here.id,
    )
    bill = cast.bill(20, cast.carol, venue=there.id)
    cast.pay(bill, "wallet")

    report = told(cast, *MARCH)

    assert report.by_venue[here.id][Movement.ISSUED]["wallet:paid"] == 5000
    assert report.by_venue[there.id][Movement.SPENT]["wallet:paid"] == -2000
    assert report.by_tender["card"][Movement.ISSUED]["wallet:paid"] == 5000


def test_it_takes_two_statements_however_much_happened(cast: Cast, noon: Any) -> None:
    live(cast, noon, 9, days=2)

    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        house_scope(cast.house),
    ):
        liability(cast.house, date(2000, 1, 1), date(2100, 1, 1))

    assert len([one for one in asked if "FROM" in one["sql"]]) == 2


@pytest.mark.sqlite
def test_the_days_are_found_by_their_index(cast: Cast, noon: Any) -> None:
    with CaptureQueriesContext(connection) as asked, house_scope(cast.house):
        liability(cast.house, *MARCH)
    statement = next(one["sql"] for one in asked if "ledger_move" in one["sql"])

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = " ".join(row[3] for row in cursor.fetchall())

    assert "entry_by_day (house_id=? AND business_day>?)" in plan
    assert "SEARCH m" in plan and "(house_id=? AND entry_id=?)" in plan
    assert plan.index("SEARCH e") < plan.index("SEARCH m")


@pytest.mark.postgresql
def test_the_days_have_an_index_to_be_found_by(cast: Cast, noon: Any) -> None:
    """What PostgreSQL takes hangs on what it knows of the rows: it is told of a month of them."""
    live(cast, noon, 8, days=30)
    with CaptureQueriesContext(connection) as asked, house_scope(cast.house):
        liability(cast.house, LATE, LATE)
    statement = next(one["sql"] for one in asked if "ledger_move" in one["sql"])

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_entry, ledger_move")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = " ".join(row[0] for row in cursor.fetchall())

    assert "entry_by_day" in plan
