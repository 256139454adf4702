"""Legal sequences in which value ends, goes back and comes back: the checks find nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from habitue.bills import actions as bills
from habitue.bills.refund_plan import Wanted
from habitue.prepaid import returning
from tests.cast import Cast, eur
from tests.conftest import offenders


def test_what_a_bill_gave_is_taken_back_after_its_last_day(cast: Cast, noon: Any) -> None:
    """Nobody spent it: the night's job had not ended it yet."""
    cast.rule(earn_bp=500, earned_days=2)
    bill = cast.bill(100, cast.carol)
    cast.pay(bill)
    cast.close(bill)
    assert cast.has(cast.carol).earned == 500
    noon.shift(timedelta(days=4))
    cast.act(bills.refund, bill=bill.id, wanted=Wanted())
    assert cast.has(cast.carol).earned == 0
    assert offenders() == []


def test_a_gift_that_came_back_between_two_refunds_of_its_top_up(cast: Cast) -> None:
    cast.rule(gift_refund="proportional", spending_order="gift_first")
    top_up = cast.top_up(cast.carol, 100, 200)
    bill = cast.bill(100, cast.carol)
    cast.pay(bill, "wallet")
    cast.close(bill)
    cast.act(returning.refund_top_up, top_up=top_up.id, amount=eur(25))
    cast.act(bills.refund, bill=bill.id, wanted=Wanted())
    last = cast.act(returning.refund_top_up, top_up=top_up.id)
    assert last.amount_minor == 7_500  # nothing is spent any more: all 100.00 went back
    assert cast.has(cast.carol).total == 0
    assert offenders() == []
