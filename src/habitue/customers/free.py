"""Facts about customers that the house itself wants to keep: how they are named and checked.

A value stands in `Customer.free` under the field's key, as text, a yes or no, or the plain form
of a number or a day; a field that was put away keeps its values and is shown nowhere.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers.catalogue import FREE, header_key
from habitue.customers.models import FreeField, FreeKind
from habitue.house.models import House
from habitue.kit import bank_cards
from habitue.kit.refusals import Refusal
from habitue.kit.text import normalise, storable
from habitue.operations.models import Operation
from habitue.operations.rights import right

MOST = 30
LONGEST = 300
YES = frozenset({"yes", "true", "1", "on", "oui", "ja", "да"})
NO = frozenset({"no", "false", "0", "off", "non", "nein", "нет"})


class FreeFieldRefused(Refusal):
    """What the house typed about a field of its own cannot stand."""

    code = "malformed"
    status = 422
    says = _("{reason}")


class FreeValueRefused(Refusal):
    """What was given for a field of the house's own cannot stand."""

    code = "malformed"
    status = 422
    says = _("{label}: {reason}")


def fields_of(house: House) -> list[FreeField]:
    """Those in use, in the order the house put them."""
    rows = FreeField.objects.of(house).filter(retired_at=None)
    return list(rows.order_by("position", "id"))


def by_header(fields: Iterable[FreeField]) -> dict[str, str]:
    """What a column of a file is called -> the key it then has."""
    found: dict[str, str] = {}
    for one in fields:
        for name in (one.name, one.key, f"{FREE}{one.key}"):
            found.setdefault(header_key(name), f"{FREE}{one.key}")
    return found


# -- values --------------------------------------------------------------------------------------


def checked(fields: Iterable[FreeField], given: Any) -> dict[str, Any]:
    """Key -> value as it is kept, None where it is taken away. Raises FreeValueRefused."""
    known = {one.key: one for one in fields}
    found = {}
    for key, value in dict(given or {}).items():
        if key not in known:
            raise FreeValueRefused(
                field=f"{FREE}{key}", label=key, reason=_("there is no such field.")
            )
        found[key] = _checked(known[key], value)
    return found


def merged(current: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What stands once `given` is written over `current`."""
    both = {**current, **given}
    return {key: value for key, value in both.items() if value is not None}


def told(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Changes for the audit: each field of the house's own apart, as `free.<key>`."""
    apart = dict(changes)
    before, after = apart.pop("free", ({}, {}))
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return apart | {f"{FREE}{key}": (before.get(key), after.get(key)) for key in keys}


def _checked(field: FreeField, value: Any) -> Any:
    if value is None or (isinstance(value, str) and not storable(value).strip()):
        return None
    read = READERS[FreeKind(field.kind)](field, value)
    if read is None:
        raise FreeValueRefused(
            field=f"{FREE}{field.key}", label=field.name, reason=WANTED[FreeKind(field.kind)]
        )
    return read


def _text(field: FreeField, value: Any) -> str | None:
    text = " ".join(storable(str(value)).split())
    return text if len(text) <= LONGEST and not bank_cards.holds_bank_card(text) else None


def _number(field: FreeField, value: Any) -> str | None:
    typed = re.sub(r"\s", "", str(value)).replace(",", ".").replace("\u2212", "-")
    try:
        number = Decimal(typed) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", typed, re.A) else None
    except InvalidOperation:
        return None
    if number is None or isinstance(value, bool):
        return None
    whole = f"{number:f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _date(field: FreeField, value: Any) -> str | None:
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        return None


def _flag(field: FreeField, value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    said = normalise(str(value)).strip()
    return True if said in YES else False if said in NO else None


def _choice(field: FreeField, value: Any) -> str | None:
    said = normalise(str(value)).strip()
    return next((one for one in field.choices if normalise(one) == said), None)


READERS: dict[FreeKind, Callable[[FreeField, Any], Any]] = {
    FreeKind.TEXT: _text,
    FreeKind.NUMBER: _number,
    FreeKind.DATE: _date,
    FreeKind.FLAG: _flag,
    FreeKind.CHOICE: _choice,
}
WANTED: dict[FreeKind, str | Promise] = {
    FreeKind.TEXT: _("at most 300 characters, and no bank card."),
    FreeKind.NUMBER: _("a number such as 12.5."),
    FreeKind.DATE: _("a date such as 2026-05-31."),
    FreeKind.FLAG: _("yes or no."),
    FreeKind.CHOICE: _("one of the list."),
}


# -- the house defines them ----------------------------------------------------------------------


@right("house.edit")
def define(op: Operation, *, name: str, kind: str, choices: Iterable[str] = ()) -> FreeField:
    """A new field, at the end. Raises FreeFieldRefused."""
    there = list(FreeField.objects.of(op.house))
    if sum(one.retired_at is None for one in there) >= MOST:
        raise FreeFieldRefused(field="name", reason=_("There are enough fields: 30."))
    if kind not in FreeKind.values:
        raise FreeFieldRefused(field="kind", reason=_("Choose one of the list."))
    field = FreeField(house=op.house, kind=kind, position=len(there))
    _name(field, name, there)
    _list(field, choices)
    field.key = _key(field.name, {one.key for one in there})
    field.save(force_insert=True)
    audit.record(op, "customers.define_field", on=field)
    return field


@right("house.edit")
def redefine(op: Operation, *, field: FreeField, name: str, choices: Iterable[str]) -> FreeField:
    """Another name, other choices; what was chosen before stays as it was written."""
    before = (field.name, list(field.choices))
    _name(field, name, [one for one in fields_of(op.house) if one.pk != field.pk])
    _list(field, choices)
    field.save(update_fields=["name", "choices"])
    changes = {"name": (before[0], field.name), "choices": (before[1], field.choices)}
    audit.record(op, "customers.redefine_field", on=field, changes=changes)
    return field


@right("house.edit")
def retire(op: Operation, *, field: FreeField) -> FreeField:
    """Put away: shown nowhere, its values stay in the book."""
    field.retired_at = op.at
    field.save(update_fields=["retired_at"])
    audit.record(op, "customers.retire_field", on=field)
    return field


@right("house.edit")
def take_up(op: Operation, *, field: FreeField) -> FreeField:
    """In use again, with the values it had."""
    field.retired_at = None
    field.save(update_fields=["retired_at"])
    audit.record(op, "customers.take_up_field", on=field)
    return field


def _name(field: FreeField, name: str, others: Iterable[FreeField]) -> None:
    field.name = " ".join(storable(name).split())[:60]
    if not field.name:
        raise FreeFieldRefused(field="name", reason=_("This is needed."))
    taken = {normalise(one.name) for one in others if one.retired_at is None}
    if normalise(field.name) in taken:
        raise FreeFieldRefused(field="name", reason=_("There is a field of this name."))


def _list(field: FreeField, choices: Iterable[str]) -> None:
    listed = [" ".join(storable(one).split())[:60] for one in choices]
    field.choices = list(dict.fromkeys(one for one in listed if one))[:50]
    if field.kind != FreeKind.CHOICE:
        field.choices = []
    elif len(field.choices) < 2:
        raise FreeFieldRefused(field="choices", reason=_("A list needs two or more."))


def _key(name: str, taken: set[str]) -> str:
    """A short plain word made from the name, and a number where it is taken."""
    bare = re.sub(r"[^a-z0-9]+", "_", normalise(name)).strip("_")[:30] or "field"
    tries = (bare, *(f"{bare}_{number}" for number in range(2, 10_000)))
    return next(one for one in tries if one not in taken)
