"""Money and numbers as people read them, in their language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags

from habitue.fronts.ui import figures
from habitue.kit.money import Money

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "1,804.75"), ("fr", f"1{NARROW}804,75"), ("ru", f"1{WIDE}804,75")],
)
def test_money_is_written_as_its_reader_writes_it(language: str, shown: str) -> None:
    with translation.override(language):
        assert figures.plain(Money(180475, "EUR")) == shown


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize(
    "money",
    [
        pytest.param(Money(480, "EUR"), id="euro"),
        pytest.param(Money(123_456_789, "EUR"), id="many"),
        pytest.param(Money(12_000, "JPY"), id="yen"),
        pytest.param(Money(1_234_567, "TND"), id="dinar"),
    ],
)
def test_what_stands_in_a_field_is_read_back(language: str, money: Money) -> None:
    with translation.override(language):
        assert Money.typed(figures.in_field(money), money.currency) == money


def test_a_field_has_the_decimal_sign_of_its_reader() -> None:
    with translation.override("fr"):
        pad = Template("{% load ui %}{% amount_pad value=sum quick=quick %}")
        drawn = pad.render(Context({"sum": Money(480, "EUR"), "quick": [250, 2000]}))

    assert 'value="4,80"' in drawn and 'placeholder="0,00"' in drawn
    assert "+2,50" in drawn and "+20<" in drawn


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(12000, "JPY"), "12,000"),
        (Money(1234567, "TND"), "1,234.567"),
        (Money(-1005, "EUR"), "−10.05"),
        (Money(0, "EUR"), "0.00"),
        (Money(2**53 - 1, "EUR"), "90,071,992,547,409.91"),
    ],
)
def test_every_currency_keeps_its_decimals(money: Money, shown: str) -> None:
    assert figures.plain(money) == shown


def test_money_stands_apart_from_the_text_round_it() -> None:
    html = figures.money_html(Money(7450, "EUR"))

    assert html == '<bdi class="money">74<span class="dec">.50</span></bdi>'


def test_the_sign_of_the_currency_stands_where_the_language_puts_it() -> None:
    with translation.override("fr"):
        assert figures.with_currency(Money(7450, "EUR")) == f"74,50{WIDE}€"
    assert figures.with_currency(Money(12000, "JPY")) == "¥12,000"


def test_an_unknown_language_reads_english() -> None:
    with translation.override("tlh"):
        assert figures.plain(Money(7450, "EUR")) == "74.50"


def test_nothing_is_shown_where_there_is_no_amount(draw: Callable[..., str]) -> None:
    assert draw("{% money m %}", m=None) == ""


def test_quantities_and_percentages_lose_idle_zeros() -> None:
    assert [figures.quantity(n) for n in (2000, 500, 1250)] == ["2", "0.5", "1.25"]
    assert [figures.percent(n) for n in (1000, 550)] == ["10%", "5.5%"]
    with translation.override("fr"):
        assert figures.percent(750).replace("\u202f", " ").replace("\xa0", " ") == "7,5 %"


def test_card_numbers_come_in_groups_of_four() -> None:
    assert figures.in_groups("741708235506") == f"7417{WIDE}0823{WIDE}5506"
    assert figures.in_groups("7417 0823 550") == f"7417{WIDE}0823{WIDE}550"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Élodie Lefèvre", "ÉL"), ("Bob", "B"), ("Jean-Luc van Damme", "JD"), ("", ""), ("- -", "")],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert figures.initials(name) == letters


def test_balance_words_are_words(draw: Callable[..., str]) -> None:
    euro = Money(4310, "EUR")

    tags = "{% owes m %}|{% has m %}|{% in_hand m %}|{% limit m %}|{% limit none %}"
    drawn = draw(tags, m=euro, none=None)

    assert strip_tags(drawn).split("|") == [
        "owes 43.10",
        "has 43.10",
        "in hand 43.10",
        "limit 43.10",
        "no limit",
    ]


def test_points_are_counted_in_words(draw: Callable[..., str]) -> None:
    assert strip_tags(draw("{% points 1 %}, {% points 1250 %}")) == "1 point, 1,250 points"
