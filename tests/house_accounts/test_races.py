"""Two at once on one account: real threads, real commits, both databases."""

from collections.abc import Iterator
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.customers.models import Customer
from habitue.housekeeping import balances
from habitue.ledger import sealing
from tests.bills.test_races import at_once
from tests.cast import Cast, eur, make_customer, opened_house
from tests.ledger.recomputing import wrong

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chez() -> Iterator[Cast]:
    cast = Cast(opened_house())
    yield cast
    sealing.seal_all()
    assert wrong(cast.house) == []


def settle(cast: Cast, bill: Bill, amount: int = 10) -> Any:
    return cast.act(
        bills.settle, customer=cast.acme, amount=eur(amount), tender="cash", bills=[bill.id]
    )


def lessen(cast: Cast, amount: int) -> Any:
    return cast.act(
        balances.adjust,
        customer=cast.acme,
        unit="owes",
        up=False,
        amount=eur(amount).amount,
        reason="dispute",
    )


def test_one_charge_is_settled_once(chez: Cast) -> None:
    bill = chez.save(chez.bill(10, chez.bob))

    told = at_once([lambda: settle(chez, bill)] * 6)

    assert told == {"done": 1, "bill_paid": 5}
    assert (chez.owes(chez.acme).owes, chez.owes(chez.acme).in_hand) == (0, 0)
    assert chez.again(bill).state == "closed"


def test_settled_paid_alone_and_written_off_at_once(chez: Cast) -> None:
    """They take bills, people and charges in one order: none waits for another for ever."""
    saved = [chez.save(chez.bill(10, chez.bob)) for _ in range(4)]

    told = at_once(
        [lambda bill=bill: settle(chez, bill) for bill in saved]
        + [lambda bill=bill: chez.pay(bill, "cash") for bill in saved]
        + [lambda: lessen(chez, 10)] * 4
    )

    assert set(told) <= {"done", "bill_paid", "bill_closed", "insufficient_value"}, told
    assert chez.owes(chez.acme).owes == 0
    assert {chez.again(bill).state for bill in saved} == {"closed"}


def test_a_mistake_is_taken_back_once(chez: Cast) -> None:
    bill = chez.save(chez.bill(10, chez.bob))
    row = settle(chez, bill, 12)

    told = at_once([lambda: chez.act(bills.unsettle, settlement=row.id)] * 5)

    assert told == {"done": 1, "already_reversed": 4}
    assert (chez.owes(chez.acme).owes, chez.owes(chez.acme).in_hand) == (1000, 0)


@pytest.fixture
def erin(chez: Cast) -> Customer:
    chez.rule(one_purse=True)
    erin = make_customer(
        chez.house, first_name="Erin", on_account_allowed=True, credit_limit=eur(20)
    )
    chez.top_up(erin, 15)
    return erin


def test_one_purse_leaves_no_half(chez: Cast, erin: Customer) -> None:
    """15.00 in the wallet and 20.00 of credit pay three bills of 10.00, never a fourth."""
    opened = [chez.bill(10, erin) for _ in range(6)]

    told = at_once(
        [lambda bill=bill: chez.pay(bill, "house_account") for bill in opened[:3]]
        + [lambda bill=bill: chez.save(bill) for bill in opened[3:]]
    )

    assert told == {"done": 3, "limit_exceeded": 3}
    assert (chez.has(erin).total, chez.owes(erin).owes) == (0, 1500)


def test_a_saved_bill_moves_or_is_settled(chez: Cast) -> None:
    dora = make_customer(chez.house, first_name="Dora", on_account_allowed=True)
    bill = chez.save(chez.bill(10, chez.bob))

    told = at_once(
        [lambda: chez.act(bills.move_saved, bill=bill, customer=dora.id)] * 3
        + [lambda: settle(chez, bill)] * 3
    )

    assert not [one for one in told if "(" in one], told
    assert chez.owes(chez.acme).owes + chez.owes(dora).owes in (0, 1000)
