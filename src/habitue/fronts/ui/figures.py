"""Figures as people read them: money, quantities and numbers in the language of the moment."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from babel import Locale, UnknownLocaleError, dates, numbers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

from habitue.kit.currencies import exponent

MINUS = "\u2212"
NO_BREAK = "\u00a0"


class Sum(Protocol):
    """What is shown as money: whole minor units of a currency."""

    @property
    def amount(self) -> int: ...
    @property
    def currency(self) -> str: ...


def locale() -> Locale:
    """The locale of the active language; English where nobody knows it."""
    return _locale_of(get_language() or "en")


@lru_cache(maxsize=64)
def _locale_of(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def plain(money: Sum) -> str:
    """`1,804.75` in English, `1 804,75` in French; a true minus sign, no currency."""
    digits = exponent(money.currency)
    return _figures(Decimal(money.amount).scaleb(-digits), digits)


def in_field(money: Sum) -> str:
    """`1804.75`, `1804,75` in French: as one types it, without groups; `Money.typed` reads it."""
    digits = exponent(money.currency)
    sign = numbers.get_decimal_symbol(locale())
    text = f"{Decimal(money.amount).scaleb(-digits):.{digits}f}"
    return text.replace(".", ",") if sign == "," else text


def with_currency(money: Sum) -> str:
    """The same with the sign of the currency where that language puts it."""
    value = Decimal(money.amount).scaleb(-exponent(money.currency))
    text = numbers.format_currency(
        value,
        money.currency,
        locale=locale(),
        currency_digits=False,
        format=_pattern(money.currency),
    )
    return text.replace("-", MINUS)


def money_html(money: Sum, *, currency: bool = False) -> SafeString:
    """Money isolated from the direction of the text round it; its decimals can be styled."""
    if currency:
        return format_html('<bdi class="money">{}</bdi>', with_currency(money))
    text, digits = plain(money), exponent(money.currency)
    if not digits:
        return format_html('<bdi class="money">{}</bdi>', text)
    cut = len(text) - digits - 1
    return format_html(
        '<bdi class="money">{}<span class="dec">{}</span></bdi>', text[:cut], text[cut:]
    )


def count(number: int) -> str:
    """A whole number with its groups: `1 234`."""
    return _figures(Decimal(number), 0)


def percent(basis_points: int) -> str:
    """`10 %` from 1000 basis points, with decimals only where there are some."""
    value = Decimal(basis_points).scaleb(-4)
    text = (
        numbers.format_percent(
            value,
            format=locale().percent_formats[None].pattern.replace("##0", "##0.##"),
            locale=locale(),
        )
        if basis_points % 100
        else numbers.format_percent(value, locale=locale())
    )
    return text.replace("-", MINUS)


def quantity(thousandths: int) -> str:
    """`2`, `0.5`: thousandths without idle zeros."""
    value = Decimal(thousandths).scaleb(-3)
    text: str = numbers.format_decimal(value, format="#,##0.###", locale=locale())
    return text.replace("-", MINUS)


def in_groups(number: str, size: int = 4) -> str:
    """A card number in groups of four with spaces that do not break; letters stay as they are."""
    bare = "".join(number.split())
    return NO_BREAK.join(bare[at : at + size] for at in range(0, len(bare), size))


def initials(name: str) -> str:
    """At most two letters that stand for a name where there is no room for it."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


def _figures(value: Decimal, digits: int) -> str:
    return _figures_in(locale(), value, digits)


@lru_cache(maxsize=4096)  # a list shows the same few again and again
def _figures_in(where: Locale, value: Decimal, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text: str = numbers.format_decimal(value, format=pattern, locale=where)
    return text.replace("-", MINUS)


def _pattern(currency: str) -> str:
    digits = exponent(currency)
    pattern: str = locale().currency_formats["standard"].pattern
    return pattern.replace("0.00", "0" + ("." + "0" * digits if digits else ""))


def dated(on: date | None, pattern: str = "d MMM") -> str:
    """`14 Nov`, or `d MMM HH:mm`: months as the language abbreviates them, in its own case."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        return dates.format_datetime(on, pattern, locale=locale())
    return _dated_in(locale(), on, pattern)


@lru_cache(maxsize=1024)  # a list shows the same few weeks in every row
def _dated_in(where: Locale, on: date, pattern: str) -> str:
    return dates.format_date(on, pattern, locale=where)
