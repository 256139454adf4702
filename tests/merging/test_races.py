"""Merging while others merge and guests are served: real threads, real commits, both databases."""

from __future__ import annotations

import pytest

from habitue.merging import actions as merging
from habitue.merging.models import Merge
from tests.bills.test_races import at_once, chez
from tests.cast import Cast

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
__all__ = ["chez"]


def test_two_who_merge_at_once_merge_once(chez: Cast) -> None:
    """Whichever way round: one of them is gone when the other asks."""
    alice, carol = chez.alice, chez.carol

    told = at_once(
        [
            *(lambda: chez.act(merging.merge, kept=carol.id, merged=alice.id) for _each in "ab"),
            *(lambda: chez.act(merging.merge, kept=alice.id, merged=carol.id) for _each in "ab"),
        ]
    )

    assert told == {"done": 1, "customer_archived": 3}
    assert chez.has(alice).total + chez.has(carol).total == 2000
    assert Merge.objects.of(chez.house).count() == 1


def test_merged_while_somebody_pays(chez: Cast) -> None:
    """Nothing is spent twice, and nothing stays behind with the merged record."""
    alice, carol = chez.alice, chez.carol
    bills = [chez.bill(5, alice) for _each in range(4)]

    told = at_once(
        [
            *(lambda bill=bill: chez.pay(bill, "wallet") for bill in bills),
            lambda: chez.act(merging.merge, kept=carol.id, merged=alice.id),
        ]
    )

    assert told["done"] >= 4
    merged = Merge.objects.of(chez.house).exists()
    paid = told["done"] - merged
    assert chez.has(alice).total + chez.has(carol).total == 2000 - 500 * paid
    assert not merged or chez.has(alice).total == 0


def test_undone_once(chez: Cast) -> None:
    made = chez.act(merging.merge, kept=chez.carol.id, merged=chez.alice.id)

    told = at_once([lambda: chez.act(merging.undo, merge=made.id) for _each in range(4)])

    assert told == {"done": 1, "already_reversed": 3}
    assert chez.has(chez.alice).total == 2000
