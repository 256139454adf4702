"""Menu, prices, VAT, areas and tables: a list and a form for each shelf."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office import drafts
from habitue.fronts.office.acting import do, run
from habitue.fronts.office.asking import Form
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.shelf import Shelf
from habitue.fronts.office.shelves import ROOMS, SHELVES, wanted
from habitue.house.models import HouseRow
from habitue.kit.refusals import NotFound
from habitue.menu import putting_back, waiting
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.publishing import reports


@desk("menu.edit")
@require_GET
def menu(request: OfficeRequest) -> HttpResponse:
    return redirect("office:shelf", shelf="items")


@desk("menu.edit")
@require_GET
def room(request: OfficeRequest) -> HttpResponse:
    return redirect("office:shelf", shelf="tables")


@desk("menu.edit")
@require_GET
def index(request: OfficeRequest, shelf: str) -> HttpResponse:
    """What stands on the shelf."""
    one = _shelf(shelf)
    rows = one.rows(request.house)
    kind, ids = waiting.KINDS[one.model], [row.pk for row, _cells in rows]
    waits = reports.waiting(request.house, kind, ids)
    fresh = waiting.unsent(request.house, one.model)
    return _page(request, one, "list", rows=rows, waits=waits, fresh=fresh)


@desk("menu.edit")
@require_GET
def new(request: OfficeRequest, shelf: str) -> HttpResponse:
    return _page(request, _shelf(shelf), "form", form=_form(request, _shelf(shelf), {}))


@desk("menu.edit", again=new)
@require_POST
def add(request: OfficeRequest, shelf: str) -> HttpResponse:
    one = _shelf(shelf)
    values = Form(one.asks(request.house), request.house, sent=request.POST).read()

    def work(op: Operation) -> Answer:
        return Answer(one.add(op, values).id, status=201)

    made = run(request, work).id
    assert made is not None
    another = request.POST.get("another")
    says = _("{name} waits for Send.") if _waits(request, one) else _("{name} is there.")
    says = says.format(name=values.get("name") or _row(request, one, made))
    return done(request, "office:new_on_shelf" if another else "office:shelf", says, shelf=shelf)


@desk("menu.edit")
@require_GET
def show(request: OfficeRequest, shelf: str, key: UUID) -> HttpResponse:
    one = _shelf(shelf)
    row = _row(request, one, key)
    live, later = one.initial(row), wanted(request.house, one, row)
    fresh = row._state.adding
    doubts = {} if fresh else drafts.doubts(one.asks(request.house), live, later)
    form = _form(request, one, later, doubts)
    return _page(request, one, "form", row=row, form=form, fresh=fresh)


@desk("menu.edit", again=show)
@require_POST
def change(request: OfficeRequest, shelf: str, key: UUID) -> HttpResponse:
    one = _shelf(shelf)
    row = _row(request, one, key)
    values = Form(one.asks(request.house), request.house, sent=request.POST).read()

    def work(op: Operation) -> Answer:
        one.change(op, row, values)
        return Answer(row.id)

    run(request, work)
    says = _("Kept until it is sent.") if request.house.publish_on_send else _("Kept.")
    return done(request, "office:shelf", says, shelf=shelf)


@desk("menu.edit", again=show)
@require_POST
def remove(request: OfficeRequest, shelf: str, key: UUID) -> HttpResponse:
    one = _shelf(shelf)
    row = _row(request, one, key)
    if one.remove is None:
        raise NotFound(shelf)
    act = one.remove

    def work(op: Operation) -> Answer:
        act(op, row)
        return Answer(row.id)

    run(request, work)
    waits = request.house.publish_on_send and not row._state.adding
    says = _("{name} goes with Send.") if waits else _("{name} is gone.")
    undo = reverse("office:put_back_on_shelf", kwargs={"shelf": shelf, "key": key})
    return done(request, "office:shelf", says.format(name=row), undo=undo, shelf=shelf)


@desk("menu.edit")
@require_POST
def put_back(request: OfficeRequest, shelf: str, key: UUID) -> HttpResponse:
    """Undo of taking it away."""
    one = _shelf(shelf)
    if one.remove is None:
        raise NotFound(shelf)
    do(request, putting_back.put_back, model=one.model, id=key)
    says = _("{name} is back.").format(name=_row(request, one, key))
    return done(request, "office:shelf", says, shelf=shelf)


def _waits(request: OfficeRequest, shelf: Shelf) -> bool:
    """Whether what is added there waits; a new category or area is seen by no till yet."""
    return request.house.publish_on_send and shelf.remove is not None


def _shelf(key: str) -> Shelf:
    if key not in SHELVES:
        raise NotFound(key)
    return SHELVES[key]


def _row(request: OfficeRequest, shelf: Shelf, key: UUID) -> HouseRow:
    row = waiting.found(request.house, shelf.model, key) or found(shelf.model, request, key)
    row.house = request.house
    return row


def _form(
    request: OfficeRequest,
    shelf: Shelf,
    initial: dict[str, Any],
    doubts: dict[str, str] | None = None,
) -> Form:
    return Form(
        shelf.asks(request.house),
        request.house,
        initial=initial,
        sent=request.POST,
        refusal=request.refusal,
        doubts=doubts,
    )


def _page(request: OfficeRequest, shelf: Shelf, what: str, **facts: Any) -> HttpResponse:
    place = next(place for place, keys in ROOMS.items() if shelf.key in keys)
    tabs = [
        (key, SHELVES[key].words, reverse("office:shelf", kwargs={"shelf": key}))
        for key in ROOMS[place]
    ]
    frame: dict[str, Any] = {"shelf": shelf, "tabs": tabs, "place": place}
    return page(request, f"office/settings/shelf_{what}.html", place, **frame, **facts)
