"""Granting, spending and taking back points."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.kit.money import LARGEST
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points.accounts import ISSUED, OPENING, account
from habitue.points.carrying import onward, onward_of

__all__ = ["account", "balances", "give_back", "grant", "spend", "withdraw"]


class NothingGiven(Refusal):
    code = "malformed"
    status = 422
    says = _("Points are a whole number above nothing.")


class NotEnoughPoints(Refusal):
    code = "insufficient_value"
    says = _("There are {has} points.")


def worth(house: House, points: int) -> int:
    """What `points` pay, in minor units."""
    return points * house.point_worth_minor


def needed(house: House, minor: int) -> int:
    """The points that pay `minor` units: whole points, so never more than they are worth."""
    return minor // house.point_worth_minor if house.point_worth_minor else 0


def grant(op: Operation, *, customer: Customer, points: int, reference: str) -> UUID | None:
    """Give points for a bill; nothing is no entry."""
    if points <= 0:
        return None
    return ledger.post(
        op,
        kind="points.grant",
        reference=reference,
        moves=[Move(ISSUED, account(customer.id), points)],
    )


def withdraw(op: Operation, *, granted: UUID, reference: str) -> UUID:
    """Take back what a bill granted: the one thing that may leave points below zero."""
    moves = ledger.entry_moves(op.house, granted)
    codes = frozenset(move.credit.code for move in moves)
    entry = ledger.reverse(
        op, granted, kind="points.withdraw", reference=reference, may_pass_zero=codes
    )
    onward_of(op, moves)
    return entry


def spend(
    op: Operation,
    *,
    customer: Customer,
    points: int,
    to: Account,
    promotions: Account,
    reference: str,
) -> UUID:
    """Pay with `points`: they leave, and the house gives what they are worth.

    Whoever calls has asked for the right and the proof. Raises NotEnoughPoints.
    """
    mine = account(customer.id)
    has = ledger.balances(op.house, [mine.code])[mine.code]
    if has < points:
        raise NotEnoughPoints(has=max(has, 0))
    return ledger.post(
        op,
        kind="points.spend",
        reference=reference,
        moves=[
            Move(mine, ISSUED, points),
            Move(promotions, to, worth(op.house, points)),
        ],
    )


def keep(op: Operation, *, customer: Customer, points: int, earned: int) -> None:
    """Points `earned` on a bill cannot pay it: `points` must come from the others."""
    code = account(customer.id).code
    others = ledger.balances(op.house, [code])[code] - earned
    if others < points:
        raise NotEnoughPoints(has=max(others, 0))


def give_back(op: Operation, *, spent: UUID, reference: str) -> UUID:
    """Undo a spend. Raises AlreadyReversed."""
    entry = ledger.reverse(op, spent, kind="points.give_back", reference=reference)
    onward_of(op, ledger.entry_moves(op.house, entry))
    return entry


def refund(
    op: Operation,
    *,
    customer_id: UUID,
    points: int,
    amount: int,
    source: Account,
    promotions: Account,
    reference: str,
) -> UUID:
    """Give back `points` that paid `amount` of a bill, which is in `source` now."""
    entry = ledger.post(
        op,
        kind="points.refund",
        reference=reference,
        moves=[Move(ISSUED, account(customer_id), points), Move(source, promotions, amount)],
    )
    onward(op, customer_id)
    return entry


def take_back(op: Operation, *, customer_id: UUID, points: int, reference: str) -> UUID:
    """Take back part of what a bill granted; as `withdraw`, it may leave points below zero."""
    mine = account(customer_id)
    entry = ledger.post(
        op,
        kind="points.withdraw",
        reference=reference,
        moves=[Move(mine, ISSUED, points)],
        may_pass_zero=frozenset({mine.code}),
    )
    onward(op, customer_id)
    return entry


@right("balances.open")
def open_with(op: Operation, *, customer: Customer, points: int) -> UUID:
    """Points brought from another system. Raises NothingGiven, CustomerArchived."""
    if not 0 < points <= LARGEST:
        raise NothingGiven(field="points")
    if customers.lock(op, customer.id).archived_at:
        raise customers.CustomerArchived()
    entry = ledger.post(
        op,
        kind="points.open",
        reference=f"customer:{customer.id}",
        moves=[Move(OPENING, account(customer.id), points)],
    )
    audit.record(op, "points.open", on=customer)
    return entry


@right("balances.open")
def unopen(op: Operation, *, customer: Customer, entry: UUID) -> UUID:
    """Take back points brought from another system. Raises NotEnoughPoints, AlreadyReversed."""
    customers.lock(op, customer.id)
    mine = account(customer.id)
    brought = sum(move.amount for move in ledger.entry_moves(op.house, entry))
    has = ledger.balances(op.house, [mine.code])[mine.code]
    if has < brought:
        raise NotEnoughPoints(has=max(has, 0))
    back = ledger.reverse(op, entry, kind="points.unopen", reference=f"customer:{customer.id}")
    audit.record(op, "points.unopen", on=customer)
    return back


def end(op: Operation, *, customer: Customer, reason: str) -> None:
    """All points of a customer end: what archiving does."""
    mine = account(customer.id)
    has = ledger.balances(op.house, [mine.code])[mine.code]
    if has > 0:
        ledger.post(
            op,
            kind="points.write_off",
            reference=f"customer:{customer.id}",
            moves=[Move(mine, ISSUED, has)],
        )
        audit.record(op, "points.write_off", on=customer, reason=reason)


def balances(house: House, customers: list[UUID]) -> dict[UUID, int]:
    """The points of each customer; one query."""
    found = ledger.balances(house, [f"points:{id_}" for id_ in customers])
    return {id_: found[f"points:{id_}"] for id_ in customers}
