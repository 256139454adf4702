"""Giving, blocking, replacing and reading cards; personal codes; finding whose they are."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.cards import one_time
from habitue.cards.models import Block, Card, CardKind, CardRead, PersonalCode, Pin, TokenTries
from habitue.customers import actions as customers
from habitue.customers import search, survivors
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House
from habitue.kit import bank_cards, text
from habitue.kit.check_digits import check_digit
from habitue.kit.refusals import Malformed, NotFound, Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing, right

__all__ = ["Card", "CardRead", "PersonalCode", "register"]

SPENT_AFTER = timedelta(seconds=60)


class CardInUse(Refusal):
    code = "card_in_use"
    says = _("This card belongs to {name}.")


class TagInUse(CardInUse):
    says = _("This is a tag of the house: it stands for a bill and belongs to nobody.")


class CardBlocked(Refusal):
    code = "card_blocked"
    says = _("This card is blocked.")


class NotACard(Refusal):
    code = "malformed"
    status = 422
    says = _("A card number has 1 to 64 characters.")


class BankCard(Refusal):
    code = "bank_card"
    status = 422
    says = _("This looks like a bank card. Nothing of it was kept.")


def number_key(number: str) -> str:
    """How card numbers are compared: without spaces, without case; empty for what is none."""
    key = "".join(number.split()).casefold()
    return key if key.isprintable() else ""


def register(
    op: Operation,
    *,
    fields: Mapping[str, Any],
    front: str,
    card: str = "",
    kind: str = CardKind.BARCODE,
    pin_hash: str = "",
    id: UUID | None = None,
) -> Customer:
    """Add someone to the book with a personal code, and a card and a PIN where they are given.

    A PIN is hashed beforehand for `id`. Raises as `customers.create` and `assign` do.
    """
    customer = customers.create(
        op, fields=fields, front=front, known={"pin": pin_hash, "cards": card}, id=id
    )
    PersonalCode.objects.create(house=op.house, customer=customer, code=new_code(op.house))
    if card:
        _bind(op, customer, card, kind)
    if pin_hash:
        Pin.objects.create(house=op.house, customer=customer, hash=pin_hash, set_at=op.at)
    push_proofs(customer)
    return customer


def new_code(house: House) -> str:
    """A free personal code: random, with a check digit; longer as the house grows."""
    taken = PersonalCode.objects.of(house)
    length = 5
    while taken.count() * 5 > 10**length:
        length += 1
    while True:
        body = "".join(secrets.choice("0123456789") for _ in range(length))
        code = body + check_digit(body)
        if not taken.filter(code=code).exists():
            return code


def push_proofs(customer: Customer) -> None:
    """Tell search which cards and code this customer is found by."""
    numbers = Card.objects.of(customer.house_id).filter(customer=customer, released_at=None)
    also = survivors.family(customer.house_id, customer.id)  # their codes lead here
    codes = PersonalCode.objects.of(customer.house_id).filter(customer_id__in=also)
    search.set_proofs(
        customer,
        [*numbers.values_list("number", flat=True), *codes.values_list("code", flat=True)],
    )


@right("cards.assign")
def assign(
    op: Operation, *, customer: Customer, number: str, kind: str = CardKind.BARCODE
) -> Card:
    """Give `customer` a card, or bind one that waits for its owner.

    Raises CardInUse, CardBlocked, NotACard, BankCard, CustomerArchived.
    """
    if customer.archived_at:
        raise customers.CustomerArchived()
    card = _bind(op, customer, number, kind)
    push_proofs(customer)
    audit.record(op, "cards.assign", on=card)
    return card


def _bind(op: Operation, customer: Customer, number: str, kind: str) -> Card:
    """A new card, or the printed one that waits; two who read it at once bind it once."""
    key = check_number(number)
    if kind == CardKind.TAG:
        raise Malformed(field="kind")
    known = Card.objects.of(op.house).select_for_update(of=("self",), no_key=True)
    card: Card | None = known.filter(number_key=key, released_at=None).first()
    if card is None:
        return Card.objects.create(
            house=op.house,
            customer=customer,
            number=number.strip(),
            number_key=key,
            kind=kind,
            created_at=op.at,
            bound_on=op.business_day,
        )
    if card.kind == CardKind.TAG:
        raise TagInUse(field="number")
    if card.customer is not None and card.customer_id != customer.id:
        raise CardInUse(field="number", name=card.customer.display_name)
    if Block.objects.of(op.house).filter(card=card).exists():
        raise CardBlocked(field="number")
    if card.customer is None:
        card.customer, card.bound_on = customer, op.business_day
        card.save(update_fields=["customer", "bound_on"])
    return card


def check_number(number: str) -> str:
    """The key of a card number that may be kept; raises BankCard, NotACard."""
    if bank_cards.is_bank_card(number):
        raise BankCard(field="number")
    key = number_key(number)
    if not 1 <= len(key) <= 64 or len(number.strip()) > 64 or not key.isprintable():
        raise NotACard(field="number")
    return key


@right("cards.assign")
def block(
    op: Operation, *, card: Card, reason: str = "", replaced_by: Card | None = None
) -> Block:
    """The card finds nobody from now on; blocking twice changes nothing."""
    block, new = Block.objects.get_or_create(
        house=op.house,
        card=card,
        defaults={"at": op.at, "actor": op.by.label, "reason": reason, "replaced_by": replaced_by},
    )
    if new:
        audit.record(op, "cards.block", on=card, reason=reason)
    return block


@right("cards.assign")
def replace(op: Operation, *, card: Card, number: str, reason: str = "") -> Card:
    """A new card for a lost one: the old is blocked in the same step."""
    if card.customer is None:
        raise NotFound("card")
    fresh = assign(op, customer=card.customer, number=number, kind=card.kind)
    block(op, card=card, reason=reason, replaced_by=fresh)
    return fresh


@right("cards.assign")
def release(op: Operation, *, card: Card) -> None:
    """Take the card away; its number is free for someone else."""
    customer = card.customer
    Card.objects.of(op.house).filter(pk=card.pk, released_at=None).update(released_at=op.at)
    audit.record(op, "cards.release", on=card)
    if customer is not None:
        push_proofs(customer)


def release_all(op: Operation, customer: Customer) -> None:
    """Archiving frees the cards; the personal code stays the customer's."""
    Card.objects.of(op.house).filter(customer=customer, released_at=None).update(released_at=op.at)
    push_proofs(customer)


def by_number(house: House, number: str, field: str = "card") -> Card:
    """The card with this number; raises BankCard, NotFound, CardBlocked."""
    if bank_cards.is_bank_card(number):
        raise BankCard(field=field)
    key = number_key(number)
    card = rows.first(Card, house, number_key=key, released_at=None, related=("customer",))
    if card is None:
        raise CardUnknown(field=field)
    if rows.first(Block, house, card=card.id):
        raise CardBlocked(field=field)
    return card


class CardUnknown(NotFound):
    says = _("No card with this number.")

    def __init__(self, **facts: Any) -> None:
        super().__init__("card", **facts)


class CardWaits(CardUnknown):
    """It was printed here and nobody has it yet: give it to whoever holds it out."""

    says = _("This card is new. Whose is it?")


class TagRead(CardUnknown):
    """It stands for a bill, not for a guest."""

    says = _("This is a tag: it stands for a bill, not for a guest.")


class CodeUnknown(NotFound):
    says = _("No guest has this code.")

    def __init__(self, **facts: Any) -> None:
        super().__init__("code", **facts)


def by_code(house: House, code: str, field: str = "code") -> Customer:
    """The customer with this personal code; raises CodeUnknown."""
    digits = text.digits(code)
    found = (
        PersonalCode.objects.of(house).filter(code=digits).select_related("customer").first()
        if 4 <= len(digits) <= 12
        else None
    )
    if found is None:
        raise CodeUnknown(field=field)
    return survivors.current(house, found.customer)


def whose(house: House, read: str) -> Customer:
    """Who a card number or a personal code names; raises CardUnknown, CardWaits, CardBlocked,
    TagRead, BankCard."""
    try:
        card = by_number(house, read)
    except CardUnknown:
        if read.strip().isdigit():
            return by_code(house, read)
        raise
    if card.customer is None:
        raise _nobodys(card, "card")
    return card.customer


def _nobodys(card: Card, field: str) -> CardUnknown:
    return TagRead(field=field) if card.kind == CardKind.TAG else CardWaits(field=field)


@right("present_card")
def read(op: Operation, *, number: str) -> CardRead:
    """A till's reader read a card: proof for one payment within 60 seconds.

    Raises RightMissing where no enrolled till stands behind it, CardUnknown, CardBlocked, TagRead.
    """
    if op.by.till_id is None and not op.by.everything:
        raise RightMissing(right="present_card")
    card = by_number(op.house, number, field="number")
    if card.customer is None:
        raise _nobodys(card, "number")
    shown = CardRead(house=op.house, card=card, till_id=op.by.till_id, actor=op.by.label, at=op.at)
    rows.insert(shown)
    return shown


@right("cards.set_pin")
def set_pin(op: Operation, *, customer: Customer, pin_hash: str) -> None:
    """Give `customer` the PIN hashed by `proofs.hash_pin`; wrong tries are forgotten.

    Where wrong tries have locked spending, only who may unlock may give a new one.
    """
    if customer.archived_at:
        raise customers.CustomerArchived()
    if one_time.is_locked(op.house, customer.id):
        op.require("cards.unlock")
        one_time.forget_wrong(op, customer)
    Pin.objects.update_or_create(
        house=op.house,
        customer=customer,
        defaults={
            "hash": pin_hash,
            "hashed_for": None,
            "set_at": op.at,
            "wrong_in_a_row": 0,
            "locked_at": None,
        },
    )
    audit.record(op, "cards.set_pin", on=customer)


@right("cards.set_pin")
def forget_pins(op: Operation) -> int:
    """Every PIN of the house: the pepper they were hashed under is gone. How many there were."""
    audit.record(op, "cards.forget_pins", on=op.house)
    return Pin.objects.of(op.house).delete()[0]


@right("cards.unlock")
def unlock(op: Operation, *, customer: Customer) -> None:
    """The customer may spend again after wrong PINs."""
    Pin.objects.of(op.house).filter(customer=customer).update(wrong_in_a_row=0, locked_at=None)
    one_time.forget_wrong(op, customer)
    TokenTries.objects.of(op.house).filter(customer=customer).delete()
    audit.record(op, "cards.unlock", on=customer)
