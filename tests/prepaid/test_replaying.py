"""The books notice a spend that drew on other lots than the order of the house names."""

from typing import Any

import pytest

from habitue.prepaid.checks import kinds_are_what_was_used
from habitue.prepaid.models import Lot, LotUse
from habitue.prepaid.replaying import spends_follow_the_order
from tests.cast import Cast

ORDERS = ("soonest", "gift_first", "paid_first", "proportional")


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process: its ids say who came first, however close."""
    monkeypatch.setattr("habitue.prepaid.replaying.MOMENT", -1)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("order", ORDERS)
def test_a_busy_wallet_holds(cast: Cast, order: str) -> None:
    cast.rule(spending_order=order, earn_bp=1_000, gift_days=30)
    for pays, receives in ((20, 25), (30, 33), (10, 10)):
        cast.top_up(cast.carol, pays, receives)
        for amount, tip in ((7, 0), (5, 99)):
            bill = cast.bill(amount, cast.carol)
            cast.pay(bill, "wallet", amount, tip=tip)
            cast.close(bill)

    found = spends_follow_the_order(cast.house)

    assert found.count > 6
    assert found.offenders == []


@pytest.mark.unbalanced
@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("order", ORDERS)
def test_another_order_is_noticed(cast: Cast, order: str) -> None:
    cast.rule(spending_order=order)
    cast.top_up(cast.carol, 20, 25)
    payment = cast.pay(cast.bill(4, cast.carol), "wallet")
    use = LotUse.objects.of(cast.house).filter(entry_id=payment.entry_id).latest("amount_minor")
    other: Any = Lot.objects.of(cast.house).exclude(pk=use.lot_id).get()
    LotUse.objects.create(
        house=cast.house, lot=other, entry_id=use.entry_id, amount_minor=300, rule=order
    )
    LotUse.objects.create(
        house=cast.house, lot_id=use.lot_id, entry_id=use.entry_id, amount_minor=-300, rule=order
    )

    assert len(spends_follow_the_order(cast.house).offenders) == 1
    assert kinds_are_what_was_used(cast.house).offenders
