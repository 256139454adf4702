"""E-mail addresses: their normal form, and the ones somebody invented."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext as _
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from habitue.kit import text
from habitue.kit.phones import Phone

# The book keeps what people gave; whether .test or .local can be reached is not its business.
SPECIAL_USE_DOMAIN_NAMES.clear()

_WRAPPING = re.compile(r"^(?:mailto:)?\s*<?\s*(?P<address>.*?)\s*>?$", re.IGNORECASE | re.DOTALL)
_LONGEST = 254
_PLAIN = re.compile(
    r"(?P<local>(?=[^@]{1,64}@)[\w+\-]+(?:\.[\w+\-]+)*)@(?P<domain>[\w.\-]+)", re.ASCII
)
_NUMBER_LIKE = re.compile(r"\+?[\d.\-_ ]{7,20}")
# Here a telephone number is the ordinary name of a real mailbox.
_NAMED_BY_NUMBER = {
    "139.com", "189.cn", "wo.cn", "163.com", "126.com", "qq.com", "vip.qq.com", "yeah.net",
}  # fmt: skip
# Tills whose form demands an address, so that cashiers make one up.
_MADE_UP_AT = {"aptimyz.com", "clover.com", "noemail.com", "nomail.com", "noreply.com"}
_SURE = 7


@dataclass(frozen=True, slots=True)
class Email:
    """An address in its normal form, or the reason why it is none."""

    address: str | None
    reason: str | None = None


def read(typed: str) -> Email:
    """The normal form of an address; nothing is asked of the network."""
    typed = typed.strip()
    found = _WRAPPING.match(typed) if len(typed) <= 2 * _LONGEST else None
    address = found["address"] if found else typed
    if not address:
        return Email(None, _("The e-mail address is empty."))
    if plain := _PLAIN.fullmatch(address):
        domain = _domain(plain["domain"])
        if domain and len(address) <= _LONGEST:
            return Email(f"{plain['local']}@{domain}")
    try:
        normal = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return Email(None, _("“{typed}” is not an e-mail address.").format(typed=address[:100]))
    return Email(normal.normalized)


@lru_cache(maxsize=4096)
def _domain(domain: str) -> str | None:
    """The normal form of a domain; a file has few of them, and each takes long to check."""
    try:
        return validate_email(f"a@{domain}", check_deliverability=False).domain
    except EmailNotValidError:
        return None


def key(address: str) -> str:
    """What two spellings of one address share: look-ups and matching compare this.

    Not casefolded: that makes one of `straße.de` and `strasse.de`, which have two owners, and a
    code that went to the one would open what is the other's.
    """
    return address.strip().lower()


def is_made_from_phone(address: str, phone: Phone | None = None, country: str = "") -> bool:
    """Whether someone without an address was given one made of a telephone number."""
    local, _at, domain = address.strip().rpartition("@")
    if not _NUMBER_LIKE.fullmatch(local) or domain.casefold() in _NAMED_BY_NUMBER:
        return False
    number = text.digits(local)
    if len(number) < _SURE:
        return False
    if phone is not None and _same(number, phone):
        return True
    if domain.casefold() in _MADE_UP_AT:
        return True
    return local.startswith(("0", "+")) and _is_dialled(local, country)


def _same(number: str, phone: Phone) -> bool:
    bare = number.lstrip("0")
    forms = [form.lstrip("0") for form in phone.search]
    return any(
        len(form) >= _SURE and (bare.endswith(form) or form.endswith(bare)) for form in forms
    )


def _is_dialled(local: str, country: str) -> bool:
    try:
        number = phonenumbers.parse(local, country.upper() or None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
