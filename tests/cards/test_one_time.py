"""Six digits from the guest's own phone: one spend within two minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from habitue.cards import actions as cards
from habitue.cards import one_time
from habitue.cards.models import OneTimeCode, Pin
from habitue.cards.proofs import Proof
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from tests.cast import WRONG_PIN, Cast, refused


def fresh(cast: Cast, customer: Customer | None = None) -> str:
    code: str = cast.act(one_time.fresh, customer=customer or cast.alice)
    return code


def spend(cast: Cast, code: str, customer: Customer | None = None) -> str:
    bill = cast.bill(1, customer or cast.alice)
    return cast.pay(bill, "wallet", by=cast.zoe, proof=Proof(one_time_code=code)).proved_by


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def wrong(cast: Cast, code: str, times: int) -> None:
    for _time in range(times):
        with refused("code_wrong"):
            spend(cast, other(code))


def test_a_code_pays_once(cast: Cast) -> None:
    code = fresh(cast)

    assert (len(code), code.isdigit(), spend(cast, code)) == (6, True, "code")
    with refused("code_used"):
        spend(cast, code)


def test_a_code_may_be_read_aloud_in_threes(cast: Cast) -> None:
    code = fresh(cast)

    assert spend(cast, f" {code[:3]} {code[3:]} ") == "code"


def test_the_phone_can_show_it_again_and_the_book_cannot(cast: Cast, noon: Any) -> None:
    code = fresh(cast)
    row = OneTimeCode.objects.of(cast.house).get()

    assert one_time.standing(cast.house, cast.alice.id, row.made_at) == (code, row.expires_at)
    assert code not in map(str, OneTimeCode.objects.values_list().get())
    spend(cast, code)
    assert one_time.standing(cast.house, cast.alice.id, row.made_at) is None


def test_a_code_is_too_old_after_two_minutes(cast: Cast, noon: Any) -> None:
    code = fresh(cast)
    noon.shift(timedelta(minutes=2, seconds=1))

    with refused("code_wrong") as no:
        spend(cast, code)
    assert "too old" in no.value.sentence


def test_a_new_code_ends_the_one_before(cast: Cast) -> None:
    old, new = fresh(cast), fresh(cast)

    with refused("code_wrong"):
        spend(cast, old)
    assert spend(cast, new) == "code"


def test_a_code_is_its_customers(cast: Cast) -> None:
    cast.top_up(cast.carol, 5)
    code = fresh(cast)

    with refused("code_wrong"):
        spend(cast, code, cast.carol)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "\0", "1234567890123456789012"])
def test_what_is_no_code(cast: Cast, typed: str) -> None:
    fresh(cast)

    with refused("code_wrong", field="one_time_code"):
        spend(cast, typed)


def test_who_has_no_code_hears_the_same(cast: Cast) -> None:
    for _time in range(7):
        with refused("code_wrong"):
            spend(cast, "123456")
    cast.pin(cast.alice)
    with refused("code_wrong"):
        spend(cast, "123456")


# -- it cannot be guessed --------------------------------------------------------------------


@pytest.mark.parametrize("has_pin", [True, False])
def test_five_wrong_codes_in_a_row_lock_spending(cast: Cast, has_pin: bool) -> None:
    if has_pin:
        cast.pin(cast.alice)
    code = fresh(cast)
    wrong(cast, code, 5)

    with refused("spending_locked"):
        spend(cast, code)
    with refused("spending_locked"):
        fresh(cast)
    with refused("right_missing"):
        cast.act(cards.set_pin, customer=cast.alice, pin_hash="$argon2id$", by=cast.cashier)
    cast.act(cards.unlock, customer=cast.alice, by=cast.manager)
    assert spend(cast, fresh(cast)) == "code"


def test_a_new_code_does_not_begin_the_count_anew(cast: Cast) -> None:
    wrong(cast, fresh(cast), 3)
    code = fresh(cast)
    wrong(cast, code, 2)

    with refused("spending_locked"):
        spend(cast, code)


def test_a_right_code_does(cast: Cast) -> None:
    code = fresh(cast)
    wrong(cast, code, 4)
    spend(cast, code)
    code = fresh(cast)
    wrong(cast, code, 4)

    assert spend(cast, code) == "code"


def test_wrong_pins_and_wrong_codes_are_one_count(cast: Cast) -> None:
    cast.pin(cast.alice)
    code = fresh(cast)
    wrong(cast, code, 3)
    for _time in range(2):
        with refused("pin_wrong"):
            cast.pay(
                cast.bill(1, cast.alice),
                "wallet",
                by=cast.zoe,
                proof=cast.with_pin(cast.alice, WRONG_PIN),
            )

    with refused("spending_locked"):
        spend(cast, code)
    assert Pin.objects.of(cast.house).get().wrong_in_a_row == 5


def test_a_refused_spend_leaves_the_code(cast: Cast) -> None:
    code = fresh(cast)
    with refused("insufficient_value"):
        cast.pay(cast.bill(50, cast.alice), "wallet", by=cast.zoe, proof=Proof(one_time_code=code))

    assert spend(cast, code) == "code"


def test_a_code_is_not_needed_for_cash(cast: Cast) -> None:
    code = fresh(cast)
    cast.pay(cast.bill(1, cast.alice), "cash", by=cast.zoe, proof=Proof(one_time_code=code))

    assert spend(cast, code) == "code"


def test_nobody_else_makes_one(cast: Cast) -> None:
    for by in (cast.zoe, cast.owner):
        with refused("right_missing"):
            cast.act(one_time.fresh, customer=cast.alice, by=by)
    with refused("not_found"):
        cast.act(one_time.fresh, customer=cast.charlie)


def test_the_inactive_get_none(cast: Cast) -> None:
    cast.act(customers.edit, customer=cast.alice, fields={"active": False}, front="office")

    with refused("customer_inactive"):
        fresh(cast, cast.again(cast.alice))
