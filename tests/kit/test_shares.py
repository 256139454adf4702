"""Where a cent goes, and sums at their edges: what mutants of these lines kept silent about."""

import pytest

from habitue.kit.money import LARGEST, Money, zero
from habitue.kit.shares import contained_tax, percent, share_out, split


def test_the_odd_cent_goes_to_the_largest_rest_not_the_largest_part() -> None:
    assert split(10, [1, 3, 3]) == [2, 4, 4]
    assert split(5, [7, 3]) == [4, 1]


def test_what_is_taken_off_is_rounded_like_what_is_added() -> None:
    assert [percent(amount, 5_000) for amount in (5, 0, -5)] == [3, 0, -3]
    assert [contained_tax(gross, 2_000) for gross in (12_000, 0, -12_000)] == [2_000, 0, -2_000]


def test_rows_and_columns_keep_their_sums() -> None:
    shared = share_out([10, 20, 7], [30, 7])

    assert [sum(row) for row in shared] == [10, 20, 7]
    assert [sum(column) for column in zip(*shared, strict=True)] == [30, 7]


def test_money_adds_subtracts_and_compares() -> None:
    five, two = Money(5, "EUR"), Money(2, "EUR")

    assert (five + two, five - two) == (Money(7, "EUR"), Money(3, "EUR"))
    assert two < five
    assert not Money(5, "EUR") < five
    assert five and not zero("EUR")
    assert zero("EUR") == Money(0, "EUR")


@pytest.mark.parametrize("amount", [LARGEST, -LARGEST])
def test_the_largest_is_still_money(amount: int) -> None:
    assert Money(amount, "JPY").amount == amount


def test_the_largest_is_typed_and_nothing_beyond() -> None:
    assert Money.typed("9999999999999", "EUR") == Money(999_999_999_999_900, "EUR")
    text = f"{LARGEST // 1000}.{LARGEST % 1000:03}"
    assert Money.typed(text, "KWD") == Money(LARGEST, "KWD")
    beyond = f"{LARGEST // 1000}.{LARGEST % 1000 + 1:03}"
    assert Money.typed(beyond, "KWD") is None
