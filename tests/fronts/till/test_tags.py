"""A tag that is the bill, at the till: read in the room, on a bill, taken in, asked back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills import tags as bill_tags
from habitue.bills.models import Bill, BillState
from habitue.cards import batches, tags
from habitue.cards import reports as card_reports
from habitue.cards.models import Card
from tests.cast import act_in
from tests.fronts.till.stage import Stage

TAG = "04A2B91C6F5E80"


@pytest.fixture
def tag(stage: Stage) -> Card:
    taken: Card = act_in(stage.house, tags.add, number=TAG)
    return taken


def begun(stage: Stage, client: Client, post: Any, table: str = "7") -> Bill:
    item = stage.items["Plat du jour"].id
    post(client, "/till/bills/", table=stage.tables[table].id, item=item)
    found: Bill = Bill.objects.of(stage.house).latest("number")
    return found


def address(bill: Bill) -> str:
    return f"/till/bills/{bill.id}/"


def test_in_the_room_a_free_tag_begins_its_bill(
    waiter: Client, stage: Stage, tag: Card, post: Any
) -> None:
    answer = post(waiter, "/till/bills/", code=TAG)

    bill = Bill.objects.of(stage.house).get()
    assert answer["Location"] == address(bill)
    assert (bill.tag, bill.label, bill.customer) == (tag, "#5E80", None)
    assert "…5E80" in waiter.get(address(bill)).content.decode()


def test_at_a_table_it_is_the_tables_bill(
    waiter: Client, stage: Stage, tag: Card, post: Any
) -> None:
    post(waiter, "/till/bills/", table=stage.tables["9"].id, code=TAG)

    bill = Bill.objects.of(stage.house).get()
    assert (bill.tag, bill.label) == (tag, "9")


def test_in_the_room_it_opens_its_bill(waiter: Client, stage: Stage, tag: Card, post: Any) -> None:
    post(waiter, "/till/bills/", code=TAG)
    bill = Bill.objects.of(stage.house).get()

    answer = post(waiter, "/till/bills/", code=TAG.lower())

    assert answer["Location"] == address(bill)
    assert Bill.objects.of(stage.house).count() == 1


def test_on_a_bill_in_hand_a_free_tag_is_offered(
    waiter: Client, stage: Stage, tag: Card, post: Any
) -> None:
    bill = begun(stage, waiter, post)

    offered = post(waiter, f"{address(bill)}customer/", code=TAG)
    page = waiter.get(offered["Location"]).content.decode()
    assert "is free." in page
    post(waiter, f"{address(bill)}tag/", tag=tag.id)

    bill.refresh_from_db()
    assert (bill.tag, bill.customer) == (tag, None)


def test_on_a_bill_in_hand_anothers_tag_opens_its_own(
    waiter: Client, stage: Stage, tag: Card, post: Any
) -> None:
    post(waiter, "/till/bills/", code=TAG)
    its = Bill.objects.of(stage.house).get()
    bill = begun(stage, waiter, post)

    on_the_bill = post(waiter, f"{address(bill)}customer/", code=TAG)
    at_its_tag = post(waiter, f"{address(bill)}tag/", code=TAG)

    assert on_the_bill["Location"] == at_its_tag["Location"] == address(its)


def test_its_own_tag_stays_at_the_payment(
    waiter: Client, stage: Stage, tag: Card, post: Any
) -> None:
    bill = begun(stage, waiter, post)
    post(waiter, f"{address(bill)}tag/", code=TAG)

    answer = post(waiter, f"{address(bill)}customer/", code=TAG, then="pay")

    assert answer["Location"] == f"{address(bill)}pay/"


def test_an_unknown_number_becomes_a_tag_by_a_press(
    cashier: Client, stage: Stage, post: Any
) -> None:
    bill = begun(stage, cashier, post)

    asked = post(cashier, f"{address(bill)}customer/", code="04FFEE").content.decode()
    assert "A tag for this bill" in asked
    post(cashier, f"{address(bill)}tag/", code="04FFEE", new="1")

    bill.refresh_from_db()
    assert bill.tag is not None
    assert bill.tag.number == "04FFEE"


def test_a_waiter_asks_a_manager_for_that(waiter: Client, stage: Stage, post: Any) -> None:
    bill = begun(stage, waiter, post)

    answer = post(waiter, f"{address(bill)}tag/", code="04FFEE", new="1")

    assert answer.status_code == 403
    assert tags.all_of(stage.house) == []


def test_typed_wrong_it_is_asked_whether_it_is_new(
    waiter: Client, stage: Stage, post: Any
) -> None:
    bill = begun(stage, waiter, post)

    answer = post(waiter, f"{address(bill)}tag/", code="04FFEE")

    assert answer.status_code == 404
    assert "in, for this bill" in answer.content.decode()


def test_a_bill_goes_on_without_its_tag(
    waiter: Client, stage: Stage, tag: Card, post: Any
) -> None:
    bill = begun(stage, waiter, post)
    post(waiter, f"{address(bill)}tag/", code=TAG)

    post(waiter, f"{address(bill)}tag/", none="1")

    bill.refresh_from_db()
    assert bill.tag is None


def test_the_ended_bill_asks_for_it_back(
    cashier: Client, stage: Stage, tag: Card, post: Any
) -> None:
    bill = begun(stage, cashier, post)
    post(cashier, f"{address(bill)}tag/", code=TAG)

    post(cashier, f"{address(bill)}payments/", tender="cash")

    bill.refresh_from_db()
    assert bill.state == BillState.CLOSED
    assert "it is free again" in cashier.get(f"{address(bill)}paid/").content.decode()
    assert bill_tags.bill_of(stage.house, tag) is None


def test_tags_are_read_in_one_after_the_other(cashier: Client, stage: Stage, post: Any) -> None:
    for number in ("04AA01", "04AA02", "04AA02"):
        assert post(cashier, "/till/tags/", code=number)["Location"] == "/till/tags/"

    page = cashier.get("/till/tags/").content.decode()
    assert page.count("Put away") == len(tags.all_of(stage.house)) == 2


def test_a_tag_is_put_away(cashier: Client, stage: Stage, tag: Card, post: Any) -> None:
    post(cashier, "/till/tags/", tag=tag.id)

    assert tags.all_of(stage.house) == []


def test_no_bank_card_becomes_a_tag(cashier: Client, stage: Stage, post: Any) -> None:
    bill = begun(stage, cashier, post)

    for where in ("/till/tags/", f"{address(bill)}tag/"):
        answer = post(cashier, where, code="4111111111111111", new="1")
        assert answer.status_code == 422
        assert "41111111" not in answer.content.decode()


def test_an_unassigned_card_is_bound_by_one_read(cashier: Client, stage: Stage, post: Any) -> None:
    """What the page of a guest's new card sends when its reader reads."""
    batch = act_in(stage.house, batches.make_batch, count=1)
    number = batches.unassigned(stage.house, batch)[0]
    where = f"/till/customers/{stage.carol.id}/cards/"
    assert f'data-wedge-url="{where}"' in cashier.get(where).content.decode()

    post(cashier, where, code=number)

    held = card_reports.cards_of(stage.house, [stage.carol.id])[stage.carol.id]
    assert [card.number for card in held] == [number]
