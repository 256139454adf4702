"""The first visit's questions, and what a country proposes."""

import zoneinfo
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from habitue.fronts.office.asking import Ask
from habitue.fronts.ui.figures import locale
from habitue.kit.currencies import EXPONENTS

# country: (currency, zone), what the page proposes; both can be changed before the house opens
PROPOSED = {
    "AE": ("AED", "Asia/Dubai"),
    "AT": ("EUR", "Europe/Vienna"),
    "AU": ("AUD", "Australia/Sydney"),
    "BE": ("EUR", "Europe/Brussels"),
    "BG": ("EUR", "Europe/Sofia"),
    "BR": ("BRL", "America/Sao_Paulo"),
    "BY": ("BYN", "Europe/Minsk"),
    "CA": ("CAD", "America/Toronto"),
    "CH": ("CHF", "Europe/Zurich"),
    "CY": ("EUR", "Asia/Nicosia"),
    "CZ": ("CZK", "Europe/Prague"),
    "DE": ("EUR", "Europe/Berlin"),
    "DK": ("DKK", "Europe/Copenhagen"),
    "EE": ("EUR", "Europe/Tallinn"),
    "ES": ("EUR", "Europe/Madrid"),
    "FI": ("EUR", "Europe/Helsinki"),
    "FR": ("EUR", "Europe/Paris"),
    "GB": ("GBP", "Europe/London"),
    "GE": ("GEL", "Asia/Tbilisi"),
    "GR": ("EUR", "Europe/Athens"),
    "HR": ("EUR", "Europe/Zagreb"),
    "HU": ("HUF", "Europe/Budapest"),
    "IE": ("EUR", "Europe/Dublin"),
    "IL": ("ILS", "Asia/Jerusalem"),
    "IN": ("INR", "Asia/Kolkata"),
    "IT": ("EUR", "Europe/Rome"),
    "JP": ("JPY", "Asia/Tokyo"),
    "KZ": ("KZT", "Asia/Almaty"),
    "LT": ("EUR", "Europe/Vilnius"),
    "LU": ("EUR", "Europe/Luxembourg"),
    "LV": ("EUR", "Europe/Riga"),
    "MA": ("MAD", "Africa/Casablanca"),
    "MT": ("EUR", "Europe/Malta"),
    "MX": ("MXN", "America/Mexico_City"),
    "NL": ("EUR", "Europe/Amsterdam"),
    "NO": ("NOK", "Europe/Oslo"),
    "NZ": ("NZD", "Pacific/Auckland"),
    "PL": ("PLN", "Europe/Warsaw"),
    "PT": ("EUR", "Europe/Lisbon"),
    "RO": ("RON", "Europe/Bucharest"),
    "RS": ("RSD", "Europe/Belgrade"),
    "RU": ("RUB", "Europe/Moscow"),
    "SE": ("SEK", "Europe/Stockholm"),
    "SG": ("SGD", "Asia/Singapore"),
    "SI": ("EUR", "Europe/Ljubljana"),
    "SK": ("EUR", "Europe/Bratislava"),
    "TN": ("TND", "Africa/Tunis"),
    "TR": ("TRY", "Europe/Istanbul"),
    "UA": ("UAH", "Europe/Kyiv"),
    "US": ("USD", "America/New_York"),
    "UZ": ("UZS", "Asia/Tashkent"),
    "ZA": ("ZAR", "Africa/Johannesburg"),
}
OF_LANGUAGE = {"fr": "FR", "ru": "RU", "de": "DE", "en": "GB"}


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    named = {str(code): str(name) for code, name in locale().territories.items()}
    codes = [code for code in named if len(code) == 2 and code.isalpha() and code not in NOWHERE]
    return sorted(((code, named[code]) for code in codes), key=lambda pair: pair[1].casefold())


NOWHERE = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


def currencies() -> list[tuple[str, str]]:
    named = locale().currencies
    return [(code, f"{code} · {named.get(code, code)}") for code in sorted(EXPONENTS)]


def zones() -> list[tuple[str, str]]:
    kept = sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
    return [(name, name.replace("_", " ")) for name in kept if not name.startswith(SHADOWS)]


SHADOWS = (
    "Etc/",
    "SystemV/",
    "posix/",
    "right/",
    "US/",
    "Brazil/",
    "Canada/",
    "Chile/",
    "Mexico/",
)


def languages() -> list[tuple[str, str]]:
    return [
        (code, Locale.parse(code).get_display_name(code) or code)
        for code, _n in settings.LANGUAGES
    ]


def asks() -> list[Ask]:
    """House, country, currency, zone; then who owns it."""
    return [
        Ask(
            "name",
            _("Name of the house"),
            needed=True,
            most=120,
            css="full",
            placeholder=_("Chez Marthe"),
            group=_("The house"),
        ),
        Ask("country", _("Country"), "choice", choices=countries(), needed=True, css="third"),
        Ask("currency", _("Currency"), "choice", choices=currencies(), needed=True, css="third"),
        Ask("timezone", _("Time zone"), "choice", choices=zones(), needed=True, css="third"),
        Ask(
            "owner_name",
            _("Your name"),
            needed=True,
            most=120,
            css="full",
            group=_("You, the owner"),
        ),
        Ask("owner_email", _("E-mail"), "email", needed=True, most=254),
        Ask(
            "password",
            _("Password"),
            "password",
            needed=True,
            hint=_("At least 8 characters."),
            most=200,
        ),
    ]


def proposed(language: str, country: str = "") -> dict[str, Any]:
    """Where this language is at home, or what `country` implies."""
    code = country if country in PROPOSED else OF_LANGUAGE.get(language[:2], "FR")
    currency, zone = PROPOSED[code]
    return {"country": country or code, "currency": currency, "timezone": zone}
