"""The columns of the list of customers: what there is, what each person chose, how it sorts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from habitue.customers import free
from habitue.customers.catalogue import FREE
from habitue.customers.models import FreeField, OwnList
from habitue.fronts.office.wanted import Wanted
from habitue.house.models import House

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its head, how wide it is, how a first press sorts it."""

    key: str
    words: Words
    css: str = ""
    sort: str = ""
    value: bool = False  # of a customer's money or points: a right of its own

    @property
    def free(self) -> str:
        """The key of the house's own field it shows, if it shows one."""
        return self.key.removeprefix(FREE) if self.key.startswith(FREE) else ""

    @property
    def is_figure(self) -> bool:
        return self.css in ("c-no", "c-sum")


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the page shows it: where a press leads, and how it is sorted now."""

    column: Column
    href: str
    sorted: str


NAME = Column("name", _("Name"), "", "name")
KNOWN: tuple[Column, ...] = (
    Column("type", _("Type"), "c-kind"),
    Column("phone", _("Phone"), "c-phone"),
    Column("email", _("E-mail"), "c-mail"),
    Column("card", _("Card"), "c-card"),
    Column("visit", _("Last visit"), "c-day", "-visit"),
    Column("visits", _("Visits"), "c-no", "-visits"),
    Column("owes", _("Owes"), "c-sum", "-owes", value=True),
    Column("has", _("Has"), "c-sum", "-has", value=True),
    Column("points", _("Points"), "c-no", value=True),
    Column("tags", _("Tags"), "c-wide"),
    Column("allergies", _("Allergies"), "c-phone"),
    Column("city", _("Town"), "c-kind"),
    Column("birthday", _("Birthday"), "c-kind"),
    Column("group", _("Group"), "c-kind"),
    Column("level", _("Price level"), "c-kind"),
    Column("consent", pgettext_lazy("consent", "Letters"), "c-kind"),
    Column("user_id", _("User ID"), "c-kind"),
    Column("since", _("In the book since"), "c-phone", "-since"),
)
USUAL = ("type", "phone", "card", "visit", "visits", "owes", "has", "points")


def known(fields: Iterable[FreeField]) -> list[Column]:
    """Every column there is: those of the book, then the house's own fields."""
    own = [Column(f"{FREE}{one.key}", one.name, "c-phone") for one in fields]
    return [*KNOWN, *own]


def chosen(fields: Iterable[FreeField], own: OwnList | None) -> list[Column]:
    """The columns this person looks at; the name always stands first."""
    wanted = USUAL if own is None or own.columns is None else own.columns
    there = {column.key: column for column in known(fields)}
    return [NAME, *(there[key] for key in wanted if key in there)]


def heads(wanted: Wanted, shown: Sequence[Column]) -> list[Head]:
    return [Head(column, *_sorting(wanted, column)) for column in shown]


def _sorting(wanted: Wanted, column: Column) -> tuple[str, str]:
    """Where a press leads, and how the column is sorted; search has its own order."""
    if not column.sort or wanted.q:
        return "", ""
    if wanted.sort.removeprefix("-") != column.key:
        return wanted.link(sort=column.sort), ""
    if wanted.sort.startswith("-"):
        return wanted.link(sort=column.key), "descending"
    return wanted.link(sort=f"-{column.key}"), "ascending"


def rows(house: House, own: OwnList | None) -> list[dict[str, Any]]:
    """What may be chosen, those in use first, in their order."""
    fields = free.fields_of(house)
    shown = [column.key for column in chosen(fields, own)][1:]
    there = {column.key: column for column in known(fields)}
    keys = [*shown, *(key for key in there if key not in shown)]
    return [{"column": there[key], "on": key in shown} for key in keys]
