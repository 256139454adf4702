"""Opening a shift, cash in and out of its drawer, counting and closing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from habitue.audit import actions as audit
from habitue.house import closed
from habitue.house.counters import next_number
from habitue.house.models import House, Till
from habitue.kit.money import LARGEST, Money
from habitue.kit.refusals import NotFound
from habitue.kit.text import storable
from habitue.ledger import actions as ledger
from habitue.ledger import summing
from habitue.ledger.actions import Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import accounts
from habitue.shifts.models import CashMove, Count, Purpose, Shift, TenderKind
from habitue.shifts.refusals import (
    CountNeeded,
    CountRefused,
    LeavesMoreThanThere,
    NothingMoved,
    ReasonNeeded,
    ShiftClosed,
    ShiftOpen,
    TillNeeded,
)

MOST = LARGEST // 1_000
ORDER = [str(kind) for kind in TenderKind]


@right("shifts.open")
def open_shift(op: Operation, *, till: Till | None = None, counted: Money) -> Shift:
    """Begin to take money at a till, with what was counted in its drawer.

    What the shift before left there is believed to be there; more comes from the safe, less is
    missing. Raises TillNeeded, NotFound, ShiftOpen, CountRefused.
    """
    till = till or Till.objects.of(op.house).filter(pk=op.by.till_id).first()
    if till is None:
        raise TillNeeded(field="till")
    if till.retired_at is not None:
        raise NotFound("till", field="till")
    if Shift.objects.of(op.house).filter(till=till, implicit=False, closed_at=None).exists():
        raise ShiftOpen()
    found = _counted(op, counted, "float")
    op.venue_id = till.venue_id
    place, left = accounts.left_in(op.house, till.id), left_in(op.house, till.id)
    shift: Shift = Shift.objects.create(
        house=op.house,
        number=next_number(op.house, "shift"),
        venue_id=till.venue_id,
        till=till,
        business_day=op.business_day,
        opened_at=op.at,
        opened_by=op.by.label,
        opened_by_name=op.by.name,
        float_minor=found,
        float_left_minor=left,
    )
    drawer = accounts.drawer(op.house, shift.id)
    _post(op, shift, "shifts.open", [
        Move(drawer, place, min(left, found)),
        Move(drawer, accounts.safe(op.house, till.venue_id), max(found - left, 0)),
        Move(accounts.over_short(op.house), place, max(left - found, 0)),
    ])  # fmt: skip
    audit.record(op, "shifts.open", on=shift)
    return shift


@right("shifts.cash")
def move_cash(
    op: Operation,
    *,
    shift: Shift | UUID,
    incoming: bool,
    amount: Money,
    purpose: str,
    reason: str,
) -> CashMove:
    """Put cash into a drawer, or take it out: from the safe or to it, or for petty cash.

    Raises ShiftClosed, ReasonNeeded, NothingMoved, RightMissing for more than one may.
    """
    held = _held(op, shift)
    minor = op.house.minor(amount)
    if not 0 < minor <= MOST:
        raise NothingMoved(field="amount")
    op.require("shifts.cash", minor)
    said = storable(reason).strip()[:300]
    if not said:
        raise ReasonNeeded(field="reason")
    drawer = accounts.drawer(op.house, held.id)
    other = accounts.petty_cash(op.house)
    if Purpose(purpose) == Purpose.SAFE:
        other = accounts.safe(op.house, held.venue_id)
    move = Move(drawer, other, minor) if incoming else Move(other, drawer, minor)
    entry = ledger.post(
        op,
        kind="shifts.cash_in" if incoming else "shifts.cash_out",
        reference=f"shift:{held.id}",
        moves=[move],
    )
    row: CashMove = CashMove.objects.create(
        house=op.house,
        shift=held,
        incoming=incoming,
        purpose=purpose,
        amount_minor=minor,
        reason=said,
        entry_id=entry,
        at=op.at,
        business_day=op.business_day,
        actor=op.by.label,
        actor_name=op.by.name,
        approver=op.approver,
    )
    audit.record(op, "shifts.cash", on=held, reason=said)
    return row


@right("shifts.open")
def close_shift(
    op: Operation,
    *,
    shift: Shift | UUID,
    counted: Mapping[str, Money],
    left: Money | None = None,
    note: str = "",
) -> Shift:
    """Count what is there and end the shift: it never changes again.

    The ledger says what should be there; a difference is booked with the note. `left` stays in
    the till for the next shift: as much as this one began with, where nobody says. A tender
    nobody counted is believed. Raises ShiftClosed, CountNeeded, CountRefused,
    LeavesMoreThanThere.
    """
    held = _held(op, shift)
    if TenderKind.CASH not in counted:
        raise CountNeeded(field="counted.cash")
    found = {kind: _counted(op, one, f"counted.{kind}") for kind, one in counted.items()}
    stays = _stays(op, held, found[TenderKind.CASH], left)
    _end(op, held, found, stays, note)
    audit.record(op, "shifts.close", on=held, reason=held.note)
    return held


def left_in(house: House, till: UUID) -> int:
    """What the last shift left in a till."""
    code = accounts.left_in(house, till).code
    return summing.standing(house, [code])[code]


def end_uncounted(op: Operation, shift: Shift) -> None:
    """An implicit shift ends with its day: nobody counted it, its cash goes to the safe."""
    _end(op, shift, {}, 0, "")
    audit.record(op, "shifts.close", on=shift)


def expected(shift: Shift) -> dict[str, int]:
    """What should be there by each tender, as the ledger stands now."""
    house = shift.house
    codes = {kind: accounts.taken(house, kind, shift.id).code for kind in TenderKind}
    standing = summing.standing(house, codes.values())
    return {kind: standing[code] for kind, code in codes.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """One tender of a shift: what should be there, and what was counted, where somebody did."""

    tender: str
    expected: int
    counted: int | None

    @property
    def difference(self) -> int:
        return 0 if self.counted is None else self.counted - self.expected


def counts_of(house: House, shifts: Sequence[Shift]) -> dict[UUID, list[Counted]]:
    """By each tender: what was counted in those that are closed, what should be in the others."""
    found: dict[UUID, list[Counted]] = {one.id: [] for one in shifts}
    for count in Count.objects.of(house).filter(shift__in=shifts):
        one = Counted(count.tender, count.expected_minor, count.counted_minor)
        found[count.shift_id].append(one)
    codes = {
        accounts.taken(house, kind, one.id).code: (one.id, kind)
        for one in shifts
        if one.is_open
        for kind in TenderKind
    }
    standing = summing.standing(house, codes) if codes else {}
    for code, minor in standing.items():
        shift, kind = codes[code]
        if minor or kind == TenderKind.CASH:
            found[shift].append(Counted(kind, minor, None))
    for counts in found.values():
        counts.sort(key=lambda one: ORDER.index(one.tender))
    return found


def _held(op: Operation, shift: Shift | UUID) -> Shift:
    """An open shift that nobody else takes money into until this is over. Raises ShiftClosed."""
    key = shift.id if isinstance(shift, Shift) else shift
    # stronger than `rows` would lock: the till holds the key of the row while it takes money
    found: Shift | None = Shift.objects.of(op.house).select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound("shift")
    if found.implicit:
        closed.alone(op)
        found.refresh_from_db()
    if not found.is_open:
        raise ShiftClosed()
    found.house = op.house
    op.venue_id = found.venue_id
    return found


def _counted(op: Operation, money: Money, field: str) -> int:
    minor = op.house.minor(money, field)
    if not 0 <= minor <= MOST:
        raise CountRefused(field=field)
    return minor


def _stays(op: Operation, shift: Shift, cash: int, left: Money | None) -> int:
    if shift.till_id is None:
        return 0
    stays = min(shift.float_minor, cash) if left is None else _counted(op, left, "left")
    if stays > cash:
        raise LeavesMoreThanThere(field="left")
    return stays


def _end(op: Operation, shift: Shift, found: Mapping[str, int], stays: int, note: str) -> None:
    should = expected(shift)
    counts = [
        Count(
            house=op.house,
            shift=shift,
            tender=kind,
            expected_minor=should[kind],
            counted_minor=found.get(kind),
        )
        for kind in TenderKind
        if should[kind] or kind in found
    ]
    for count in counts:
        count.save(force_insert=True)
    _book_differences(op, shift, counts)
    _empty(op, shift, counts, stays)
    shift.closed_at, shift.closed_on = op.at, op.business_day
    shift.closed_by, shift.closed_by_name = op.by.label, op.by.name
    shift.left_minor, shift.note = stays, storable(note).strip()[:300]
    shift.save(update_fields=[
        *("closed_at", "closed_on", "closed_by", "closed_by_name", "left_minor", "note")
    ])  # fmt: skip


def _book_differences(op: Operation, shift: Shift, counts: list[Count]) -> None:
    other = accounts.over_short(op.house)
    moves = []
    for count in counts:
        place, minor = accounts.taken(op.house, count.tender, shift.id), count.difference_minor
        moves.append(Move(place, other, minor) if minor > 0 else Move(other, place, -minor))
    _post(op, shift, "shifts.over_short", moves)


def _empty(op: Operation, shift: Shift, counts: list[Count], stays: int) -> None:
    """What was there leaves the shift: cash to the safe and the till, the rest to the house's."""
    moves = []
    for count in counts:
        place = accounts.taken(op.house, count.tender, shift.id)
        there = count.expected_minor + count.difference_minor
        to = accounts.tender(op.house, count.tender)
        if count.tender == TenderKind.CASH:
            to, there = accounts.safe(op.house, shift.venue_id), there - stays
        moves.append(Move(to, place, there) if there > 0 else Move(place, to, -there))
    if stays:
        assert shift.till_id is not None
        drawer = accounts.drawer(op.house, shift.id)
        moves.append(Move(accounts.left_in(op.house, shift.till_id), drawer, stays))
    _post(op, shift, "shifts.close", moves)


def _post(op: Operation, shift: Shift, kind: str, moves: list[Move]) -> None:
    real = [move for move in moves if move.amount]
    if real:
        ledger.post(op, kind=kind, reference=f"shift:{shift.id}", moves=real)
