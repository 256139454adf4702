"""The shelves of categories, and of what groups of customers have of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from habitue.fronts.office.asking import Ask
from habitue.fronts.office.shelf import POSITION, Rows, Shelf, name_ask, rate_asks, rates
from habitue.house.models import House
from habitue.menu import actions as menu
from habitue.menu.models import Category, CustomerGroup, GroupTerm
from habitue.operations.models import Operation

EARNS_NOTHING = gettext_lazy("At 0% it gives no points either.")


def _category_rows(house: House) -> Rows:
    found = Category.objects.of(house).order_by("position", "name")
    return [(one, [one.name, one.position, *rates(one)]) for one in found]


def _category_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": values["name"], "position": values["position"] or 0, **_rate_columns(values)}


def _rate_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"discount_bp": values["discount"], "earn_bp": values["earns"]}


CATEGORIES = Shelf(
    "categories",
    Category,
    gettext_lazy("Categories"),
    gettext_lazy("Add a category"),
    (
        pgettext_lazy("thing", "Name"),
        gettext_lazy("Position"),
        gettext_lazy("Discount"),
        gettext_lazy("Earns"),
    ),
    lambda _house: [name_ask(), POSITION, *rate_asks(EARNS_NOTHING)],
    _category_rows,
    lambda row: {
        "name": row.name,
        "position": row.position,
        "discount": row.discount_bp,
        "earns": row.earn_bp,
    },
    lambda op, values: menu.add_category(op, **_category_columns(values)),
    lambda op, row, values: menu.change(op, row=row, **_category_columns(values)),
    hint=gettext_lazy(
        "The tabs of the till's menu. A discount or earning set here holds for what is sold in "
        "it, whoever the guest is; left empty, the guest’s own holds."
    ),
)


def _term_asks(house: House) -> list[Ask]:
    groups = CustomerGroup.objects.of(house).standing().order_by("name")
    categories = Category.objects.of(house).order_by("position", "name")
    return [
        _one_of("group", gettext_lazy("Group"), groups, gettext_lazy("Add a group first.")),
        _one_of("category", gettext_lazy("Category"), categories, ""),
        *rate_asks(EARNS_NOTHING),
    ]


def _one_of(name: str, label: Promise, rows: Iterable[Any], where_none: str | Promise) -> Ask:
    choices = [(str(one.id), one.name) for one in rows]
    hint = "" if choices else where_none
    every = [("", "–"), *choices]
    return Ask(name, label, "choice", choices=every, needed=True, hint=hint, css="third")


def _term_rows(house: House) -> Rows:
    found = GroupTerm.objects.of(house).filter(group__retired_at=None)
    ordered = found.order_by("group__name", "category__position", "category__name")
    return [(one, [one.group.name, one.category.name, *rates(one)]) for one in ordered]


def _term_columns(op: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    groups = CustomerGroup.objects.of(op.house).standing()
    return {
        "group": groups.filter(pk=values["group"]).first(),
        "category": Category.objects.of(op.house).filter(pk=values["category"]).first(),
        **_rate_columns(values),
    }


GROUP_TERMS = Shelf(
    "group-terms",
    GroupTerm,
    gettext_lazy("Terms by category"),
    gettext_lazy("Add terms"),
    (
        gettext_lazy("Group"),
        gettext_lazy("Category"),
        gettext_lazy("Discount"),
        gettext_lazy("Earns"),
    ),
    _term_asks,
    _term_rows,
    lambda row: {
        "group": row.group_id,
        "category": row.category_id,
        "discount": row.discount_bp,
        "earns": row.earn_bp,
    },
    lambda op, values: menu.add_group_term(op, **_term_columns(op, values)),
    lambda op, row, values: menu.change(op, row=row, **_term_columns(op, values)),
    lambda op, row: menu.remove_group_term(op, term=row),
    gettext_lazy("Remove"),
    gettext_lazy(
        "What a group has of one category, instead of what everybody has there. "
        "Left empty, it has the same as everybody."
    ),
)
