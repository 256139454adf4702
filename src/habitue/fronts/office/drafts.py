"""What waits for Send, told: of what, what it is and will be, who wants it."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from habitue.customers import terms
from habitue.customers.models import Customer
from habitue.customers.waiting import KIND
from habitue.fronts.office import hours
from habitue.fronts.office.asking import Ask
from habitue.fronts.ui import figures
from habitue.house.models import House, Venue
from habitue.kit.refusals import recall
from habitue.menu import waiting
from habitue.menu.hours import clock
from habitue.menu.models import Area, Category, CustomerGroup, PriceLevel, VatRate
from habitue.publishing import reports
from habitue.publishing.models import Draft
from habitue.staff.actions import member_ids
from habitue.staff.house_rules import PROGRAMME
from habitue.staff.models import StaffMember

Words = str | Promise

KINDS: dict[str, Words] = {
    "item": gettext_lazy("Item"),
    "table": gettext_lazy("Table"),
    "area": gettext_lazy("Area"),
    "price_level": gettext_lazy("Price level"),
    "customer_group": gettext_lazy("Group"),
    "group_term": gettext_lazy("Terms by category"),
    "category": gettext_lazy("Category"),
    "vat_rate": gettext_lazy("VAT rate"),
    "customer": gettext_lazy("Customer"),
    "programme": gettext_lazy("House and rules"),
}
SHELVES = {
    "item": "items",
    "table": "tables",
    "area": "areas",
    "price_level": "levels",
    "customer_group": "groups",
    "group_term": "group-terms",
    "category": "categories",
    "vat_rate": "rates",
}
COLUMNS: dict[str, Words] = {
    "name": pgettext_lazy("thing", "Name"),
    "price_minor": gettext_lazy("Price"),
    "category_id": gettext_lazy("Category"),
    "vat_rate_id": gettext_lazy("VAT"),
    "position": gettext_lazy("Position"),
    "sold_out": gettext_lazy("Sold out"),
    "rate_bp": gettext_lazy("Rate"),
    "is_default": gettext_lazy("For bills without lines"),
    "area_id": gettext_lazy("Area"),
    "venue_id": gettext_lazy("Site"),
    "group_id": gettext_lazy("Group"),
    "price_level_id": gettext_lazy("Price level"),
    "days": gettext_lazy("Days"),
    "from_minute": gettext_lazy("From"),
    "to_minute": gettext_lazy("Until"),
    "discount_bp": gettext_lazy("Discount"),
    "earn_bp": gettext_lazy("Earns"),
    "on_account_allowed": gettext_lazy("May pay later"),
    "credit_limit_minor": gettext_lazy("Limit"),
    "default_limit_minor": gettext_lazy("Limit on account, unless a customer has their own"),
    "points_per_unit": gettext_lazy("Points for each whole unit paid"),
    "point_worth_minor": gettext_lazy("A point is worth"),
    waiting.ENDS: gettext_lazy("Goes"),
}
NOTHING: dict[str, Words] = {
    "credit_limit_minor": gettext_lazy("no limit"),
    "default_limit_minor": gettext_lazy("no limit"),
    "group_id": pgettext_lazy("group", "none"),
    "price_level_id": gettext_lazy("Normal prices"),
    "discount_bp": pgettext_lazy("percentage", "none"),
    "earn_bp": pgettext_lazy("percentage", "none"),
}
NAMED = {
    "category_id": Category,
    "vat_rate_id": VatRate,
    "area_id": Area,
    "venue_id": Venue,
    "group_id": CustomerGroup,
    "price_level_id": PriceLevel,
}


WENT: dict[str, Words] = {
    "item": gettext_lazy("off the menu"),
    "table": gettext_lazy("out of the room"),
    "customer_group": gettext_lazy("out of the book"),
    "group_term": gettext_lazy("no longer"),
}
FIELDS = {column: key for key, column in terms.COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A draft as the page shows it."""

    draft: Draft
    kind: str
    name: str
    url: str
    changes: list[Change]
    who: str
    at: datetime
    reason: str  # why Send dropped it


def of_customer(house: House, customer: Customer) -> tuple[Customer, dict[str, str]]:
    """A customer as they will be, and what to say at the fields that wait."""
    draft = reports.waiting(house, KIND, [customer.id]).get(customer.id)
    if draft is None:
        return customer, {}
    later, teller = copy.copy(customer), Teller(house, [draft])
    for column, value in draft.wanted.items():
        field = customer._meta.get_field(column)
        setattr(later, column, field.to_python(value))  # type: ignore[union-attr]
    said = {
        FIELDS.get(column, column.removesuffix("_id")): waits(teller.words(column, before))
        for column, (before, _after) in draft.changes.items()
    }
    return later, said


def of_programme(house: House) -> tuple[House, dict[str, str]]:
    """The house as its rules will be, and what to say at the fields that wait."""
    draft = reports.waiting(house, PROGRAMME, [house.id]).get(house.id)
    if draft is None:
        return house, {}
    later, teller = copy.copy(house), Teller(house, [draft])
    for column, value in draft.wanted.items():
        setattr(later, column, value)
    said = {
        column.removesuffix("_minor"): waits(teller.words(column, before))
        for column, (before, _after) in draft.changes.items()
    }
    return later, said


class Teller:
    """Names what drafts point at, in one statement for each kind of thing."""

    def __init__(self, house: House, drafts: Sequence[Draft]) -> None:
        self.house, self.drafts = house, drafts
        self._customers = _named(Customer, house, self._targets("customer"))
        self._things = {
            kind: _named(model, house, self._targets(kind))
            for kind, model in waiting.MODELS.items()
        }
        self._referred = {
            column: _named(model, house, self._ids(column)) for column, model in NAMED.items()
        }
        self._levels = _named(PriceLevel, house, self._priced())
        members = StaffMember.objects.of(house)
        ids = member_ids(*{draft.actor for draft in drafts})
        self._people = {f"staff:{one.id}": one.name for one in members.filter(pk__in=ids)}

    def tell(self) -> list[Told]:
        return [self._told(draft) for draft in self.drafts]

    def _targets(self, kind: str) -> set[UUID]:
        return {draft.target_id for draft in self.drafts if draft.kind == kind}

    def _ids(self, column: str) -> set[UUID]:
        pairs = [draft.changes[column] for draft in self.drafts if column in draft.changes]
        return {UUID(value) for pair in pairs for value in pair if value}

    def _priced(self) -> set[UUID]:
        keys = {key for draft in self.drafts for key in draft.changes}
        mark = waiting.PRICE
        return {UUID(key.removeprefix(mark)) for key in keys if key.startswith(mark)}

    def _told(self, draft: Draft) -> Told:
        return Told(
            draft,
            kind=str(KINDS[draft.kind]),
            name=self._name(draft),
            url=self._url(draft),
            changes=[self._change(draft, key) for key in draft.changes if _worth(draft, key)],
            who=self._people.get(draft.actor, _("the console")),
            at=draft.at,
            reason=recall(draft.dropped).sentence if draft.dropped else "",
        )

    def _name(self, draft: Draft) -> str:
        if draft.kind == "programme":
            return str(self.house.name)
        known = self._customers if draft.kind == "customer" else self._things[draft.kind]
        of_category = self.words("category_id", draft.wanted.get("category_id"))
        return known.get(draft.target_id) or str(draft.wanted.get("name", of_category))

    def _url(self, draft: Draft) -> str:
        if draft.kind == "programme":
            return reverse("office:rules")
        if draft.kind == "customer":
            return reverse("office:customer", args=[draft.target_id])
        names = {"shelf": SHELVES[draft.kind], "key": draft.target_id}
        return reverse("office:on_shelf", kwargs=names)

    def _change(self, draft: Draft, key: str) -> Change:
        before, after = draft.changes[key]
        if key == waiting.ENDS:
            return Change(self.label(key), "", str(WENT[draft.kind]))
        was = "" if draft.is_new else self.words(key, before)
        return Change(self.label(key), was, self.words(key, after))

    def label(self, key: str) -> str:
        if key.startswith(waiting.PRICE):
            level = self._levels.get(UUID(key.removeprefix(waiting.PRICE)), "–")
            return _("Price, {level}").format(level=level)
        return str(COLUMNS.get(key, key))

    def words(self, key: str, value: Any) -> str:
        """A value as a person reads it."""
        if value is None and key in NOTHING:
            return str(NOTHING[key])
        if key in self._referred and value:
            return self._referred[key].get(UUID(value), "–")
        if value is not None and (key.endswith("_minor") or key.startswith(waiting.PRICE)):
            return figures.plain(self.house.money(value))
        return _plainly(key, value)


def doubts(
    asks: Iterable[Ask], live: Mapping[str, Any], later: Mapping[str, Any]
) -> dict[str, str]:
    """What to say at the fields of a form whose values wait."""
    return {
        ask.name: waits(_words(ask, live.get(ask.name)))
        for ask in asks
        if live.get(ask.name) != later.get(ask.name)
    }


def waits(live: str) -> str:
    return _("Waits for Send. Live: {value}").format(value=live)


def _words(ask: Ask, value: Any) -> str:
    if ask.kind == "choice":
        named = {str(key): str(words) for key, words in ask.choices}
        return named.get("" if value is None else str(value), "–")
    if ask.kind == "flag":
        return _("yes") if value else _("no")
    if value is None or value == "":
        return str(ask.placeholder) or "–"
    if ask.kind == "percent":
        return figures.percent(value)
    return figures.plain(value) if ask.kind == "money" else str(value)


def _plainly(key: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "days":
        return hours.days(value)
    if key.endswith("_minute"):
        return clock(value)
    return figures.percent(value) if key.endswith("_bp") else str(value)


def _worth(draft: Draft, key: str) -> bool:
    """Of something new, what nobody filled in is not told."""
    if not draft.is_new:
        return True
    return key != "name" and (draft.wanted[key] not in (None, "", 0, False) or "_minor" in key)


def _named(model: Any, house: House, ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(ids)
    rows = model.objects.of(house).filter(pk__in=wanted) if wanted else []
    return {row.pk: str(row) for row in rows}
