"""Opening a bill, adding to it, changing it, moving it, voiding it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from habitue.bills.models import Bill, Line
from habitue.menu import actions as menu
from tests.cast import act_in
from tests.fronts.till.stage import MARTHES_PIN, Stage


def opened(client: Client, stage: Stage, post: Any, item: str = "Steak frites") -> Bill:
    post(client, "/till/bills/", table=stage.tables["7"].id, item=stage.items[item].id)
    found: Bill = Bill.objects.of(stage.house).latest("number")
    return found


def test_the_first_item_opens_the_bill_of_a_table(waiter: Client, stage: Stage, post: Any) -> None:
    answer = post(waiter, "/till/bills/", table=stage.tables["7"].id, item=stage.items["Café"].id)

    bill = Bill.objects.of(stage.house).get()
    assert answer.status_code == 303
    assert answer.url == f"/till/bills/{bill.id}/"
    page = waiter.get(answer.url).content.decode()
    assert "Table 7" in page
    assert "Walk-In" in page


def test_pressed_twice_a_table_has_one_bill(waiter: Client, stage: Stage, post: Any) -> None:
    for _press in range(2):
        post(waiter, "/till/bills/", key="same", item=stage.items["Café"].id)

    assert Bill.objects.of(stage.house).count() == 1


def test_the_same_item_again_is_one_more_of_its_line(
    waiter: Client, stage: Stage, post: Any
) -> None:
    bill = opened(waiter, stage, post)

    post(waiter, f"/till/bills/{bill.id}/lines/", item=stage.items["Steak frites"].id)

    assert Line.objects.of(stage.house).get(bill=bill).quantity == 2000


def test_htmx_gets_the_sheet_the_badge_and_the_tables(
    waiter: Client, stage: Stage, post: Any
) -> None:
    bill, cafe = opened(waiter, stage, post), stage.items["Café"].id

    answer = post(waiter, f"/till/bills/{bill.id}/lines/", htmx=True, item=cafe)

    page = answer.content.decode()
    assert 'id="side"' in page
    assert 'id="room"' in page
    assert f'"on-{cafe}": "1"' in answer.headers["HX-Trigger"]


def test_an_open_amount_is_a_line_of_its_own(waiter: Client, stage: Stage, post: Any) -> None:
    bill = opened(waiter, stage, post)

    post(waiter, f"/till/bills/{bill.id}/lines/", name="Corkage", amount="12,50")

    line = Line.objects.of(stage.house).get(bill=bill, name="Corkage")
    assert line.unit_price_minor == 1250


def test_what_is_no_amount_is_refused_in_words(waiter: Client, stage: Stage, post: Any) -> None:
    bill = opened(waiter, stage, post)

    answer = post(waiter, f"/till/bills/{bill.id}/lines/", name="Corkage", amount="a lot")

    assert answer.status_code == 422
    assert "not an amount" in answer.content.decode()


def test_a_line_is_taken_off(waiter: Client, stage: Stage, post: Any) -> None:
    bill = opened(waiter, stage, post)
    line = Line.objects.of(stage.house).get(bill=bill)

    post(waiter, f"/till/bills/{bill.id}/lines/{line.id}/", quantity="0")

    assert not Line.objects.of(stage.house).filter(bill=bill, removed_at=None).exists()


def test_a_bill_moves_to_another_table(waiter: Client, stage: Stage, post: Any) -> None:
    bill = opened(waiter, stage, post)

    post(waiter, f"/till/bills/{bill.id}/table/", table=stage.tables["9"].id)

    bill.refresh_from_db()
    assert bill.label == "9"


def test_a_stranger_finds_no_bill(waiter: Client, stage: Stage, post: Any) -> None:
    answer = waiter.get(f"/till/bills/{uuid4()}/")

    assert answer.status_code == 404
    assert "no such bill" in answer.content.decode()


def test_voiding_asks_a_manager_and_goes_on(waiter: Client, stage: Stage, post: Any) -> None:
    bill = opened(waiter, stage, post)
    asked = post(waiter, f"/till/bills/{bill.id}/void/", reason="wrong table")

    assert asked.status_code == 403
    assert "A manager can approve this" in asked.content.decode()
    done = post(
        waiter, f"/till/bills/{bill.id}/void/", reason="wrong table",
        approval_staff=stage.marthe.id, approval_pin=MARTHES_PIN, approval_reason="seen",
        approval_right="bills.void",
    )  # fmt: skip
    assert done.status_code == 303
    bill.refresh_from_db()
    assert bill.state == "void"


def test_a_wrong_approval_says_so_and_keeps_what_was_typed(
    waiter: Client, stage: Stage, post: Any
) -> None:
    bill = opened(waiter, stage, post)

    answer = post(
        waiter, f"/till/bills/{bill.id}/void/", reason="wrong table", approval_right="bills.void",
        approval_staff=stage.marthe.id, approval_pin="0000", approval_reason="seen",
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This PIN does not go with the name" in page
    assert 'value="wrong table"' in page
    assert '"0000"' not in page


def test_what_is_out_today_cannot_be_pressed(waiter: Client, stage: Stage) -> None:
    act_in(stage.house, menu.change, row=stage.items["Café"], sold_out=True)
    category = stage.items["Café"].category_id

    page = waiter.get(f"/till/?c={category}").content.decode()

    assert "out today" in page


def test_the_menu_is_searched_from_the_first_letter(waiter: Client, stage: Stage) -> None:
    page = waiter.get("/till/menu/?q=oeuf").content.decode()

    assert "Œuf" in page or "mayonnaise" in page
    assert "Steak" not in page
