"""What stands in each column of the list of customers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habitue.customers.models import Customer
from habitue.fronts.office import calendar
from habitue.fronts.office.columns import Column
from habitue.fronts.office.listing import Row
from habitue.fronts.ui import figures, found
from habitue.house.models import House

NOBODY = UUID(int=0)  # stands in an address until a row puts its own there


@dataclass(frozen=True)
class Sheet:
    """What all rows of a page share: worked out once, not in every row."""

    house: House
    may: Mapping[str, bool]
    columns: Sequence[Column]
    q: str
    now: datetime

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.house.zone).date()

    @cached_property
    def _addresses(self) -> dict[str, str]:
        names = ("customer", "top_up", "settle", "restore", "archive")
        return {name: reverse(f"office:{name}", args=[NOBODY]) for name in names}

    def address(self, name: str, whose: Customer) -> str:
        return self._addresses[name].replace(str(NOBODY), str(whose.pk))

    def marked(self, text: str) -> SafeString | str:
        """The text, what was searched for marked in it."""
        return found.marked(text, self.q) if self.q else text

    def day(self, at: datetime | None) -> SafeString | str:
        return calendar.told(at.astimezone(self.house.zone).date(), self.today) if at else ""

    def money(self, minor: int) -> SafeString | str:
        """A zero is left out: a column full of noughts hides what counts."""
        return figures.money_html(self.house.money(minor)) if minor else ""


def cell(sheet: Sheet, column: Column, row: Row) -> SafeString:
    if column.value and not sheet.may.get("customers_see_balances"):
        return format_html("<td>{}</td>", "")
    if column.free:
        return format_html('<td dir="auto">{}</td>', _own(row.customer, column.free))
    frame, inside = CELLS[column.key]
    return format_html(frame, *inside(sheet, row))


def _own(one: Customer, key: str) -> str:
    """What stands in a field of the house's own: yes or no in words."""
    value = one.free.get(key, "")
    return _yes(value) if isinstance(value, bool) else str(value)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _number(number: int) -> str:
    return figures.count(number) if number else ""


def _tags(sheet: Sheet, row: Row) -> tuple[str, str]:
    told = ", ".join(row.customer.tags)
    return told, told


SOFT = '<td class="soft">{}</td>'
NAMED = '<td class="soft" dir="auto">{}</td>'
# by the key of the column: the cell, and what goes into it
CELLS: dict[str, tuple[str, Callable[[Sheet, Row], tuple[Any, ...]]]] = {
    "type": (
        '<td class="soft c-of-type">{}</td>',
        lambda sheet, row: (row.customer.get_type_display(),),
    ),
    "phone": ('<td><bdi class="no">{}</bdi></td>', lambda sheet, row: (sheet.marked(row.phone),)),
    "email": (
        '<td class="soft" title="{}">{}</td>',
        lambda sheet, row: (row.customer.email, sheet.marked(row.customer.email)),
    ),
    "card": (
        '<td class="soft c-of-card"><bdi class="no">{}</bdi></td>',
        lambda sheet, row: (figures.in_groups(row.card),),
    ),
    "visit": ("<td>{}</td>", lambda sheet, row: (sheet.day(row.customer.last_visit_at),)),
    "visits": ('<td class="num">{}</td>', lambda sheet, row: (_number(row.customer.visits),)),
    "owes": ('<td class="num owes">{}</td>', lambda sheet, row: (sheet.money(row.owes),)),
    "has": ('<td class="num has">{}</td>', lambda sheet, row: (sheet.money(row.has),)),
    "points": ('<td class="num soft">{}</td>', lambda sheet, row: (_number(row.points),)),
    "tags": ('<td class="soft" dir="auto" title="{}">{}</td>', _tags),
    "allergies": (
        '<td dir="auto" title="{}">{}</td>',
        lambda sheet, row: (row.customer.allergies, row.customer.allergies),
    ),
    "city": (NAMED, lambda sheet, row: (row.customer.city,)),
    "birthday": (SOFT, lambda sheet, row: (calendar.birthday(row.customer.birthday),)),
    "group": (NAMED, lambda sheet, row: (row.customer.in_group or "",)),
    "level": (NAMED, lambda sheet, row: (row.level,)),
    "consent": (SOFT, lambda sheet, row: (_yes(row.customer.marketing_allowed),)),
    "user_id": (
        '<td class="soft"><bdi class="no">{}</bdi></td>',
        lambda sheet, row: (row.customer.user_id,),
    ),
    "since": (SOFT, lambda sheet, row: (sheet.day(row.customer.created_at),)),
}
