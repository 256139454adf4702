"""Joining bills into one, and handing a bill over to another table or colleague."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.bills import category_terms, sharing
from habitue.bills.linking import hand_to, unlink
from habitue.bills.locking import changed, has_payments, lock, lock_open, refuse_unless_open
from habitue.bills.models import Bill, BillState, SharingKind
from habitue.bills.opening import MOST_LINES, MOST_MINOR, alter
from habitue.bills.reading import Standing, in_hand
from habitue.bills.refusals import LineRefused, PaymentsExist
from habitue.bills.sharing import Gone, Stood
from habitue.customers import actions as customers
from habitue.kit.refusals import Malformed, NotFound, Refusal
from habitue.menu.models import Table
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import receipts
from habitue.staff import entry as staff

MOST_JOINED = 50


class WhoseIsIt(Refusal):
    code = "customer_needed"
    says = _("These bills are several guests’. Say whose the one bill becomes.")


@right("bills.open")
def join(
    op: Operation,
    *,
    bill: Bill | UUID,
    bills: Sequence[UUID],
    whose: UUID | None = None,
    nobodys: bool = False,
) -> Bill:
    """Put what stands on other open bills on this one; they end as void, joined into it.

    Nothing may have been paid on them. Where they are not all the same guest's, say `whose` of
    them it becomes, or that it is `nobodys`. Without a tag it takes over one of theirs. Raises
    WhoseIsIt, PaymentsExist, BillClosed, BillVoid, NotFound, Malformed.
    """
    bill, others = _held(op, bill, bills)
    _check_whose(bill, others, whose, nobodys=nobodys)
    stands = {one.id: in_hand(op, one) for one in [bill, *others]}
    gone = _gone(op, bill, others, stands)
    _check_room(bill, stands, gone)
    for one in others:
        sharing.leave(op, one, gone)
        _end(op, bill, one)
    sharing.carry(op, gone)
    bill.odd_of_minor = None
    bill.tag_id = bill.tag_id or next((one.tag_id for one in others if one.tag_id), None)
    changed(op, bill, "amount_minor", "odd_of_minor", "tag")
    sharing.record(
        op,
        bill,
        SharingKind.JOIN,
        total=sum(one.total for one in stands.values()),
        stood=_stood(op, bill, others, stands),
        gone=gone,
    )
    audit.record(op, "bills.join", on=bill)
    return _become(op, bill, whose, nobodys=nobodys)


@right("bills.open")
def transfer(
    op: Operation,
    *,
    bill: Bill | UUID,
    table: Table | None = None,
    label: str | None = None,
    staff_id: UUID | None = None,
) -> Bill:
    """Hand an open bill over: to another table, to a colleague who serves it from now on, or
    both. Raises BillClosed, BillVoid, NotFound (staff member), Malformed (neither)."""
    if table is None and label is None and staff_id is None:
        raise Malformed(field="table")
    bill = lock_open(op, bill)
    if table is not None or label is not None:
        bill = alter(op, bill=bill, table=table, label=label if table is None else None)
    if staff_id is None:
        return bill
    member = staff.member_of(op.house, staff_id)
    if member is None:
        raise NotFound("staff member", field="staff")
    bill = lock_open(op, bill)
    actor = staff.actor_for(member)
    bill.served_by, bill.served_by_name = actor.label, actor.name
    audit.record(op, "bills.hand_over", on=bill)
    return changed(op, bill, "served_by", "served_by_name")


def _held(op: Operation, bill: Bill | UUID, bills: Sequence[UUID]) -> tuple[Bill, list[Bill]]:
    """All of them locked, in the order of their ids, and fit to be joined."""
    first = bill.id if isinstance(bill, Bill) else bill
    wanted = set(bills) - {first}
    if len(wanted) != len(bills) or not 0 < len(wanted) < MOST_JOINED:
        raise Malformed(field="bills")
    held = {}
    for id_ in sorted({first, *wanted}):
        try:
            held[id_] = lock(op, id_)
        except NotFound:
            raise NotFound("bill", field=None if id_ == first else "bills") from None
    main = held[first]
    others = [held[id_] for id_ in dict.fromkeys(bills)]
    for one in [main, *others]:
        refuse_unless_open(one)
    for one in others:
        if one.venue_id != main.venue_id:
            raise NotFound("bill", field="bills")
        if has_payments(op, one):
            raise PaymentsExist()
    op.venue_id = main.venue_id
    return main, others


def _check_whose(bill: Bill, others: Sequence[Bill], whose: UUID | None, *, nobodys: bool) -> None:
    guests = {one.customer_id for one in [bill, *others]} - {None}
    if whose is not None and whose not in guests:
        raise NotFound("customer", field="customer")
    if whose is None and not nobodys and not guests <= {bill.customer_id}:
        raise WhoseIsIt()


def _gone(
    op: Operation, bill: Bill, others: Sequence[Bill], stands: dict[UUID, Standing]
) -> list[Gone]:
    """Their lines, as they were ordered, behind those of the bill."""
    position = sharing.last_position(op, bill)
    lines = [line for one in others for line in stands[one.id].lines]
    gone = [
        Gone(line, sharing.copied(line, bill, position + place))
        for place, line in enumerate(lines, start=1)
    ]
    others_too = {one.id for one in others if one.customer_id != bill.customer_id}
    category_terms.give(bill, (one.line for one in gone if one.source.bill_id in others_too))
    return gone


def _check_room(bill: Bill, stands: dict[UUID, Standing], gone: Sequence[Gone]) -> None:
    most = max((one.line.position for one in gone), default=0)
    if most > MOST_LINES or sum(one.sums.subtotal for one in stands.values()) > MOST_MINOR:
        raise LineRefused(field="bills")


def _end(op: Operation, bill: Bill, other: Bill) -> None:
    """It ends as void; what it came to stands on the other."""
    if other.amount_minor is not None:
        bill.amount_minor = (bill.amount_minor or 0) + other.amount_minor
    if not other.share:
        receipts.release(op, other.fiscal_ref, other.id)
    other.amount_minor, other.odd_of_minor = None, None
    other.state, other.ended_at, other.joined_into = BillState.VOID, op.at, bill
    changed(op, other, "amount_minor", "odd_of_minor", "state", "ended_at", "joined_into")
    audit.record(op, "bills.join", on=other)


def _stood(
    op: Operation, bill: Bill, others: Sequence[Bill], stands: dict[UUID, Standing]
) -> list[Stood]:
    now = in_hand(op, bill)
    return [
        Stood(bill, stands[bill.id].sums.subtotal, now.sums.subtotal, now.total),
        *(Stood(one, stands[one.id].sums.subtotal, 0, 0) for one in others),
    ]


def _become(op: Operation, bill: Bill, whose: UUID | None, *, nobodys: bool) -> Bill:
    """The joined bill is whose it was said to be; that takes the right to link."""
    if nobodys and bill.customer_id is not None:
        return unlink(op, bill=bill)
    if whose is None or whose == bill.customer_id:
        return bill
    op.require("bills.link")
    return hand_to(op, bill, customers.find(op, whose), "customer")
