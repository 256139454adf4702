"""Open bills of someone merged become those of whoever was kept: the same bills, another name.

What was closed or saved on account stays as it was written; a saved one follows when it is
reopened. Level and discount stay too: nobody pays more or less because two records became one.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from habitue.bills.closing import hold_all
from habitue.bills.linking import become_of
from habitue.bills.locking import changed, lock
from habitue.bills.models import Bill, BillState
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.operations.models import Operation

HOW = "merge"


def hold(op: Operation, customer: UUID) -> set[UUID]:
    """The bills that merging `customer` touches, held: their open ones, and those they owe."""
    charged = Charge.objects.of(op.house).filter(account__customer=customer, open_minor__gt=0)
    bills = Bill.objects.of(op.house).filter(
        Q(customer=customer, state__in=(BillState.OPEN, BillState.ON_ACCOUNT))
        | Q(pk__in=charged.values("bill_id"))
    )
    found = set(bills.values_list("id", flat=True))
    hold_all(op, list(found))
    return found


def carry(op: Operation, *, source: Customer, to: Customer) -> list[UUID]:
    """The open bills of `source`, `to`'s from now on; which they were."""
    open_ = Bill.objects.of(op.house).open().filter(customer=source).order_by("id")
    return [carry_one(op, lock(op, id_), to).id for id_ in open_.values_list("id", flat=True)]


def carry_one(op: Operation, bill: Bill, to: Customer) -> Bill:
    """A locked, open bill is another's, at the prices it has."""
    become_of(op, bill, to, HOW)
    bill.customer = to
    return changed(op, bill, "customer")


def carry_back(op: Operation, bill: UUID, to: Customer) -> None:
    """Undo `carry` for one of them, which is still open."""
    carry_one(op, lock(op, bill), to)


def ended_of(house: House, bills: Collection[UUID], customer: UUID) -> dict[UUID, int]:
    """The numbers of those of `bills` that are no longer open, or no longer `customer`'s."""
    of_them = Bill.objects.of(house).filter(pk__in=list(bills))
    gone = of_them.exclude(state=BillState.OPEN, customer_id=customer)
    return dict(gone.order_by("number").values_list("id", "number"))
