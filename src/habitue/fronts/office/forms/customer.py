"""The customer's form, made from the one catalogue: each field shown and read by its kind."""

import re
from collections.abc import Callable, Iterable, Mapping
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
from habitue.fronts.office.forms import conflict, opening, own_fields
from habitue.fronts.office.forms.parts import Part
from habitue.fronts.ui.figures import locale
from habitue.house.models import House
from habitue.kit import tax_numbers
from habitue.kit.refusals import Refusal
from habitue.menu.models import CustomerGroup, PriceLevel

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
    "group": "select",
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
    "group": "third",
    "price_level": "third",
    "discount_percent": "third",
    "earn_percent": "third",
    "currency": "third",
    "tax_id": "third",
    "company_name": "",
    "tax_exempt": "third",
    "active": "third",
    "ignored": "third",
}


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
        self.theirs: list[conflict.Theirs] = []
        self._made: dict[str, list[Part]] = {}
        if self.conflict and self.sent is not None:
            self._meet()

    def _meet(self) -> None:
        """Someone else was faster: their changes and these, together."""
        assert self.sent is not None
        sent, self.sent, self.faults = self.sent, None, {}
        met = conflict.meet(sent, self._all())
        self.sent, self._made = sent.dict() | met.values, {}
        self.theirs, self.doubts = met.theirs, {**self.doubts, **met.doubts}

    def _all(self) -> list[Part]:
        return [part for tab in TABS for part in self.tab(tab)]

    @property
    def was(self) -> str:
        """What stands in the book, for the form to carry along."""
        if self.sent is None:
            return conflict.snapshot(self._all())
        now = CustomerForm(self.house, self.type, customer=self.customer, phones=self.phones)
        return conflict.snapshot(now._all())

    @property
    def unsaved(self) -> bool:
        return bool(self.faults) or self.conflict

    def tab(self, tab: str) -> list[Part]:
        """The fields of a tab; looked up once, however often the page asks."""
        if tab not in self._made:
            self._made[tab] = self._parts(tab)
        return self._made[tab]

    def _parts(self, tab: str) -> list[Part]:
        fields = catalogue.fields_for(self.type, tab)  # type: ignore[arg-type]
        parts = [self._part(one) for one in fields if one.key not in NOT_ASKED]
        if tab == "advanced":
            return _with_groups(parts)
        return parts + self._own() if tab == "general" else parts

    def _own(self) -> list[Part]:
        parts = own_fields.parts(self.house, self.customer, self.sent, self.faults)
        for part in parts:
            part.doubt = self.doubts.get(part.name, "")
        return parts

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
        labels |= {part.name: part.label for part in self.general} if self.faults else {}
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
        if one.key == "tax_id" and not part.doubt:
            part.doubt = tax_doubt(str(part.value), self._country())
        if one.kind == "customer":
            part.named = self._named(one, part.value)
        return part

    def _country(self) -> str:
        typed = self.sent.get("address.country") if self.sent is not None else ""
        return str(typed or getattr(self.customer, "country", "") or self.house.country)

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
        if not value:
            return ""
        known = getattr(self.customer, one.key, None)  # payer and parent: the page read them
        if known is not None and known.pk == value:
            return str(known.display_name)
        found = Customer.objects.of(self.house).filter(pk=value).first()
        return found.display_name if found else ""

    # -- reading ---------------------------------------------------------------------------------

    def read(self) -> dict[str, Any]:
        """Catalogue key -> value of every field the page had; FormRefused with all faults."""
        assert self.sent is not None
        values: dict[str, Any] = {"type": self.type}
        faults: dict[str, str] = {}
        for one in catalogue.fields_for(self.type):
            if one.key in NOT_ASKED or (one.key == "group" and "group" not in self.sent):
                continue
            try:
                values[one.key] = self._read(one, str(self.sent.get(one.key, "")).strip())
            except ValueError as says:
                faults[one.key] = str(says)
        if faults:
            raise FormRefused(faults)
        if own := own_fields.read(self.house, self.sent):
            values["free"] = own
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


def tax_doubt(typed: str, country: str) -> str:
    """What to say of a tax number that cannot be right; it is kept all the same."""
    if not tax_numbers.doubtful(typed[:60], country):
        return ""
    return _("This does not add up as a tax number. Look again, or keep it as it is.")


def _typed(one: Field, value: Any, house: House) -> Any:
    """A stored value as a person types it."""
    if one.kind == "date":
        return shown_birthday(value, house.country)
    if one.kind == "tags":
        return ", ".join(value or [])
    if one.kind in ("money", "percent"):
        return asking.shown(one.kind, value)
    return "" if value is None else value


def _with_groups(parts: list[Part]) -> list[Part]:
    """Without the group where the house has none; with it, an empty price level is the group's."""
    known = {part.name: part for part in parts}
    if len(known["group"].choices) == 1:
        return [part for part in parts if part.name != "group"]
    known["price_level"].choices[0] = ("", _("The group’s, else normal prices"))
    return parts


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
        "allergies": _("Shown first, at the till and on the waiter’s phone."),
        "ignored": _("Whoever serves is told; nothing is refused."),
        "other_addresses": _("One a line."),
        "search_code": _("A short code to find them by."),
        "user_id": _("Unique in this house."),
        "payer": _("Empty: they pay themselves."),
        "group": _("What is empty below comes from here."),
    }
    part.hint = hints.get(key, "")
    if key == "credit_limit":
        part.placeholder, part.unit = _("no limit"), house.currency
    if part.field.kind == "percent":
        part.unit = "%"


def _levels(house: House) -> list[tuple[Any, str]]:
    rows = PriceLevel.objects.of(house).order_by("name")
    return [(str(level.id), level.name) for level in rows]


def _groups(house: House) -> list[tuple[Any, str]]:
    rows = CustomerGroup.objects.of(house).standing().order_by("name")
    return [(str(group.id), group.name) for group in rows]


def _languages(house: House) -> list[tuple[Any, str]]:
    named = locale().languages
    return sorted(((code, named.get(code, code)) for code in SPOKEN.split()), key=lambda p: p[1])


CHOICES: dict[str, Callable[[House], Iterable[tuple[Any, str]]]] = {
    "group": _groups,
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
