"""Where a venue has switched its tables off, every bill is the counter's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill
from habitue.house.models import Venue
from habitue.staff import house_rules
from tests.cast import act_in
from tests.fronts.till.stage import Stage


@pytest.fixture
def no_tables(stage: Stage) -> Venue:
    venue = Venue.objects.of(stage.house).get()
    act_in(stage.house, house_rules.change_venue, venue=venue, has_tables=False)
    return venue


def test_tables_are_offered(waiter: Client, stage: Stage) -> None:
    page = waiter.get("/till/?shape=counter").content.decode()

    assert f"/till/tables/{stage.tables['7'].id}/" in page


@pytest.mark.parametrize("path", ["/till/?shape=counter", "/till/waiter/"])
def test_no_tables_no_table_to_press(
    waiter: Client, stage: Stage, no_tables: Venue, path: str
) -> None:
    page = waiter.get(path).content.decode()

    assert "/till/tables/" not in page


def test_a_bill_of_the_counter_goes_its_way(
    waiter: Client, stage: Stage, no_tables: Venue, post: Any
) -> None:
    post(waiter, "/till/bills/", item=stage.items["Steak frites"].id)

    bill = Bill.objects.of(stage.house).get()
    page = waiter.get(f"/till/bills/{bill.id}/").content.decode()
    assert bill.table_id is None and f"/till/bills/{bill.id}/" in page


def test_a_bill_that_stood_at_a_table_is_still_there(
    waiter: Client, stage: Stage, post: Any
) -> None:
    table, item = stage.tables["7"].id, stage.items["Steak frites"].id
    post(waiter, "/till/bills/", table=table, item=item)
    venue = Venue.objects.of(stage.house).get()
    act_in(stage.house, house_rules.change_venue, venue=venue, has_tables=False)

    bill = Bill.objects.of(stage.house).get()

    assert f"/till/bills/{bill.id}/" in waiter.get("/till/strip/").content.decode()
    assert f'value="{table}"' not in waiter.get(f"/till/bills/{bill.id}/table/").content.decode()
