"""Cards printed in a batch, handed over, read ever after; the report counts them (S70–S72)."""

from __future__ import annotations

from typing import Any

from habitue.bills import actions as bills
from habitue.bills.loyalty import loyalty
from habitue.cards import actions as cards
from habitue.cards import batches, sheet
from habitue.house.days import business_day
from tests.cast import Cast, refused
from tests.conftest import NOON
from tests.pictures import read_codes


def test_from_the_sheet_to_the_report(cast: Cast, noon: Any) -> None:
    # Marthe makes ten codes and prints them on one page
    batch = cast.act(batches.make_batch, count=10, by=cast.manager)
    (page,) = sheet.pictures(cast.house, batches.numbers(cast.house, batch), 150)
    printed = read_codes(page)

    # Karim hands one over while enrolling someone; nobody else can have it
    nora = cast.act(
        cards.register,
        fields={"first_name": "Nora"},
        front="till",
        card=printed[0],
        by=cast.cashier,
    )
    with refused("card_in_use"):
        cast.act(cards.assign, customer=cast.carol, number=printed[0], by=cast.cashier)

    # later the card is read, and Nora comes up
    bill = cast.act(bills.open_bill, amount=cast.house.money(1200), by=cast.zoe)
    assert cast.act(bills.link, bill=bill, card=printed[0], by=cast.zoe).customer == nora
    cast.pay(bill)
    cast.close(bill)

    # and the manager sees the day
    today = business_day(cast.house, NOON)
    (day,) = loyalty(cast.house, today, today).days
    assert (day.figures["first_visits"], day.figures["cards_bound"]) == (1, 1)
