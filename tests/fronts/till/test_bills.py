"""Opening a bill, adding to it, changing it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from habitue.bills.models import Bill, Line
from tests.fronts.till.stage import Stage


def opened(client: Client, stage: Stage, post: Any, item: str = "Steak frites") -> Bill:
    post(client, "/till/bills/", table=stage.tables["7"].id, item=stage.items[item].id)
    found: Bill = Bill.objects.of(stage.house).latest("number")
    return found


def test_the_first_item_opens_the_bill_of_a_table(waiter: Client, stage: Stage, post: Any) -> None:
    answer = post(
        waiter, "/till/bills/", table=stage.tables["7"].id, item=stage.items["Café"].id
    )

    bill = Bill.objects.of(stage.house).get()
    assert answer.status_code == 303 and answer.url == f"/till/bills/{bill.id}/"
    page = waiter.get(answer.url)
    assert page.status_code == 200
    assert "Table 7" in page.content.decode() and "Café" in page.content.decode()


def test_the_same_item_again_is_one_more_of_its_line(
    waiter: Client, stage: Stage, post: Any
) -> None:
    bill = opened(waiter, stage, post)

    post(waiter, f"/till/bills/{bill.id}/lines/", item=stage.items["Steak frites"].id)

    assert Line.objects.of(stage.house).get(bill=bill).quantity == 2000
