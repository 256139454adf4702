"""A saved bill settled with points, gift or earned value does not keep what it earned for that."""

from __future__ import annotations

import pytest
from django.db import connection

from habitue.bills import actions as bills
from habitue.bills.actions import Wanted
from habitue.bills.models import Bill
from habitue.customers.models import Customer
from tests.cast import Cast, eur
from tests.conftest import offenders


@pytest.fixture
def dora(cast: Cast) -> Customer:
    """50.00 of gift and 1000 points at a cent each; 10 % and a point for each euro come back."""
    cast.rule(points_per_unit=1, point_worth_minor=1, earn_bp=1_000, spending_order="gift_first")
    alice: Customer = cast.alice
    type(alice).objects.filter(pk=alice.pk).update(on_account_allowed=True)
    cast.top_up(alice, 1, 51)
    from habitue.points import actions as points

    cast.act(points.open_with, customer=alice, points=1_000)
    return cast.again(alice)


def earned(cast: Cast, bill: Bill) -> tuple[int, int]:
    now = cast.again(bill)
    return now.earned_minor, now.earned_points


def test_what_a_gift_settles_earns_nothing(cast: Cast, dora: Customer) -> None:
    bill = cast.save(cast.bill(30, dora))
    assert earned(cast, bill) == (300, 30)

    payment = cast.pay(bill, "wallet")

    assert cast.again(bill).state == "closed"
    assert earned(cast, bill) == (0, 0)
    assert (payment.unearned_minor, payment.unearned_points) == (300, 30)
    assert (cast.has(dora).earned, cast.points(dora)) == (0, 1_000)


def test_in_proportion_and_what_is_money_goes_on_earning(cast: Cast, dora: Customer) -> None:
    bill = cast.save(cast.bill(30, dora))

    cast.pay(bill, "points", 5)
    cast.pay(bill, "wallet", 10)
    cast.pay(bill, "card")

    assert earned(cast, bill) == (150, 15)


def test_after_a_refund_what_is_left_is_settled(cast: Cast, dora: Customer) -> None:
    bill = cast.save(cast.bill(30, dora))
    cast.act(bills.refund, bill=bill, wanted=Wanted(amount=1_500))
    assert earned(cast, bill) == (150, 15)

    cast.pay(bill, "wallet", 10)
    assert earned(cast, bill) == (50, 5)
    cast.pay(bill, "cash")
    cast.act(bills.refund, bill=bill)

    assert earned(cast, bill) == (0, 0)


def test_what_was_spent_already_is_told(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=1_000, spending_order="gift_first")
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(on_account_allowed=True)
    bill = cast.save(cast.bill(30, cast.again(cast.alice)))
    cast.pay(cast.bill(2, cast.alice), "wallet")
    cast.top_up(cast.alice, 1, 51)

    payment = cast.pay(bill, "wallet")

    assert (payment.gift_minor, payment.unearned_minor) == (3_000, 100)
    assert payment.unearned_spent_minor == 200
    assert earned(cast, bill) == (200, 0)


def test_nothing_was_granted_nothing_is_taken(cast: Cast, dora: Customer) -> None:
    cast.rule(on_account_earns=False)
    bill = cast.save(cast.bill(30, dora))

    payment = cast.pay(bill, "wallet")

    assert (payment.unearned_minor, payment.unearned_points) == (0, 0)


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE bills_bill SET earn_bp = earn_bp + 500", "I14"),
        ("UPDATE bills_bill SET points_per_unit = 2", "I14"),
        ("UPDATE bills_payment SET unearned_points = 0", "I14"),
        ("UPDATE bills_payment SET amount_minor = amount_minor + 500, points = points + 500"
         " WHERE tender = 'points'", "I15"),
    ],
)  # fmt: skip
def test_verify_recomputes_what_bills_earned(
    cast: Cast, dora: Customer, damage: str, code: str
) -> None:
    bill = cast.save(cast.bill(30, dora))
    cast.pay(bill, "points", 5)
    cast.pay(bill, "card")
    assert offenders() == []

    with connection.cursor() as cursor:
        cursor.execute(damage)

    assert code in {line.split()[0] for line in offenders()}


def test_the_books_hold_whatever_settles(cast: Cast, dora: Customer) -> None:
    for tender, amount in (("points", "3.33"), ("wallet", "7.77"), ("cash", "1.01")):
        bill = cast.save(cast.bill("13.37", dora))
        cast.pay(bill, tender, amount)
        cast.act(bills.refund, bill=bill, wanted=Wanted(amount=eur("0.99").amount))
        cast.pay(bill, "card")

    assert offenders() == []
