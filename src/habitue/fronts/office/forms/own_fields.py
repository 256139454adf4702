"""Fields of the house's own in a customer's form: shown by their kind, read as they were typed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from habitue.customers import free
from habitue.customers.catalogue import FREE, Field
from habitue.customers.models import Customer, FreeField, FreeKind
from habitue.fronts.office.forms.parts import Part
from habitue.house.models import House

TYPES = {FreeKind.DATE: "date", FreeKind.FLAG: "select", FreeKind.CHOICE: "select"}
FLAGS = {True: "yes", False: "no"}


def parts(
    house: House, customer: Customer | None, sent: Any, faults: Mapping[str, str]
) -> list[Part]:
    needed = house.mandatory.get("office", [])
    return [
        Part(
            Field(name, one.name, "text", "general"),
            label=one.name,
            type=TYPES.get(FreeKind(one.kind), "text"),
            value=_value(one, name, customer, sent),
            css="third",
            error=faults.get(name, ""),
            needed=name in needed,
            choices=_choices(one),
        )
        for one in free.fields_of(house)
        for name in [f"{FREE}{one.key}"]
    ]


def read(house: House, sent: Any) -> dict[str, str | None]:
    """Key -> what was typed, None where nothing was; the action checks it."""
    return {
        one.key: str(sent[name]).strip() or None
        for one in free.fields_of(house)
        for name in [f"{FREE}{one.key}"]
        if name in sent
    }


def _value(one: FreeField, name: str, customer: Customer | None, sent: Any) -> Any:
    if sent is not None:
        return sent.get(name, "")
    value = customer.free.get(one.key, "") if customer else ""
    return FLAGS[value] if isinstance(value, bool) else value


def _choices(one: FreeField) -> list[tuple[Any, Any]]:
    if one.kind == FreeKind.FLAG:
        return [("", "–"), ("yes", _("yes")), ("no", _("no"))]
    if one.kind == FreeKind.CHOICE:
        return [("", "–"), *((each, each) for each in one.choices)]
    return []
