"""Balances by hand: what was brought from another system, and what must be put right."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit.reports import was_recorded
from habitue.bills.closing import close_if_settled
from habitue.bills.settling import hold_owing
from habitue.customers import actions as customers
from habitue.customers import own
from habitue.customers.models import Customer
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts import adjusting as house_account_adjusting
from habitue.house_accounts.models import Charge
from habitue.kit.money import Money
from habitue.kit.refusals import Malformed, Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.accounts import POINTS
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import actions as points
from habitue.points import adjusting as points_adjusting
from habitue.prepaid import actions as prepaid
from habitue.prepaid import adjusting as prepaid_adjusting

ADJUSTED = ("prepaid.adjust", "points.adjust", "house_accounts.adjust")
OPENED = {"paid": "prepaid.open", "points": "points.open", "owes": "house_accounts.open"}


class OpeningDone(Refusal):
    code = "opening_done"
    says = _("This customer's opening balance was entered already.")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a customer brings from elsewhere: at least one of these, each above zero."""

    paid: Money | None = None
    points: int | None = None
    owes: Money | None = None

    @property
    def verbs(self) -> list[str]:
        return [verb for key, verb in OPENED.items() if getattr(self, key)]


@right("balances.open")
def open_balances(op: Operation, *, customer: Customer, opening: Opening, on: date) -> None:
    """Enter what a customer had and owed elsewhere on a day, once each.

    Raises OpeningDone, Malformed where there is nothing to enter.
    """
    customer = customers.lock(op, customer.id)
    if not opening.verbs:
        raise Malformed(field="paid")
    own.not_alone(op, customer)
    if was_recorded(op.house, customer.id, opening.verbs):
        raise OpeningDone()
    if opening.paid:
        reference = f"opening:{customer.id}"
        prepaid.open_with(op, customer=customer, paid=opening.paid, reference=reference)
    if opening.points:
        points.open_with(op, customer=customer, points=opening.points)
    if opening.owes:
        house_accounts.open_with(op, customer=customer, owes=opening.owes, label="opening", on=on)


@right("balances.adjust")
def adjust(
    op: Operation, *, customer: Customer, unit: str, up: bool, amount: int, reason: str
) -> UUID:
    """Put one balance right: paid, gift, earned, points or owes; the entry of it.

    `amount` is whole minor units or points. What one person puts right for one customer in a day
    counts together against the most they may. Raises InsufficientValue, NotEnoughPoints, OwesLess.
    """
    if amount <= 0:
        raise Malformed(field="amount")
    if unit == "owes" and not up:
        hold_owing(op, customer)  # bills before people: the order in which paying takes them
    customer = customers.lock(op, customer.id)
    if customer.archived_at:
        raise customers.CustomerArchived()
    if not reason.strip():
        raise Malformed(field="reason")
    own.not_alone(op, customer)
    worth = amount * op.house.point_worth_minor if unit == "points" else amount
    op.require("balances.adjust", _put_right_today(op, customer) + worth)
    if unit == "points":
        return points_adjusting.adjust(op, customer=customer, up=up, points=amount, reason=reason)
    if unit != "owes":
        return prepaid_adjusting.adjust(
            op, customer=customer, kind=unit, up=up, minor=amount, reason=reason
        )
    if up:
        return house_account_adjusting.adjust_up(
            op, customer=customer, minor=amount, reason=reason
        )
    entry, touched = house_account_adjusting.adjust_down(
        op, customer=customer, minor=amount, reason=reason
    )
    close_if_settled(op, [charge.bill_id for charge in touched if charge.bill_id])
    return entry


def _put_right_today(op: Operation, customer: Customer) -> int:
    """What whoever acts put right for a locked customer, up or down; points by their worth."""
    own = Charge.objects.of(op.house).filter(
        person=customer, bill_id=None, business_day=op.business_day
    )
    moved = ledger.booked_by(
        op,
        kinds=ADJUSTED,
        references=[
            f"customer:{customer.id}",
            *(f"charge:{id_}" for id_ in own.values_list("id", flat=True)),
        ],
    )
    return moved.get(op.house.currency, 0) + moved.get(POINTS, 0) * op.house.point_worth_minor
