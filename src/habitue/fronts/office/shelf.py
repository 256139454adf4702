"""What a shelf of the house's reference data is: a list, a form, and the actions behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from habitue.fronts.office.asking import Ask
from habitue.fronts.ui import figures
from habitue.house.models import House, HouseRow
from habitue.menu.models import PriceLevel

Rows = list[tuple[Any, list[Any]]]
POSITION = Ask("position", gettext_lazy("Position"), "whole", css="third")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of thing an owner keeps: what it asks, what its list shows, what it does."""

    key: str
    model: type[HouseRow]
    words: str | Promise
    adding: str | Promise
    heads: tuple[str | Promise, ...]
    asks: Callable[[House], list[Ask]]
    rows: Callable[[House], Rows]
    initial: Callable[[Any], dict[str, Any]]
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., Any] | None = None
    remove_words: str | Promise = ""
    hint: str | Promise = ""


def level_ask(house: House) -> Ask:
    """Which price list holds there; none is the normal prices."""
    levels = PriceLevel.objects.of(house).order_by("name")
    choices = [("", _("Normal prices")), *((str(one.id), one.name) for one in levels)]
    return Ask("price_level", gettext_lazy("Price level"), "choice", choices=choices, css="third")


def name_ask(most: int = 60) -> Ask:
    return Ask("name", pgettext_lazy("thing", "Name"), needed=True, most=most)


def rate_asks(hint: str | Promise = "") -> list[Ask]:
    """What is off and what is earned, in percent; empty says nothing of it."""
    return [
        Ask("discount", gettext_lazy("Discount"), "percent", unit="%", css="third"),
        Ask("earns", gettext_lazy("Earns"), "percent", unit="%", css="third", hint=hint),
    ]


def rates(row: Any) -> list[str]:
    """The cells of those."""
    return ["" if one is None else figures.percent(one) for one in (row.discount_bp, row.earn_bp)]
