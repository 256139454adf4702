"""The loyalty report: a row for each day, figures that are the ledger's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bills import actions as bills
from habitue.bills.loyalty import COLUMNS, Loyalty, chosen, loyalty
from habitue.bills.loyalty_file import as_csv
from habitue.cards import actions as cards
from habitue.house.models import Venue
from habitue.ledger import actions as ledger
from tests.cast import Cast, eur, refused

NOON_DAY = date(2026, 3, 14)


@pytest.fixture
def programme(cast: Cast, noon: Any) -> Cast:
    """10 % off, 5 % back, a point for each euro, at noon of a Saturday."""
    cast.rule(discount_bp=1000, earn_bp=500, points_per_unit=1, point_worth_minor=10)
    return cast


def told(cast: Cast, first: date = NOON_DAY, last: date = NOON_DAY, **terms: Any) -> Loyalty:
    return loyalty(cast.house, first, last, **terms)


def eaten(cast: Cast, amount: int, **terms: Any) -> Any:
    """Alice's bill, paid in cash and closed."""
    bill = cast.bill(amount, cast.alice, **terms)
    cast.pay(bill)
    return cast.close(bill)


def test_a_day_counts_all_that_was_done_for_regulars(programme: Cast) -> None:
    eaten(programme, 100)
    bill = programme.bill(20, programme.alice)
    programme.pay(bill, "points", "1.00")
    programme.pay(bill, "wallet")
    programme.close(bill)

    (day,) = told(programme).days

    assert day.on == NOON_DAY
    assert dict(day.figures) == {
        **{"visits": 2, "first_visits": 1, "repeat_visits": 1},
        **{"sales": 10800, "discount": 1200, "accumulated": 450 + 62},
        **{"points_granted": 90 + 12, "points_redeemed": 10, "points_worth": 100},
        **{"spent_paid": 1250, "spent_earned": 450},
        **{"top_ups": 1, "top_ups_paid": 2000},
        "new_customers": 1,
    }


def test_there_is_no_row_where_nothing_was_done(programme: Cast, noon: Any) -> None:
    eaten(programme, 10)
    noon.shift(timedelta(days=3))
    eaten(programme, 10)
    programme.pay(walk_in := programme.bill(10))
    programme.close(walk_in)

    days = told(programme, last=NOON_DAY + timedelta(days=9)).days

    assert [(day.on.day, day.figures["visits"]) for day in days] == [(14, 1), (17, 1)]


def test_a_month_without_regulars_is_empty(programme: Cast) -> None:
    report = told(programme, date(2025, 1, 1), date(2025, 12, 31))

    assert report.days == [] and not report.totals


def test_the_totals_are_the_sums_of_the_ledger(programme: Cast, noon: Any) -> None:
    for amount in (12, 30, 55):
        eaten(programme, amount)
        noon.shift(timedelta(days=1))
    spent = programme.bill(25, programme.alice)
    programme.pay(spent, "wallet")
    programme.close(spent)

    totals = told(programme, last=NOON_DAY + timedelta(days=5)).totals

    turned = ledger.turnover(programme.house, "")
    assert totals["sales"] == _grown(turned, "sales")
    assert totals["accumulated"] == turned["accumulations"][0]
    assert totals["points_granted"] == turned["points_issued"][0]
    spent_of = {part: _of_wallet(turned, part) for part in ("paid", "gift", "earned")}
    assert {part: totals[f"spent_{part}"] for part in spent_of} == spent_of


def _grown(turned: dict[str, tuple[int, int]], code: str) -> int:
    debited, credited = turned[code]
    return credited - debited


def _of_wallet(turned: dict[str, tuple[int, int]], part: str) -> int:
    return sum(
        debited for code, (debited, _credited) in turned.items() if code.endswith(f":{part}")
    )


def test_a_payment_taken_back_is_not_spent(programme: Cast) -> None:
    bill = programme.bill(10, programme.alice)
    payment = programme.pay(bill, "wallet")
    programme.act(bills.take_back, bill=bill, payment=payment.id)

    totals = told(programme).totals

    assert totals["spent_paid"] == 0 and totals["visits"] == 0


def test_a_bill_saved_on_account_is_a_visit(programme: Cast) -> None:
    programme.save(programme.bill(18, programme.bob))

    totals = told(programme).totals

    assert (totals["visits"], totals["sales"], totals["discount"]) == (1, 1620, 180)


def test_discount_is_counted_line_by_line(programme: Cast) -> None:
    lines = [bills.NewLine(name="Tart", quantity=1500, unit_price=eur("3.33"))]
    bill = programme.act(bills.open_bill, lines=lines)
    programme.act(bills.link, bill=bill, customer=programme.alice.id)
    programme.pay(bill)
    closed = programme.close(bill)

    totals = told(programme).totals

    assert totals["discount"] == 500 - closed.total_minor == 50


def test_a_bonus_and_a_card_are_counted(programme: Cast) -> None:
    programme.top_up(programme.carol, 100, 120)
    programme.act(cards.assign, customer=programme.carol, number="2900000000018")

    totals = told(programme).totals

    assert (totals["top_ups_paid"], totals["top_ups_bonus"]) == (10000, 2000)
    assert totals["cards_bound"] == 1


def test_a_site_counts_its_own_and_nobody_of_the_house(programme: Cast) -> None:
    first, _regular = programme.venue, programme.alice
    second = Venue.objects.create(house=programme.house, name="Terrasse")
    eaten(programme, 10, venue=first.id)
    eaten(programme, 20, venue=second.id)
    programme.act(cards.assign, customer=programme.alice, number="2900000000018")

    report = told(programme, venue=second)

    assert dict(report.totals) == {
        **{"visits": 1, "first_visits": 0, "repeat_visits": 1},
        **{"sales": 1800, "discount": 200, "accumulated": 90, "points_granted": 18},
    }
    assert [c.key for c in COLUMNS if not report.counts(c)] == ["new_customers", "cards_bound"]


def test_another_house_is_not_counted(programme: Cast) -> None:
    eaten(programme, 10)

    assert loyalty(programme.other, NOON_DAY, NOON_DAY).days == []


def test_the_night_belongs_to_the_day_before(programme: Cast, noon: Any) -> None:
    noon.shift(timedelta(hours=14))  # 03:00 in Lyon

    eaten(programme, 10)

    assert [day.on for day in told(programme, last=NOON_DAY + timedelta(days=1)).days] == [
        NOON_DAY
    ]


@pytest.mark.parametrize("days", [-1, 366, 4000])
def test_a_period_is_at_most_a_year(cast: Cast, days: int) -> None:
    with refused("malformed", field="to"):
        loyalty(cast.house, NOON_DAY, NOON_DAY + timedelta(days=days))


def test_a_longer_period_asks_no_more(programme: Cast) -> None:
    eaten(programme, 10)

    with CaptureQueriesContext(
        connection,
    ) as one_day:
        told(programme)
    with CaptureQueriesContext(connection) as a_year:
        told(programme, NOON_DAY - timedelta(days=365))

    assert len(one_day) == len(a_year) <= 8


def test_columns_are_chosen_and_no_others_known(cast: Cast) -> None:
    assert [c.key for c in chosen(["sales", "visits", ""])] == ["visits", "sales"]
    assert chosen([]) == COLUMNS
    with refused("malformed", field="columns"):
        chosen(["visits", "wishes"])


def test_the_file_has_a_line_for_each_day_and_the_totals(programme: Cast) -> None:
    eaten(programme, 10)

    file = as_csv(programme.house, told(programme, columns=chosen(["visits", "sales"])))

    assert file.splitlines() == [
        "day,visits,sales,currency",
        "2026-03-14,1,9.00,EUR",
        "total,1,9.00,EUR",
    ]
