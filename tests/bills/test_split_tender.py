"""Any bill can be paid part account, part credit, part points, part money, with tips (G44), and
whatever paid it is what it goes back to (G09)."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import Wanted
from habitue.bills.models import Bill
from habitue.bills.reading import stand
from habitue.customers.models import Customer
from habitue.points import actions as points
from tests.cast import Cast, refused
from tests.conftest import offenders

TENDERS = ("cash", "card", "wallet", "points", "house_account")
PAIRS = [*combinations(TENDERS, 2), TENDERS]
TIPPED = {"cash", "card", "wallet", "house_account"}


@pytest.fixture
def dora(cast: Cast) -> Customer:
    """50.00 paid in and 10.00 of gift, 5000 points at a cent each, and she may eat on account."""
    cast.rule(points_per_unit=1, point_worth_minor=1, earn_bp=500, spending_order="gift_first")
    dora: Customer = cast.alice
    type(dora).objects.filter(pk=dora.pk).update(on_account_allowed=True)
    cast.top_up(dora, 30, 40)
    cast.act(points.open_with, customer=dora, points=5_000)
    return cast.again(dora)


def stands(cast: Cast, customer: Customer) -> dict[str, Any]:
    """All that a customer has and owes."""
    has, owes = cast.has(customer), cast.owes(customer)
    return {
        "paid": has.paid,
        "gift": has.gift,
        "earned": has.earned,
        "points": cast.points(customer),
        "owes": owes.owes,
        "in_hand": owes.in_hand,
    }


def paid_by(cast: Cast, customer: Customer, tenders: tuple[str, ...]) -> Bill:
    """43.10, its first parts 7.77 each by these tenders, the rest by the last; a tip on each."""
    bill = cast.bill("43.10", customer)
    for tender in tenders:
        last = tender == tenders[-1]
        tip = 50 if tender in TIPPED else 0
        cast.pay(bill, tender, "" if last else "7.77", tip=tip)
    return bill


@pytest.mark.parametrize("tenders", PAIRS, ids="+".join)
def test_all_of_it_comes_back_whatever_paid_it(
    cast: Cast, dora: Customer, tenders: tuple[str, ...]
) -> None:
    before = stands(cast, dora)
    bill = cast.close(paid_by(cast, dora, tenders))
    assert stand(cast.house, bill).due == 0

    cast.act(bills.refund, bill=bill, wanted=Wanted(amount=1_111))
    assert offenders() == []
    cast.act(bills.refund, bill=bill)

    assert stands(cast, dora) == before
    assert cast.again(bill).refunded_minor == 4_310


@pytest.mark.parametrize("tenders", PAIRS, ids="+".join)
def test_all_of_it_is_taken_back_before_closing(
    cast: Cast, dora: Customer, tenders: tuple[str, ...]
) -> None:
    before = stands(cast, dora)
    bill = paid_by(cast, dora, tenders)

    for payment in stand(cast.house, cast.again(bill)).payments:
        cast.act(bills.take_back, bill=bill, payment=payment.id)

    assert stands(cast, dora) == before
    assert stand(cast.house, cast.again(bill)).due == 4_310


def test_part_paid_and_the_rest_saved_on_account(cast: Cast, dora: Customer) -> None:
    before = stands(cast, dora)
    bill = cast.bill("43.10", dora)
    for tender in ("cash", "wallet", "points"):
        cast.pay(bill, tender, 10)

    cast.save(bill)
    assert cast.owes(dora).owes == 1_310
    cast.act(bills.refund, bill=bill)

    assert stands(cast, dora) == before


def test_what_was_paid_with_value_does_not_earn(cast: Cast, dora: Customer) -> None:
    """43.10: 10.00 of gift, 5.00 of points; 28.10 truly paid earns 1.40 and 28 points."""
    bill = cast.bill("43.10", dora)
    cast.pay(bill, "wallet", 10)
    cast.pay(bill, "points", 5)
    cast.pay(bill, "card")

    closed = cast.close(bill)

    assert (closed.earned_minor, closed.earned_points) == (140, 28)


def test_each_share_of_a_table_by_tenders_of_its_own(cast: Cast, dora: Customer) -> None:
    before = stands(cast, dora)
    made = cast.act(bills.split, bill=cast.bill(100), wanted=bills.Shares(parts=3))
    for one, tender in zip(made, ("wallet", "points", "house_account"), strict=True):
        cast.act(bills.link, bill=one, customer=dora.id)
        cast.pay(one, tender, 5)
        cast.pay(one, "card", tip=100)
        cast.close(one)
    assert offenders() == []

    for one in made:
        cast.act(bills.refund, bill=one)

    assert stands(cast, dora) == before


def test_more_than_is_due_is_refused_by_every_tender(cast: Cast, dora: Customer) -> None:
    bill = cast.bill(10, dora)
    cast.pay(bill, "cash", 4)

    for tender in TENDERS:
        with refused("overpaid"):
            cast.pay(bill, tender, "6.01")
