"""One-time codes: six digits from the guest's own phone that authorise one spend."""

from datetime import datetime
from uuid import UUID

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right


@right(ONESELF)
def fresh(op: Operation, *, customer: Customer) -> str:
    """A new code for `customer`, for two minutes and one spend; the one before ends.

    Raises SpendingLocked.
    """
    raise NotImplementedError


def standing(house: House, customer_id: UUID, at: datetime) -> tuple[str, datetime] | None:
    """The code that stands, and until when: a page read again shows it, and makes no other."""
    raise NotImplementedError
