"""The most someone may hand out or put right counts a day's acts for one customer together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from habitue.house.acting import Actor
from habitue.house_accounts import handing_back
from habitue.house_accounts.settling import Taken, settle
from habitue.housekeeping import balances
from habitue.prepaid import actions as prepaid
from habitue.staff import actions as staff
from habitue.staff.models import Role
from tests.cast import Cast, eur, refused


def lea(cast: Cast, right: str, most: int) -> Actor:
    """A cashier with this right up to so much."""
    cashier = Role.objects.of(cast.house).get(key="cashier")
    cast.act(staff.set_rights, role=cashier, rights={right: most})
    return cast.actor(cast.hire("Léa", "cashier"), cast.till)


def pay_out(cast: Cast, who: Any, amount: int | str, by: Actor) -> None:
    cast.act(prepaid.pay_out, customer=who, tender="cash", amount=eur(amount), by=by)


def adjust(cast: Cast, by: Actor, unit: str = "paid", amount: int = 100, **terms: Any) -> None:
    given = {"customer": cast.carol, "up": True, "reason": "Counted", **terms}
    cast.act(balances.adjust, by=by, unit=unit, amount=amount, **given)


def test_ten_pay_outs_of_ten_are_a_hundred(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 100)
    by = lea(cast, "prepaid.pay_out", 2_000)
    pay_out(cast, cast.carol, 19, by)

    with refused("right_missing", right="prepaid.pay_out"):
        pay_out(cast, cast.carol, "1.01", by)
    pay_out(cast, cast.carol, 1, by)

    assert cast.has(cast.carol).total == 8_000


def test_another_person_another_customer_and_another_day_begin_anew(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 100)
    by = lea(cast, "prepaid.pay_out", 2_000)
    tom = cast.actor(cast.hire("Tom", "cashier"), cast.till)
    pay_out(cast, cast.carol, 20, by)

    pay_out(cast, cast.carol, 20, tom)
    pay_out(cast, cast.alice, 20, by)
    noon.shift(timedelta(days=1))
    pay_out(cast, cast.carol, 20, by)

    assert cast.has(cast.carol).total == 4_000


def test_what_was_in_hand_counts_with_what_was_in_the_wallet(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 30)
    cast.act(settle, customer=cast.carol, taken=[Taken("cash", eur(15))])
    by = lea(cast, "prepaid.pay_out", 2_000)
    pay_out(cast, cast.carol, 10, by)

    with refused("right_missing", right="prepaid.pay_out"):
        cast.act(handing_back.hand_back, customer=cast.carol, tender="cash", by=by)

    cast.act(handing_back.hand_back, customer=cast.carol, tender="cash")
    assert cast.owes(cast.carol).in_hand == 0


def test_gifts_that_end_with_a_pay_out_are_not_handed_out(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 10, 60)
    by = lea(cast, "prepaid.pay_out", 2_000)

    cast.act(prepaid.pay_out, customer=cast.carol, tender="cash", by=by)
    cast.top_up(cast.carol, 10)
    pay_out(cast, cast.carol, 10, by)

    assert cast.has(cast.carol).total == 0


@pytest.mark.parametrize(
    ("unit", "amount", "terms"),
    [
        ("gift", 500, {}),
        ("paid", 500, {"up": False}),
        ("points", 500, {}),
        ("owes", 500, {}),
    ],
    ids=["gift", "down", "points", "owes"],
)
def test_what_is_put_right_counts_together_whatever_the_balance(
    cast: Cast, noon: Any, unit: str, amount: int, terms: dict[str, Any]
) -> None:
    cast.rule(point_worth_minor=1)
    by = lea(cast, "balances.adjust", 2_000)
    adjust(cast, by, "paid", 1_600)

    with refused("right_missing", right="balances.adjust"):
        adjust(cast, by, unit, amount, **terms)
    adjust(cast, by, unit, 400, **terms)
    with refused("right_missing", right="balances.adjust"):
        adjust(cast, by, "gift", 1)


def test_the_manager_beside_has_a_ceiling_of_their_own(cast: Cast, noon: Any) -> None:
    by = lea(cast, "balances.adjust", 2_000)
    adjust(cast, by, "paid", 2_000)

    adjust(cast, cast.manager, "paid", 2_000)

    assert cast.has(cast.carol).total == 4_000


@pytest.mark.parametrize("unit", ["paid", "gift", "earned", "points", "owes"])
@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_is_not_put_right(cast: Cast, unit: str, amount: int) -> None:
    with refused("malformed", field="amount"):
        adjust(cast, cast.owner, unit, amount)
