"""What authorises spending: a PIN, or a card read at this till."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.cards.models import CardRead, Pin
from habitue.cards.proofs import Proof
from habitue.house.acting import Actor
from habitue.house.models import Till
from habitue.kit.ids import new_id
from tests.cast import ALICE_CARD, PIN, WRONG_PIN, Cast, refused


def spend(cast: Cast, proof: Proof, by: Actor | None = None) -> str:
    payment = cast.pay(cast.bill(1, cast.alice), "wallet", by=by or cast.zoe, proof=proof)
    return payment.proved_by


def read(cast: Cast, by: Actor | None = None) -> Proof:
    assert cast.alice_card
    row: CardRead = cast.act(cards.read, number=ALICE_CARD, by=by or cast.zoe)
    return Proof(card_read=row.id)


def wrong(cast: Cast, times: int, by: Actor | None = None) -> None:
    for _time in range(times):
        with refused("pin_wrong"):
            spend(cast, cast.with_pin(cast.alice, WRONG_PIN), by)


def test_the_pin_of_the_guest(cast: Cast) -> None:
    cast.pin(cast.alice)

    assert spend(cast, cast.with_pin(cast.alice)) == "pin"
    assert PIN not in map(str, Pin.objects.of(cast.house).values_list().get())


def test_a_guest_without_a_pin_hears_the_same(cast: Cast) -> None:
    wrong(cast, 1)


def test_a_right_pin_begins_the_count_anew(cast: Cast) -> None:
    cast.pin(cast.alice)
    wrong(cast, 4)
    assert spend(cast, cast.with_pin(cast.alice)) == "pin"
    wrong(cast, 4)

    assert spend(cast, cast.with_pin(cast.alice)) == "pin"


def test_five_in_a_row_lock_until_a_manager_unlocks(cast: Cast) -> None:
    cast.pin(cast.alice)
    wrong(cast, 5)

    for proof in (cast.with_pin(cast.alice), read(cast), Proof()):
        with refused("spending_locked"):
            spend(cast, proof)
    with refused("right_missing", right="cards.unlock"):
        cast.act(cards.unlock, customer=cast.alice, by=cast.cashier)
    cast.act(cards.unlock, customer=cast.alice, by=cast.manager)
    assert spend(cast, cast.with_pin(cast.alice)) == "pin"


def test_a_pin_compared_before_the_lock_does_not_pass_it(cast: Cast) -> None:
    cast.pin(cast.alice)
    early = cast.with_pin(cast.alice)
    wrong(cast, 5)

    with refused("spending_locked"):
        spend(cast, early)


def test_a_pin_compared_before_it_changed_does_not_pass(cast: Cast) -> None:
    cast.pin(cast.alice)
    early = cast.with_pin(cast.alice)
    cast.pin(cast.alice, "8264")

    with refused("pin_wrong"):
        spend(cast, early)


def test_only_who_may_unlock_gives_a_locked_guest_a_new_pin(cast: Cast) -> None:
    cast.pin(cast.alice)
    wrong(cast, 5)
    fresh = proofs.hash_pin(cast.house, cast.alice.id, "8264")

    with refused("right_missing", right="cards.unlock"):
        cast.act(cards.set_pin, customer=cast.alice, pin_hash=fresh, by=cast.cashier)
    cast.act(cards.set_pin, customer=cast.alice, pin_hash=fresh, by=cast.manager)
    assert spend(cast, cast.with_pin(cast.alice, "8264")) == "pin"


@pytest.mark.parametrize("pin", ["1234", "0000", "1986", "4321", "112233", "8765"])
def test_pins_everyone_would_try(cast: Cast, pin: str) -> None:
    with refused("pin_too_common"):
        proofs.hash_pin(cast.house, cast.alice.id, pin)


@pytest.mark.parametrize("known", ["0612347391", "7391", "17.03.7391"])
def test_pins_others_know(cast: Cast, known: str) -> None:
    with refused("pin_too_common"):
        proofs.hash_pin(cast.house, cast.alice.id, PIN, known)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "12 34", "-1234"])
def test_what_is_no_pin(cast: Cast, pin: str) -> None:
    with refused("malformed", field="pin"):
        proofs.hash_pin(cast.house, cast.alice.id, pin)


def test_a_card_read_here_proves_once(cast: Cast) -> None:
    proof = read(cast)

    assert spend(cast, proof) == "card"
    with refused("read_expired"):
        spend(cast, proof)


def test_a_card_read_lives_sixty_seconds(cast: Cast, noon: Any) -> None:
    early, late = read(cast), read(cast)
    noon.shift(timedelta(seconds=60))
    assert spend(cast, early) == "card"
    noon.shift(timedelta(seconds=1))

    with refused("read_expired"):
        spend(cast, late)


def test_a_read_that_was_refused_is_not_used_up(cast: Cast) -> None:
    proof = read(cast)
    with refused("insufficient_value"):
        cast.pay(cast.bill(50, cast.alice), "wallet", by=cast.zoe, proof=proof)

    assert spend(cast, proof) == "card"


def test_a_card_read_elsewhere_proves_nothing_here(cast: Cast) -> None:
    garden = Till.objects.create(house=cast.house, venue=cast.venue, name="Garden")

    with refused("not_found", field="card_read"):
        spend(cast, read(cast), replace(cast.zoe, till_id=garden.id))
    with refused("not_found", field="card_read"):
        spend(cast, Proof(card_read=new_id()))


def test_another_guests_card_proves_nothing(cast: Cast) -> None:
    cast.act(cards.assign, customer=cast.carol, number="CAROL")
    row = cast.act(cards.read, number="CAROL", by=cast.zoe)

    with refused("proof_needed"):
        spend(cast, Proof(card_read=row.id))


def test_a_card_blocked_after_it_was_read(cast: Cast) -> None:
    proof = read(cast)
    cast.act(cards.block, card=cast.alice_card)

    with refused("read_expired"):
        spend(cast, proof)
    with refused("card_blocked"):
        read(cast)


def test_a_typed_number_is_no_read(cast: Cast) -> None:
    with refused("right_missing", right="present_card"):
        read(cast, replace(cast.zoe, till_id=None))
    with refused("right_missing", right="present_card"):
        read(cast, cast.actor(cast.hire("Ada", "bookkeeper"), cast.till))
    with refused("not_found"):
        cast.act(cards.read, number="nobody's", by=cast.zoe)


def test_a_token_is_stopped_before_it_locks_anyone(cast: Cast, noon: Any) -> None:
    cast.pin(cast.alice)
    token = replace(cast.manager, till_id=None, venue_id=None, token_id=new_id())
    wrong(cast, 3, token)

    with refused("too_many_tries") as no:
        spend(cast, cast.with_pin(cast.alice), token)
    assert 0 < no.value.facts["retry_after"] <= 86_400
    assert spend(cast, cast.with_pin(cast.alice)) == "pin"
    noon.shift(timedelta(hours=24, seconds=1))
    assert spend(cast, cast.with_pin(cast.alice), token) == "pin"


def test_unlocking_frees_the_token_too(cast: Cast) -> None:
    cast.pin(cast.alice)
    token = replace(cast.manager, till_id=None, venue_id=None, token_id=new_id())
    wrong(cast, 3, token)

    cast.act(cards.unlock, customer=cast.alice, by=cast.manager)

    assert spend(cast, cast.with_pin(cast.alice), token) == "pin"
