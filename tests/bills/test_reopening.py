"""Reopening, voiding and taking back what a bill gave."""

import pytest

from habitue.bills import actions as bills
from habitue.bills.reading import stand
from habitue.house_accounts import actions as house_accounts
from habitue.ledger import actions as ledger
from tests.cast import Cast, eur, refused


def sales(cast: Cast) -> int:
    back, sold = ledger.turnover(cast.house, "sales").get("sales", (0, 0))
    return sold - back


def test_reopening_takes_all_of_it_back(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=1_000)
    bill = cast.save(cast.bill(10, cast.bob))

    reopened = cast.act(bills.reopen, bill=bill)

    assert (reopened.state, reopened.total_minor) == ("open", None)
    assert (cast.owes(cast.acme).owes, sales(cast)) == (0, 0)
    assert (cast.points(cast.bob), cast.has(cast.bob).earned) == (0, 0)


def test_reopening_twice_and_an_open_bill(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))
    cast.act(bills.reopen, bill=bill)

    with refused("not_found"):
        cast.act(bills.reopen, bill=bill)
    assert cast.owes(cast.acme).owes == 0


def test_what_came_from_hand_goes_back_to_hand(cast: Cast) -> None:
    cast.act(bills.settle, customer=cast.acme, amount=eur(4), tender="cash")
    bill = cast.save(cast.bill(10, cast.bob))
    assert cast.owes(cast.acme).owes == 600

    cast.act(bills.reopen, bill=bill)
    standing = cast.owes(cast.acme)
    assert (standing.owes, standing.in_hand) == (0, 400)

    cast.save(bill)
    standing = cast.owes(cast.acme)
    assert (standing.owes, standing.in_hand) == (600, 0)


@pytest.mark.parametrize("how", ["cash", "wallet", "settle", "write_off"])
def test_nothing_is_reopened_once_money_was_taken_for_it(cast: Cast, how: str) -> None:
    cast.top_up(cast.acme, 20)
    bill = cast.save(cast.bill(10, cast.acme))
    cast.save(cast.bill(5, cast.acme))
    if how == "settle":
        cast.act(bills.settle, customer=cast.acme, amount=eur(3), tender="cash")
    elif how == "write_off":
        cast.act(house_accounts.write_off, customer=cast.acme, reason="gone")
    else:
        cast.pay(bill, how, 3)

    with refused("bill_paid"):
        cast.act(bills.reopen, bill=bill)
    with refused("bill_paid"):
        cast.act(bills.void, bill=bill)


def test_a_charge_taken_as_a_payment_stays_when_the_rest_is_reopened(cast: Cast) -> None:
    bill = cast.bill(20, cast.bob)
    cast.pay(bill, "house_account", 5)
    cast.save(bill)
    assert cast.owes(cast.acme).owes == 2000

    cast.act(bills.reopen, bill=bill)

    assert cast.owes(cast.acme).owes == 500
    assert stand(cast.house, cast.again(bill)).due == 1500


def test_both_charges_of_a_bill_are_paid_before_it_closes(cast: Cast) -> None:
    bill = cast.bill(20, cast.bob)
    cast.pay(bill, "house_account", 5)
    cast.save(bill)

    cast.pay(bill, "cash")
    assert cast.again(bill).state == "on_account"
    cast.pay(bill, "cash")

    assert cast.again(bill).state == "closed"
    assert cast.owes(cast.acme).owes == 0


def test_a_charge_that_was_settled_is_not_taken_back_as_a_payment(cast: Cast) -> None:
    bill = cast.bill(20, cast.bob)
    payment = cast.pay(bill, "house_account", 5)
    cast.act(bills.settle, customer=cast.acme, amount=eur(1), tender="cash")

    with refused("bill_paid"):
        cast.act(bills.take_back, bill=bill, payment=payment.id)


def test_voiding_an_open_bill_and_a_saved_one(cast: Cast) -> None:
    empty, saved = cast.bill(5), cast.save(cast.bill(10, cast.bob))

    for bill in (empty, saved):
        assert cast.act(bills.void, bill=bill, reason="mistake").state == "void"

    assert (cast.owes(cast.acme).owes, sales(cast)) == (0, 0)


def test_no_void_over_a_payment(cast: Cast) -> None:
    paid = cast.bill(10, cast.bob)
    cast.pay(paid, "cash", 1)
    with refused("payments_exist"):
        cast.act(bills.void, bill=paid)

    cast.save(paid)
    with refused("payments_exist"):
        cast.act(bills.void, bill=paid)
    assert cast.again(paid).state == "on_account"


def test_what_a_bill_earned_cannot_pay_it(cast: Cast) -> None:
    cast.rule(points_per_unit=1, point_worth_minor=100, earn_bp=10_000)
    bill = cast.save(cast.bill(10, cast.acme))
    assert (cast.points(cast.acme), cast.has(cast.acme).earned) == (10, 1000)

    with refused("insufficient_value"):
        cast.pay(bill, "points")
    with refused("insufficient_value"):
        cast.pay(bill, "wallet")


def test_a_bill_never_gives_back_twice(cast: Cast) -> None:
    cast.rule(earn_bp=1_000)
    bill = cast.save(cast.bill(100, cast.acme))
    for _round in range(3):
        spent = cast.bill(10, cast.acme)
        if cast.has(cast.acme).earned:
            cast.pay(spent, "wallet", 10)
        cast.act(bills.reopen, bill=bill)
        cast.save(bill)

    assert cast.has(cast.acme).earned == 0
    earned, back = ledger.turnover(cast.house, "accumulations")["accumulations"]
    assert earned - back == 1000


def test_points_already_spent_are_owed_after_a_reopening(cast: Cast) -> None:
    cast.rule(points_per_unit=1, point_worth_minor=100)
    bill = cast.save(cast.bill(10, cast.acme))
    other = cast.bill(10, cast.acme)
    cast.pay(other, "points", 6)

    cast.act(bills.reopen, bill=bill)

    assert cast.points(cast.acme) == -6
    with refused("insufficient_value", has=0):
        cast.pay(other, "points", 1)
    cast.save(bill)
    assert cast.points(cast.acme) == 4
