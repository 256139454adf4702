"""What bills earn where categories have rates of their own, and keep when some of it goes back."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection

from habitue.bills import actions as bills
from habitue.bills.actions import SomeOf, Wanted
from habitue.bills.earning import Back, Programme
from tests.bills.test_joining import loosen
from tests.bills.test_terms_by_category import category, line_of, linked, sold
from tests.cast import Cast, eur
from tests.conftest import offenders


def test_each_category_earns_by_its_own_rate_and_at_nothing_no_points(cast: Cast) -> None:
    cast.rule(earn_bp=500, points_per_unit=1)
    category(cast, "Wine", earn_bp=1_000)
    category(cast, "Tobacco", earn_bp=0)
    bill = sold(cast, Wine=10, Tobacco=20, Mains=30)
    seen = linked(cast, bill, cast.alice)
    assert (seen.earns_minor, seen.earns_points) == (250, 40)
    cast.pay(bill)

    bill = cast.close(bill)

    assert (bill.earned_minor, bill.earned_points) == (250, 40)
    assert bill.earn_by == [[0, 2_000], [1_000, 1_000]]
    assert cast.points(cast.alice) == 40


def test_what_is_paid_with_value_does_not_earn_in_any_category(cast: Cast) -> None:
    category(cast, "Wine", earn_bp=1_000)
    cast.top_up(cast.alice, 1, 16)
    bill = sold(cast, Wine=10, Mains=20)
    linked(cast, bill, cast.alice)
    cast.pay(bill, "wallet", 16)  # 15.00 of it a gift
    cast.pay(bill)

    assert cast.close(bill).earned_minor == 50


def test_a_line_that_goes_back_takes_back_what_it_gave(cast: Cast) -> None:
    cast.rule(earn_bp=0, points_per_unit=1)
    category(cast, "Wine", earn_bp=1_000)
    category(cast, "Tobacco", earn_bp=0)
    bill = sold(cast, Wine=10, Tobacco=10, Mains=10)
    linked(cast, bill, cast.alice)
    cast.pay(bill)
    cast.close(bill)
    back = partial(cast.act, bills.refund, bill=bill)

    first = back(wanted=Wanted(lines=[SomeOf(line_of(cast, bill, "Tobacco").id)]))
    assert (first.earned_minor, first.earned_points) == (0, 0)
    half = back(wanted=Wanted(lines=[SomeOf(line_of(cast, bill, "Wine").id, 500)]))
    assert (half.earned_minor, half.earned_points) == (50, 5)
    rest = back(wanted=Wanted(amount=750))
    assert (rest.earned_minor, rest.earned_points) == (25, 8)
    back()

    after = cast.again(bill)
    assert (after.earned_minor, after.earned_points, cast.points(cast.alice)) == (0, 0, 0)


def test_what_was_earned_stands_when_prices_are_said_otherwise(cast: Cast) -> None:
    cast.rule(prices_include_vat=False)
    category(cast, "Wine", earn_bp=1_000)
    bill = sold(cast, Wine=7, Mains=5)
    cast.act(bills.alter, bill=bill, amount=eur(10))
    linked(cast, bill, cast.alice)
    cast.pay(bill)
    cast.close(bill)

    cast.rule(prices_include_vat=True)

    assert offenders() == []


def test_reopened_and_closed_again_it_earns_once(cast: Cast) -> None:
    category(cast, "Wine", earn_bp=1_000)
    cast.act(bills.link, bill=(bill := sold(cast, Wine=10)), customer=cast.bob.id)
    cast.save(bill)
    reopened = cast.act(bills.reopen, bill=bill)
    assert (reopened.earn_by, reopened.earned_minor) == ([], 0)

    assert cast.save(bill).earned_minor == 100


def test_never_more_is_kept_than_what_was_not_refunded_earns() -> None:
    luck = random.Random(45)
    for _ in range(3_000):
        by = {luck.choice((0, 100, 1_000, 10_000)): luck.randint(1, 2_000) for _ in range(2)}
        total = sum(by.values()) + luck.randint(0, 2_000)
        programme = Programme(luck.choice((0, 500)), luck.randint(0, 3), "EUR", by)
        earns = luck.randint(0, total)
        back = {rate: luck.randint(0, minor) for rate, minor in by.items()}
        rest = luck.randint(0, total - sum(by.values()))
        gone = Back(sum(back.values()) + rest, back)

        kept = programme.keeps(total, earns, gone)

        left = total - gone.minor
        fair = replace(programme, by=programme.left(gone)).gives(left, left * earns // total)
        assert all(0 <= one <= most + 1 for one, most in zip(kept, fair, strict=True))
        assert programme.keeps(total, earns, Back(total, by)) == (0, 0)
        assert programme.keeps(total, earns, Back(0, {})) == programme.gives(total, earns)


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE bills_line SET discount_bp = 100 WHERE discount_bp = 2000", "I21"),
        ("UPDATE bills_line SET earn_bp = 100 WHERE earn_bp = 1000", "I14"),
        ("UPDATE bills_bill SET earn_by = '[[1000, 1]]'", "I14"),
        ("UPDATE bills_bill SET earn_by = '[]'", "I14"),
        ("UPDATE bills_refund SET earn_by = '[]'", "I14"),
        ("UPDATE bills_refund SET earn_by = '[[1000, 900]]'", "I14"),
    ],
)
def test_verify_recomputes_what_categories_gave(cast: Cast, damage: str, code: str) -> None:
    category(cast, "Wine", discount_bp=2_000, earn_bp=1_000)
    bill = sold(cast, Wine=10, Mains=5)
    linked(cast, bill, cast.alice)
    cast.pay(bill)
    cast.close(bill)
    half = [SomeOf(line_of(cast, bill, "Wine").id, 500)]
    cast.act(bills.refund, bill=bill, wanted=Wanted(lines=half))
    assert offenders() == []

    with connection.cursor() as cursor:
        loosen(cursor, "bills_refund")
        cursor.execute(damage)

    assert code in {line.split()[0] for line in offenders()}
