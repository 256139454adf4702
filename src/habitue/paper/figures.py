"""Words, money, days and rates on paper: in the language of whoever is to read it."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from babel import Locale, dates, numbers
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from habitue.kit.currencies import exponent

MINUS = "\u2212"


def one_of(*wanted: str) -> str:
    """The first of `wanted` that we speak, else English."""
    spoken_here = dict(settings.LANGUAGES)
    for tag in wanted:
        short = tag.replace("_", "-").split("-")[0].lower()
        if short in spoken_here:
            return short
    return "en"


@contextmanager
def spoken(language: str) -> Iterator["Figures"]:
    """Speak `language` inside the block, with its figures."""
    with translation.override(language):
        yield Figures(_locale(language))


def here() -> "Figures":
    """The figures of the language of the moment."""
    language = one_of(translation.get_language() or "")
    return Figures(_locale(language))


def _locale(language: str) -> Locale:
    return Locale("en", "GB") if language == "en" else Locale(language)


class Figures:
    """Money, days and rates as a language writes them."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def money(self, minor: int, currency: str) -> str:
        """`1,804.75`: the currency stands in the head of the column."""
        digits = exponent(currency)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        value = Decimal(minor).scaleb(-digits)
        text: str = numbers.format_decimal(value, format=pattern, locale=self.locale)
        return text.replace("-", MINUS)

    def with_sign(self, minor: int, currency: str) -> str:
        """`€1,804.75`, `1 804,75 €`."""
        digits = exponent(currency)
        pattern = self.locale.currency_formats["standard"].pattern
        pattern = pattern.replace("0.00", "0" + ("." + "0" * digits if digits else ""))
        value = Decimal(minor).scaleb(-digits)
        text: str = numbers.format_currency(
            value, currency, format=pattern, locale=self.locale, currency_digits=False
        )
        return text.replace("-", MINUS)

    def day(self, on: str | date) -> str:
        given = date.fromisoformat(on) if isinstance(on, str) else on
        return str(dates.format_date(given, "d MMM y", locale=self.locale))

    def moment(self, at: datetime) -> str:
        """`14 Mar 2026 13:05`, as the zone of `at` says."""
        return str(dates.format_datetime(at, "d MMM y HH:mm", locale=self.locale))

    def count(self, number: int) -> str:
        return str(numbers.format_decimal(number, format="#,##0", locale=self.locale))

    def long_day(self, on: str | date) -> str:
        given = date.fromisoformat(on) if isinstance(on, str) else on
        return str(dates.format_date(given, "long", locale=self.locale))

    def period(self, first: str | date, last: str | date) -> str:
        """`March 2026` for a whole month, else from when to when."""
        a = date.fromisoformat(first) if isinstance(first, str) else first
        b = date.fromisoformat(last) if isinstance(last, str) else last
        if a.day == 1 and (a.year, a.month) == (b.year, b.month) and _ends_month(b):
            return str(dates.format_skeleton("yMMMM", a, locale=self.locale))
        return _("{first} to {last}").format(first=self.long_day(a), last=self.long_day(b))

    def rate(self, basis_points: int) -> str:
        """`10%`, `5.5%`; `10 %` in French."""
        pattern = self.locale.percent_formats[None].pattern
        if basis_points % 100:
            pattern = pattern.replace("0%", "0.##%").replace("0\u00a0%", "0.##\u00a0%")
        text: str = numbers.format_percent(
            Decimal(basis_points).scaleb(-4), format=pattern, locale=self.locale
        )
        return text

    def quantity(self, thousandths: int) -> str:
        text: str = numbers.format_decimal(
            Decimal(thousandths).scaleb(-3), format="#,##0.###", locale=self.locale
        )
        return text

    def country(self, code: str) -> str:
        return str(self.locale.territories.get(code.upper(), code))


def _ends_month(on: date) -> bool:
    return on.day == monthrange(on.year, on.month)[1]
