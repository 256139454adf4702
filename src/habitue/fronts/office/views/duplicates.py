"""Duplicates: who may be one guest, the two side by side, one press, and Undo."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.exchange import working
from habitue.fronts.office import merging as sides
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.kit.refusals import NotFound
from habitue.merging import actions as merging
from habitue.merging import looking, reports, wording
from habitue.merging.actions import Wanted
from habitue.merging.models import Look, Merge

SIZE = 50
PICK = "field."


@desk("customers.merge")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Who may be the same, the surest first, as the last look found them."""
    weak = bool(request.GET.get("weak"))
    rows, further = reports.suggestions(
        request.house, limit=SIZE, after=_after(request), weak=weak
    )
    shown, newest = reports.looks(request.house)
    facts: dict[str, Any] = {
        "rows": [(row, wording.of(row.reasons)) for row in rows],
        "weak": weak,
        "likely": reports.count(request.house),
        "weaker": reports.count(request.house, weak=True),
        "many": reports.COUNTED,
        "looked": shown,
        "further": _further(further, weak),
        **_progress(request, newest),
    }
    return page(request, "office/customers/duplicates.html", "customers", **facts)


def _progress(request: OfficeRequest, newest: Look | None) -> dict[str, Any]:
    if newest is None:
        return {}
    if newest.ended_at:
        return {"broken": newest}
    return {"running": newest, "polite": working.is_polite(request.house, request.at)}


def _further(further: reports.Place | None, weak: bool) -> str:
    if further is None:
        return ""
    return urlencode({"after": f"{further[0]}.{further[1]}"} | ({"weak": 1} if weak else {}))


def _after(request: OfficeRequest) -> reports.Place | None:
    score, _dot, id_ = request.GET.get("after", "").partition(".")
    key = _key(id_)
    return (_number(score) or 0, key) if key and _number(score) is not None else None


@desk("customers.merge")
@require_POST
def look(request: OfficeRequest) -> HttpResponse:
    """Have the whole book compared in the background; nothing is merged."""
    do(request, looking.ask)
    looking.came.set()
    return redirect("office:duplicates")


@desk("customers.merge")
@require_GET
def progress(request: OfficeRequest) -> HttpResponse:
    """How far a look has come, asked every second; the whole page once it is at its end."""
    _shown, newest = reports.looks(request.house)
    if newest is None or newest.ended_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    facts = _progress(request, newest)
    return page(request, "office/customers/_looking.html", "customers", **facts)


@desk("customers.merge")
@require_POST
def apart(request: OfficeRequest) -> HttpResponse:
    """These two stay two, and are not suggested again."""
    one, other = _two(request.POST.get("one", ""), request.POST.get("other", ""))
    do(request, merging.not_the_same, one=one, other=other)
    return done(request, "office:duplicates", _("Kept as two; not suggested again."))


@desk("customers.merge")
@require_GET
def compare(request: OfficeRequest) -> HttpResponse:
    """Both records side by side, field by field, with all they have: before it is done."""
    asked = request.GET if request.method == "GET" else request.POST
    kept, other = _two(asked.get("kept", ""), asked.get("other", ""))
    both = sides.both(request, _found(request, kept), _found(request, other))
    return page(request, "office/customers/compare.html", "customers", both=both)


def _found(request: OfficeRequest, key: UUID) -> Customer:
    one = found(Customer, request, key)
    if one.archived_at:
        raise customers.CustomerArchived()
    return one


@desk("customers.merge", again=compare)
@require_POST
def merge(request: OfficeRequest) -> HttpResponse:
    """One press: all of `other` becomes `kept`'s; the way back is offered at once."""
    kept, other = _two(request.POST.get("kept", ""), request.POST.get("other", ""))
    picks = {
        name.removeprefix(PICK): str(value)
        for name, value in request.POST.items()
        if name.startswith(PICK)
    }
    versions = [_number(request.POST.get(name, "")) for name in ("kept_version", "other_version")]
    gone = found(Customer, request, other).display_name
    made = do(request, merging.merge, kept=kept, merged=other, wanted=Wanted(picks, *versions))
    undo = reverse("office:undo_merge", kwargs={"key": made.id})
    says = _("{name} was merged into this record.").format(name=gone)
    return done(request, "office:customer", says, undo=undo, key=kept)


@desk("customers.merge")
@require_POST
def undo(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Two records again, while it is certain what was whose."""
    row = found(Merge, request, key, "merged")
    do(request, merging.undo, merge=key)
    says = _("{name} is a record of its own again.").format(name=row.merged.display_name)
    return done(request, "office:customer", says, key=row.merged_id)


def _two(one: str, other: str) -> tuple[UUID, UUID]:
    first, second = _key(one), _key(other)
    if first is None or second is None:
        raise NotFound("customer")
    return first, second


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
