"""The menu, its prices and the room's plan."""

from habitue.menu import actions as menu
from habitue.menu.models import Item, ItemPrice, Table, VatRate
from tests.cast import Cast, make_item, refused


def test_an_item_takes_the_houses_default_rate(cast: Cast) -> None:
    assert make_item(cast.house).vat_rate.rate_bp == 1_000
    full = VatRate.objects.of(cast.house).get(rate_bp=2_000)
    cast.act(menu.make_default_rate, rate=full)
    assert make_item(cast.house, "Wine").vat_rate == full


def test_prices_are_replaced_as_a_whole(cast: Cast) -> None:
    happy, staff = (cast.act(menu.add_level, name=name) for name in ("Happy hour", "Staff"))
    beer = make_item(cast.house, "Beer", 5, prices={happy: 400})

    cast.act(menu.set_prices, item=beer, prices={staff: 250})

    rows = ItemPrice.objects.of(cast.house).values_list("level__name", "price_minor")
    assert list(rows) == [("Staff", 250)]


def test_names_that_are_there_already(cast: Cast) -> None:
    cast.act(menu.add_category, name="Drinks")

    with refused("name_taken", field="name"):
        cast.act(menu.add_category, name="Drinks")
    food = cast.act(menu.add_category, name="Food")
    with refused("name_taken"):
        cast.act(menu.change, row=food, name="Drinks")
    assert Cast(cast.other).act(menu.add_category, name="Drinks")


def test_a_change_and_the_end_of_an_item(cast: Cast) -> None:
    beer = make_item(cast.house, "Beer", 5)

    cast.act(menu.change, row=beer, price_minor=550, sold_out=True)
    cast.act(menu.retire, item=beer)

    row = Item.objects.of(cast.house).get()
    assert (row.price_minor, row.sold_out, row.retired_at is None) == (550, True, False)


def test_a_table_goes_and_its_area_stays(cast: Cast) -> None:
    area = cast.act(menu.add_area, venue=cast.venue, name="Terrace")
    table = cast.act(menu.add_table, area=area, name="T1")

    cast.act(menu.remove_table, table=table)

    assert Table.objects.of(cast.house).count() == 0
    assert cast.act(menu.add_table, area=area, name="T1").area == area


def test_another_houses_menu_and_no_right(cast: Cast) -> None:
    theirs = make_item(cast.other, "Beer")

    with refused("not_found"):
        cast.act(menu.change, row=theirs, price_minor=1)
    with refused("not_found"):
        cast.act(menu.retire, item=theirs)
    with refused("right_missing", right="menu.edit"):
        cast.act(menu.add_level, name="Mine", by=cast.cashier)
