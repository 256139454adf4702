"""What stands out does, and honest days stay silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bills import actions as bills
from habitue.bookkeeping.signs import RULE_WORDS, Sign, signs
from habitue.bookkeeping.signs.proofs import without_receipt
from habitue.bookkeeping.signs.sign import Share, outliers
from habitue.house.acting import Actor
from habitue.house.scope import house_scope
from habitue.housekeeping import balances
from habitue.prepaid import actions as prepaid
from tests.bookkeeping.days import FIRST, LAST, Days
from tests.cast import Cast, eur, make_customer

MARCH = date(2026, 3, 1), date(2026, 3, 31)
BY_ROWS = pytest.mark.unbalanced  # bills without entries: nothing here reads the ledger


def seen(cast: Cast, first: date = FIRST, last: date = LAST) -> list[Sign]:
    with house_scope(cast.house):
        return signs(cast.house, first, last)


@BY_ROWS
def test_nothing_is_said_of_ninety_honest_days(cast: Cast) -> None:
    days = Days(cast, 1)
    days.honest()
    for actor in days.staff:
        days.top_ups(50, actor, receipt=True, gift=500)
    days.write()

    assert days.number > 9_900
    assert seen(cast) == []


@BY_ROWS
def test_a_card_used_950_times_is_first_of_ten_thousand_bills(cast: Cast) -> None:
    days = Days(cast, 2)
    days.honest()
    thief, waiter = days.regulars[7], days.staff[2]
    for n in range(950):
        days.bill(n % 90, thief, waiter)
    days.write()

    found = seen(cast)

    assert thief.id in [sign.customer for sign in found[:3]]
    assert found[0].actor == waiter
    assert "Regular 7 was on 9" in found[0].says and "Chloé linked 9" in found[0].says
    assert {sign.customer for sign in found} == {thief.id}


@BY_ROWS
def test_three_bills_of_a_day_are_a_sign_and_two_are_none(cast: Cast) -> None:
    days = Days(cast, 3)
    for _n in range(3):
        days.bill(5, days.regulars[0], days.staff[0])
    for _n in range(2):
        days.bill(5, days.regulars[1], days.staff[0])
    days.write()

    assert [sign.customer for sign in seen(cast)] == [days.regulars[0].id]


@BY_ROWS
def test_twenty_top_ups_nobody_paid_for_are_twenty_on_the_list(cast: Cast) -> None:
    days = Days(cast, 4)
    days.honest(900)
    for actor in days.staff:
        days.top_ups(40, actor, receipt=True)
    fakes = days.top_ups(20, days.staff[1], receipt=False)
    days.write()

    [sign] = seen(cast)
    with house_scope(cast.house):
        listed = without_receipt(cast.house, FIRST, LAST)

    assert sign.rule == "unmatched" and "Béa took 20 top-ups of 1,000.00" in sign.says
    assert {one.id for one in listed} == {one.id for one in fakes}


@BY_ROWS
def test_a_house_that_writes_no_receipt_numbers_misses_none(cast: Cast) -> None:
    days = Days(cast, 5)
    days.top_ups(40, days.staff[0], receipt=False)

    assert seen(cast) == []


@BY_ROWS
def test_a_generous_hand_stands_out(cast: Cast) -> None:
    days = Days(cast, 6)
    for actor in days.staff[1:]:
        days.top_ups(30, actor, receipt=True, gift=500)
    days.top_ups(12, days.staff[0], receipt=True, gift=45_000)

    [sign] = seen(cast)

    assert sign.rule == "generous" and sign.actor == days.staff[0]
    assert "12 gave more than was paid" in sign.says


@BY_ROWS
def test_who_always_links_late_stands_out(cast: Cast) -> None:
    days = Days(cast, 7)
    days.honest(3_600)
    for n in range(90):
        days.bill(n, days.regulars[n], days.staff[3], late=75)
    days.write()

    found = [sign for sign in seen(cast) if sign.rule == "late_link"]

    assert [sign.actor for sign in found] == [days.staff[3]]


@BY_ROWS
def test_one_long_day_at_several_hands_is_no_sign(cast: Cast) -> None:
    days = Days(cast, 8)
    for n in range(4):
        days.bill(5, days.regulars[0], days.staff[n])
    days.write()

    assert seen(cast) == []


def test_voiding_for_those_who_may_not_is_no_sign(cast: Cast, noon: Any) -> None:
    for n in range(120):
        bill = cast.act(bills.open_bill, by=cast.zoe, amount=eur(10))
        if n % 24 == 0:
            cast.act(bills.void, by=cast.manager, bill=bill, reason="Left")

    assert seen(cast, *MARCH) == []


def who_may_serve_themselves(actor: Actor) -> Actor:
    return replace(actor, rights={**actor.rights, "customers.serve_self": None})


def test_their_own_card_on_bills_they_served(cast: Cast, noon: Any) -> None:
    cast.rule(points_per_unit=1)
    waiter = cast.hire("Karim", "cashier", email="karim@example.org")
    own = make_customer(cast.house, first_name="Karim", email="Karim@example.org")
    by = who_may_serve_themselves(cast.actor(waiter, cast.till))
    for _n in range(2):
        bill = cast.act(bills.open_bill, by=by, amount=eur(30))
        cast.act(bills.link, by=by, bill=bill, customer=own.id)
        cast.pay(bill, "card", by=by)
        cast.act(bills.close, by=by, bill=cast.again(bill))
    cast.pay(cast.bill(20, cast.alice), "card")

    found = [sign for sign in seen(cast, *MARCH) if sign.rule == "own_card"]

    assert [(sign.customer, sign.actor) for sign in found] == [(own.id, by.label)]
    assert "Karim served 2 bills on their own card" in found[0].says
    assert "60 points" in found[0].says


def test_their_own_card_served_by_somebody_else_is_nothing(cast: Cast, noon: Any) -> None:
    cast.rule(points_per_unit=1)
    cast.hire("Karim", "cashier", email="karim@example.org")
    own = make_customer(cast.house, first_name="Karim", email="karim@example.org")
    bill = cast.bill(30, own)
    cast.pay(bill, "card", by=cast.zoe)
    cast.close(cast.again(bill))

    assert seen(cast, *MARCH) == []


def test_who_credits_and_uses_their_own_card_alone(cast: Cast, noon: Any) -> None:
    waiter = cast.hire("Karim", "manager", email="karim@example.org")
    own = make_customer(cast.house, first_name="Karim", email="karim@example.org")
    by = who_may_serve_themselves(cast.actor(waiter, cast.till))
    terms = {"unit": "points", "up": True, "amount": 100, "reason": "Me"}
    cast.act(balances.adjust, by=by, customer=own, **terms)
    terms = {"pays": eur(50), "receives": eur(50), "tender": "cash"}
    cast.act(prepaid.top_up, by=by, customer=own, **terms)
    cast.rule(proof_rule="vouch")
    cast.pay(cast.bill(20, own), "wallet", by=by)

    found = [sign.says for sign in seen(cast, *MARCH) if sign.rule == "own_card"]

    assert any("credited their own card (Karim) 2 times" in says for says in found)
    assert any("took 1 payment from their own card" in says for says in found)


def test_who_voids_far_more_than_the_others(cast: Cast, noon: Any) -> None:
    for _n in range(12):
        cast.act(bills.open_bill, by=cast.zoe, amount=eur(10))
    for _n in range(6):
        bill = cast.act(bills.open_bill, by=cast.manager, amount=eur(10))
        cast.act(bills.void, by=cast.manager, bill=bill, reason="Oh")

    [sign] = seen(cast, *MARCH)

    assert sign.rule == "undone" and sign.actor == cast.manager.label
    assert "voided 6 bills" in sign.says


def test_paid_by_card_and_given_back_in_cash(cast: Cast, noon: Any) -> None:
    for _n in range(2):
        bill = cast.bill(30)
        cast.pay(bill, "card")
        wanted = bills.Wanted(amount=1000, tender="cash")
        bill = cast.close(cast.again(bill))
        cast.act(bills.refund, by=cast.manager, bill=bill, wanted=wanted)

    [sign] = seen(cast, *MARCH)

    assert sign.rule == "otherwise" and "20.00 back in 2 refunds" in sign.says


def test_the_statements_do_not_grow_with_the_days(cast: Cast, noon: Any) -> None:
    cast.close(cast.again(cast.pay(cast.bill(20, cast.alice), "card").bill))

    with CaptureQueriesContext(connection) as asked:
        seen(cast, *MARCH)

    assert len([one for one in asked if "FROM" in one["sql"]]) <= 24


def test_every_rule_has_words() -> None:
    said = {"busy_card", "own_card", "unmatched", "generous", "by_hand"}
    said |= {"undone", "otherwise", "late_link", "wrong_pin"}
    assert set(RULE_WORDS) == said


@pytest.mark.parametrize(
    ("cases", "found"),
    [([0, 0, 0], []), ([4, 0, 0], []), ([5, 5, 5], []), ([20, 1, 1], [20]), ([6, 5, 5], [])],
)
def test_who_stands_out(cases: list[int], found: list[int]) -> None:
    shares = [Share(f"staff:{n}", case, 100) for n, case in enumerate(cases)]

    assert [one.cases for one in outliers(shares)] == found
