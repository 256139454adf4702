"""Registering many customers in one operation: codes and cards in few statements."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from habitue.cards.models import Card, PersonalCode
from habitue.customers.many import Newcomer, create_many
from habitue.customers.models import Customer, CustomerPhone
from habitue.house.models import House
from habitue.house.rows import fresh, insert_many
from habitue.kit import text
from habitue.kit.check_digits import check_digit
from habitue.operations.models import Operation

SHORTEST = 5  # digits, and one that checks them
DRAWN, CROWDED = 100, 0.2  # so many at least at once; where more than this part is taken, longer


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
        fresh(PersonalCode, house=op.house, customer=one.customer, code=code)
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
    """`count` free personal codes, none of them in `taken`; longer ones where few are free.

    How few is seen from those that are drawn: to count the whole book takes longer than to draw.
    """
    known, found, length = PersonalCode.objects.of(house), set[str](), SHORTEST
    while len(found) < count:
        tries = {_drawn(length) for _ in range(max(DRAWN, count - len(found)))}
        gone = set(known.filter(code__in=tries).values_list("code", flat=True))
        free = tries - taken - found - gone
        if len(free) < (1 - CROWDED) * len(tries):
            length += 1
        else:
            found.update(islice(free, count - len(found)))
    return list(found)


def _drawn(length: int) -> str:
    body = f"{secrets.randbelow(10**length):0{length}}"
    return body + check_digit(body)
