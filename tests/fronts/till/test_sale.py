"""The sale page: areas, keys at the price of here and now, notes, the bill's details, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Line
from habitue.house.models import House, Venue
from habitue.menu import actions as menu
from habitue.menu.models import Category, PriceLevel, Table
from habitue.printing import actions as printing
from habitue.printing.models import Printer
from tests.cast import act_in
from tests.fronts.till.stage import MARTHES_PIN, Stage

AT_NOON = {"days": "6", "from_minute": 13 * 60, "to_minute": 14 * 60}  # of the clock of `noon`


@pytest.fixture
def terrace(stage: Stage) -> Table:
    """A table of another area, at prices of its own."""
    level = act_in(stage.house, menu.add_level, name="Terrace prices")
    cafe = stage.items["Café"]
    act_in(stage.house, menu.set_prices, item=cafe, prices={level: 340})
    venue = Venue.objects.of(stage.house).get()
    area = act_in(
        stage.house, menu.add_area, venue=venue, name="Terrace", price_level=level, position=1
    )
    table: Table = act_in(stage.house, menu.add_table, area=area, name="T1")
    return table


@pytest.fixture
def bill(waiter: Client, stage: Stage, post: Any) -> Bill:
    post(waiter, "/till/bills/", table=stage.tables["7"].id, item=stage.items["Café"].id)
    found: Bill = Bill.objects.of(stage.house).get()
    return found


def key_of(page: str, name: str) -> str:
    """What the menu's key of this item says."""
    return re.sub("<.*?>", "", page.partition(f'title="{name}"')[2].partition("</button>")[0])


# -- the room ------------------------------------------------------------------------------------


def test_one_area_is_not_named(waiter: Client) -> None:
    assert 'class="area"' not in waiter.get("/till/?shape=counter").content.decode()


def test_tables_stand_with_their_area(waiter: Client, terrace: Table, bill: Bill) -> None:
    page = waiter.get("/till/?shape=counter").content.decode()

    _first, room, terrace_words = page.partition("<bdi>Room</bdi>")
    assert room and "<bdi>Terrace</bdi>" in terrace_words
    assert f"b{bill.id}" in terrace_words.partition("<bdi>Terrace</bdi>")[0]
    assert f"t{terrace.id}" in terrace_words.partition("<bdi>Terrace</bdi>")[2]


def test_a_bill_of_the_counter_stands_by_itself(
    waiter: Client, stage: Stage, terrace: Table, post: Any
) -> None:
    post(waiter, "/till/bills/", item=stage.items["Café"].id)

    page = waiter.get("/till/strip/").content.decode()

    assert "Without a table" in page.partition(f"t{terrace.id}")[2]


# -- the keys ------------------------------------------------------------------------------------


def test_the_keys_cost_what_the_table_says(waiter: Client, terrace: Table) -> None:
    at_table = waiter.get(f"/till/tables/{terrace.id}/?q=café").content.decode()
    searched = waiter.get(f"/till/menu/?q=café&table={terrace.id}").content.decode()
    at_counter = waiter.get("/till/?shape=counter&q=café").content.decode()

    for page, price in ((at_table, "3.40"), (searched, "3.40"), (at_counter, "2.80")):
        assert price in key_of(page, "Café")
    assert f'name="table" value="{terrace.id}"' in searched


def test_the_keys_cost_what_the_hour_says_and_turn_with_it(
    waiter: Client, stage: Stage, noon: Any, post: Any
) -> None:
    happy = act_in(stage.house, menu.add_level, name="Happy hour", **AT_NOON)
    act_in(stage.house, menu.set_prices, item=stage.items["Café"], prices={happy: 200})
    post(waiter, f"/till/lock/{stage.zoe.id}/", pin="2846")  # the clock jumped: in again

    page = waiter.get("/till/?shape=counter&q=café").content.decode()
    assert "2.00" in key_of(page, "Café")
    assert "load delay:3601s" in page
    post(waiter, "/till/bills/", item=stage.items["Café"].id)

    bill = Bill.objects.of(stage.house).get()
    assert "Happy hour" in waiter.get(f"/till/bills/{bill.id}/").content.decode()


def test_after_the_hour_one_more_is_a_line_of_its_own(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    happy = act_in(
        stage.house, menu.add_level, name="All day", days="1234567", from_minute=0, to_minute=1439
    )
    cafe = stage.items["Café"]
    act_in(stage.house, menu.set_prices, item=cafe, prices={happy: 200})

    for _press in range(2):
        post(waiter, f"/till/bills/{bill.id}/lines/", item=cafe.id)

    lines = Line.objects.filter(bill=bill).order_by("position")
    assert [(one.unit_price_minor, one.quantity) for one in lines] == [(280, 1000), (200, 2000)]


# -- a line --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "thousandths"), [("3", 3000), ("0,25", 250), ("1.5", 1500)])
def test_so_many_and_a_note_at_once(
    waiter: Client, bill: Bill, post: Any, typed: str, thousandths: int
) -> None:
    line = Line.objects.get(bill=bill)

    post(waiter, f"/till/bills/{bill.id}/lines/{line.id}/terms/", count=typed, note="no sugar")

    line.refresh_from_db()
    assert (line.quantity, line.note) == (thousandths, "no sugar")
    assert "no sugar" in waiter.get(f"/till/bills/{bill.id}/").content.decode()
    assert "no sugar" in waiter.get(f"/till/bills/{bill.id}/pay/").content.decode()


def test_none_of_it_takes_the_line_off(waiter: Client, bill: Bill, post: Any) -> None:
    line = Line.objects.get(bill=bill)

    post(waiter, f"/till/bills/{bill.id}/lines/{line.id}/terms/", count="0", note="")

    line.refresh_from_db()
    assert line.removed_at is not None


@pytest.mark.parametrize("typed", ["two", "-1", "NaN", "1e9", "0.0001"])
def test_what_is_no_number_changes_nothing(
    waiter: Client, bill: Bill, post: Any, typed: str
) -> None:
    line = Line.objects.get(bill=bill)

    answer = post(waiter, f"/till/bills/{bill.id}/lines/{line.id}/terms/", count=typed, note="x")

    line.refresh_from_db()
    assert (answer.status_code, line.quantity, line.note) == (422, 1000, "")


# -- the bill's details --------------------------------------------------------------------------


def test_the_head_of_the_bill_opens_its_details_with_the_guest(waiter: Client, bill: Bill) -> None:
    details = f"/till/bills/{bill.id}/details/"

    assert f'href="{details}"' in waiter.get(f"/till/bills/{bill.id}/").content.decode()
    page = waiter.get(details).content.decode()
    assert "Walk-In" in page and f'href="/till/bills/{bill.id}/customer/"' in page


def test_a_price_level_by_hand_needs_the_right_or_a_manager(
    waiter: Client, stage: Stage, terrace: Table, bill: Bill, post: Any
) -> None:
    level = PriceLevel.objects.of(stage.house).get()
    where = f"/till/bills/{bill.id}/level/"
    assert "Terrace prices" in waiter.get(f"/till/bills/{bill.id}/details/").content.decode()

    assert post(waiter, where, level=level.id).status_code == 403
    answer = post(
        waiter, where, level=level.id, approval_right="bills.price_level",
        approval_staff=stage.marthe.id, approval_pin=MARTHES_PIN, approval_reason="as outside",
    )  # fmt: skip

    bill.refresh_from_db()
    assert (answer.status_code, bill.level_id, bill.level_by_hand) == (303, level.id, True)
    assert Line.objects.get(bill=bill).unit_price_minor == 340


# -- paper ---------------------------------------------------------------------------------------


def test_a_till_without_a_printer_says_nothing_of_one(waiter: Client) -> None:
    assert 'id="printer"' not in waiter.get("/till/?shape=counter").content.decode()


def test_the_room_says_what_troubles_the_printer(waiter: Client, stage: Stage) -> None:
    terms = {"venue": stage.till.venue, "name": "Bar", "host": "192.168.1.87", "by_itself": []}
    act_in(stage.house, printing.add_printer, **terms, tills=[stage.till.id])

    well = waiter.get("/till/?shape=counter").content.decode()
    Printer.objects.update(trouble="paper")
    badge = waiter.get("/till/printing/state/?badge").content.decode()

    assert 'id="printer"' in well and "printer-asks" not in well
    assert "printer-asks" in badge and 'href="/till/printing/"' in badge


def test_what_is_off_is_said_by_its_rate_on_every_face_of_a_bill(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    house = stage.house
    House.objects.filter(pk=house.pk).update(discount_bp=1_000)
    house.refresh_from_db()
    coffee = Category.objects.of(house).get(name="Coffee")
    act_in(house, menu.change, row=coffee, discount_bp=2_500)
    post(waiter, f"/till/bills/{bill.id}/lines/", item=stage.items["Plat du jour"].id)
    act_in(house, bills.link, bill=bill.id, customer=stage.alice.id)

    def says(page: str, *words: str) -> None:
        plain = "".join(re.sub("<[^>]*>", " ", page).split())
        assert all(word in plain for word in words), plain

    for path in (f"/till/bills/{bill.id}/", f"/till/bills/{bill.id}/receipt/"):
        says(waiter.get(path).content.decode(), "−10%", "1.60", "−25%", "0.70")
    says(waiter.get(f"/till/bills/{bill.id}/details/").content.decode(), "10%·25%")
    guests = Client().get(f"/b/{bill.public_token}").content.decode()
    assert "−25%" not in guests  # Alice's, and nobody else's to see
