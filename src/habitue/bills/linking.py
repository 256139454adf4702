"""Whose bill it is: linking, changing, unlinking (decision 25)."""

from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import pricing
from habitue.bills.locking import changed, has_payments, lock_open
from habitue.bills.models import Bill, Link
from habitue.bills.reading import discount_rate
from habitue.bills.refusals import PaymentsExist
from habitue.cards import actions as cards
from habitue.customers import actions as customers
from habitue.customers import own
from habitue.customers.models import Customer
from habitue.guests import entry as guests
from habitue.house import rows
from habitue.operations.models import Operation
from habitue.operations.rights import right


@right("bills.link")
def link(
    op: Operation,
    *,
    bill: Bill | UUID,
    customer: UUID | None = None,
    card: str = "",
    code: str = "",
    guest: str | None = None,
) -> Bill:
    """The bill becomes a customer's: chosen, by a card number, a personal code, or by the
    signed text on a guest's phone (`guest`).

    Their price level and discount hold at once. Raises CustomerInactive, CustomerArchived,
    CardUnknown, CodeUnknown, CardBlocked, NotFound and TokenOld (guest), PaymentsExist,
    BillClosed, BillVoid.
    """
    bill = lock_open(op, bill)
    if guest is not None:
        return hand_to(op, bill, guests.customer_by_token(op.house, guest), "guest")
    return hand_to(op, bill, *_whose(op, customer, card, code))


def hand_to(op: Operation, bill: Bill, someone: Customer, how: str) -> Bill:
    """Make a locked, open bill `someone`'s; as `link`, whose rights are asked there."""
    if bill.customer_id == someone.id:
        return bill
    _refuse_paid(op, bill)
    customers.must_be_at_hand(someone)
    own.not_alone(op, someone)
    become_of(op, bill, someone, how)
    return _become(op, bill, someone, "bills.link")


def become_of(op: Operation, bill: Bill, someone: Customer, how: str) -> None:
    """The link that stands of a locked bill is `someone`'s from now on."""
    _end(op, bill)
    rows.insert(
        Link(house=op.house, bill=bill, customer=someone, how=how, at=op.at, actor=op.by.label)
    )


@right("bills.link")
def unlink(op: Operation, *, bill: Bill | UUID) -> Bill:
    """A Walk-In's bill again, at normal prices."""
    bill = lock_open(op, bill)
    if bill.customer_id is None:
        return bill
    _refuse_paid(op, bill)
    _end(op, bill)
    return _become(op, bill, None, "bills.unlink")


def _whose(op: Operation, customer: UUID | None, card: str, code: str) -> tuple[Customer, str]:
    if customer is not None:
        return customers.find(op, customer), "customer"
    if code:
        return cards.by_code(op.house, code), "code"
    return cards.whose(op.house, card), "card"


def _refuse_paid(op: Operation, bill: Bill) -> None:
    if has_payments(op, bill):
        raise PaymentsExist()


def _end(op: Operation, bill: Bill) -> None:
    if bill.customer_id is None:
        return
    Link.objects.of(op.house).filter(bill=bill, ended_at=None).update(
        ended_at=op.at, ended_by=op.by.label
    )


def _become(op: Operation, bill: Bill, customer: Customer | None, verb: str) -> Bill:
    bill.customer = customer
    bill.discount_bp = discount_rate(op.house, customer)
    bill.odd_of_minor = None  # the cents of a split were those of the discount before
    pricing.reprice(op, bill, pricing.level_for(bill, customer))
    pricing.rerate(op, bill)
    audit.record(op, verb, on=bill)
    return changed(op, bill, "customer", "discount_bp", "level", "odd_of_minor")
