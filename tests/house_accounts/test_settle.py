"""Settling: oldest first, named bills, what is too much stays in hand."""

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts.reports import open_charges, unpaid
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.kit.money import Money
from tests.cast import Cast, eur, make_customer, refused


def three(cast: Cast, noon: Any) -> list[Bill]:
    """Bills of 10.00, 20.00 and 30.00, an hour apart."""
    saved = []
    for amount in (10, 20, 30):
        saved.append(cast.save(cast.bill(amount, cast.bob)))
        noon.shift(timedelta(hours=1))
    return saved


def settle(cast: Cast, amount: int | str, **terms: Any) -> Any:
    return cast.act(
        bills.settle, customer=cast.acme, amount=eur(amount), tender="bank_transfer", **terms
    )


def open_on(cast: Cast) -> list[int]:
    return [charge.open_minor for charge in open_charges(cast.house, cast.acme)]


def test_the_oldest_first(cast: Cast, noon: Any) -> None:
    saved = three(cast, noon)

    settlement = settle(cast, 25)

    assert (settlement.amount_minor, settlement.in_hand_minor) == (2500, 0)
    assert open_on(cast) == [500, 3000]
    assert [cast.again(bill).state for bill in saved] == ["closed", "on_account", "on_account"]


def test_named_bills(cast: Cast, noon: Any) -> None:
    saved = three(cast, noon)

    settle(cast, 30, bills=[saved[2].id])

    assert open_on(cast) == [1000, 2000]
    assert cast.again(saved[2]).state == "closed"


def test_too_much_stays_in_hand_and_meets_the_next_charge_once(cast: Cast, noon: Any) -> None:
    three(cast, noon)

    assert settle(cast, 65).in_hand_minor == 500
    first = cast.save(cast.bill(4, cast.bob))
    second = cast.save(cast.bill(4, cast.bob))

    assert (first.state, second.state) == ("closed", "on_account")
    standing = cast.owes(cast.acme)
    assert (standing.owes, standing.in_hand) == (300, 0)


def test_too_much_for_named_bills_pays_no_other(cast: Cast, noon: Any) -> None:
    saved = three(cast, noon)

    settle(cast, 15, bills=[saved[0].id])

    standing = cast.owes(cast.acme)
    assert (standing.owes, standing.in_hand) == (5000, 500)


def test_no_bills_named_are_all_of_them(cast: Cast, noon: Any) -> None:
    three(cast, noon)

    settle(cast, 60, bills=[])

    assert open_on(cast) == []


def test_a_bill_is_settled_once(cast: Cast, noon: Any) -> None:
    saved = three(cast, noon)
    settle(cast, 10, bills=[saved[0].id])

    with refused("bill_paid"):
        settle(cast, 10, bills=[saved[0].id])
    with refused("bill_paid"):
        settle(cast, 30, bills=[saved[0].id, saved[1].id])


def test_bills_of_others_and_of_nobody(cast: Cast) -> None:
    guest = make_customer(cast.house, on_account_allowed=True)
    theirs = cast.save(cast.bill(5, guest))

    for bill in (theirs.id, new_id(), cast.bill(5).id):
        with refused("not_found", field="bills"):
            settle(cast, 5, bills=[bill])


def test_a_person_does_not_settle_their_payers_account(cast: Cast) -> None:
    cast.save(cast.bill(10, cast.bob))

    cast.act(bills.settle, customer=cast.bob, amount=eur(10), tender="cash")

    assert (cast.owes(cast.acme).owes, cast.owes(cast.bob).in_hand) == (1000, 1000)


@pytest.mark.parametrize("minor", [0, -100])
def test_nothing_settles_nothing(cast: Cast, minor: int) -> None:
    with refused("malformed"):
        cast.act(bills.settle, customer=cast.acme, amount=Money(minor, "EUR"), tender="cash")


def test_only_money_of_the_house(cast: Cast) -> None:
    for tender in ("wallet", "points", "house_account", ""):
        with refused("malformed"):
            cast.act(bills.settle, customer=cast.acme, amount=eur(5), tender=tender)
    with refused("malformed"):
        cast.act(bills.settle, customer=cast.acme, amount=Money(500, "USD"), tender="cash")


def test_the_archived_and_another_houses(cast: Cast) -> None:
    cast.act(housekeeping.archive, customer=cast.carol)

    with refused("customer_archived"):
        cast.act(bills.settle, customer=cast.carol, amount=eur(5), tender="cash")
    with refused("not_found"):
        cast.act(bills.settle, customer=cast.charlie, amount=eur(5), tender="cash")


def test_settling_needs_its_right(cast: Cast) -> None:
    with refused("right_missing", right="house_accounts.settle"):
        settle(cast, 5, by=cast.zoe)


def test_a_settled_charge_is_not_reopened_but_a_later_one_is(cast: Cast, noon: Any) -> None:
    saved = three(cast, noon)
    settle(cast, 12)

    for bill in saved[:2]:
        with refused("bill_paid"):
            cast.act(bills.reopen, bill=bill)
    cast.act(bills.reopen, bill=saved[2])

    assert open_on(cast) == [1800]


def test_who_owes_oldest_first(cast: Cast, noon: Any) -> None:
    guest = make_customer(cast.house, on_account_allowed=True)
    cast.save(cast.bill(5, guest))
    noon.shift(timedelta(days=2))
    three(cast, noon)
    settle(cast, 1)

    rows = unpaid(cast.house)

    assert [(row.customer, row.to_pay, row.bills) for row in rows] == [
        (guest, 500, 1),
        (cast.acme, 5900, 3),
    ]
    assert rows[1].available == 50_000 - 5_900


def test_what_is_available_counts_what_is_in_hand(cast: Cast, noon: Any) -> None:
    saved = three(cast, noon)
    settle(cast, 15, bills=[saved[0].id])

    [row] = unpaid(cast.house)

    assert row.available == cast.owes(cast.acme).available == 50_000 - 5_000 + 500


def test_giving_up_what_is_owed(cast: Cast, noon: Any) -> None:
    three(cast, noon)
    with refused("right_missing"):
        cast.act(house_accounts.write_off, customer=cast.acme, reason="bankrupt", by=cast.cashier)

    ended = cast.act(house_accounts.write_off, customer=cast.acme, reason="bankrupt")

    assert len(ended) == 3
    assert cast.owes(cast.acme).owes == 0
    assert cast.act(house_accounts.write_off, customer=cast.acme, reason="again") == []


@pytest.mark.parametrize("minor", [0, -1])
def test_an_opening_debt_is_more_than_nothing(cast: Cast, minor: int) -> None:
    with refused("malformed"):
        cast.act(
            house_accounts.open_with,
            customer=cast.carol,
            owes=Money(minor, "EUR"),
            label="import",
        )


def test_an_opening_debt_is_settled_like_another(cast: Cast) -> None:
    cast.act(house_accounts.open_with, customer=cast.carol, owes=eur(8), label="import")

    cast.act(bills.settle, customer=cast.carol, amount=eur(8), tender="cash")

    assert cast.owes(cast.carol).owes == 0
