"""Refunds in any number of parts, in any order, by many hands: the books balance."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habitue.bills import actions as bills
from habitue.bills.actions import Wanted
from habitue.bills.models import Bill, BillState, Refund, RefundPart
from habitue.kit.refusals import Refusal
from tests.cast import Cast, eur, opened_house
from tests.conftest import offenders

TENDERS = ["cash", "card", "wallet", "points", "house_account"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.sampled_from(TENDERS), st.integers(1, 900)),
        st.tuples(st.just("refund"), st.integers(1, 900), st.booleans()),
    ),
    min_size=2,
    max_size=7,
)


@pytest.fixture
def regular(cast: Cast) -> Any:
    """Alice, who has some of everything and may eat on account."""
    cast.rule(points_per_unit=3, earn_bp=700, spending_order="gift_first")
    cast.top_up(cast.alice, 5, 8)
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(on_account_allowed=True)
    first = cast.bill(200, cast.alice)
    cast.pay(first, "cash")
    cast.close(first)
    return cast.again(cast.alice)


def tried(cast: Cast, action: Any, **terms: Any) -> None:
    """Whatever the house says; only the books must hold."""
    try:
        cast.act(action, **terms)
    except Refusal as no:
        assert no.status in {409, 422}, no.code


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.tuples(st.integers(1, 3000), STEPS, st.booleans(), st.integers(0, 200)))
def test_whatever_is_paid_and_refunded_the_books_balance(
    cast: Cast, regular: Any, story: tuple[int, list[Any], bool, int]
) -> None:
    total, steps, saved, tip = story
    bill = cast.act(bills.open_bill, amount=cast.house.money(total))
    cast.act(bills.link, bill=bill, customer=regular.id)
    for step in (one for one in steps if one[0] == "pay"):
        terms = bills.Terms(step[1], cast.house.money(step[2]), tip=tip * (step[1] != "points"))
        tried(cast, bills.pay, bill=bill, terms=terms)
    if saved:
        tried(cast, bills.save_on_account, bill=bill)
        tried(cast, bills.pay, bill=bill, terms=bills.Terms("card", cast.house.money(50)))
        if tip % 2:
            part = {"amount": cast.house.money(300), "tender": "cash"}
            tried(cast, bills.settle, customer=regular, **part)
    else:
        tried(cast, bills.pay, bill=bill, terms=bills.Terms("cash"))
        tried(cast, bills.close, bill=bill)
    for step in (one for one in steps if one[0] == "refund"):
        tried(cast, bills.refund, bill=bill, wanted=Wanted(amount=step[1]))
    tried(cast, bills.refund, bill=bill)

    assert offenders() == []
    now = cast.again(bill)
    assert now.state == BillState.OPEN or now.refunded_minor == now.total_minor
    assert (now.earned_points, _kept(cast, now)) == (0, 0) or now.state == BillState.OPEN


def _kept(cast: Cast, bill: Bill) -> int:
    """What the bill gave and still stands in lots of it."""
    from habitue.prepaid.reports import earned_under

    return sum(lot.remaining_minor for lot in earned_under(cast.house, f"bill:{bill.id}"))


@pytest.mark.django_db(transaction=True)
def test_two_refunds_of_all_at_once_are_one() -> None:
    cast = Cast(opened_house())
    bill = cast.bill(10, cast.alice)
    cast.pay(bill, "wallet", 6)
    cast.pay(bill, "cash")
    cast.close(bill)

    said = at_once(8, lambda: cast.act(bills.refund, bill=bill))

    assert sorted(said) == ["already_reversed"] * 7 + ["done"]
    assert cast.has(cast.alice).paid == 2000
    assert Refund.objects.of(cast.house).count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_parts_at_once_never_pass_what_was_paid() -> None:
    cast = Cast(opened_house())
    bill = cast.bill(10)
    cast.pay(bill)
    cast.close(bill)

    said = at_once(8, lambda: cast.act(bills.refund, bill=bill, wanted=Wanted(eur(3).amount)))

    assert sorted(said) == ["done"] * 3 + ["overpaid"] * 5
    given_back = RefundPart.objects.of(cast.house).values_list("amount_minor", flat=True)
    assert sum(given_back) == 900


def at_once(hands: int, work: Any) -> list[str]:
    """What each of many hands was told."""
    said: list[str] = []
    ready = threading.Barrier(hands)

    def one() -> None:
        try:
            ready.wait(20)
            work()
            said.append("done")
        except Refusal as no:
            said.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said
