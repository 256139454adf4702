"""The shift report: every row its own, what is no money apart, and honest drawers add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bills import actions as bills
from habitue.bookkeeping import takings_file
from habitue.bookkeeping.takings import Takings, takings
from habitue.prepaid import actions as prepaid
from habitue.shifts import drawers
from habitue.shifts.models import Shift
from tests.cast import Cast, eur

TODAY = date(2026, 3, 14)


@pytest.fixture(autouse=True)
def _at_noon(noon: Any) -> None:
    """The clock stands still."""


@pytest.fixture
def shift(cast: Cast) -> Shift:
    """An evening at the bar: everything that moves money, and everything that does not."""
    row: Shift = cast.act(drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(100))
    alice = cast.alice
    cast.pin(alice)
    cast.act(
        prepaid.top_up,
        by=cast.cashier,
        customer=alice,
        pays=eur(50),
        receives=eur(60),
        tender="cash",
    )
    tipped = cast.act(bills.open_bill, by=cast.zoe, amount=eur(30))
    cast.pay(tipped, "cash", by=cast.zoe, tip=200)
    cast.act(bills.close, by=cast.zoe, bill=tipped)
    cast.act(bills.refund, by=cast.manager, bill=tipped, wanted=bills.Wanted(amount=500))
    mixed = cast.act(bills.open_bill, by=cast.zoe, amount=eur(25))
    cast.act(bills.link, by=cast.zoe, bill=mixed, customer=alice.id)
    cast.pay(mixed, "wallet", 15, by=cast.cashier, proof=cast.with_pin(alice), tip=100)
    cast.pay(mixed, "card", 10, by=cast.cashier)
    cast.act(bills.close, by=cast.cashier, bill=mixed)
    charged = cast.act(bills.open_bill, by=cast.zoe, amount=eur(18))
    cast.act(bills.link, by=cast.zoe, bill=charged, customer=cast.bob.id)
    cast.pay(charged, "house_account", by=cast.zoe, tip=150)
    cast.act(bills.close, by=cast.zoe, bill=charged)
    cast.act(bills.settle, by=cast.cashier, customer=cast.acme, amount=eur(10), tender="cash")
    cast.act(
        drawers.move_cash,
        by=cast.cashier,
        shift=row,
        incoming=False,
        amount=eur(4),
        purpose="petty_cash",
        reason="Parsley",
    )
    return row


def money(told: Takings) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.what, one.tender): (one.incoming, one.outgoing) for one in told.money}


def of(cast: Cast, shift: Shift) -> Takings:
    return takings(cast.house, TODAY, TODAY, shift=shift)


def test_each_row_of_the_money(cast: Cast, shift: Shift) -> None:
    assert money(of(cast, shift)) == {
        ("payment", "card"): (1_000, 0),
        ("payment", "cash"): (3_000, 0),
        ("tip", "cash"): (200, 0),
        ("top_up", "cash"): (5_000, 0),
        ("settlement", "cash"): (1_000, 0),
        ("refund", "cash"): (0, 500),
        ("float", "cash"): (10_000, 0),
        ("cash_out", "cash"): (0, 400),
    }


def test_an_honest_drawer_adds_up(cast: Cast, shift: Shift) -> None:
    """G58: expected = counted without a hand in the drawer but for the parsley."""
    rows = money(of(cast, shift))
    cash = sum(got - gave for (_what, tender), (got, gave) in rows.items() if tender == "cash")

    assert cash == drawers.expected(shift)["cash"] == 18_300
    counted = {"cash": eur(183), "card": eur(10)}
    cast.act(drawers.close_shift, by=cast.cashier, shift=shift, counted=counted)
    told = takings(cast.house, TODAY, TODAY)
    [closed] = told.shifts
    assert [(one.tender, one.difference) for one in closed.counts] == [("cash", 0), ("card", 0)]
    assert ("over_short", "cash") not in money(told)


def test_what_is_no_money_stands_apart(cast: Cast, shift: Shift) -> None:
    told = of(cast, shift)

    assert told.instead["wallet:gift"] + told.instead.get("wallet:paid", 0) == 1_600
    assert told.instead["house_account"] == 1_800 + 150
    assert (told.sold, told.refunded, told.net) == (7_300, 500, 6_800)
    assert told.gifts == 1_000


def test_tips_reach_who_served_however_they_were_given(cast: Cast, shift: Shift) -> None:
    [zoe] = of(cast, shift).tips

    assert (zoe.name, zoe.by) == ("Zoé", {"cash": 200, "wallet": 100, "house_account": 150})


def test_voids_and_discounts(cast: Cast, shift: Shift) -> None:
    cast.rule(discount_bp=1_000)
    cheaper = cast.bill(50, cast.carol)
    cast.pay(cheaper, "cash")
    cast.close(cheaper)
    cast.act(bills.void, bill=cast.bill(9), reason="Left")

    told = takings(cast.house, TODAY, TODAY)

    assert (told.discounts, told.voided) == (500, 1)


def test_by_person_and_by_venue(cast: Cast, shift: Shift) -> None:
    zoe = cast.zoe.staff_id
    member = cast.manager_member.__class__.objects.get(pk=zoe)

    hers = money(takings(cast.house, TODAY, TODAY, staff=member))
    there = takings(cast.house, TODAY, TODAY, venue=cast.venue)

    assert hers[("payment", "cash")] == (3_000, 0)
    assert ("top_up", "cash") not in hers
    assert there.sold == 7_300


def test_a_shift_over_two_days_tells_both(cast: Cast, shift: Shift, noon: Any) -> None:
    from datetime import timedelta

    noon.shift(timedelta(hours=20))  # past 04:00: another business day
    late = cast.act(bills.open_bill, by=cast.zoe, amount=eur(7))
    cast.pay(late, "cash", by=cast.zoe)

    told = takings(cast.house, TODAY + timedelta(days=1), TODAY + timedelta(days=1), shift=shift)

    assert money(told)[("payment", "cash")] == (3_700, 0)
    day_two = takings(cast.house, TODAY + timedelta(days=1), TODAY + timedelta(days=1))
    assert money(day_two) == {("payment", "cash"): (700, 0)}


def test_the_report_takes_as_many_statements_for_much_as_for_little(
    cast: Cast, shift: Shift
) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as seen:
            takings(cast.house, TODAY, TODAY)
        return len(seen)

    little = taken()
    for _ in range(5):
        cast.close(cast.pay(cast.bill(3), "cash").bill)
    assert taken() == little <= 8


def test_the_file_has_every_row(cast: Cast, shift: Shift) -> None:
    told = takings(cast.house, TODAY, TODAY)
    rows, counts = takings_file.tables(told)

    sections = {row[0] for row in rows.rows}
    assert sections == {"sales", "money", "not_money", "tips", "given"}
    assert [row[4] for row in counts.rows] == ["cash", "card"]
