"""What may follow once a settling was taken back: as if it had never been."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import BillState
from habitue.house_accounts.settling import Taken
from habitue.shifts import closing
from tests.cast import Cast, eur, refused


@pytest.fixture
def saved(cast: Cast) -> Any:
    return cast.save(cast.bill(40, cast.bob))


def settled(cast: Cast, *, amount: int) -> Any:
    taken = [Taken("cash", eur(amount))]
    return cast.act(bills.settle, customer=cast.acme, taken=taken)


def test_a_bill_can_be_reopened_again(cast: Cast, saved: Any) -> None:
    row = settled(cast, amount=40)
    cast.act(bills.unsettle, settlement=row.id)
    assert cast.act(bills.reopen, bill=saved.id).state == BillState.OPEN
    assert cast.owes(cast.acme).owes == 0


def test_a_bill_partly_met_from_hand_too(cast: Cast) -> None:
    settled(cast, amount=10)
    saved = cast.save(cast.bill(40, cast.bob))
    cast.act(bills.unsettle, settlement=settled(cast, amount=5).id)
    cast.act(bills.void, bill=saved.id)
    assert cast.owes(cast.acme).in_hand == 1_000


def test_another_settling_of_it_still_stands_in_the_way(cast: Cast, saved: Any) -> None:
    settled(cast, amount=10)
    cast.act(bills.unsettle, settlement=settled(cast, amount=5).id)
    with refused("bill_paid"):
        cast.act(bills.reopen, bill=saved.id)


@pytest.mark.usefixtures("saved")
def test_nothing_is_owed_again_by_someone_archived(cast: Cast) -> None:
    from habitue.housekeeping import actions as housekeeping

    row = settled(cast, amount=40)
    cast.act(housekeeping.archive, customer=cast.acme)
    with refused("customer_archived"):
        cast.act(bills.unsettle, settlement=row.id)
    cast.act(housekeeping.restore, customer=cast.acme)
    cast.act(bills.unsettle, settlement=row.id)
    assert cast.owes(cast.acme).owes == 4_000


@pytest.mark.usefixtures("saved")
def test_on_the_open_day_after_this_one_was_closed_early(cast: Cast, noon: Any) -> None:
    cast.act(closing.close_day, day=noon_day(noon))
    row = settled(cast, amount=40)
    cast.act(bills.unsettle, settlement=row.id)
    assert cast.owes(cast.acme).owes == 4_000


def noon_day(_noon: Any) -> Any:
    from tests.conftest import NOON

    return NOON.date()


def test_nobody_is_archived_whose_hand_paid_on_an_open_bill(cast: Cast) -> None:
    """Undone, that payment would give an archived account something in hand."""
    from habitue.housekeeping import actions as housekeeping

    settled(cast, amount=40)
    bill = cast.bill(40, cast.bob)
    payment = cast.pay(bill, "house_account")
    with refused("value_remains"):
        cast.act(housekeeping.archive, customer=cast.acme)
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    assert cast.owes(cast.acme).in_hand == 4_000
