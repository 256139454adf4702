"""Card numbers in batches: unguessable, bound once, by one read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from habitue.cards import actions as cards
from habitue.cards import batches
from habitue.cards.models import Block, Card, CardKind
from habitue.kit import bank_cards
from habitue.kit.check_digits import ean_digit
from tests.cast import Cast, refused


def made(cast: Cast, count: int = 5, **terms: object) -> batches.CardBatch:
    batch: batches.CardBatch = cast.act(batches.make_batch, count=count, **terms)
    return batch


def test_a_batch_is_as_many_numbers_with_a_check_digit(cast: Cast) -> None:
    batch = made(cast, 200)

    numbers = batches.numbers(cast.house, batch)

    assert len(set(numbers)) == batch.count == 200
    assert all(len(n) == 13 and n[:2] == "29" and ean_digit(n[:-1]) == n[-1] for n in numbers)


def test_no_number_is_taken_for_a_bank_card(cast: Cast) -> None:
    numbers = batches.numbers(cast.house, made(cast, 500))

    assert not any(bank_cards.is_bank_card(number) for number in numbers)


def test_numbers_do_not_follow_one_another(cast: Cast) -> None:
    numbers = [int(n) // 10 for n in batches.numbers(cast.house, made(cast, 100))]

    assert not any(b - a == 1 for a, b in pairwise(numbers))


def test_a_number_ever_used_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    used = batches.numbers(cast.house, made(cast, 1))[0]
    draws = iter([used, "2900000000018"])
    monkeypatch.setattr(batches, "_number", lambda: next(draws))

    assert batches.numbers(cast.house, made(cast, 1)) == ["2900000000018"]


@pytest.mark.parametrize("count", [0, -1, 2001])
def test_a_batch_has_a_reasonable_size(cast: Cast, count: int) -> None:
    with refused("malformed", field="count"):
        made(cast, count)


def test_only_what_can_be_printed_is_made(cast: Cast) -> None:
    with refused("malformed", field="kind"):
        made(cast, kind=CardKind.NFC)


def test_a_waiter_prints_no_cards(cast: Cast) -> None:
    with refused("right_missing", right="cards.print"):
        made(cast, by=cast.zoe)


def test_a_waiting_card_is_bound_by_one_read(cast: Cast) -> None:
    batch = made(cast)
    number = batches.unassigned(cast.house, batch)[0]

    card = cast.act(cards.assign, customer=cast.alice, number=number)

    assert cards.whose(cast.house, number) == cast.alice
    assert card.batch == batch and card.bound_on is not None
    assert batches.tallies(cast.house, [batch])[batch.id] == batches.Tally(1, 0, 4)


def test_a_waiting_card_comes_along_with_a_new_regular(cast: Cast) -> None:
    number = batches.unassigned(cast.house, made(cast))[0]

    someone = cast.act(cards.register, fields={"first_name": "Nora"}, front="till", card=number)

    assert cards.whose(cast.house, number) == someone


def test_a_waiting_card_names_nobody_and_says_so(cast: Cast) -> None:
    number = batches.unassigned(cast.house, made(cast))[0]

    with refused("not_found") as no:
        cards.whose(cast.house, number)

    assert isinstance(no.value, cards.CardWaits)


def test_a_card_is_not_bound_twice(cast: Cast) -> None:
    number = batches.unassigned(cast.house, made(cast))[0]
    cast.act(cards.assign, customer=cast.alice, number=number)

    with refused("card_in_use", field="number"):
        cast.act(cards.assign, customer=cast.bob, number=number)


def test_a_blocked_card_is_given_to_nobody(cast: Cast) -> None:
    number = batches.unassigned(cast.house, made(cast))[0]
    cast.act(cards.block, card=cards.by_number(cast.house, number))

    with refused("card_blocked", field="number"):
        cast.act(cards.assign, customer=cast.alice, number=number)


def test_a_lost_sheet_is_blocked_and_its_owners_keep_theirs(cast: Cast) -> None:
    batch = made(cast)
    mine = batches.unassigned(cast.house, batch)[0]
    cast.act(cards.assign, customer=cast.alice, number=mine)

    cast.act(batches.block_rest, batch=batch, reason="left in a taxi")

    assert batches.tallies(cast.house, [batch])[batch.id] == batches.Tally(1, 4, 0)
    assert batches.unassigned(cast.house, batch) == []
    assert cards.whose(cast.house, mine) == cast.alice


def test_a_lost_sheet_blocked_twice_is_blocked_once(cast: Cast) -> None:
    batch = made(cast)

    for _time in range(2):
        cast.act(batches.block_rest, batch=batch)

    assert Block.objects.of(cast.house).count() == batch.count


def test_a_card_read_proves_nothing_before_it_has_an_owner(cast: Cast) -> None:
    number = batches.unassigned(cast.house, made(cast))[0]

    with refused("not_found"):
        cast.act(cards.read, number=number, by=cast.cashier)


def test_the_paper_stays_as_it_was_made(cast: Cast) -> None:
    batch = made(cast)
    before = batches.numbers(cast.house, batch)
    cast.act(cards.assign, customer=cast.alice, number=before[2])

    assert batches.numbers(cast.house, batch) == before
    assert Card.objects.of(cast.house).filter(batch=batch).count() == 5
