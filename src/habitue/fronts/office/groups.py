"""The shelf of customer groups: who has the same terms."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy, pgettext_lazy

from habitue.customers.models import Customer
from habitue.fronts.office.asking import Ask
from habitue.fronts.office.shelf import Rows, Shelf, level_ask, name_ask, rate_asks, rates
from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.menu import actions as menu
from habitue.menu.models import CustomerGroup, PriceLevel
from habitue.operations.models import Operation

HEADS = (
    pgettext_lazy("thing", "Name"),
    gettext_lazy("Price level"),
    gettext_lazy("Discount"),
    gettext_lazy("Earns"),
    gettext_lazy("Customers"),
)
HINT = gettext_lazy(
    "Customers with the same terms. What a customer has of their own goes before the group’s; "
    "what a group leaves empty is the house’s."
)


def asks(house: House) -> list[Ask]:
    return [
        name_ask(),
        level_ask(house),
        *rate_asks(),
    ]


def rows(house: House) -> Rows:
    kept = Customer.objects.of(house).kept().filter(group__isnull=False).order_by()
    sizes = dict(kept.values_list("group_id").annotate(Count("id")))
    found = CustomerGroup.objects.of(house).standing().select_related("price_level")
    return [
        (
            one,
            [
                one.name,
                one.price_level or "",
                *rates(one),
                figures.count(sizes.get(one.id, 0)),
            ],
        )
        for one in found.order_by("name")
    ]


def initial(group: CustomerGroup) -> dict[str, Any]:
    return {
        "name": group.name,
        "price_level": group.price_level_id or "",
        "discount": group.discount_bp,
        "earns": group.earn_bp,
    }


def columns(op: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    level = values["price_level"]
    return {
        "name": values["name"],
        "price_level": PriceLevel.objects.of(op.house).filter(pk=level).first() if level else None,
        "discount_bp": values["discount"],
        "earn_bp": values["earns"],
    }


SHELF = Shelf(
    "groups",
    CustomerGroup,
    gettext_lazy("Groups"),
    gettext_lazy("Add a group"),
    HEADS,
    asks,
    rows,
    initial,
    lambda op, values: menu.add_group(op, **columns(op, values)),
    lambda op, row, values: menu.change(op, row=row, **columns(op, values)),
    lambda op, row: menu.remove_group(op, group=row),
    pgettext_lazy("group", "Dissolve"),
    HINT,
)
