"""Cards and PIN of someone merged go to whoever was kept.

The personal code stays where it is and leads on. A PIN is hashed for one customer alone, so one
that goes over goes with its row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from habitue.cards.actions import push_proofs
from habitue.cards.models import Card, OneTimeCode, Pin
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Went:
    cards: Sequence[UUID]
    pin: bool


def carry(op: Operation, *, source: Customer, to: Customer) -> Went:
    """What `source` could be known and prove themselves by is `to`'s."""
    held = rows.find(Card, op.house, lock=True, customer=source.id, released_at=None, order="id")
    for card in held:
        _give(card, to)
    _end_codes(op, source)
    return Went([card.id for card in held], _pin_over(op, source, to))


def settle(op: Operation, *, source: Customer, to: Customer) -> None:
    """Tell search, once room merging says who leads where."""
    push_proofs(source)
    push_proofs(to)


def carry_back(
    op: Operation, *, cards: Collection[UUID], pin: bool, source: Customer, to: Customer
) -> None:
    """Undo `carry`: those of `cards` that `to` still has are `source`'s again."""
    still = rows.find(
        Card, op.house, lock=True, id=list(cards), customer=to.id, released_at=None, order="id"
    )
    for card in still:
        _give(card, source)
    if pin:
        _pin_over(op, to, source)


def _give(card: Card, to: Customer) -> None:
    card.customer = to
    rows.update(card, "customer")


def _end_codes(op: Operation, source: Customer) -> None:
    standing = OneTimeCode.objects.of(op.house).filter(customer=source, used_at=None)
    standing.filter(ended_at=None).update(ended_at=op.at)


def _pin_over(op: Operation, source: Customer, to: Customer) -> bool:
    """The PIN of `source` where `to` has none; `to`'s own stays."""
    if rows.first(Pin, op.house, customer=to.id) is not None:
        return False
    pin = rows.first(Pin, op.house, lock=True, customer=source.id)
    if pin is None:
        return False
    pin.hashed_for = pin.hashed_for or pin.customer_id
    pin.customer = to
    rows.update(pin, "customer", "hashed_for")
    return True
