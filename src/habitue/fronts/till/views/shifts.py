"""The shift at this till: counted in, cash in and out, counted out."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habitue.bookkeeping.takings import takings
from habitue.fronts.till import going
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import ident, money, needed_money
from habitue.fronts.till.tellings import slip_of
from habitue.fronts.ui import figures, toasts
from habitue.house.days import business_day
from habitue.kit.currencies import exponent
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing
from habitue.printing import actions as printing
from habitue.printing import reports as print_reports
from habitue.printing.models import Document
from habitue.shifts import drawers
from habitue.shifts.models import CashMove, Purpose, Shift, Tender, TenderKind

SEES = ("shifts.open", "reports.see")


def _page(request: TillRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The shift that is open here, or the form that opens one."""
    house, shift = request.house, _open_here(request)
    facts: dict[str, Any]
    if shift is None:
        facts = {
            "refusal": refusal,
            "left": house.money(drawers.left_in(house, request.device.device.till.id)),
            "typed": Money.typed(request.POST.get("float", ""), house.currency),
            "quick": [each * 10 ** exponent(house.currency) for each in (50, 100, 150, 200)],
        }
        return render(request, "till/shifts/new.html", facts)
    moves = CashMove.objects.of(house).filter(shift=shift).order_by("-id")
    facts = {
        "shift": shift,
        "refusal": refusal,
        "stale": business_day(house, request.at) > shift.business_day,
        "float": house.money(shift.float_minor),
        "counts": _told(request, shift),
        "moves": [(one, house.money(one.amount_minor)) for one in moves],
        "purposes": Purpose.choices,
        "typed": request.POST,
    }
    return render(request, "till/shifts/show.html", facts)


def _told(request: TillRequest, shift: Shift) -> list[tuple[Any, Money]]:
    """What should be there, to who may know before counting."""
    if request.house.blind_count or not any(request.by.may(right) for right in SEES):
        return []
    names = {row.kind: row for row in Tender.objects.of(request.house)}
    counts = drawers.counts_of(request.house, [shift])[shift.id]
    return [(names[one.tender], request.house.money(one.expected)) for one in counts]


def _open_here(request: TillRequest) -> Shift | None:
    rows = Shift.objects.of(request.house).filter(implicit=False, closed_at=None)
    found: Shift | None = rows.filter(till_id=request.device.device.till.id).first()
    if found is not None:
        found.house = request.house
    return found


def _needed(request: TillRequest) -> Shift:
    shift = _open_here(request)
    if shift is None:
        raise NotFound("shift")
    return shift


def _meant(request: TillRequest) -> Shift:
    """The shift the form was about, counted meanwhile or not; without one, that of this till."""
    named = ident(request.POST, "shift")
    if named is None:
        return _needed(request)
    rows = Shift.objects.of(request.house).filter(implicit=False, pk=named)
    row: Shift | None = rows.filter(till_id=request.device.device.till.id).first()
    if row is None:
        raise NotFound("shift")
    row.house = request.house
    return row


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def shift(request: TillRequest) -> HttpResponse:
    """Open one with what was counted into the drawer."""
    if request.method == "GET":
        return _page(request)
    counted = needed_money(request.house, request.POST, "float")
    act(request, partial(drawers.open_shift, till=request.device.device.till, counted=counted))
    toasts.say(request, _("The shift is open."))
    return going.to(request, reverse("till:room"))


@require_POST
@at_till(again=_page)
def cash(request: TillRequest) -> HttpResponse:
    """Cash in or out, with its reason."""
    work = partial(
        drawers.move_cash,
        shift=_meant(request),
        incoming=request.POST.get("direction") == "in",
        amount=needed_money(request.house, request.POST, "amount"),
        purpose=_purpose(request),
        reason=request.POST.get("reason", ""),
    )
    act(request, work)
    return going.to(request, reverse("till:shift"))


def _purpose(request: TillRequest) -> str:
    typed = request.POST.get("purpose", "")
    return typed if typed in Purpose.values else str(Purpose.SAFE)


def _count(request: TillRequest, refusal: Refusal | None = None) -> HttpResponse:
    """What is there, tender by tender."""
    house, open_ = request.house, _meant(request)
    if refusal and not open_.is_open:
        raise refusal
    told = {row.kind: minor for row, minor in _told(request, open_)}
    rows = Tender.objects.of(house).filter(active=True).order_by("position")
    facts = {
        "shift": open_,
        "refusal": refusal,
        "cash": next((row for row in rows if row.kind == TenderKind.CASH), None),
        "expected": told,
        "others": [
            (row, told.get(row.kind), request.POST.get(f"counted_{row.kind}", ""))
            for row in rows
            if row.kind != TenderKind.CASH
        ],
        "typed": Money.typed(request.POST.get("counted_cash", ""), house.currency),
        "stays": request.POST.get("left", "") or figures.in_field(house.money(open_.float_minor)),
        "note": request.POST.get("note", ""),
    }
    return render(request, "till/shifts/count.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_count)
def close(request: TillRequest) -> HttpResponse:
    """Count it and end it; then the slip."""
    if request.method == "GET":
        here = _open_here(request)
        return _count(request) if here else going.to(request, reverse("till:shift"))
    counted = {
        str(kind): typed
        for kind in TenderKind
        if (typed := money(request.house, request.POST, f"counted_{kind}")) is not None
    }
    work = partial(
        _closed,
        shift=_meant(request),
        counted=counted,
        left=money(request.house, request.POST, "left"),
        note=request.POST.get("note", ""),
    )
    return going.to(request, reverse("till:shift-slip", args=[made(act(request, work))]))


def _closed(op: Operation, **terms: Any) -> Shift:
    """With its report, where this till's printer prints those by itself."""
    row: Shift = drawers.close_shift(op, **terms)
    printing.put_by_itself(op, document=Document.SHIFT, of=row.id, number=row.number)
    return row


@require_GET
@at_till()
def slip(request: TillRequest, shift_id: UUID) -> HttpResponse:
    """What came of a shift, to print and to sign."""
    if not any(request.by.may(right) for right in SEES):
        raise RightMissing(right=SEES[0])
    rows = Shift.objects.of(request.house).filter(pk=shift_id, implicit=False)
    row = rows.select_related("till", "venue").first()
    if row is None or (row.is_open and request.house.blind_count):
        raise NotFound("shift")
    row.house = request.house
    told = takings(request.house, row.business_day, row.business_day, shift=row)
    facts = slip_of(request.house, told) | {
        "here": print_reports.here(request.house, request.device.device.till.id),
        "document": Document.SHIFT,
        "of": row.id,
    }
    return render(request, "till/shifts/slip.html", facts)
