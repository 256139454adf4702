"""Happy hour: decided once, when the line is added."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.models import Bill
from habitue.bills.reading import stand
from habitue.menu import actions as menu
from habitue.menu.models import Item, PriceLevel
from tests.cast import Cast, make_customer, make_item

AT_NOON = {"days": "6", "from_minute": 13 * 60, "to_minute": 14 * 60}  # noon in Paris is 13:00


@pytest.fixture
def happy(cast: Cast) -> PriceLevel:
    level: PriceLevel = cast.act(menu.add_level, name="Happy hour", **AT_NOON)
    return level


@pytest.fixture
def beer(cast: Cast, happy: PriceLevel) -> Item:
    return make_item(cast.house, "Beer", 5, prices={happy: 350})


def sold(cast: Cast, *items: Item, **terms: Any) -> Bill:
    lines = [NewLine(item=one.id) for one in items]
    bill: Bill = cast.act(bills.open_bill, lines=lines, **terms)
    return bill


def prices(cast: Cast, bill: Bill) -> list[int]:
    return [one.unit_price_minor for one in stand(cast.house, cast.again(bill)).lines]


def test_a_line_keeps_the_price_of_its_hour(
    cast: Cast, noon: Any, happy: PriceLevel, beer: Item
) -> None:
    bill = sold(cast, beer)
    noon.shift(timedelta(hours=1))
    cast.act(bills.add_lines, bill=bill, lines=[NewLine(item=beer.id)])
    assert prices(cast, bill) == [350, 500]

    cast.act(bills.link, bill=bill, customer=cast.alice.id)
    cast.act(bills.unlink, bill=bill)

    assert prices(cast, bill) == [350, 500]
    assert [one.level_id for one in stand(cast.house, bill).lines] == [happy.id, None]


def test_what_its_list_does_not_name_costs_what_the_table_says(
    cast: Cast, noon: Any, beer: Item
) -> None:
    terrace = cast.act(menu.add_level, name="Terrace")
    cake = make_item(cast.house, "Cake", 4, prices={terrace: 450})
    area = cast.act(menu.add_area, venue=cast.venue, name="Terrace", price_level=terrace)
    table = cast.act(menu.add_table, area=area, name="T1")

    assert prices(cast, sold(cast, beer, cake, table=table)) == [350, 450]


def test_a_guests_own_level_comes_before_the_hour(cast: Cast, noon: Any, beer: Item) -> None:
    staff = cast.act(menu.add_level, name="Staff")
    cast.act(menu.set_prices, item=beer, prices={staff: 400, **their_prices(beer)})
    guest = make_customer(cast.house, price_level=staff.id)
    bill = sold(cast, beer)

    cast.act(bills.link, bill=bill, customer=guest.id)
    assert prices(cast, bill) == [400]
    cast.act(bills.unlink, bill=bill)

    assert prices(cast, bill) == [350]


def test_a_level_by_hand_comes_before_the_hour(cast: Cast, noon: Any, beer: Item) -> None:
    full = cast.act(menu.add_level, name="Full")
    bill = sold(cast, beer)

    cast.act(bills.set_level, bill=bill, level=full)

    assert prices(cast, bill) == [500]


def test_a_price_typed_by_hand_stays(cast: Cast, noon: Any, beer: Item) -> None:
    line = NewLine(item=beer.id, unit_price=cast.house.money(777))
    bill = cast.act(bills.open_bill, lines=[line])

    assert prices(cast, bill) == [777]


def test_a_note_is_put_on_a_line_and_taken_off(cast: Cast, beer: Item) -> None:
    bill = sold(cast, beer)
    [line] = stand(cast.house, bill).lines

    for note in ("no ice", ""):
        cast.act(bills.set_note, bill=bill, line=line.id, note=f" {note} ")
        assert stand(cast.house, cast.again(bill)).lines[0].note == note


def their_prices(item: Item) -> dict[PriceLevel, int]:
    return {one.level: one.price_minor for one in item.prices.select_related("level")}
