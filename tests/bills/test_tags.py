"""A tag stands for an open bill, for one at a time, and is free when the bill ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from habitue.audit.models import AuditLine
from habitue.bills import actions as bills
from habitue.bills import tag_checks
from habitue.bills import tags as bill_tags
from habitue.bills.models import Bill
from habitue.cards import actions as cards
from habitue.cards import tags
from habitue.cards.models import Card
from tests.cast import Cast, refused

TAG, ANOTHER = "04A2B91C6F5E80", "04FF00112233"


@pytest.fixture
def tag(cast: Cast) -> Card:
    taken: Card = cast.act(tags.add, number=TAG)
    return taken


def bind(cast: Cast, bill: Bill, number: str = TAG, **terms: Any) -> Bill:
    bound: Bill = cast.act(bill_tags.bind, bill=bill, tag=number, **terms)
    return bound


def stands_for(cast: Cast, tag: Card) -> Bill | None:
    return bill_tags.bill_of(cast.house, tag)


def test_a_waiter_binds_a_tag(cast: Cast, tag: Card) -> None:
    bill = bind(cast, cast.bill(10), by=cast.zoe)

    assert stands_for(cast, tag) == bill
    assert bill_tags.bills_of(cast.house, [tag]) == {tag.id: bill}
    assert AuditLine.objects.of(cast.house).filter(verb="bills.tag", object_id=bill.id).exists()


def test_bound_again_it_changes_nothing(cast: Cast, tag: Card) -> None:
    bill = bind(cast, cast.bill(10))

    assert bind(cast, bill).version == bill.version


def test_one_bill_at_a_time(cast: Cast, tag: Card) -> None:
    first, second = cast.bill(10), cast.bill(12)
    bind(cast, first)

    with refused("card_in_use", number=first.number):
        bind(cast, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.of(cast.house).filter(pk=second.pk).update(tag=tag)
    assert tag_checks.tags_are_one_bills(cast.house).offenders == []


def test_what_is_no_tag_is_not_bound(cast: Cast) -> None:
    assert cast.alice_card
    for number in (cast.alice_card.number, "nobody's", ""):
        with refused("not_found", field="tag"):
            bind(cast, cast.bill(10), number)


def test_a_blocked_tag_is_not_bound(cast: Cast, tag: Card) -> None:
    cast.act(cards.block, card=tag, reason="lost")

    with refused("card_blocked", field="tag"):
        bind(cast, cast.bill(10))


def closed(cast: Cast, bill: Bill) -> None:
    cast.pay(bill)
    cast.close(bill)


def voided(cast: Cast, bill: Bill) -> None:
    cast.act(bills.void, bill=bill, reason="a mistake")


def saved(cast: Cast, bill: Bill) -> None:
    cast.act(bills.link, bill=bill, customer=cast.bob.id)
    cast.save(bill)


def joined(cast: Cast, bill: Bill) -> None:
    other = cast.bill(5)
    cast.act(tags.add, number=ANOTHER)
    bind(cast, other, ANOTHER)
    cast.act(bills.join, bill=other, bills=[bill.id])


def let_go(cast: Cast, bill: Bill) -> None:
    cast.act(bill_tags.unbind, bill=bill)


@pytest.mark.parametrize("end", [closed, voided, saved, joined, let_go])
def test_a_bill_that_ends_frees_its_tag(cast: Cast, tag: Card, end: Any) -> None:
    bill = cast.bill(10)
    bind(cast, bill)

    end(cast, bill)

    assert stands_for(cast, tag) is None
    after = bind(cast, cast.bill(7))
    assert stands_for(cast, tag) == after
    assert tag_checks.tags_are_one_bills(cast.house).offenders == []


def test_a_reopened_bill_does_not_take_it_back(cast: Cast, tag: Card) -> None:
    bill = cast.bill(10)
    bind(cast, bill)
    saved(cast, bill)
    after = bind(cast, cast.bill(7))

    reopened = cast.act(bills.reopen, bill=bill)

    assert reopened.tag_id is None
    assert stands_for(cast, tag) == after


def test_a_joined_bill_takes_over_a_tag(cast: Cast, tag: Card) -> None:
    bill, other = cast.bill(10), cast.bill(5)
    bind(cast, other)

    cast.act(bills.join, bill=bill, bills=[other.id])

    assert stands_for(cast, tag) == bill


def test_a_split_bill_keeps_its_tag(cast: Cast, tag: Card) -> None:
    bill = cast.bill(10)
    bind(cast, bill)

    cast.act(bills.split, bill=bill, wanted=bills.Shares(parts=2))

    assert stands_for(cast, tag) == bill
    assert Bill.objects.of(cast.house).exclude(tag=None).count() == 1


def test_a_tag_in_use_is_not_put_away(cast: Cast, tag: Card) -> None:
    bill = cast.bill(10)
    bind(cast, bill)
    with refused("card_in_use", number=bill.number):
        cast.act(bill_tags.put_away, tag=tag)

    let_go(cast, bill)
    cast.act(bill_tags.put_away, tag=tag)

    assert tags.find(cast.house, TAG) is None


def test_verify_sees_a_tag_that_is_none(cast: Cast) -> None:
    bill = cast.bill(10)
    Bill.objects.of(cast.house).filter(pk=bill.pk).update(tag=cast.alice_card)

    seen = tag_checks.tags_are_one_bills(cast.house).offenders

    Bill.objects.of(cast.house).filter(pk=bill.pk).update(tag=None)
    assert len(seen) == 1
