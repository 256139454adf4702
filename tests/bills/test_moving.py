"""A saved bill goes to another customer or payer, or stays where it was."""

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.customers.models import Customer
from habitue.house_accounts.models import Charge
from habitue.invoicing import actions as invoicing
from habitue.kit.ids import new_id
from tests.cast import Cast, eur, make_customer, refused


@pytest.fixture
def dora(cast: Cast) -> Customer:
    """Pays for herself, 10 % off, at most 50.00."""
    return make_customer(
        cast.house,
        first_name="Dora",
        on_account_allowed=True,
        credit_limit=eur(50),
        discount_percent=1_000,
    )


@pytest.fixture
def saved(cast: Cast) -> Bill:
    return cast.save(cast.bill(40, cast.bob))


def move(cast: Cast, bill: Bill, **terms: Any) -> Bill:
    moved: Bill = cast.act(bills.move_saved, bill=bill, **terms)
    return moved


def test_to_another_customer_with_their_discount(cast: Cast, saved: Bill, dora: Customer) -> None:
    moved = move(cast, saved, customer=dora.id)

    assert (moved.state, moved.customer, moved.total_minor) == ("on_account", dora, 3600)
    assert (cast.owes(cast.acme).owes, cast.owes(dora).owes) == (0, 3600)
    assert cast.points(cast.bob) == 0


def test_to_another_payer_the_person_stays(cast: Cast, saved: Bill, dora: Customer) -> None:
    moved = move(cast, saved, payer=dora.id)

    assert (moved.customer, moved.total_minor) == (cast.bob, 4000)
    assert (cast.owes(cast.acme).owes, cast.owes(dora).owes) == (0, 4000)
    charge = Charge.objects.of(cast.house).get(open_minor__gt=0)
    assert (charge.person, charge.account.customer) == (cast.bob, dora)


def test_where_it_is_already_nothing_changes(cast: Cast, saved: Bill) -> None:
    moved = move(cast, saved, customer=cast.bob.id)

    assert moved.version == saved.version
    assert Charge.objects.of(cast.house).count() == 1


def test_what_may_not_be_charged_stays_where_it_was(
    cast: Cast, saved: Bill, dora: Customer
) -> None:
    for_all = cast.save(cast.bill(300, cast.bob))

    with refused("on_account_not_allowed"):
        move(cast, saved, customer=cast.carol.id)
    with refused("limit_exceeded"):
        move(cast, for_all, customer=dora.id)
    with refused("not_found", field="customer"):
        move(cast, saved, customer=new_id())
    with refused("not_found", field="customer"):
        move(cast, saved, customer=cast.charlie.id)

    assert cast.owes(cast.acme).owes == 34_000
    assert cast.again(saved).customer == cast.bob


def test_what_was_paid_in_part_stays(cast: Cast, dora: Customer) -> None:
    bill = cast.bill(40, cast.bob)
    cast.pay(bill, "cash", 10)
    in_part = cast.save(bill)
    settled = cast.save(cast.bill(20, cast.bob))
    cast.pay(settled, "cash", 5)

    with refused("payments_exist"):
        move(cast, in_part, customer=dora.id)
    with refused("bill_paid"):
        move(cast, settled, customer=dora.id)
    assert move(cast, in_part, payer=dora.id).state == "on_account"
    assert cast.owes(dora).owes == 3000


def test_what_is_on_an_invoice_stays(cast: Cast, saved: Bill, dora: Customer, noon: Any) -> None:
    Customer.objects.of(cast.house).filter(pk=cast.acme.id).update(city="Lyon")
    day = saved.business_day
    cast.act(invoicing.issue, payer=cast.again(cast.acme), from_on=day, to_on=day)
    noon.shift(timedelta(hours=1))

    with refused("bill_invoiced"):
        move(cast, saved, customer=dora.id)


def test_a_closed_bill_and_a_void_one(cast: Cast, dora: Customer) -> None:
    closed = cast.bill(10, cast.bob)
    cast.pay(closed)
    cast.close(closed)
    void = cast.act(bills.void, bill=cast.bill(10, cast.bob))

    with refused("bill_closed"):
        move(cast, closed, customer=dora.id)
    with refused("bill_void"):
        move(cast, void, customer=dora.id)


def test_an_open_bill_is_linked(cast: Cast, dora: Customer) -> None:
    moved = move(cast, cast.bill(10, cast.bob), customer=dora.id)

    assert (moved.state, moved.customer) == ("open", dora)


def test_the_points_go_with_it(cast: Cast, dora: Customer) -> None:
    cast.rule(points_per_unit=1)
    bill = cast.save(cast.bill(40, cast.bob))
    assert cast.points(cast.bob) == 40

    move(cast, bill, customer=dora.id)

    assert (cast.points(cast.bob), cast.points(dora)) == (0, 36)
