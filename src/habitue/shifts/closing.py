"""Closing a business day: what it came to, all that came before, and an anchor for the chain."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from habitue.audit import actions as audit
from habitue.house import closed, rows
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.kit.seals import canonical
from habitue.ledger import sealing, summing
from habitue.ledger.summing import Summed
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import drawers, letters
from habitue.shifts.models import DayClosing, Shift
from habitue.shifts.refusals import DayClosed, DayNotOver, ShiftsOpen

START = b"\0" * 32
Sums = dict[str, dict[str, list[int]]]  # kind of account -> unit -> [debited, credited]


@right("shifts.close_day")
def close_day(op: Operation, *, day: date) -> DayClosing:
    """Close `day`, and whatever day before it is still open: a row for each with entries.

    Nothing is dated into them from then on; what comes late goes to the open day. Shifts nobody
    opened end with it. Bills that are open stay so, and with them the money paid on them. Raises
    DayClosed, DayNotOver, ShiftsOpen.
    """
    through = closed.alone(op)
    if through is not None and day <= through:
        raise DayClosed(day=day.isoformat())
    if day > business_day(op.house, op.at):
        raise DayNotOver(field="day")
    _end_shifts(op, day)
    before = last(op.house)
    made = _closings(op, before, day)
    rows.insert_many(made)
    closed.close_through(op, day)
    audit.record(op, "shifts.close_day", on=made[-1])
    letters.tell(op, made[-1])
    return made[-1]


def due(house: House, now: datetime) -> date | None:
    """The last day that is over, has entries and is not closed; None while a shift is open.

    Never a day without entries: a clock that runs years ahead closes none of those years.
    """
    over = business_day(house, now) - timedelta(days=1)
    days = summing.entries_by_day(house, closed.closed_through(house), over)
    if not days:
        return None
    still = Shift.objects.of(house).filter(closed_at=None, implicit=False)
    return None if still.filter(business_day__lte=max(days)).exists() else max(days)


def last(house: House) -> DayClosing | None:
    found: DayClosing | None = DayClosing.objects.of(house).order_by("-number").first()
    return found


def _end_shifts(op: Operation, day: date) -> None:
    still = Shift.objects.of(op.house).filter(closed_at=None, business_day__lte=day)
    opened = still.filter(implicit=False).select_related("till").order_by("number")
    if opened:
        raise ShiftsOpen(names=", ".join(f"{one.till}" for one in opened), shifts=len(opened))
    for one in still.filter(implicit=True).order_by("business_day", "id"):
        one.house = op.house
        drawers.end_uncounted(op, one)


def _closings(op: Operation, before: DayClosing | None, day: date) -> list[DayClosing]:
    """A row for each day since `before` that has entries, and for `day`; in order."""
    after = before.day if before else None
    seal_number, seal_hash = sealing.seal_now(op.house)
    sums = sums_by_day(summing.by_day(op.house, after, day))
    entries = summing.entries_by_day(op.house, after, day)
    made: list[DayClosing] = []
    for one in sorted({*entries, day}):
        row = DayClosing(
            house=op.house,
            number=before.number + 1 if before else 1,
            day=one,
            at=op.at,
            actor=op.by.label,
            actor_name=op.by.name,
            entries=entries.get(one, 0),
            sums=sums.get(one, {}),
            totals=added(before.totals if before else {}, sums.get(one, {})),
            seal_number=seal_number,
            seal_hash=seal_hash,
            previous=before.hash if before else START,
        )
        row.open_bills_minor = standing_in(row.totals, "open_bills", op.house.currency)
        row.hash = hash_of(row)
        made.append(row)
        before = row
    return made


def sums_by_day(summed: Iterable[Summed]) -> dict[date, Sums]:
    found: dict[date, Sums] = {}
    for one in summed:
        units = found.setdefault(one.day, {}).setdefault(one.part, {})
        units[one.unit] = [one.debited, one.credited]
    return found


def added(totals: Mapping[str, Any], sums: Mapping[str, Any]) -> Sums:
    """Running totals after some more sums."""
    found: Sums = {}
    for some in (totals, sums):
        for part, units in some.items():
            for unit, (debited, credited) in units.items():
                both = found.setdefault(part, {}).setdefault(unit, [0, 0])
                both[0], both[1] = both[0] + debited, both[1] + credited
    return found


def standing_in(totals: Mapping[str, Any], part: str, unit: str) -> int:
    """What stands on the credit side of a kind of account by such totals."""
    debited, credited = totals.get(part, {}).get(unit, (0, 0))
    return int(credited) - int(debited)


def hash_of(row: DayClosing) -> bytes:
    """Covers the closing before, the sums and totals, and the chain's last seal."""
    said: Sequence[Any] = [
        row.house_id,
        row.number,
        row.day.isoformat(),
        row.at.astimezone(UTC).isoformat(),
        row.actor,
        row.entries,
        row.sums,
        row.totals,
        row.open_bills_minor,
        row.seal_number,
        bytes(row.seal_hash).hex(),
    ]
    return hashlib.sha256(bytes(row.previous) + canonical(said).encode()).digest()


def in_groups(hash_: bytes | memoryview, size: int = 4) -> str:
    """A hash as it is read aloud or compared by eye."""
    text = bytes(hash_).hex()
    return " ".join(text[at : at + size] for at in range(0, len(text), size))
