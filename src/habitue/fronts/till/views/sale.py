"""The sale page: the room, the menu, the bill in hand."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from habitue.fronts.till import going, menus, room, shapes, sheets
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.sheets import Sheet
from habitue.fronts.ui import figures
from habitue.kit.refusals import NotFound
from habitue.menu.models import Table
from habitue.printing import reports as printing

TAB = "till_tab"


@require_GET
@at_till()
def home(request: TillRequest) -> HttpResponse:
    """No bill in hand: what is pressed begins one. In one hand: the list of bills."""
    if "shape" in request.GET:
        return shapes.keep(_shown(request, _facts(request)), shapes.COUNTER)
    if not request.GET and shapes.is_phone(request):
        return going.to(request, reverse("till:waiter"))
    return _shown(request, _facts(request))


@require_GET
@at_till()
def table(request: TillRequest, table_id: UUID) -> HttpResponse:
    """A free table: what is pressed begins its bill."""
    row = _place(request, table_id)
    if row is None:
        raise NotFound("table")
    return _shown(request, _facts(request, place=row))


@require_GET
@at_till()
def bill(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """A bill in hand; one that ended shows how it ended."""
    row = sheets.find(request.house, bill_id)
    if not row.is_open:
        return going.to(request, reverse("till:paid", args=[row.id]))
    return _shown(request, _facts(request, row=row))


@require_GET
@at_till(quiet=True)
def strip(request: TillRequest) -> HttpResponse:
    """The tables alone, for those who watch: nothing to send while nothing changed."""
    now = request.GET.get("bill", "")
    row = sheets.find(request.house, UUID(now)) if _is_id(now) else None
    seen = room.look(request.house, _venue(request), row, _table(request))
    if request.GET.get("seen") == seen.mark or request.headers.get("If-None-Match") == seen.etag:
        return HttpResponse(status=204) if request.htmx else HttpResponseNotModified()
    facts = {"room": seen, "bill": row, "place": _table(request)}
    response = render(request, "till/sale/_room.html", facts)
    response.headers["ETag"] = seen.etag
    return response


@require_GET
@at_till()
def menu(request: TillRequest, bill_id: UUID | None = None) -> HttpResponse:
    """The keys of a category, or what a search in the menu finds."""
    row = sheets.find(request.house, bill_id) if bill_id else None
    sheet = sheets.sheet(request.house, row) if row else None
    place = _place(request, _table(request))
    facts = {
        "sheet": sheet,
        "place": place,
        "menu": _menu(request, sheet, place),
        "lines_url": _lines_url(sheet),
    }
    return render(request, "till/sale/_menu.html", facts)


def changed(
    request: TillRequest, bill_id: UUID, line: UUID | None = None, *, linked: bool = False
) -> HttpResponse:
    """What follows a change of the bill: its sheet, the tables, how many of each item."""
    row = sheets.find(request.house, bill_id)
    seen = room.look(request.house, _venue(request), row)
    sheet = sheets.sheet(request.house, row, seen.standings.get(row.id))
    facts = {"sheet": sheet, "room": seen, "bill": row, "line": line, "linked": linked}
    response = render(request, "till/sale/changed.html", facts)
    counts = {f"on-{item}": figures.quantity(n) for item, n in sheet.touched.items()}
    response.headers["HX-Trigger"] = json.dumps({"till:counts": counts})
    response.headers["HX-Push-Url"] = reverse("till:bill", args=[row.id])
    return response


def _shown(request: TillRequest, facts: dict[str, Any]) -> HttpResponse:
    """The sale page; the tab that was opened stays open on the next bill."""
    response = render(request, "till/sale/show.html", facts)
    chosen = facts["menu"].current
    if "c" in request.GET and chosen:
        response.set_cookie(TAB, chosen, path="/till/", httponly=True, samesite="Lax")
    return response


def _facts(request: TillRequest, row: Any = None, place: Table | None = None) -> dict[str, Any]:
    seen = room.look(request.house, _venue(request), row, place.id if place else None)
    sheet = sheets.sheet(request.house, row, seen.standings.get(row.id)) if row else None
    return {
        "room": seen,
        "sheet": sheet,
        "bill": row,
        "place": place,
        "linked": "linked" in request.GET,
        "amount_open": "amount" in request.GET,
        "adding": row is None or "add" in request.GET,
        "menu": _menu(request, sheet, place),
        "here": printing.here(request.house, request.device.device.till.id),
        "lines_url": _lines_url(sheet),
    }


def _menu(request: TillRequest, sheet: Sheet | None, place: Table | None = None) -> menus.Menu:
    free = menus.of_table(place, request.device.device.till.venue, request.at)
    return menus.read(
        request.house,
        category=request.GET.get("c", "") or request.COOKIES.get(TAB, ""),
        asked=request.GET.get("q", "").strip()[:60],
        at=menus.of_bill(sheet.bill, request.at) if sheet else free,
        lines=sheet.standing.lines if sheet else (),
    )


def _lines_url(sheet: Sheet | None) -> str:
    return reverse("till:lines", args=[sheet.bill.id]) if sheet else reverse("till:bills")


def _venue(request: TillRequest) -> UUID:
    return request.device.device.till.venue_id


def _place(request: TillRequest, table_id: UUID | None) -> Table | None:
    rows = Table.objects.of(request.house).filter(pk=table_id).select_related("area")
    found: Table | None = rows.first() if table_id else None
    return found


def _table(request: TillRequest) -> UUID | None:
    typed = request.GET.get("table", "")
    return UUID(typed) if _is_id(typed) else None


def _is_id(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True
