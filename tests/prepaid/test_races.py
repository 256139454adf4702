"""Two hands in one wallet at once: real threads, real commits, both databases."""

import pytest

from habitue.prepaid import returning
from tests.bills.test_races import at_once, chez
from tests.cast import Cast, eur

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
__all__ = ["chez"]


def test_a_top_up_goes_back_once(chez: Cast) -> None:
    top_up = chez.top_up(chez.carol, 100, 120)

    told = at_once(
        [lambda: chez.act(returning.refund_top_up, top_up=top_up.id) for _each in range(6)]
    )

    assert told == {"done": 1, "already_reversed": 5}
    assert chez.has(chez.carol).total == 0


def test_parts_of_it_at_once_are_never_more_than_all(chez: Cast) -> None:
    top_up = chez.top_up(chez.carol, 100, 120)
    part = eur(30)

    told = at_once(
        [
            lambda: chez.act(returning.refund_top_up, top_up=top_up.id, amount=part)
            for _each in range(6)
        ]
    )

    assert told == {"done": 3, "insufficient_value": 3}
    assert chez.has(chez.carol).paid == 1000


def test_spent_and_given_back_at_once(chez: Cast) -> None:
    """Whoever comes first: what was spent does not go back as well."""
    top_up = chez.top_up(chez.carol, 100)
    bills = [chez.bill(30, chez.carol) for _each in range(3)]

    told = at_once(
        [
            *(lambda bill=bill: chez.pay(bill, "wallet") for bill in bills),
            lambda: chez.act(returning.refund_top_up, top_up=top_up.id),
        ]
    )

    assert told["done"] >= 1
    assert chez.has(chez.carol).total == 0 or told["done"] == 4
    assert chez.has(chez.carol).total >= 0
