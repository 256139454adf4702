"""What authorises spending: a PIN, a card read here, a one-time code (decisions 31 and 32).

A PIN is compared before the operation (hashing takes long), and the result is judged and
counted inside it, where the count and the lock cannot be outrun.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import F

from habitue.cards import one_time
from habitue.cards.actions import SPENT_AFTER
from habitue.cards.models import Block, CardRead, Pin, TokenTries
from habitue.cards.one_time import A_MOMENT, IN_A_ROW
from habitue.cards.refusals import (
    CodeOld,
    CodeWrong,
    PinWrong,
    ProofNeeded,
    ReadExpired,
    SpendingLocked,
    TooManyTries,
)
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House, ProofRule
from habitue.kit import pins
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation

FROM_A_TOKEN = 3
A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PinTry:
    """A PIN already compared: against which hash, and whether it matched."""

    customer_id: UUID
    hash: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What came with a payment. Nothing in it can be read back into a PIN."""

    pin: PinTry | None = None
    card_read: UUID | None = None
    one_time_code: str | None = field(default=None, repr=False)  # as typed


def hash_pin(house: House, customer_id: UUID, pin: str, *known: str) -> str:
    """The hash to hand to `cards.set_pin`; raises PinMalformed, PinTooCommon."""
    pins.accept(pin, *known)
    return pins.hashed(_owner(house, customer_id), pin)


def try_pin(house: House, customer_id: UUID, pin: str) -> PinTry:
    """Compare `pin`, outside any operation; the operation judges the result."""
    row = Pin.objects.of(house).filter(customer_id=customer_id).first()
    if row is None or row.locked_at:
        return PinTry(customer_id, row.hash if row else "", matched=False)
    owner = _owner(house, row.hashed_for or customer_id)
    return PinTry(customer_id, row.hash, pins.matches(owner, pin, row.hash))


def has_pin(house: House, customer_id: UUID) -> bool:
    return Pin.objects.of(house).filter(customer_id=customer_id).exists()


def prove(op: Operation, *, customer: Customer, proof: Proof, amount: int) -> str:
    """Go on only if `proof` authorises `customer` to spend `amount`; what proved it.

    Raises ProofNeeded, PinWrong, CodeWrong, CodeUsed, SpendingLocked, ReadExpired,
    TooManyTries, NotFound (read).
    """
    pin = rows.first(Pin, op.house, lock=True, customer=customer.id)
    if pin.locked_at if pin else one_time.codes_locked(op.house, customer.id):
        raise SpendingLocked()
    if proof.card_read is not None:
        return _by_read(op, customer, proof.card_read)
    if proof.pin is not None:
        return _by_pin(op, customer, pin, proof.pin)
    if proof.one_time_code is not None:
        return _by_code(op, customer, pin, proof.one_time_code)
    if op.house.proof_rule == ProofRule.ABOVE and amount <= op.house.proof_above_minor:
        return "small"
    if op.house.proof_rule == ProofRule.VOUCH and op.by.may("proofs.vouch"):
        return "vouched"
    raise ProofNeeded()


def _by_read(op: Operation, customer: Customer, read_id: UUID) -> str:
    read = rows.first(CardRead, op.house, lock=True, related=("card",), id=read_id)
    if read is None or read.till_id != op.by.till_id:
        raise NotFound("card read", field="card_read")
    if read.card.customer_id != customer.id:
        raise ProofNeeded()
    # one from a time to come was made before a clock was set back: it would be good for too long
    fresh = -A_MOMENT <= op.recorded_at - read.at <= SPENT_AFTER
    if read.used_at or read.card.released_at or not fresh:
        raise ReadExpired()
    if rows.first(Block, op.house, card=read.card_id):
        raise ReadExpired()
    read.used_at = op.at
    rows.update(read, "used_at")
    return "card"


def _by_pin(op: Operation, customer: Customer, pin: Pin | None, tried: PinTry) -> str:
    _stop_token(op, customer)
    if pin is None or tried.customer_id != customer.id or tried.hash != pin.hash:
        raise PinWrong()
    if not tried.matched:
        raise PinWrong().but_keep(lambda: _count_wrong(op, customer, pin))
    _forgive(op, pin)
    return "pin"


def _by_code(op: Operation, customer: Customer, pin: Pin | None, typed: str) -> str:
    """A code is guessed no more often than a PIN: the same row counts."""
    _stop_token(op, customer)
    try:
        one_time.use(op, customer=customer, typed=typed)
    except CodeOld:
        raise
    except CodeWrong as wrong:
        raise wrong.but_keep(lambda: _count_wrong(op, customer, pin)) from None
    _forgive(op, pin)
    return "code"


def _forgive(op: Operation, pin: Pin | None) -> None:
    """What is right ends the row of wrong ones."""
    if pin is not None and pin.wrong_in_a_row:
        Pin.objects.of(op.house).filter(pk=pin.pk).update(wrong_in_a_row=0)


def _count_wrong(op: Operation, customer: Customer, pin: Pin | None) -> None:
    if pin is None:
        one_time.count_wrong(op, customer)
    else:
        own = Pin.objects.of(op.house).filter(pk=pin.pk)
        own.update(wrong_in_a_row=F("wrong_in_a_row") + 1)
        own.filter(wrong_in_a_row__gte=IN_A_ROW, locked_at=None).update(locked_at=op.at)
    if op.by.token_id and not op.by.till_id:
        tries, _new = TokenTries.objects.get_or_create(
            house=op.house, token_id=op.by.token_id, customer=customer, defaults={"since": op.at}
        )
        stale = op.at - tries.since > A_DAY
        TokenTries.objects.of(op.house).filter(pk=tries.pk).update(
            wrong=1 if stale else F("wrong") + 1, since=op.at
        )


def _stop_token(op: Operation, customer: Customer) -> None:
    """A token bound to no till is stopped before it locks anyone out."""
    if not op.by.token_id or op.by.till_id:
        return
    tries = (
        TokenTries.objects.of(op.house)
        .filter(
            token_id=op.by.token_id,
            customer=customer,
            wrong__gte=FROM_A_TOKEN,
            since__gt=op.at - A_DAY,
        )
        .first()
    )
    if tries is not None:
        left = tries.since + A_DAY - op.at
        raise TooManyTries(retry_after=int(left.total_seconds()))


def _owner(house: House, customer_id: UUID) -> str:
    return f"customer:{house.id}:{customer_id}"
