"""A tag belongs to nobody: it is taken in once, found by its number, given to no guest."""

import pytest
from django.db import IntegrityError, transaction

from habitue.audit.models import AuditLine
from habitue.cards import actions as cards
from habitue.cards import batches, reports, tags
from habitue.cards.actions import TagRead
from habitue.cards.models import Card, CardKind
from tests.cast import ALICE_CARD, Cast, refused

TAG = "04A2B91C6F5E80"


def test_a_tag_is_taken_in_once(cast: Cast) -> None:
    first = cast.act(tags.add, number=TAG, by=cast.cashier)
    again = cast.act(tags.add, number=f" {TAG.lower()} ", by=cast.cashier)

    assert first == again
    assert (first.kind, first.customer) == (CardKind.TAG, None)
    assert tags.all_of(cast.house) == [first]
    assert AuditLine.objects.of(cast.house).filter(verb="cards.add_tag").count() == 1


def test_a_waiter_takes_none_in(cast: Cast) -> None:
    with refused("right_missing", right="cards.assign"):
        cast.act(tags.add, number=TAG, by=cast.zoe)


def test_a_guests_card_becomes_no_tag(cast: Cast) -> None:
    assert cast.alice_card
    batch = cast.act(batches.make_batch, count=1)
    printed = batches.unassigned(cast.house, batch)[0]

    for number in (ALICE_CARD, printed):
        with refused("card_in_use", field="number"):
            cast.act(tags.add, number=number)


@pytest.mark.parametrize(
    "number", ["4111111111111111", "", "x" * 65], ids=["bank", "none", "long"]
)
def test_what_is_no_number_becomes_no_tag(cast: Cast, number: str) -> None:
    with refused("bank_card" if number.startswith("4111") else "malformed"):
        cast.act(tags.add, number=number)


def test_a_tag_is_nobodys_card(cast: Cast) -> None:
    cast.act(tags.add, number=TAG)

    with pytest.raises(TagRead):
        cards.whose(cast.house, TAG)
    with pytest.raises(TagRead):
        cast.act(cards.read, number=TAG)
    with refused("card_in_use", field="number"):
        cast.act(cards.assign, customer=cast.alice, number=TAG)
    assert not reports.waits(cast.house, TAG)


def test_no_card_of_a_guest_is_of_the_kind(cast: Cast) -> None:
    with refused("malformed", field="kind"):
        cast.act(cards.assign, customer=cast.alice, number="NEW-1", kind=CardKind.TAG)


def test_the_database_lets_no_tag_be_someones(cast: Cast) -> None:
    tag, alice = cast.act(tags.add, number=TAG), cast.alice

    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.of(cast.house).filter(pk=tag.pk).update(customer=alice)


def test_another_house_has_its_own(cast: Cast) -> None:
    cast.act(tags.add, number=TAG)

    assert tags.find(cast.other, TAG) is None
    assert tags.find(cast.house, TAG) is not None
    assert tags.find(cast.house, "") is None
