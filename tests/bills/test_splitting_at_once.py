"""Many hands on one table: split, joined and paid at the same moment, nothing is lost."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import Shares
from habitue.bills.models import Bill, Payment
from habitue.bills.reading import stand_all
from tests.bills.test_refunds_in_parts import at_once
from tests.cast import Cast, opened_house


@pytest.fixture
def table() -> Cast:
    return Cast(opened_house())


def split(cast: Cast, bill: Bill, **terms: Any) -> Any:
    return cast.act(bills.split, bill=bill, wanted=Shares(parts=2), **terms)


def total(cast: Cast) -> int:
    return sum(one.total for one in stand_all(cast.house, list(Bill.objects.of(cast.house))))


@pytest.mark.django_db(transaction=True)
def test_one_page_splits_once(table: Cast) -> None:
    bill = table.bill("10.01")

    said = at_once(8, lambda: split(table, bill, version=bill.version))

    assert sorted(said) == ["done"] + ["version_conflict"] * 7
    assert (Bill.objects.of(table.house).count(), total(table)) == (2, 1_001)


@pytest.mark.django_db(transaction=True)
def test_eight_splits_one_after_the_other_lose_nothing(table: Cast) -> None:
    bill = table.bill("10.01")

    said = at_once(8, lambda: split(table, bill))

    assert said == ["done"] * 8
    shares = Bill.objects.of(table.house).order_by("share")
    assert [one.share for one in shares] == list(range(1, 10))
    assert total(table) == 1_001


@pytest.mark.django_db(transaction=True)
def test_two_bills_joined_to_each_other_are_one(table: Cast) -> None:
    one, other = table.bill(10), table.bill(5)
    pairs, turn = [(one, other), (other, one)], count()

    def join() -> None:
        bill, gone = pairs[next(turn) % 2]
        table.act(bills.join, bill=bill, bills=[gone.id])

    said = at_once(2, join)

    assert sorted(said) == ["bill_void", "done"]
    assert total(table) == 1_500


@pytest.mark.django_db(transaction=True)
def test_paid_and_split_at_once_is_paid_or_split(table: Cast) -> None:
    bill, turn = table.bill(10), count()

    def one() -> None:
        if next(turn) % 2:
            split(table, bill)
        else:
            table.pay(bill, "cash", 6)

    said = at_once(2, one)

    paid = Payment.objects.of(table.house).exists()
    assert sorted(said) in (["done", "payments_exist"], ["done", "overpaid"])
    assert paid == (Bill.objects.of(table.house).count() == 1)
    assert total(table) == 1_000


@pytest.mark.django_db(transaction=True)
def test_shares_split_again_at_once_have_numbers_of_their_own(table: Cast) -> None:
    bill = table.bill("99.99")
    shares, turn = table.act(bills.split, bill=bill, wanted=Shares(parts=6)), count()

    said = at_once(6, lambda: split(table, shares[next(turn)]))

    assert said == ["done"] * 6
    family = Bill.objects.of(table.house).order_by("share")
    assert [one.share for one in family] == list(range(1, 13))
    assert len({one.label for one in family if one.split_of_id}) == 11
    assert total(table) == 9_999
