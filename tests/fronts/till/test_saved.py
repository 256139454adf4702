"""The saved bills: a page by key, found by name, table and number."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.fronts.till import saved
from tests.cast import act_in
from tests.fronts.till.stage import Stage


def save(stage: Stage, table: str = "") -> Bill:
    """Bob's, for 16.00, on Acme's account."""
    terms: dict[str, Any] = {"table": stage.tables[table]} if table else {}
    terms["amount"] = stage.house.money(1600)
    bill = act_in(stage.house, bills.open_bill, venue=stage.till.venue.id, **terms)
    act_in(stage.house, bills.link, bill=bill, customer=stage.bob.id)
    act_in(stage.house, bills.save_on_account, bill=bill)
    kept: Bill = Bill.objects.of(stage.house).get(pk=bill.pk)
    return kept


def shown(client: Client, **asked: Any) -> list[int]:
    page = client.get("/till/saved/", asked)
    return [row.bill.number for row in page.context["rows"]]


def test_each_says_whose_it_is_and_what_is_owed(cashier: Client, stage: Stage) -> None:
    bill = save(stage, "4")

    page = cashier.get("/till/saved/").content.decode()

    assert f"/till/bills/{bill.id}/" in page
    assert "Bob Marchetti" in page and "Acme" in page
    assert "Table 4" in page and "16" in page


@pytest.mark.parametrize(
    "asked", ["march", "BOB", "acme", "bob acme", "table 4", "{number}"], ids=str
)
def test_found_by_name_table_or_number(cashier: Client, stage: Stage, asked: str) -> None:
    bill = save(stage, "4")

    assert shown(cashier, q=asked.format(number=bill.number)) == [bill.number]


def test_what_nobody_is_called_finds_nothing(cashier: Client, stage: Stage) -> None:
    save(stage, "4")

    page = cashier.get("/till/saved/found/", {"q": "zzz"}).content.decode()

    assert "No saved bill answers to this." in page
    assert "<html" not in page, "while one types only the list comes"


def test_a_page_at_a_time_and_none_twice(
    cashier: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "SIZE", 2)
    numbers = [save(stage).number for _each in range(5)]

    seen, after = [], ""
    for _page in range(3):
        page = cashier.get("/till/saved/", {"after": after, "q": "bob"})
        seen.append([row.bill.number for row in page.context["rows"]])
        after = page.context["after"]

    assert seen == [numbers[:2:-1], numbers[2:0:-1], numbers[:1]]
    assert after == ""


@pytest.mark.parametrize("key", ["nonsense", "0" * 32, "\0"], ids=["word", "nobody", "nul"])
def test_a_key_nobody_gave_begins_at_the_top(cashier: Client, stage: Stage, key: str) -> None:
    bill = save(stage)

    assert shown(cashier, after=key) == [bill.number]
