"""Changing and removing what the house keeps as reference data: by its version, once only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpResponse

from habitue.customers.actions import VersionConflict
from habitue.fronts.api.entry import ApiRequest, matches
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.forms.reference import Changed
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.views.listing import named
from habitue.house import rows
from habitue.house.models import HouseRow
from habitue.kit.refusals import NotFound
from habitue.menu import actions as menu
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing

Row = TypeVar("Row", bound=HouseRow)
Value = Callable[[Operation, Any], Any]
# field of a body -> the column it is, and how its value becomes the column's
Columns = Mapping[str, tuple[str, Value]]


def as_it_is(_op: Operation, value: Any) -> Any:
    return value


def trimmed(_op: Operation, value: str) -> str:
    return value.strip()


def row_of(model: type[HouseRow], field: str) -> Value:
    """The row that an id in a body names; raises NotFound with the field."""
    return lambda op, id_: named(op.house, model, id_, field)


RATES: Columns = {
    "discount_percent": ("discount_bp", as_it_is),
    "earn_percent": ("earn_bp", as_it_is),
}


@dataclass(frozen=True, slots=True)
class Kept(Generic[Row]):
    """A kind of reference data: how it is shown, its fields, and how one of it ends."""

    resource: Resource[Row]
    model: type[Row]
    columns: Columns
    remove: Callable[[Operation, Row], object] | None = None


def changed(
    request: ApiRequest,
    kept: Kept[Row],
    id_: UUID,
    form: Changed,
    besides: Callable[[Operation, Row], object] | None = None,
) -> HttpResponse:
    """Write the columns that were sent, and what is no column. Raises VersionConflict."""

    def work(op: Operation) -> Done[Row]:
        row = _still(op, request, kept, id_)
        if getattr(row, "retired_at", None):
            raise NotFound(kept.model.__name__)
        version = kept.resource.show(request, row)["version"]
        if form.version != version:
            raise VersionConflict(version=version)
        terms = _sent(op, form, kept.columns)
        if terms:
            menu.change(op, row=row, **terms)
        if besides is not None:
            besides(op, row)
        return Done(kept.resource.find(request, id_), id_)

    return once(request, kept.resource, form, work)


def _sent(op: Operation, form: Changed, columns: Columns) -> dict[str, Any]:
    return {
        column: value(op, getattr(form, key))
        for key, (column, value) in columns.items()
        if key in form.model_fields_set
    }


def removed(request: ApiRequest, kept: Kept[Row], id_: UUID, form: Write) -> HttpResponse:
    """End it, if it has not ended already. Raises VersionConflict by If-Match."""

    def work(op: Operation) -> Done[Row]:
        row = _still(op, request, kept, id_)
        version = kept.resource.show(request, row)["version"]
        if not matches(request, version):
            raise VersionConflict(version=version)
        assert kept.remove is not None
        if not getattr(row, "retired_at", None):
            kept.remove(op, row)
        return Done(row, id_)

    return once(request, kept.resource, form, work, status=204)


def _still(op: Operation, request: ApiRequest, kept: Kept[Row], id_: UUID) -> Row:
    """The row, locked until the operation ends, or a new one that waits for Send; nothing is told
    of it to whoever may not change it."""
    op.require("menu.edit")
    publishing.on_send(op)  # who changes what waits takes turns, before its version is read
    rows.first(kept.model, op.house, lock=True, id=id_)
    return kept.resource.find(request, id_)
