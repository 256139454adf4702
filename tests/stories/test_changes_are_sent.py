"""A house that sends its changes: the till sells at the old price until Send (S52, S53)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Line
from habitue.cards import actions as cards
from habitue.customers import actions as customers
from habitue.menu import actions as menu
from habitue.menu.models import Item
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.staff import house_rules
from tests.cast import ALICE_CARD, Cast, eur, make_item, refused

TEN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)  # 10:00 in Lyon


@pytest.fixture
def morning(cast: Cast, time_machine: Any) -> Cast:
    """Coffee is 2.00, Acme's limit 500.00, Alice has a card; the owner chose Send."""
    time_machine.move_to(TEN, tick=False)
    assert cast.acme and cast.alice_card
    cast.coffee = make_item(cast.house, "Coffee", 2)  # type: ignore[attr-defined]
    cast.act(house_rules.change_rules, publish_on_send=True, by=cast.owner)
    cast.house.refresh_from_db()
    return cast


def sold(cast: Cast, coffee: Item) -> tuple[Bill, int]:
    """A coffee on a new bill, and what it cost."""
    bill = cast.act(bills.open_bill, lines=[bills.NewLine(item=coffee.id)], by=cast.zoe)
    return bill, Line.objects.of(cast.house).get(bill=bill).unit_price_minor


def test_the_till_lags_until_send_and_what_protects_the_house_does_not(
    morning: Cast, time_machine: Any
) -> None:
    coffee: Item = morning.coffee  # type: ignore[attr-defined]
    limit = {"front": "office", "by": morning.owner, "customer": morning.acme}

    # 10:00: a price, a raised limit
    morning.act(menu.change, row=coffee, price_minor=250, by=morning.manager)
    morning.act(customers.edit, fields={"credit_limit": eur(900)}, **limit)

    # 10:05: the till still sells at the old price, the limit is the old one
    time_machine.shift(300)
    early, price = sold(morning, coffee)
    assert (price, morning.again(morning.acme).credit_limit) == (200, eur(500))
    assert reports.count(morning.house) == 2

    # a blocked card and a lowered limit do not wait
    morning.act(cards.block, card=morning.alice_card, by=morning.manager)
    with refused("card_blocked"):
        morning.act(cards.read, number=ALICE_CARD, by=morning.cashier)
    morning.act(customers.edit, fields={"credit_limit": eur(300)}, **limit)
    assert morning.again(morning.acme).credit_limit == eur(300)
    morning.act(customers.edit, fields={"credit_limit": eur(400)}, **limit)

    # 10:10: Send; the open bill keeps its price, the next one has the new
    time_machine.shift(300)
    edition = morning.act(publishing.send, by=morning.manager)
    assert (edition.number, edition.count) == (1, 2)
    assert Line.objects.of(morning.house).get(bill=early).unit_price_minor == 200
    assert sold(morning, coffee)[1] == 250
    assert morning.again(morning.acme).credit_limit == eur(400)
    assert reports.count(morning.house) == 0
