"""Cards and personal codes: they name someone, they authorise nothing."""

import pytest

from habitue.bills import actions as bills
from habitue.cards import actions as cards
from habitue.cards.models import Block, Card, PersonalCode
from habitue.housekeeping import actions as housekeeping
from habitue.kit.check_digits import check_digit, is_sound
from tests.cast import ALICE_CARD, Cast, refused


def test_a_card_names_its_owner_however_it_is_typed(cast: Cast) -> None:
    assert cast.alice_card.customer == cast.alice

    for typed in (ALICE_CARD, ALICE_CARD.lower(), f"  {ALICE_CARD} ", "marthe -0001"):
        assert cards.whose(cast.house, typed) == cast.alice


def test_a_card_is_one_persons(cast: Cast) -> None:
    assert cast.alice_card

    with refused("card_in_use") as no:
        cast.act(cards.assign, customer=cast.carol, number=ALICE_CARD.lower())
    assert "Alice Martin" in no.value.sentence
    assert cast.act(cards.assign, customer=cast.alice, number=ALICE_CARD) == cast.alice_card


@pytest.mark.parametrize("number", ["", "   ", "x" * 65, "a\nb\0", "\x07"])
def test_what_is_no_card_number(cast: Cast, number: str) -> None:
    with refused("malformed", field="number"):
        cast.act(cards.assign, customer=cast.carol, number=number)


@pytest.mark.parametrize(
    "number", ["4111111111111111", "5555 5555 5555 4444", ";4111111111111111=2512?"]
)
def test_a_bank_card_is_never_kept(cast: Cast, number: str) -> None:
    with refused("bank_card"):
        cast.act(cards.assign, customer=cast.carol, number=number)
    assert Card.objects.of(cast.house).count() == 0


@pytest.mark.parametrize("number", ["1", "04:A2:2B:FF", "карта-7", "x" * 64, "1234567890123"])
def test_a_foreign_number_is_taken_as_it_is(cast: Cast, number: str) -> None:
    assert cast.act(cards.assign, customer=cast.carol, number=number).number == number


def test_a_printed_card_waits_for_its_owner(cast: Cast) -> None:
    card = Card.objects.create(
        house=cast.house, number="NEW-7", number_key="new-7", created_at=cast.house.created_at
    )
    with refused("not_found"):
        cards.whose(cast.house, "NEW-7")

    assert cast.act(cards.assign, customer=cast.carol, number="new-7") == card
    assert cards.whose(cast.house, "NEW-7") == cast.carol


def test_a_blocked_card_finds_nobody_and_is_not_given_again(cast: Cast) -> None:
    cast.act(cards.block, card=cast.alice_card, reason="lost")
    cast.act(cards.block, card=cast.alice_card, reason="again")

    assert Block.objects.of(cast.house).get().reason == "lost"
    with refused("card_blocked"):
        cards.whose(cast.house, ALICE_CARD)
    with refused("card_blocked"):
        cast.act(cards.assign, customer=cast.alice, number=ALICE_CARD)
    with refused("card_in_use"):
        cast.act(cards.assign, customer=cast.carol, number=ALICE_CARD)


def test_a_lost_card_is_replaced_in_one_step(cast: Cast) -> None:
    fresh = cast.act(cards.replace, card=cast.alice_card, number="MARTHE-0002", reason="lost")

    assert Block.objects.of(cast.house).get().replaced_by == fresh
    assert cards.whose(cast.house, "MARTHE-0002") == cast.alice
    with refused("card_blocked"):
        cards.whose(cast.house, ALICE_CARD)


def test_a_released_number_is_free(cast: Cast) -> None:
    cast.act(cards.release, card=cast.alice_card)

    with refused("not_found"):
        cards.whose(cast.house, ALICE_CARD)
    assert cast.act(cards.assign, customer=cast.carol, number=ALICE_CARD)


def test_another_houses_customer_and_card(cast: Cast) -> None:
    theirs = Cast(cast.other).act(cards.assign, customer=cast.charlie, number=ALICE_CARD)

    assert cast.alice_card.number == ALICE_CARD
    with refused("not_found"):
        cast.act(cards.assign, customer=cast.charlie, number="X-1")
    for action in (cards.block, cards.release):
        with refused("not_found"):
            cast.act(action, card=theirs)
    assert cards.whose(cast.house, ALICE_CARD) == cast.alice


def test_cards_are_a_right(cast: Cast) -> None:
    with refused("right_missing", right="cards.assign"):
        cast.act(cards.assign, customer=cast.carol, number="X-1", by=cast.zoe)


def test_the_archived_get_no_card_and_no_pin(cast: Cast) -> None:
    cast.act(housekeeping.archive, customer=cast.carol)
    carol = cast.again(cast.carol)

    with refused("customer_archived"):
        cast.act(cards.assign, customer=carol, number="X-1")
    with refused("customer_archived"):
        cast.act(cards.set_pin, customer=carol, pin_hash="x")


def test_everyone_has_a_code_with_a_check_digit(cast: Cast) -> None:
    code = PersonalCode.objects.of(cast.house).get(customer=cast.carol).code

    assert len(code) == 6
    assert is_sound(code)
    assert cards.by_code(cast.house, f"{code[:3]} {code[3:]}") == cast.carol


@pytest.mark.parametrize("typed", ["", "abc", "12", "1234567890123"])
def test_a_code_that_is_none(cast: Cast, typed: str) -> None:
    with refused("not_found", field="code"):
        cards.by_code(cast.house, typed)


def test_a_code_says_nothing_in_another_house(cast: Cast) -> None:
    code = PersonalCode.objects.of(cast.other).get(customer=cast.charlie).code
    if PersonalCode.objects.of(cast.house).filter(code=code).exists():
        return

    with refused("not_found"):
        cards.by_code(cast.house, code)


@pytest.mark.parametrize("body", ["12345", "00000", "98765"])
def test_the_check_digit_catches_every_slip(body: str) -> None:
    code = body + check_digit(body)

    for place in range(6):
        for digit in "0123456789":
            wrong = code[:place] + digit + code[place + 1 :]
            assert is_sound(wrong) == (wrong == code)
    for place in range(5):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert is_sound(swapped) == (swapped == code)


def test_a_code_alone_spends_nothing(cast: Cast) -> None:
    cast.rule(proof_rule="always")
    code = PersonalCode.objects.of(cast.house).get(customer=cast.alice).code
    bill = cast.act(bills.link, bill=cast.bill(5), code=code)

    with refused("proof_needed"):
        cast.pay(bill, "wallet", by=cast.manager)
