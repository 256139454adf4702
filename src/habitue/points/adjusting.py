"""Putting points right by hand, with a reason."""

from uuid import UUID

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.ledger import actions as ledger
from habitue.ledger.accounts import POINTS, Holding
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points.accounts import account
from habitue.points.actions import NotEnoughPoints

ADJUSTMENTS = Account("points_adjustments", POINTS, Holding.DEBIT)


@right("balances.adjust")
def adjust(op: Operation, *, customer: Customer, up: bool, points: int, reason: str) -> UUID:
    """Give or take points; the entry of it. Raises NotEnoughPoints: none go below zero.

    The right is asked for what they are worth, as for money.
    """
    op.require("balances.adjust", points * op.house.point_worth_minor)
    customers.lock(op, customer.id)
    mine = account(customer.id)
    has = ledger.balances(op.house, [mine.code])[mine.code]
    if not up and has < points:
        raise NotEnoughPoints(has=max(has, 0))
    entry = ledger.post(
        op,
        kind="points.adjust",
        reference=f"customer:{customer.id}",
        moves=[Move(ADJUSTMENTS, mine, points) if up else Move(mine, ADJUSTMENTS, points)],
    )
    audit.record(op, "points.adjust", on=customer, reason=reason)
    return entry
