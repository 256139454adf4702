"""A shift at a till: what is counted into it, what it takes, what is counted out of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.house.models import Till
from habitue.ledger import summing
from habitue.prepaid import actions as prepaid
from habitue.shifts import drawers
from habitue.shifts.models import Count, Shift
from tests.cast import Cast, eur, refused

Opened = Callable[..., Shift]


@pytest.fixture
def opened(cast: Cast) -> Opened:
    """A shift at the bar that begins with 100.00."""

    def open_(counted: int | str = 100) -> Shift:
        shift: Shift = cast.act(
            drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(counted)
        )
        return shift

    return open_


def standing(cast: Cast, *codes: str) -> list[int]:
    found = summing.standing(cast.house, codes)
    return [found[code] for code in codes]


def close(cast: Cast, shift: Shift, cash: int | str, **terms: Any) -> Shift:
    counted = {"cash": eur(cash)} | terms.pop("also", {})
    ended: Shift = cast.act(
        drawers.close_shift, by=cast.cashier, shift=shift.id, counted=counted, **terms
    )
    return ended


def test_a_shift_takes_what_its_till_takes(cast: Cast, opened: Opened) -> None:
    shift = opened()
    cast.pay(cast.bill(30), "cash", by=cast.zoe)
    cast.pay(cast.bill(12), "card", by=cast.zoe)

    assert drawers.expected(shift) == {
        "cash": 13_000,
        "card": 1_200,
        "bank_transfer": 0,
        "other": 0,
    }


def test_without_a_shift_cash_goes_to_the_implicit_one(cast: Cast, opened: Opened) -> None:
    shift = opened()
    cast.pay(cast.bill(30), "cash")  # by the console, at no till

    assert drawers.expected(shift)["cash"] == 10_000
    assert Shift.objects.of(cast.house).filter(implicit=True).count() == 1


def test_top_ups_settlements_and_pay_outs_are_in_the_drawer(cast: Cast, opened: Opened) -> None:
    """G58: an honest shift adds up without a hand in the drawer."""
    shift = opened()
    someone = cast.carol
    terms = {"customer": someone, "pays": eur(50), "receives": eur(60), "tender": "cash"}
    cast.act(prepaid.top_up, by=cast.cashier, **terms)
    saved = cast.save(cast.bill(20, cast.bob))
    cast.act(bills.settle, by=cast.cashier, customer=cast.acme, amount=eur(20), tender="cash")
    cast.act(prepaid.pay_out, by=cast.manager, customer=someone, tender="cash", amount=eur(5))

    ended = close(cast, shift, 165)

    assert saved is not None
    [cash] = Count.objects.of(cast.house).filter(shift=ended)
    assert (cash.expected_minor, cash.counted_minor, cash.difference_minor) == (16_500, 16_500, 0)


def test_a_difference_is_booked_and_the_rest_leaves_the_drawer(cast: Cast, opened: Opened) -> None:
    shift = opened()
    cast.pay(cast.bill(30), "cash", by=cast.zoe)
    cast.pay(cast.bill(12), "card", by=cast.zoe)

    ended = close(cast, shift, 127, left=eur(80), note="three short", also={"card": eur(14)})

    assert ended.note == "three short"
    short, left, safe, card = standing(
        cast, "over_short", f"float:{cast.till.id}", f"safe:{cast.venue.id}", "tender:card"
    )
    assert (short, left, safe, card) == (100, 8_000, 12_700 - 8_000 - 10_000, 1_400)
    assert standing(cast, f"drawer:{shift.id}", f"tender:card:{shift.id}") == [0, 0]


def test_the_next_shift_begins_with_what_was_left(cast: Cast, opened: Opened) -> None:
    close(cast, opened(), 100, left=eur(80))

    less = opened(75)

    assert (less.number, less.float_minor, less.float_left_minor) == (2, 7_500, 8_000)
    assert standing(cast, "over_short", f"drawer:{less.id}") == [500, 7_500]
    more = opened_after(cast, less, 90)
    assert standing(cast, "over_short", f"drawer:{more.id}") == [500, 9_000]


def opened_after(cast: Cast, shift: Shift, counted: int) -> Shift:
    close(cast, shift, 75)
    made: Shift = cast.act(
        drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(counted)
    )
    return made


def test_a_closed_shift_never_changes(cast: Cast, opened: Opened) -> None:
    shift = opened()
    close(cast, shift, 100)

    with refused("shift_closed"):
        close(cast, shift, 90)
    with refused("shift_closed"):
        cash(cast, shift, 10)


def cash(cast: Cast, shift: Shift, amount: int, **terms: Any) -> Any:
    given = {"incoming": False, "purpose": "petty_cash", "reason": "Parsley"} | terms
    by = given.pop("by", cast.cashier)
    return cast.act(drawers.move_cash, by=by, shift=shift.id, amount=eur(amount), **given)


def test_cash_in_and_out_needs_a_reason_and_the_right(cast: Cast, opened: Opened) -> None:
    shift = opened()

    cash(cast, shift, 10)
    cash(cast, shift, 25, incoming=True, purpose="safe", reason="Change")

    assert drawers.expected(shift)["cash"] == 11_500
    assert standing(cast, "petty_cash", f"safe:{cast.venue.id}") == [1_000, -12_500]
    with refused("malformed", field="reason"):
        cash(cast, shift, 10, reason=" ")
    with refused("malformed", field="amount"):
        cash(cast, shift, 0)
    with refused("right_missing"):
        cash(cast, shift, 10, by=cast.zoe)


def test_one_shift_a_till(cast: Cast, opened: Opened) -> None:
    opened()

    with refused("shift_open"):
        opened()
    with refused("right_missing"):
        cast.act(drawers.open_shift, by=cast.zoe, till=cast.till, counted=eur(1))
    with refused("malformed", field="till"):
        cast.act(drawers.open_shift, counted=eur(1))
    with refused("not_found"):
        cast.act(drawers.open_shift, till=make_till(cast), counted=eur(1))


def make_till(cast: Cast) -> Till:
    venue = cast.other.id and cast.venue
    till: Till = Till.objects.create(house=cast.house, venue=venue, name="Gone")
    Till.objects.filter(pk=till.pk).update(retired_at=cast.house.created_at)
    till.refresh_from_db()
    return till


def test_what_was_counted_must_make_sense(cast: Cast, opened: Opened) -> None:
    shift = opened()

    with refused("malformed", field="left"):
        close(cast, shift, 50, left=eur(60))
    with refused("malformed", field="counted.cash"):
        cast.act(drawers.close_shift, by=cast.cashier, shift=shift, counted={"card": eur(1)})
    assert Shift.objects.get(pk=shift.pk).is_open


def test_a_payment_taken_back_after_its_shift_leaves_the_drawer_of_now(
    cast: Cast, opened: Opened
) -> None:
    shift = opened()
    bill = cast.bill(30)
    payment = cast.pay(bill, "cash", 10, by=cast.zoe)
    close(cast, shift, 110, left=eur(100))
    after = opened(100)

    cast.act(bills.take_back, by=cast.cashier, bill=bill, payment=payment.id)

    assert drawers.expected(after)["cash"] == 9_000
    assert standing(cast, f"drawer:{shift.id}") == [0]
