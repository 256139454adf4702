"""How many statements a screen asks the database: a bound, whatever is on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from habitue.bills.models import Bill
from tests.fronts.till.stage import Stage

MOST = 21  # the session's, the device's and the person's among them
SCOPE = 4 if connection.vendor == "postgresql" else 0  # a savepoint, the role and back, its end


@pytest.fixture
def busy(cashier: Client, stage: Stage, post: Any) -> Bill:
    """Every table has a bill; one of them is Bob's, with four dishes."""
    for table in stage.tables.values():
        post(cashier, "/till/bills/", table=table.id, item=stage.items["Café"].id)
    bill: Bill = Bill.objects.of(stage.house).latest("number")
    for dish in ("Steak frites", "Plat du jour", "Crème caramel"):
        post(cashier, f"/till/bills/{bill.id}/lines/", item=stage.items[dish].id)
    post(cashier, f"/till/bills/{bill.id}/customer/", customer=stage.bob.id)
    return bill


def test_screens_ask_little(
    cashier: Client, stage: Stage, busy: Bill, django_assert_max_num_queries: Any
) -> None:
    customer = f"/till/customers/{stage.bob.id}/"
    pages = [
        "/till/", f"/till/bills/{busy.id}/", f"/till/bills/{busy.id}/pay/",
        f"/till/bills/{busy.id}/customer/?q=a", f"/till/bills/{busy.id}/receipt/",
        "/till/strip/", "/till/customers/?q=a", customer, f"{customer}?tab=bills",
        "/till/unpaid/", "/till/saved/",
    ]  # fmt: skip
    for page in pages:
        with django_assert_max_num_queries(MOST + SCOPE):
            assert cashier.get(page).status_code == 200, page


def test_an_unchanged_room_is_not_sent_again(cashier: Client, busy: Bill) -> None:
    first = cashier.get("/till/strip/")

    again = cashier.get("/till/strip/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
