"""What is written about a customer: from catalogue keys to checked columns.

Every front and the import hand over the same mapping: catalogue key -> value (text, bool,
whole number, Money, list, id). Nothing is guessed; what cannot stand is refused by field.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.customers import free, survivors
from habitue.customers.catalogue import BY_KEY, FIELDS, FREE
from habitue.customers.models import Customer, CustomerType, FreeField
from habitue.house.models import House
from habitue.kit import bank_cards, emails
from habitue.kit.currencies import EXPONENTS
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.text import storable
from habitue.menu.models import CustomerGroup, PriceLevel

COLUMNS = {
    "discount_percent": "discount_bp",
    "earn_percent": "earn_bp",
    "credit_limit": "credit_limit_minor",
    "address.street": "street",
    "address.postal_code": "postal_code",
    "address.city": "city",
    "address.region": "region",
    "address.country": "country",
}
TYPES = frozenset(CustomerType.values)
LINKS = frozenset({"customer", "group", "price_level"})  # kinds whose value is another row
ELSEWHERE = {"cards", "personal_code", "phone", "phones"}  # rows of their own
BIRTHDAY = re.compile(r"(?:-|\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class FieldRefused(Refusal):
    """What was given for `field` cannot stand."""

    code = "malformed"
    status = 422
    says = _("{label}: {reason}")


class NameNeeded(Refusal):
    code = "name_needed"
    status = 422
    says = _("A name or a company name is needed.")


class FieldNeeded(Refusal):
    code = "field_needed"
    status = 422
    says = _("{label} is needed here.")


def columns(
    house: House, given: Mapping[str, Any], own: Iterable[FreeField] | None = None
) -> dict[str, Any]:
    """Column -> checked value for every field of `given` that is a column of the customer.

    `free` holds only what is to change of the house's own fields (`free.merged` puts it over
    what stands); `own` are those fields, where they are known already.
    Raises FieldRefused, FreeValueRefused, NotFound (group, price level, parent, payer).
    """
    found: dict[str, Any] = {}
    for key, value in given.items():
        if key in ELSEWHERE:
            continue
        if key == "free":
            found["free"] = free.checked(free.fields_of(house) if own is None else own, value)
            continue
        kind = BY_KEY[key].kind
        checked = CHECKS.get(kind, _text)(house, key, value)
        found[COLUMNS.get(key, key) + ("_id" if kind in LINKS else "")] = checked
    if "email" in found:
        found["email_key"] = emails.key(found["email"])
    if "user_id" in found:
        found["user_id_key"] = found["user_id"].casefold() or None
    return found


def refuse(key: str, reason: str | Promise) -> FieldRefused:
    return FieldRefused(field=key, label=BY_KEY[key].label, reason=reason)


def value_of(customer: Customer, key: str) -> Any:
    """The value of a catalogue field as `columns` would take it back."""
    value = getattr(customer, COLUMNS.get(key, key))
    if key == "credit_limit":
        return customer.credit_limit
    if BY_KEY[key].kind in LINKS:
        return getattr(customer, f"{key}_id")
    return value


def check_mandatory(
    house: House, front: str, customer: Customer, extra: Mapping[str, Any]
) -> None:
    """The floor (a name or a company name), then what the house demands on this front.

    A rule is a field key, `phone|email` for either, or `pin`. Raises NameNeeded, FieldNeeded.
    """
    if not customer.display_name:
        raise NameNeeded(field="last_name")
    for rule in house.mandatory.get(front, []):
        keys = rule.split("|")
        fitting = [key for key in keys if key not in BY_KEY or BY_KEY[key].fits(customer.type)]
        if fitting and not any(_has(customer, key, extra) for key in fitting):
            _need(house, fitting[0])


def _need(house: House, key: str) -> None:
    """Raise FieldNeeded, unless this is a field of the house's own that was put away."""
    if not key.startswith(FREE):
        raise FieldNeeded(field=key, label=BY_KEY[key].label if key in BY_KEY else "PIN")
    for one in free.fields_of(house):
        if f"{FREE}{one.key}" == key:
            raise FieldNeeded(field=key, label=one.name)


def _has(customer: Customer, key: str, extra: Mapping[str, Any]) -> bool:
    if key.startswith(FREE):
        return customer.free.get(key.removeprefix(FREE)) is not None
    if key in extra:
        return bool(extra[key])
    return key in BY_KEY and key not in ELSEWHERE and bool(value_of(customer, key))


def _text(house: House, key: str, value: Any) -> str:
    text = (
        " ".join(str(value or "").split())
        if BY_KEY[key].kind != "long_text"
        else str(value or "").strip()
    )
    text = storable(text)
    if bank_cards.holds_bank_card(text):
        raise refuse(key, _("this looks like a bank card, which is never kept."))
    if len(text) > _longest(key):
        raise refuse(key, _("this is too long."))
    return text


@cache
def _longest(key: str) -> int:
    column = Customer._meta.get_field(COLUMNS.get(key, key))
    return getattr(column, "max_length", None) or 10_000


def _type(house: House, key: str, value: Any) -> str:
    if value not in TYPES:
        raise refuse(key, _("person or company."))
    return str(value)


def _email(house: House, key: str, value: Any) -> str:
    if not value:
        return ""
    read = emails.read(str(value))
    if read.address is None or len(read.address) > 254:
        raise refuse(key, _("this is not an e-mail address."))
    return read.address


def _flag(house: House, key: str, value: Any) -> bool:
    return bool(value)


def _percent(house: House, key: str, value: Any) -> int | None:
    if value in (None, ""):
        return None
    if type(value) is not int or not 0 <= value <= 10_000:
        raise refuse(key, _("from 0 to 100 %."))
    return value


def _money(house: House, key: str, value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, Money) or value.currency != house.currency or value.amount < 0:
        raise refuse(key, _("an amount of the house's currency, not below zero."))
    return value.amount


def _birthday(house: House, key: str, value: Any) -> str:
    if not value:
        return ""
    found = BIRTHDAY.fullmatch(str(value))
    month = int(found["month"]) if found else 0
    if not found or not 1 <= month <= 12 or not 1 <= int(found["day"]) <= DAYS[month - 1]:
        raise refuse(key, _("a date such as 1984-05-31, or --05-31 without a year."))
    return str(value)


def _language(house: House, key: str, value: Any) -> str:
    if value and not (LANGUAGE.fullmatch(str(value)) and len(str(value)) <= 12):
        raise refuse(key, _("a language code such as fr."))
    return str(value or "")


def _currency(house: House, key: str, value: Any) -> str:
    if value and str(value).upper() not in EXPONENTS:
        raise refuse(key, _("a currency code such as EUR."))
    return str(value or "").upper()


def _country(house: House, key: str, value: Any) -> str:
    code = str(value or "").upper()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise refuse(key, _("a country code of two letters."))
    return code


def _tags(house: House, key: str, value: Any) -> list[str]:
    tags = [" ".join(storable(str(tag)).split())[:60] for tag in value or []]
    return list(dict.fromkeys(tag for tag in tags if tag))[:50]


def _customer(house: House, key: str, value: Any) -> UUID | None:
    return _known(Customer.objects.of(house), house, key, value)


def _price_level(house: House, key: str, value: Any) -> UUID | None:
    return _known(PriceLevel.objects.of(house), house, key, value)


def _group(house: House, key: str, value: Any) -> UUID | None:
    return _known(CustomerGroup.objects.of(house).standing(), house, key, value)


def check_group(house: House, id_: Any) -> None:
    """Go on unless the group was dissolved meanwhile. Raises NotFound."""
    _group(house, "group", id_)


def _known(among: QuerySet[Any], house: House, key: str, value: Any) -> UUID | None:
    if not value:
        return None
    try:
        wanted = value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise NotFound(key, field=key) from None
    found = among.filter(pk=wanted).first()
    if found is None:
        raise NotFound(key, field=key)
    return survivors.current(house, found).id if isinstance(found, Customer) else wanted


CHECKS = {
    "type": _type,
    "email": _email,
    "flag": _flag,
    "percent": _percent,
    "money": _money,
    "date": _birthday,
    "language": _language,
    "currency": _currency,
    "country": _country,
    "tags": _tags,
    "customer": _customer,
    "price_level": _price_level,
    "group": _group,
}
WRITABLE = frozenset(field.key for field in FIELDS) - {"cards", "personal_code"}
