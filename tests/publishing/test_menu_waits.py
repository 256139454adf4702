"""Prices, items, tables and areas wait; what the kitchen is out of does not."""

from __future__ import annotations

from habitue.menu import actions as menu
from habitue.menu.models import Area, Item, ItemPrice, Table, VatRate
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.publishing.models import Draft
from tests.cast import Cast, make_item, refused


def test_where_nobody_asked_for_it_nothing_waits(cast: Cast) -> None:
    beer = make_item(cast.house, "Beer", 5)

    cast.act(menu.change, row=beer, price_minor=550)

    assert cast.again(beer).price_minor == 550
    assert Draft.objects.of(cast.house).count() == 0
    with refused("nothing_waits"):
        cast.act(publishing.send)


def test_a_price_waits_until_it_is_sent(cast: Cast) -> None:
    beer = make_item(cast.house, "Beer", 5)
    cast.rule(publish_on_send=True)

    cast.act(menu.change, row=beer, name="Beer", price_minor=550)

    assert cast.again(beer).price_minor == 500
    (draft,) = reports.standing(cast.house, 9)
    assert (draft.kind, draft.changes) == ("item", {"price_minor": [500, 550]})

    edition = cast.act(publishing.send)

    assert cast.again(beer).price_minor == 550
    assert (edition.number, edition.count) == (1, 1)
    assert reports.standing(cast.house, 9) == []


def test_a_later_change_joins_and_the_way_back_ends_it(sending: Cast) -> None:
    sending.rule(publish_on_send=False)
    beer = make_item(sending.house, "Beer", 5)
    sending.rule(publish_on_send=True)

    sending.act(menu.change, row=beer, price_minor=550)
    sending.act(menu.change, row=beer, price_minor=600, name="Lager")
    (draft,) = reports.standing(sending.house, 9)
    assert draft.changes == {"price_minor": [500, 600], "name": ["Beer", "Lager"]}

    sending.act(menu.change, row=beer, price_minor=500)
    (draft,) = reports.standing(sending.house, 9)
    assert draft.changes == {"name": ["Beer", "Lager"]}

    sending.act(menu.change, row=beer, name="Beer")
    assert reports.count(sending.house) == 0


def test_sold_out_is_sold_out_now(cast: Cast) -> None:
    beer = make_item(cast.house, "Beer", 5)
    cast.rule(publish_on_send=True)

    cast.act(menu.change, row=beer, sold_out=True, price_minor=550)

    assert (cast.again(beer).sold_out, cast.again(beer).price_minor) == (True, 500)


def test_a_new_item_with_its_prices_is_nowhere_before(sending: Cast) -> None:
    happy = sending.act(menu.add_level, name="Happy hour")
    made = make_item(sending.house, "Spritz", 9, prices={happy: 700})

    assert Item.objects.of(sending.house).count() == 0
    sending.act(menu.change, row=made, price_minor=950, sold_out=True)
    sending.act(publishing.send)

    item = Item.objects.of(sending.house).get()
    assert (item.id, item.name, item.price_minor, item.sold_out) == (made.id, "Spritz", 950, True)
    assert ItemPrice.objects.of(sending.house).get().price_minor == 700


def test_a_new_item_that_is_not_wanted_after_all(sending: Cast) -> None:
    made = make_item(sending.house, "Spritz", 9)

    sending.act(menu.retire, item=made)

    assert reports.count(sending.house) == 0


def test_prices_per_level_wait_one_by_one(cast: Cast) -> None:
    happy, staff = (cast.act(menu.add_level, name=name) for name in ("Happy hour", "Staff"))
    beer = make_item(cast.house, "Beer", 5, prices={happy: 400, staff: 300})
    cast.rule(publish_on_send=True)

    cast.act(menu.set_prices, item=beer, prices={happy: 450})
    (draft,) = reports.standing(cast.house, 9)
    assert draft.changes == {f"price:{happy.id}": [400, 450], f"price:{staff.id}": [300, None]}
    cast.act(publishing.send)

    rows = ItemPrice.objects.of(cast.house).values_list("level__name", "price_minor")
    assert list(rows) == [("Happy hour", 450)]


def test_tables_and_areas(sending: Cast) -> None:
    terrace = sending.act(menu.add_area, venue=sending.venue, name="Terrace")
    table = sending.act(menu.add_table, area=terrace, name="T1")
    sending.act(menu.change, row=terrace, name="Garden")

    assert (Area.objects.of(sending.house).get().name, Table.objects.count()) == ("Terrace", 0)
    assert sending.act(publishing.send).count == 2
    assert Area.objects.of(sending.house).get().name == "Garden"
    assert Table.objects.of(sending.house).get() == table

    sending.act(menu.remove_table, table=table)
    assert Table.objects.of(sending.house).count() == 1
    sending.act(publishing.send)
    assert Table.objects.of(sending.house).count() == 0


def test_the_rate_of_bills_without_lines_waits(sending: Cast) -> None:
    before = VatRate.objects.of(sending.house).get(is_default=True)
    rate = sending.act(menu.add_rate, name="New", rate_bp=777, is_default=True)

    assert VatRate.objects.of(sending.house).get(is_default=True) == before
    sending.act(publishing.send)
    assert VatRate.objects.of(sending.house).get(is_default=True) == rate


def test_a_name_that_is_taken_is_said_at_once_and_at_send(sending: Cast) -> None:
    area = sending.act(menu.add_area, venue=sending.venue, name="Terrace")
    sending.act(menu.add_table, area=area, name="T1")
    sending.act(menu.add_table, area=area, name="T1")
    other = sending.act(menu.add_area, venue=sending.venue, name="Bar")
    with refused("name_taken"):
        sending.act(menu.change, row=other, name="Terrace")

    edition = sending.act(publishing.send)

    assert (edition.count, Table.objects.of(sending.house).count()) == (1, 1)
    dropped = [one.dropped["refusal"] for one in edition.drafts.all() if one.dropped]
    assert dropped == ["NameTaken"]


def test_what_went_meanwhile_is_named_and_the_rest_goes(cast: Cast) -> None:
    beer, wine = make_item(cast.house, "Beer", 5), make_item(cast.house, "Wine", 6)
    cast.rule(publish_on_send=True)
    for row in (beer, wine):
        cast.act(menu.change, row=row, price_minor=700)
    Item.objects.of(cast.house).filter(pk=beer.pk).update(retired_at=beer.house.created_at)

    edition = cast.act(publishing.send)

    told = {one.target_id: one.dropped and one.dropped["refusal"] for one in edition.drafts.all()}
    assert told == {beer.id: "NoLongerThere", wine.id: None}
    assert (edition.count, cast.again(wine).price_minor) == (1, 700)
