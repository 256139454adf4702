"""Splitting a bill: a share is a bill of its own, and nothing is lost or invented."""

from collections.abc import Sequence
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import sharing
from habitue.bills.locking import changed, lock_open
from habitue.bills.models import Bill, Contents, Line
from habitue.bills.reading import in_hand
from habitue.bills.refusals import PaymentsExist
from habitue.bills.sharing import Gone, Stood
from habitue.bills.split_plan import Piece, Share, Shares, planned
from habitue.house import closed, rows
from habitue.house.counters import next_number
from habitue.kit.seals import new_secret
from habitue.operations.models import Operation
from habitue.operations.rights import right


@right("bills.open")
def split(
    op: Operation, *, bill: Bill | UUID, wanted: Shares, version: int | None = None
) -> list[Bill]:
    """Split an open bill; it stays as the first share, the others are Walk-Ins' until linked.

    They keep its place, its prices and its discount: a split changes nothing of what the table
    pays. What was paid stays on the first, which must still cover it. Raises PaymentsExist,
    BillClosed, BillVoid, VersionConflict, and as `planned` does.
    """
    bill = lock_open(op, bill, version)
    standing = in_hand(op, bill)
    shares = planned(op.house, standing, wanted)
    if shares[0].sums.total < standing.paid:
        raise PaymentsExist()
    made = [bill, *_others(op, bill, len(shares) - 1)]
    for one, share in zip(made, shares, strict=True):
        _settle(one, share)
    rows.insert(*made[1:])
    gone = _gone(op, made, shares)
    sharing.leave(op, bill, gone)
    sharing.carry(op, gone)
    bill.share = bill.share or 1
    odd = ("odd_of_minor", "odd_discount_minor", "odd_weight", "odd_tax")
    changed(op, bill, "share", "amount_minor", *odd)
    stood = [
        Stood(one, standing.sums.subtotal if one is bill else 0, share.sums.subtotal, share.total)
        for one, share in zip(made, shares, strict=True)
    ]
    sharing.record(op, bill, wanted.kind, total=standing.total, stood=stood, gone=gone)
    for one in made:
        audit.record(op, "bills.split", on=one)
    return made


def _others(op: Operation, bill: Bill, count: int) -> list[Bill]:
    """The further shares, empty: where the bill stands, by its prices and its discount."""
    first = bill if bill.split_of_id is None else rows.first(Bill, op.house, id=bill.split_of_id)
    assert first is not None
    # two shares of one bill may be split at the same moment, each holding only its own row
    closed.take_turn(op.house, f"shares of {first.id}")
    had = 1 + Bill.objects.of(op.house).filter(split_of=first).count()
    return [
        _other(op, bill, first, share=place, mark=f"{place}/{had + count}")
        for place in range(had + 1, had + count + 1)
    ]


def _other(op: Operation, bill: Bill, first: Bill, *, share: int, mark: str) -> Bill:
    one = Bill(
        house=op.house,
        number=next_number(op.house, "bill"),
        venue=bill.venue,
        till_id=bill.till_id,
        label=f"{first.label[: 59 - len(mark)]} {mark}".strip(),
        table=bill.table,
        level_id=bill.level_id,
        level_by_hand=bill.level_by_hand,
        discount_bp=bill.discount_bp,
        opened_at=bill.opened_at,
        opened_by=bill.opened_by,
        opened_by_name=bill.opened_by_name,
        served_by=bill.served_by,
        served_by_name=bill.served_by_name,
        business_day=bill.business_day,
        public_token=new_secret(18),
        split_of=first,
        share=share,
    )
    one.contents = Contents([], [])
    return one


def _settle(bill: Bill, share: Share) -> None:
    """What a share comes to besides its lines."""
    bill.amount_minor = share.amount
    bill.odd_of_minor, bill.odd_discount_minor = share.odd.of, share.odd.discount
    bill.odd_weight = share.odd.weight
    bill.odd_tax = [[rate, amount, tax] for (rate, amount), tax in share.odd.tax.items()]


def _gone(op: Operation, made: Sequence[Bill], shares: Sequence[Share]) -> list[Gone]:
    """The lines to be written; one that stays whole on the bill that was split stays itself."""
    found = []
    for one, share in zip(made, shares, strict=True):
        stays = one is made[0]
        position = sharing.last_position(op, one) if stays else 0
        fresh = [piece for piece in share.pieces if not (stays and piece.is_whole)]
        found += [
            Gone(piece.line, _line(one, piece, position + place))
            for place, piece in enumerate(fresh, start=1)
        ]
    return found


def _line(bill: Bill, piece: Piece, position: int) -> Line:
    base = piece.unit_price if piece.by_hand else piece.line.base_price_minor
    return sharing.copied(
        piece.line,
        bill,
        position,
        name=piece.name,
        quantity=piece.quantity,
        unit_price_minor=piece.unit_price,
        base_price_minor=base,
        priced_by_hand=piece.by_hand,
    )
