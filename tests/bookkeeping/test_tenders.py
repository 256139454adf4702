"""What came in and went out by each tender is what stands in the drawers and tenders."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bills import actions as bills
from habitue.bookkeeping import tenders_file
from habitue.bookkeeping.kinds import Act
from habitue.bookkeeping.tenders import MONEY, Tenders, Turnover, tenders
from habitue.house import sql
from habitue.house.models import Venue
from habitue.house.scope import house_scope
from habitue.prepaid import actions as prepaid
from tests.bookkeeping.histories import MOVES, live
from tests.cast import Cast

FIRST = date(2026, 3, 14)
ALWAYS = date(2000, 1, 1), date(2100, 1, 1)


def told(cast: Cast, first: date = FIRST, last: date = ALWAYS[1], **terms: Any) -> Tenders:
    with house_scope(cast.house):
        return tenders(cast.house, first, last, **terms)


def acts(report: Tenders) -> dict[tuple[str, str], tuple[int, int]]:
    gathered = report.by(lambda turn: turn.act)
    return {
        (str(act), tender): (sums.came, sums.went)
        for act, some in gathered.items()
        for tender, sums in some.items()
    }


@pytest.mark.parametrize("seed", [11, 12])
def test_money_by_tender_is_what_the_ledger_holds(cast: Cast, noon: Any, seed: int) -> None:
    live(cast, noon, seed)

    for last in (FIRST, FIRST + timedelta(days=3), ALWAYS[1]):
        report = told(cast, ALWAYS[0], last).by(lambda turn: True).get(True, {})
        held: Counter[str] = Counter()
        for day, debit, credit, _unit, amount, _venue in sql.rows(MOVES, [cast.house.id]):
            if sql.as_day(day) <= last:
                held[_tender(debit)] += amount
                held[_tender(credit)] -= amount
        assert {one: report.get(one, Turnover()).net for one in MONEY} == {
            one: held[one] for one in MONEY
        }


def _tender(code: str) -> str:
    head, _, rest = code.partition(":")
    return "cash" if head in ("drawer", "safe", "float") else rest if head == "tender" else ""


@pytest.mark.parametrize("seed", [13])
def test_no_money_moves_for_something_without_a_name(cast: Cast, noon: Any, seed: int) -> None:
    live(cast, noon, seed)

    assert [turn for turn in told(cast).turns if turn.act is Act.OTHER] == []


def test_a_day_by_what_it_was_for(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.alice, 100, 120)  # after the 20.00 she began with
    bill = cast.bill(30, cast.alice)
    cast.pay(bill, "card", 10, tip=200)
    cast.pay(cast.again(bill), "wallet")
    cast.close(cast.again(bill))
    cast.save(cast.bill(18, cast.bob))
    cast.act(bills.settle, customer=cast.acme, amount=cast.house.money(5000), tender="cash")
    cast.act(prepaid.pay_out, customer=cast.alice, tender="cash", amount=cast.house.money(500))

    assert acts(told(cast)) == {
        ("top_up", "cash"): (12000, 0),
        ("payment", "card"): (1000, 0),
        ("tip", "card"): (200, 0),
        ("payment", "wallet"): (2000, 0),
        ("payment", "house_account"): (1800, 0),
        ("settlement", "cash"): (5000, 0),
        ("pay_out", "cash"): (0, 500),
    }


def test_a_payment_taken_back_came_and_went(cast: Cast, noon: Any) -> None:
    bill = cast.bill(30)
    payment = cast.pay(bill, "cash", 10)
    cast.act(bills.take_back, bill=bill, payment=payment.id)

    assert acts(told(cast)) == {("payment", "cash"): (1000, 1000)}


def test_a_saved_bill_paid_alone_is_a_settling(cast: Cast, noon: Any) -> None:
    bill = cast.save(cast.bill(18, cast.bob))
    cast.pay(bill, "card")

    assert acts(told(cast))["settlement", "card"] == (1800, 0)


def test_a_tip_on_account_is_no_part_of_the_bill(cast: Cast, noon: Any) -> None:
    cast.pay(cast.bill(18, cast.bob), "house_account", tip=300)

    assert acts(told(cast)) == {
        ("payment", "house_account"): (1800, 0),
        ("tip", "house_account"): (300, 0),
    }


def test_a_site_of_its_own(cast: Cast, noon: Any) -> None:
    there = Venue.objects.create(house=cast.house, name="Terrasse")
    cast.pay(cast.bill(30, venue=there.id), "card")

    assert acts(told(cast, venue=there)) == {("payment", "card"): (3000, 0)}
    assert [row[0] for row in tenders_file.tables(told(cast))[3].rows] == ["Terrasse"]


def test_the_tables_agree(cast: Cast, noon: Any) -> None:
    live(cast, noon, 14, days=3)

    turns, *others = tenders_file.tables(told(cast))

    net = sum(row[6] for row in turns.rows if row[2] in MONEY)
    assert [table.totals[0][-1] for table in others] == [net] * 3
    assert [sum(row[-1] for row in table.rows) for table in others] == [net] * 3


def test_it_takes_two_statements(cast: Cast, noon: Any) -> None:
    cast.alice  # noqa: B018

    with CaptureQueriesContext(connection) as asked, house_scope(cast.house):
        tenders(cast.house, *ALWAYS)

    assert len([one for one in asked if "FROM" in one["sql"]]) == 2
