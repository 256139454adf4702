"""Taking a bill in hand: locked, in the right state, at the version that was read."""

from uuid import UUID

from habitue.bills.models import Bill, BillState, Payment
from habitue.bills.refusals import BillClosed, BillPaid, BillVoid, PaymentsExist
from habitue.customers.actions import VersionConflict
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation


def lock(op: Operation, bill_id: UUID, version: int | None = None) -> Bill:
    """The bill, locked until the operation ends. Raises NotFound, VersionConflict."""
    bill: Bill | None = (
        Bill.objects.of(op.house)
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=bill_id)
        .select_related("customer", "venue", "table__area")
        .first()
    )
    if bill is None:
        raise NotFound("bill", field="bill")
    if version is not None and version != bill.version:
        raise VersionConflict(version=bill.version)
    bill.house = op.house
    return bill


def lock_open(
    op: Operation, bill_id: UUID, version: int | None = None, *, unpaid: bool = False
) -> Bill:
    """An open bill, locked. Raises BillClosed, BillVoid, PaymentsExist where `unpaid` is asked."""
    bill = lock(op, bill_id, version)
    refuse_unless_open(bill)
    if unpaid and has_payments(op, bill):
        raise PaymentsExist()
    return bill


def refuse_unless_open(bill: Bill) -> None:
    if bill.state == BillState.VOID:
        raise BillVoid()
    if bill.state != BillState.OPEN:
        raise BillClosed()


def has_payments(op: Operation, bill: Bill) -> bool:
    return Payment.objects.of(op.house).filter(bill=bill, undone_at=None).exists()


def changed(op: Operation, bill: Bill) -> Bill:
    """The bill has a new version; read again as it now stands."""
    bill.version += 1
    bill.save(update_fields=["version", "level"])
    return freshly(op, bill)


def freshly(op: Operation, bill: Bill) -> Bill:
    found: Bill = (
        Bill.objects.of(op.house)
        .select_related("customer", "venue", "table__area", "level")
        .get(pk=bill.pk)
    )
    found.house = op.house
    return found


def refuse_paid(due: int) -> None:
    if due <= 0:
        raise BillPaid()
