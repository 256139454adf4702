"""The customer's form, made from the one catalogue: each field shown and read by its kind."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.customers import catalogue, terms
from habitue.customers import reports as customers
from habitue.customers.catalogue import Field
from habitue.customers.models import Customer
from habitue.customers.search import Asked
from habitue.fronts.office import asking
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.office.forms import opening
from habitue.fronts.ui.figures import locale
from habitue.house.models import House
from habitue.kit.refusals import Refusal
from habitue.menu.models import PriceLevel

TABS = ("general", "contact", "advanced")
NOT_ASKED = {"type", "personal_code", "cards"}  # the page has its own place for them
MONTH_FIRST = {"US", "PH", "CA"}
TYPED_DAY = re.compile(r"(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}))?\.?")
SPOKEN = (
    "en fr de es it pt nl ru uk pl cs sk hu ro bg el tr ar he fa zh ja ko"
    " vi th sv da nb fi et lv lt hr sr sl ca eu ga ka hy kk uz"
)

WIDGETS = {
    "long_text": "textarea",
    "email": "email",
    "phone": "tel",
    "url": "text",
    "percent": "number",
    "flag": "switch",
    "money": "money",
    "language": "select",
    "currency": "select",
    "country": "select",
    "price_level": "select",
    "customer": "customer",
}
SPANS = {
    "long_text": "",
    "birthday": "third",
    "language": "third",
    "search_code": "third",
    "address.street": "",
    "address.postal_code": "third",
    "address.city": "third",
    "address.region": "third",
    "address.country": "third",
    "price_level": "third",
    "discount_percent": "third",
    "earn_percent": "third",
    "currency": "third",
    "tax_id": "third",
    "company_name": "",
    "tax_exempt": "third",
    "active": "third",
}


@dataclass(slots=True)
class Part:
    """One field of the catalogue as the page shows it."""

    field: Field
    label: str
    type: str
    value: Any
    css: str
    error: str = ""
    doubt: str = ""
    hint: str = ""
    unit: str = ""
    placeholder: str = ""
    needed: bool = False
    named: str = ""  # of a field that names another customer: that one's name
    choices: list[tuple[Any, Any]] = dataclasses.field(default_factory=list)

    @property
    def name(self) -> str:
        return self.field.key

    @property
    def watched(self) -> bool:
        """Whether someone else may have the same while it is typed."""
        return self.field.key in ("phone", "email")


class CustomerForm:
    """The fields of a person or a company, with what was typed or what stands."""

    def __init__(
        self,
        house: House,
        type: str,
        *,
        customer: Customer | None = None,
        sent: Any = None,
        refusal: Refusal | None = None,
        start: Mapping[str, Any] | None = None,
        phones: list[str] | None = None,
        doubts: Mapping[str, str] | None = None,
    ) -> None:
        self.doubts = doubts or {}
        self.house, self.type, self.customer = house, type, customer
        self.sent = sent or None
        self.start = start or {}
        self.phones = phones or []
        self.faults = asking.faults_of(refusal)
        self.conflict = getattr(refusal, "code", "") == "version_conflict"

    def tab(self, tab: str) -> list[Part]:
        fields = catalogue.fields_for(self.type, tab)  # type: ignore[arg-type]
        return [self._part(one) for one in fields if one.key not in NOT_ASKED]

    @property
    def general(self) -> list[Part]:
        return self.tab("general")

    @property
    def contact(self) -> list[Part]:
        return self.tab("contact")

    @property
    def advanced(self) -> list[Part]:
        return self.tab("advanced")

    @property
    def open_tab(self) -> str:
        """The tab where the first fault stands; the first one otherwise."""
        for key in self.faults:
            if key in catalogue.BY_KEY and key not in NOT_ASKED:
                return catalogue.BY_KEY[key].tab
        return "general"

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        labels = {one.key: str(one.label) for one in catalogue.FIELDS}
        return [(name, labels.get(name, name), says) for name, says in self.faults.items()]

    def _part(self, one: Field) -> Part:
        part = Part(
            one,
            label=str(one.label),
            type=WIDGETS.get(one.kind, "text"),
            value=self._value(one),
            css=SPANS.get(one.key, ""),
            error=self.faults.get(one.key, ""),
            doubt=self.doubts.get(one.key, ""),
            needed=self._needed(one.key),
        )
        part.choices = self._choices(one)
        _explain(part, self.house)
        if one.kind == "customer":
            part.named = self._named(one, part.value)
        return part

    def _needed(self, key: str) -> bool:
        return key in self.house.mandatory.get("office", [])

    def _value(self, one: Field) -> Any:
        if self.sent is not None:
            return self.sent.get(one.key, "")
        if self.customer is None:
            return self.start.get(one.key, True if one.key == "active" else "")
        if one.kind == "phone":
            return next(iter(self.phones), "")
        if one.kind == "phones":
            return ", ".join(self.phones[1:])
        return _typed(one, terms.value_of(self.customer, one.key), self.house)

    def _choices(self, one: Field) -> list[tuple[Any, Any]]:
        maker = CHOICES.get(one.kind)
        return [("", _nothing(one)), *maker(self.house)] if maker else []

    def _named(self, one: Field, value: Any) -> str:
        if self.sent is not None:
            return str(self.sent.get(f"{one.key}_name", ""))
        found = Customer.objects.of(self.house).filter(pk=value).first() if value else None
        return found.display_name if found else ""

    # -- reading ---------------------------------------------------------------------------------

    def read(self) -> dict[str, Any]:
        """Catalogue key -> value of every field the page had; FormRefused with all faults."""
        assert self.sent is not None
        values: dict[str, Any] = {"type": self.type}
        faults: dict[str, str] = {}
        for one in catalogue.fields_for(self.type):
            if one.key in NOT_ASKED:
                continue
            try:
                values[one.key] = self._read(one, str(self.sent.get(one.key, "")).strip())
            except ValueError as says:
                faults[one.key] = str(says)
        if faults:
            raise FormRefused(faults)
        return values

    def _read(self, one: Field, typed: str) -> Any:
        if one.kind == "customer" and self.sent is not None:
            return self._meant(typed, str(self.sent.get(f"{one.key}_name", "")).strip())
        if one.kind == "money":
            return asking.money(self.house, typed)
        if one.kind == "date":
            return birthday(typed, self.house.country)
        reader = READ.get(one.kind)
        return reader(typed) if reader else typed

    def _meant(self, id_: str, name: str) -> UUID | None:
        """Who a field names: the one picked, else the only one found by what was typed."""
        if not name:
            return None
        if id_:
            try:
                return UUID(id_)
            except ValueError:
                pass
        found, _more = customers.found(self.house, Asked(name), limit=5)
        exact = [one for one in found if one.display_name.casefold() == name.casefold()] or found
        if not exact:
            raise ValueError(_("Nobody by that name."))
        if len(exact) > 1:
            raise ValueError(_("Several fit. Pick one of the list."))
        return exact[0].id


def _typed(one: Field, value: Any, house: House) -> Any:
    """A stored value as a person types it."""
    if one.kind == "date":
        return shown_birthday(value, house.country)
    if one.kind == "tags":
        return ", ".join(value or [])
    if one.kind in ("money", "percent"):
        return asking.shown(one.kind, value)
    return "" if value is None else value


def _nothing(one: Field) -> str:
    return _("Normal prices") if one.kind == "price_level" else "–"


def _explain(part: Part, house: House) -> None:
    """What a field wants, where its label does not say it."""
    key = part.name
    hints = {
        "birthday": _("31.05.1984, or 31.05 without the year"),
        "phones": _("Several with commas between them."),
        "tags": _("Several with commas between them."),
        "notes": _("What the waiter should know: shown large when a bill becomes theirs."),
        "search_code": _("A short code to find them by."),
        "user_id": _("Unique in this house."),
        "payer": _("Empty: they pay themselves."),
    }
    part.hint = hints.get(key, "")
    if key == "credit_limit":
        part.placeholder, part.unit = _("no limit"), house.currency
    if part.field.kind == "percent":
        part.unit = "%"


def _levels(house: House) -> list[tuple[Any, str]]:
    rows = PriceLevel.objects.of(house).order_by("name")
    return [(str(level.id), level.name) for level in rows]


def _languages(house: House) -> list[tuple[Any, str]]:
    named = locale().languages
    return sorted(((code, named.get(code, code)) for code in SPOKEN.split()), key=lambda p: p[1])


CHOICES: dict[str, Callable[[House], Iterable[tuple[Any, str]]]] = {
    "price_level": _levels,
    "language": _languages,
    "currency": lambda house: opening.currencies(),
    "country": lambda house: opening.countries(),
}


def _listed(typed: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,;\n]", typed) if one.strip()]


READ: dict[str, Callable[[str], Any]] = {
    "percent": asking.percent,
    "flag": bool,
    "tags": _listed,
    "phones": _listed,
    "long_text": lambda typed: typed.replace("\0", ""),
}


def birthday(typed: str, country: str) -> str:
    """`1984-05-31` or `--05-31` of a day as people write it; the parts' order is the country's."""
    if not typed or terms.BIRTHDAY.fullmatch(typed):
        return typed
    found = TYPED_DAY.fullmatch(typed)
    if not found:
        raise ValueError(_("A day such as 31.05.1984, or 31.05 without the year."))
    first, second, year = found.groups()
    day, month = (second, first) if country in MONTH_FIRST else (first, second)
    return f"{year or '-'}-{int(month):02d}-{int(day):02d}"


def shown_birthday(value: str, country: str) -> str:
    if not value:
        return ""
    year, month, day = value.rsplit("-", 2)
    parts = (month, day) if country in MONTH_FIRST else (day, month)
    return ".".join((*parts, year) if year.isdigit() else parts)
