"""Shifts at the tills, and business days that are closed."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, money, money_or_none, reads, writes
from habitue.fronts.api.forms.shifts import CashIn, CloseDayIn, ShiftCloseIn, ShiftIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import shifts as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.shifts import DayOut, ShiftOut
from habitue.fronts.api.views.listing import listed, named
from habitue.house.models import Till
from habitue.kit.refusals import Malformed, NotFound
from habitue.operations.models import Operation
from habitue.shifts import closing, drawers
from habitue.shifts.models import DayClosing, Shift

router = Router(tags=["shifts"])
SHIFT: Resource[Shift] = Resource(shown.find, shown.show)
DAY: Resource[DayClosing] = Resource(shown.find_day, shown.show_day)


class ShiftsAsked(Paging):
    open: bool | None = None


@router.get("/shifts", response=Page[ShiftOut])
@reads("reports.see")
def index(request: ApiRequest, asked: Query[ShiftsAsked]) -> HttpResponse:
    """Drawers of cash, oldest first; the implicit one of a venue and day too."""
    only = {} if asked.open is None else {"closed_at__isnull": asked.open}
    return listed(request, asked, Shift, shown.shifts, **only)


@router.get("/shifts/{uuid:shift_id}", response=ShiftOut)
@reads("reports.see")
def detail(request: ApiRequest, shift_id: UUID) -> HttpResponse:
    return respond(shown.show(request, shown.find(request, shift_id)))


@router.post("/shifts", response={201: ShiftOut})
@writes("shifts.open")
def open_(request: ApiRequest, form: ShiftIn) -> HttpResponse:
    """Begin to take money at a till, with what was counted in its drawer."""
    counted = money(request, form.float_, "float")

    def work(op: Operation) -> Done[Shift]:
        till = named(op.house, Till, form.till, "till")
        row = drawers.open_shift(op, till=till, counted=counted)
        return Done(row, row.id)

    return once(request, SHIFT, form, work, status=201)


@router.post("/shifts/{uuid:shift_id}/cash", response=ShiftOut)
@writes("shifts.cash")
def cash(request: ApiRequest, shift_id: UUID, form: CashIn) -> HttpResponse:
    """Put cash into the drawer, or take it out: the safe's, or petty cash."""
    amount = money(request, form.amount, "amount")

    def work(op: Operation) -> Done[Shift]:
        row = drawers.move_cash(
            op,
            shift=shift_id,
            incoming=form.direction == "in",
            amount=amount,
            purpose=form.purpose,
            reason=form.reason,
        )
        return Done(row.shift, row.shift_id, row.id)

    return once(request, SHIFT, form, work)


@router.post("/shifts/{uuid:shift_id}/close", response=ShiftOut)
@writes("shifts.open")
def close(request: ApiRequest, shift_id: UUID, form: ShiftCloseIn) -> HttpResponse:
    """Count and end it: a difference is booked with the note, and it never changes again."""
    counted = {
        kind: money(request, one, f"counted.{kind}")
        for kind, one in form.counted
        if one is not None
    }
    left = money_or_none(request, form.left, "left")

    def work(op: Operation) -> Done[Shift]:
        row = drawers.close_shift(op, shift=shift_id, counted=counted, left=left, note=form.note)
        return Done(row, row.id)

    return once(request, SHIFT, form, work)


@router.get("/days", response=Page[DayOut])
@reads("reports.see")
def days(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    """Days that are closed, the first one first."""
    return listed(request, asked, DayClosing, shown.days)


@router.get("/days/{day}", response=DayOut)
@reads("reports.see")
def day_(request: ApiRequest, day: str) -> HttpResponse:
    row = DayClosing.objects.of(request.house).filter(day=_day(day)).first()
    if row is None:
        raise NotFound("day")
    return respond(shown.show_day(request, row))


@router.post("/days/{day}/close", response=DayOut)
@writes("shifts.close_day")
def close_day(request: ApiRequest, day: str, form: CloseDayIn) -> HttpResponse:
    """Close this day, and whatever day before it is still open. It is never opened again."""
    on = _day(day)

    def work(op: Operation) -> Done[DayClosing]:
        row = closing.close_day(op, day=on)
        return Done(row, row.id)

    return once(request, DAY, form, work)


def _day(typed: str) -> date:
    try:
        if len(typed) != 10:
            raise ValueError
        return date.fromisoformat(typed)
    except ValueError:
        raise Malformed(field="day") from None
