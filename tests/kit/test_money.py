"""Money is whole minor units; nothing is lost or invented in dividing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habitue.bills.earning import Programme
from habitue.bills.sums import Part, add_up
from habitue.kit.currencies import EXPONENTS, exponent
from habitue.kit.money import LARGEST, Money, zero
from habitue.kit.shares import added_tax, contained_tax, percent, percent_down, split

MINOR = st.integers(0, 10**12)
BP = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("12", "EUR", 1200),
        ("12.5", "EUR", 1250),
        ("12,50", "EUR", 1250),
        (" 0.01 ", "EUR", 1),
        ("1\u00a0000,00", "EUR", 100_000),
        ("500", "JPY", 500),
        ("1.234", "KWD", 1234),
    ],
)
def test_what_a_person_types(typed: str, currency: str, minor: int) -> None:
    assert Money.typed(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "typed",
    ["", "-5", "1.234", "1.2.3", "1,234.56", "12 €", "1e3", "12.", ".5", "NaN", "9" * 20, "１.x"],
)
def test_what_is_no_amount(typed: str) -> None:
    assert Money.typed(typed, "EUR") is None


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1205, "EUR"), "12.05"),
        (Money(-5, "EUR"), "-0.05"),
        (Money(500, "JPY"), "500"),
        (Money(1, "KWD"), "0.001"),
        (zero("EUR"), "0.00"),
    ],
)
def test_how_it_reads(money: Money, text: str) -> None:
    assert money.text == str(money) == text


@given(MINOR, st.sampled_from(sorted(EXPONENTS)))
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    assert Money.typed(Money(minor, currency).text, currency) == Money(minor, currency)


@pytest.mark.parametrize("amount", [1.0, True, "5", None, LARGEST + 1, -LARGEST - 1])
def test_mistakes_of_ours(amount: object) -> None:
    with pytest.raises((AssertionError, TypeError)):
        Money(amount, "EUR")  # type: ignore[arg-type]


def test_two_currencies_do_not_mix() -> None:
    for mix in (lambda: Money(1, "EUR") + Money(1, "USD"), lambda: Money(1, "EUR") < zero("USD")):
        with pytest.raises(AssertionError):
            mix()
    assert Money(1, "EUR") != Money(1, "USD")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_parts_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    if not sum(weights):
        total = 0

    parts = split(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = total * weight / sum(weights) if sum(weights) else 0
        assert abs(part - exact) < 1 + exact * 1e-9


def test_the_largest_remainder_gets_the_cent_ties_the_first() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(5, [1, 1]) == [3, 2]
    assert split(10, [1, 2, 4]) == [1, 3, 6]
    assert split(1, [0, 0, 1]) == [0, 0, 1]


@pytest.mark.parametrize(
    ("amount", "bp", "rounded"),
    [(1000, 1250, 125), (999, 1250, 125), (1, 5000, 1), (1, 4999, 0), (-1, 5000, -1), (7, 0, 0)],
)
def test_a_percentage_is_rounded_half_up(amount: int, bp: int, rounded: int) -> None:
    assert percent(amount, bp) == rounded


@given(MINOR, BP)
def test_rounding_down_never_gives_more(amount: int, bp: int) -> None:
    assert 0 <= percent_down(amount, bp) <= percent(amount, bp) <= percent_down(amount, bp) + 1


@pytest.mark.parametrize(
    ("gross", "bp", "tax"), [(12000, 2000, 2000), (1000, 1000, 91), (105, 1000, 10), (1, 2000, 0)]
)
def test_the_tax_inside_a_price(gross: int, bp: int, tax: int) -> None:
    assert contained_tax(gross, bp) == tax


@given(MINOR, BP)
def test_net_and_tax_are_the_price(gross: int, bp: int) -> None:
    tax = contained_tax(gross, bp)

    assert 0 <= tax <= gross
    assert abs(added_tax(gross - tax, bp) - tax) <= 1


LINES = st.lists(st.builds(Part, MINOR, st.sampled_from([0, 550, 1000, 2000])), max_size=20)


@given(LINES, BP)
def test_no_cent_of_a_bill_is_created_or_destroyed(lines: list[Part], discount: int) -> None:
    sums = add_up(lines, discount)

    assert sums.subtotal == sum(line.minor for line in lines)
    assert sums.total == sums.subtotal - sums.discount >= 0
    assert sum(one.gross for one in sums.vat) == sums.total


@given(LINES)
def test_all_off_leaves_nothing_at_all(lines: list[Part]) -> None:
    sums = add_up(lines, 10_000)

    assert (sums.total, sums.tax) == (0, 0)
    assert [one.gross for one in sums.vat] == [0] * len(sums.vat)


@given(LINES, BP)
def test_vat_on_top_is_on_the_sum_after_discount(lines: list[Part], discount: int) -> None:
    sums = add_up(lines, discount, vat_included=False)

    assert sums.total == sums.subtotal - sums.discount + sums.tax


@given(MINOR, st.integers(0, 100))
def test_points_and_what_is_given_back_are_rounded_down(base: int, per_unit: int) -> None:
    euros, yen = (Programme(10_000, per_unit, currency, {}) for currency in ("EUR", "JPY"))

    assert euros.gives(base, base) == (base, base * per_unit // 100)
    assert yen.gives(base, base) == (base, base * per_unit)
    assert euros.gives(base, -base) == (0, 0)


def test_every_currency_has_its_decimals() -> None:
    assert {code: exponent(code) for code in ("EUR", "JPY", "KWD", "XOF", "ISK")} == {
        "EUR": 2,
        "JPY": 0,
        "KWD": 3,
        "XOF": 0,
        "ISK": 0,
    }
