"""Lists of things in the order they were made, and how one of them is shown."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import HttpResponse

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.once import Resource
from habitue.fronts.api.pages import Paging, page, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.house.models import House, HouseRow
from habitue.kit.refusals import NotFound
from habitue.menu import waiting as menu

Row = TypeVar("Row", bound=HouseRow)
ShowAll = Callable[[ApiRequest, Sequence[Row]], list[dict[str, Any]]]


def listed(
    request: ApiRequest,
    paging: Paging,
    model: type[Row],
    show: ShowAll[Row],
    *also: str,
    **only: Any,
) -> HttpResponse:
    """A page of a house's rows, oldest first; `also` are read with them, `only` some of them."""
    rows = model.objects.of(request.house).filter(**only).select_related(*also).order_by("id")
    after = place(request, paging)
    if after:
        rows = rows.filter(pk__gt=UUID(after[0]))
    found: list[Row] = list(rows[: paging.limit + 1])
    return respond(
        page(
            request,
            found,
            paging.limit,
            lambda row: [row.pk],
            lambda some: show(request, some),
        )
    )


def resource(model: type[Row], show: ShowAll[Row], thing: str) -> Resource[Row]:
    """How a thing of a list is found again and shown whole."""

    def find(request: ApiRequest, id_: UUID) -> Row:
        found: Row | None = model.objects.of(request.house).filter(pk=id_).first()
        if found is None and model in menu.KINDS:  # who made it may ask again what they were told
            found = menu.found(request.house, model, id_)
        if found is None:
            raise NotFound(thing)
        return found

    return Resource(find, lambda request, row: show(request, [row])[0])


def named(house: House, model: type[Row], id_: str | None, field: str) -> Row | None:
    """The row a body names, None where it names none; of someone merged whoever was kept.

    Raises NotFound with the field.
    """
    if id_ is None:
        return None
    found: Row | None = model.objects.of(house).filter(pk=as_id(id_, field, field)).first()
    if found is None:
        raise NotFound(field.replace("_", " "), field=field)
    return cast(Row, survivors.current(house, found)) if isinstance(found, Customer) else found


def needed(house: House, model: type[Row], id_: str, field: str) -> Row:
    found = named(house, model, id_, field)
    assert found is not None
    return found
