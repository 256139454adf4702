"""Eating on account: who may, and up to what."""

from dataclasses import replace

import pytest

from habitue.bills import actions as bills
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house.acting import Actor
from habitue.house_accounts.models import Charge
from habitue.operations import actions as operations
from habitue.operations.models import Operation
from tests.cast import Cast, eur, make_customer, refused


def edit(cast: Cast, customer: Customer, **fields: object) -> None:
    cast.act(customers.edit, customer=customer, fields=fields, front="office")


def save(cast: Cast, amount: int | str, customer: Customer, by: Actor, approved_by: Actor) -> None:
    bill = cast.bill(amount, customer)

    def work(op: Operation) -> operations.Answer:
        bills.save_on_account(op, bill=bill)
        return operations.Answer()

    operations.run(operations.Request(cast.house, by, str(bill.id), None, approved_by), work)


def test_no_limit_anywhere_is_no_limit(cast: Cast) -> None:
    guest = make_customer(cast.house, on_account_allowed=True)

    cast.save(cast.bill(9_999_999, guest))

    standing = cast.owes(guest)
    assert (standing.limit, standing.available) == (None, None)


def test_the_payers_limit_binds_to_the_cent(cast: Cast) -> None:
    cast.save(cast.bill(400, cast.bob))

    with refused("limit_exceeded", available=eur(100), amount=eur("100.01")):
        cast.save(cast.bill("100.01", cast.bob))
    cast.save(cast.bill(100, cast.bob))
    with refused("limit_exceeded", available=eur(0)):
        cast.save(cast.bill("0.01", cast.acme))


def test_the_persons_limit_binds_too(cast: Cast) -> None:
    edit(cast, cast.bob, credit_limit=eur(30))
    cast.save(cast.bill(20, cast.bob))

    standing = cast.owes(cast.bob)
    assert (standing.limit, standing.available) == (3000, 1000)
    with refused("limit_exceeded", available=eur(10)):
        cast.save(cast.bill(11, cast.bob))
    cast.save(cast.bill(100, cast.acme))


def test_the_houses_default_holds_for_payers_without_one(cast: Cast) -> None:
    cast.rule(default_limit_minor=2_000)
    guest = make_customer(cast.house, on_account_allowed=True)

    with refused("limit_exceeded", available=eur(20)):
        cast.save(cast.bill(21, guest))
    cast.save(cast.bill(300, cast.bob))
    assert cast.owes(guest).limit == 2_000


def test_a_limit_of_nothing_lets_nothing_through(cast: Cast) -> None:
    guest = make_customer(cast.house, on_account_allowed=True, credit_limit=eur(0))

    with refused("limit_exceeded", available=eur(0)):
        cast.save(cast.bill("0.01", guest))
    cast.act(bills.settle, customer=guest, amount=eur(5), tender="cash")
    assert cast.save(cast.bill(5, guest)).state == "closed"


def test_money_in_hand_widens_the_limit(cast: Cast) -> None:
    cast.act(bills.settle, customer=cast.acme, amount=eur(50), tender="cash")
    assert cast.owes(cast.acme).available == 55_000

    cast.save(cast.bill(550, cast.bob))

    assert cast.owes(cast.acme).available == 0


def test_a_lowered_limit_holds_at_once(cast: Cast) -> None:
    bill = cast.bill(100, cast.bob)
    edit(cast, cast.acme, credit_limit=eur(99))

    with refused("limit_exceeded", available=eur(99)):
        cast.save(bill)


@pytest.mark.parametrize("who", ["bob", "acme"])
def test_on_hold_and_inactive_hold_both(cast: Cast, who: str) -> None:
    bill = cast.bill(10, cast.bob)
    edit(cast, getattr(cast, who), on_hold=True)
    with refused("on_hold"):
        cast.save(bill)

    edit(cast, getattr(cast, who), on_hold=False, active=False)
    with refused("customer_inactive"):
        cast.save(bill)


def test_allowed_is_asked_of_the_person_not_of_the_payer(cast: Cast) -> None:
    edit(cast, cast.acme, on_account_allowed=False)
    cast.save(cast.bill(10, cast.bob))

    edit(cast, cast.bob, on_account_allowed=False)
    with refused("on_account_not_allowed"):
        cast.save(cast.bill(10, cast.bob))


def test_a_manager_lets_it_pass_and_it_is_listed(cast: Cast) -> None:
    save(cast, 600, cast.bob, cast.zoe, cast.manager)

    charge = Charge.objects.of(cast.house).get()
    assert (charge.approver, charge.limit_then_minor) == (cast.manager.label, 50_000)
    assert Operation.objects.of(cast.house).order_by("-id")[0].approver == cast.manager.label


def test_holding_the_right_is_no_approval(cast: Cast) -> None:
    bill = cast.bill(600, cast.bob)

    with refused("limit_exceeded"):
        cast.save(bill, by=cast.manager)


def test_nobody_approves_themselves_above_the_houses_amount(cast: Cast) -> None:
    with refused("limit_exceeded"):
        save(cast, 600, cast.bob, cast.manager, cast.manager)

    cast.rule(approve_alone_below_minor=60_000)
    save(cast, 600, cast.bob, cast.manager, cast.manager)


def test_an_approver_without_the_right_approves_nothing(cast: Cast) -> None:
    with refused("limit_exceeded"):
        save(cast, 600, cast.bob, cast.zoe, cast.cashier)
    bounded = replace(cast.manager, rights={"house_accounts.override_limit": 50_000})
    with refused("limit_exceeded"):
        save(cast, 600, cast.bob, cast.zoe, bounded)


def test_charging_needs_its_right(cast: Cast) -> None:
    bookkeeper = cast.actor(cast.hire("Ada", "bookkeeper"))

    with refused("right_missing", right="house_accounts.charge"):
        cast.save(cast.bill(10, cast.bob), by=bookkeeper)


def test_a_payer_who_pays_for_their_payer(cast: Cast) -> None:
    """Two people who pay for each other: each bill goes to the other, once."""
    ann = make_customer(cast.house, first_name="Ann", on_account_allowed=True)
    ben = make_customer(cast.house, first_name="Ben", on_account_allowed=True, payer=ann.id)
    edit(cast, ann, payer=ben.id)

    cast.save(cast.bill(3, ann))
    cast.save(cast.bill(4, ben))

    assert (cast.owes(ann).owes, cast.owes(ben).owes) == (400, 300)
