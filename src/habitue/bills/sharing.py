"""Laying out anew what stands on bills, and writing down what went where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from habitue.bills.locking import contents
from habitue.bills.models import Bill, Line, LineShare, Sharing, SharingKind, SharingPart
from habitue.house import rows
from habitue.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Gone:
    """So much of a line, as it stands elsewhere now."""

    source: Line
    line: Line


@dataclass(frozen=True, slots=True)
class Stood:
    """What a bill's lines and amount came to before and after; `total` is to be paid now."""

    bill: Bill
    before: int
    after: int
    total: int


def copied(line: Line, bill: Bill, position: int, **changes: Any) -> Line:
    """`line` on another bill, as it was ordered; with `changes`."""
    kept = {
        name: getattr(line, name)
        for name in (
            *("item_id", "name", "category", "quantity", "base_price_minor", "level_id"),
            *("unit_price_minor", "priced_by_hand", "vat_bp", "discount_bp", "earn_bp"),
            *("note", "added_at", "added_by"),
        )
    }
    return Line(house=line.house, bill=bill, position=position, **kept | changes)


def last_position(op: Operation, bill: Bill) -> int:
    """The position the bill has had last, lines taken off among them."""
    return Line.objects.of(op.house).filter(bill=bill).count()


def carry(op: Operation, gone: Sequence[Gone]) -> None:
    """Write the new lines, and take those they came from off their bills, which are held."""
    rows.insert(*(one.line for one in gone))
    for one in gone:
        contents(op, one.line.bill).lines.append(one.line)
    for source in _sources(gone):
        source.removed_at, source.removed_by, source.moved = op.at, op.by.label, True
        rows.update(source, "removed_at", "removed_by", "moved")


def leave(op: Operation, bill: Bill, gone: Sequence[Gone]) -> None:
    """The lines that went from `bill` are off it."""
    moved = {one.source.id for one in gone}
    there = contents(op, bill)
    there.lines = [line for line in there.lines if line.id not in moved]


def record(
    op: Operation,
    bill: Bill,
    kind: SharingKind,
    *,
    total: int,
    stood: Iterable[Stood],
    gone: Sequence[Gone],
) -> Sharing:
    """Write down that bills were laid out anew; `total` was to be paid of all before."""
    sharing = Sharing(
        house=op.house,
        bill=bill,
        kind=kind,
        total_minor=total,
        at=op.at,
        business_day=op.business_day,
        actor=op.by.label,
        actor_name=op.by.name,
    )
    rows.insert(sharing)
    rows.insert(
        *(
            SharingPart(
                house=op.house,
                sharing=sharing,
                bill=one.bill,
                before_minor=one.before,
                after_minor=one.after,
                total_minor=one.total,
            )
            for one in stood
        )
    )
    rows.insert(
        *(
            LineShare(
                house=op.house,
                sharing=sharing,
                source=one.source,
                line=one.line,
                amount_minor=one.line.total_minor,
            )
            for one in gone
        )
    )
    return sharing


def _sources(gone: Sequence[Gone]) -> list[Line]:
    return list({one.source.id: one.source for one in gone}.values())
