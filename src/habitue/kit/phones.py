"""Telephone numbers: kept as typed, with the world's form and the digits that find them."""

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberFormat

from habitue.kit import text

# The (0) after a country code means: leave the zero out.
_OPTIONAL_ZERO = re.compile(r"^(\s*(?:\+|00)[^(]*)\(0\)")
_DIALLED_ABROAD = re.compile(r"^\W*00")
_FRAGMENT = re.compile(r"[\d\s()+./\-–‑]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: what was typed, and what could be made of it."""

    typed: str
    e164: str | None
    digits: str
    national: str
    warning: str | None = None

    @property
    def search(self) -> tuple[str, ...]:
        """The digit strings under which this number is found."""
        forms = dict.fromkeys((self.digits, self.national, text.digits(self.typed)))
        return tuple(form for form in forms if form)


def read(typed: str, country: str) -> Phone:
    """Understand a number typed in `country`; what cannot be is kept, with a warning."""
    typed = typed.strip()
    number = _parse(typed, country.upper())
    if number is None:
        incomplete = _("This is not a complete telephone number.")
        return Phone(typed, None, text.digits(typed), "", incomplete)
    number.extension = None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    known = phonenumbers.is_valid_number(number)
    warning = None if known else _("No such telephone number is known.")
    return Phone(typed, e164, e164[1:], text.digits(national), warning)


def asked(query: str) -> str | None:
    """The digits to look for when a whole query looks like (part of) a number, else None."""
    if not _FRAGMENT.fullmatch(query):
        return None
    only = text.digits(_OPTIONAL_ZERO.sub(r"\1", query))
    return only.removeprefix("00") or None


def _parse(typed: str, country: str) -> PhoneNumber | None:
    region = country if country in phonenumbers.SUPPORTED_REGIONS else None
    dialled = _OPTIONAL_ZERO.sub(r"\1", typed)
    number = _possible(dialled, region)
    if number is None and _DIALLED_ABROAD.match(dialled):
        number = _possible(_DIALLED_ABROAD.sub("+", dialled), None)
    return number


def _possible(dialled: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None
    reason = phonenumbers.is_possible_number_with_reason(number)
    return number if reason == phonenumbers.ValidationResult.IS_POSSIBLE else None
