"""Taking a bill in hand: locked, in the right state, at the version that was read."""

from uuid import UUID

from habitue.bills.models import Bill, BillState, Contents, Line, Payment
from habitue.bills.refusals import BillClosed, BillPaid, BillVoid, PaymentsExist
from habitue.customers.actions import VersionConflict
from habitue.house import rows
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation

WITH = ("customer", "customer__group", "venue", "table", "table__area")


def lock(op: Operation, bill: Bill | UUID, version: int | None = None) -> Bill:
    """The bill, locked until the operation ends. Raises NotFound, VersionConflict."""
    bill_id = bill.id if isinstance(bill, Bill) else bill
    found = rows.first(Bill, op.house, lock=True, related=WITH, id=bill_id)
    if found is None:
        raise NotFound("bill")
    if version is not None and version != found.version:
        raise VersionConflict(version=found.version)
    op.venue_id = found.venue_id
    return found


def lock_open(
    op: Operation, bill: Bill | UUID, version: int | None = None, *, unpaid: bool = False
) -> Bill:
    """An open bill, locked. Raises BillClosed, BillVoid, PaymentsExist where `unpaid` is asked."""
    found = lock(op, bill, version)
    refuse_unless_open(found)
    if unpaid and has_payments(op, found):
        raise PaymentsExist()
    return found


def refuse_unless_open(bill: Bill) -> None:
    if bill.state == BillState.VOID:
        raise BillVoid()
    if bill.state != BillState.OPEN:
        raise BillClosed()


def contents(op: Operation, bill: Bill) -> Contents:
    """What is on a bill held locked, read once."""
    if bill.contents is None:
        bill.contents = Contents(
            rows.find(Line, op.house, bill=bill.id, removed_at=None, order="position"),
            rows.find(Payment, op.house, bill=bill.id, undone_at=None, order="at id"),
        )
    return bill.contents


def has_payments(op: Operation, bill: Bill) -> bool:
    return bool(contents(op, bill).payments)


def changed(op: Operation, bill: Bill, *columns: str) -> Bill:
    """The bill has a new version; `columns` of it are written as they now stand."""
    bill.version += 1
    contents(op, bill)
    rows.update(bill, "version", *columns)
    return bill


def refuse_paid(due: int) -> None:
    if due <= 0:
        raise BillPaid()
