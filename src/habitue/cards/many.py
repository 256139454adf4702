"""Registering many customers in one operation: codes and cards in few statements."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from habitue.cards.models import Card, PersonalCode
from habitue.customers.many import Newcomer, create_many
from habitue.customers.models import Customer, CustomerPhone
from habitue.house.models import House
from habitue.house.rows import insert_many
from habitue.kit import text
from habitue.kit.check_digits import check_digit
from habitue.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Registered:
    """Someone to add: checked fields, a free code where they bring one, free card numbers."""

    customer: Customer
    numbers: Sequence[CustomerPhone]
    code: str
    cards: Sequence[Card]
    wording: str = ""


def register_many(op: Operation, *, new: Sequence[Registered], front: str) -> None:
    """Add them to the book with their codes and cards, as `actions.register` does for one."""
    drawn = iter(new_codes(op.house, sum(not one.code for one in new), {one.code for one in new}))
    codes = [one.code or next(drawn) for one in new]
    create_many(
        op,
        new=[
            Newcomer(one.customer, one.numbers, _proofs(one, code), one.wording)
            for one, code in zip(new, codes, strict=True)
        ],
        front=front,
    )
    insert_many(
        PersonalCode(house=op.house, customer=one.customer, code=code)
        for one, code in zip(new, codes, strict=True)
    )
    bound = [card for one in new for card in one.cards]
    if bound:
        op.require("cards.assign")
    for card in bound:
        card.created_at, card.bound_on = op.at, op.business_day
    insert_many(bound)


def _proofs(one: Registered, code: str) -> str:
    forms = [
        form for c in one.cards for form in dict.fromkeys((c.number, c.number.replace(" ", "")))
    ]
    return text.normalise(" ".join([*forms, code]))


def new_codes(house: House, count: int, taken: set[str]) -> list[str]:
    """`count` free personal codes, none of them in `taken`."""
    known, found = PersonalCode.objects.of(house), set[str]()
    if not count:
        return []
    length, there = 5, known.count() + count + len(taken)
    while there * 5 > 10**length:
        length += 1
    while len(found) < count:
        tries = {_drawn(length) for _ in range(count - len(found))} - taken - found
        found |= tries - set(known.filter(code__in=tries).values_list("code", flat=True))
    return list(found)


def _drawn(length: int) -> str:
    body = "".join(secrets.choice("0123456789") for _ in range(length))
    return body + check_digit(body)
