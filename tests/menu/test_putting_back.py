"""What was taken away is put back as it was, live or waiting for Send."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.house.acting import Actor
from habitue.kit.ids import new_id
from habitue.menu import actions as menu
from habitue.menu import waiting
from habitue.menu.models import Area, CustomerGroup, GroupTerm, Item, PriceLevel, Table
from habitue.menu.putting_back import put_back
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from tests.cast import Cast, make_item, refused


@pytest.fixture
def table(cast: Cast) -> Table:
    area = cast.act(menu.add_area, venue=cast.venue, name="Terrace")
    level = cast.act(menu.add_level, name="Outside")
    made: Table = cast.act(menu.add_table, area=area, name="T1", price_level=level, position=3)
    return made


@pytest.fixture
def term(cast: Cast) -> GroupTerm:
    group = cast.act(menu.add_group, name="Neighbours")
    wine = cast.act(menu.add_category, name="Wine")
    made: GroupTerm = cast.act(menu.add_group_term, group=group, category=wine, earn_bp=0)
    return made


def columns(row: Any) -> dict[str, Any]:
    rows = type(row).objects.filter(pk=row.pk).values()
    return dict(rows[0]) if rows else {}


def back(cast: Cast, row: Any, **more: Any) -> Any:
    return cast.act(put_back, model=type(row), id=row.pk, **more)


def test_an_item_and_a_group_are_taken_up_again(cast: Cast, term: GroupTerm) -> None:
    beer = make_item(cast.house, "Perry")
    before = columns(beer), columns(term.group)
    cast.act(menu.retire, item=beer)
    cast.act(menu.remove_group, group=term.group)

    for _ in range(2):
        back(cast, beer)
        back(cast, term.group)

    assert (columns(beer), columns(term.group)) == before


def test_a_table_and_terms_are_there_as_they_were(
    cast: Cast, table: Table, term: GroupTerm
) -> None:
    before = columns(table), columns(term)
    cast.act(menu.remove_table, table=table)
    cast.act(menu.remove_group_term, term=term)
    assert not Table.objects.exists() and not GroupTerm.objects.exists()

    for _ in range(2):
        back(cast, table)
        back(cast, term)

    assert (columns(table), columns(term)) == before


def test_where_changes_wait_it_stays(cast: Cast, table: Table, term: GroupTerm) -> None:
    cast.rule(publish_on_send=True)
    cast.act(menu.change, row=table, position=9)
    cast.act(menu.remove_table, table=table)
    cast.act(menu.remove_group, group=term.group)

    back(cast, table)
    back(cast, term.group)

    assert reports.wanted(cast.house, "table", table.pk) == {"position": 9}
    assert reports.count(cast.house) == 1
    cast.act(publishing.send)
    assert columns(table)["position"] == 9 and columns(term.group)["retired_at"] is None


def test_what_was_never_sent_waits_again(cast: Cast, table: Table) -> None:
    level = PriceLevel.objects.of(cast.house).get()
    cast.rule(publish_on_send=True)
    item = cast.act(menu.add_item, name="Spritz", price_minor=900, prices={level: 700})
    before = reports.wanted(cast.house, "item", item.pk)
    cast.act(menu.retire, item=waiting.found(cast.house, Item, item.pk))
    assert reports.count(cast.house) == 0

    for _ in range(2):
        back(cast, item)

    assert reports.wanted(cast.house, "item", item.pk) == before
    cast.act(publishing.send)
    assert Item.objects.get(pk=item.pk).prices.get().price_minor == 700


def test_another_one_took_the_name(cast: Cast, table: Table, term: GroupTerm) -> None:
    cast.act(menu.remove_table, table=table)
    cast.act(menu.add_table, area=table.area, name="T1")
    cast.act(menu.remove_group, group=term.group)
    cast.act(menu.add_group, name="Neighbours")

    for row in (table, term.group):
        with refused("name_taken"):
            back(cast, row)


def test_what_it_stood_in_is_gone(cast: Cast, table: Table) -> None:
    cast.act(menu.remove_table, table=table)
    Area.objects.filter(pk=table.area_id).delete()

    with refused("not_found"):
        back(cast, table)


def test_nobody_puts_back_what_is_not_theirs(cast: Cast, table: Table, term: GroupTerm) -> None:
    cast.act(menu.remove_table, table=table)

    for model, id_ in ((Table, new_id()), (Item, table.pk)):
        with refused("not_found"):
            cast.act(put_back, model=model, id=id_)
    with refused("not_found"):
        Cast(cast.other).act(put_back, model=Table, id=table.pk)
    with refused("right_missing", right="menu.edit"):
        back(cast, table, by=cast.zoe)


def test_a_group_asks_the_right_to_terms(cast: Cast, term: GroupTerm) -> None:
    cast.act(menu.remove_group, group=term.group)
    desk = Actor(label="staff:desk", rights={"menu.edit": None})

    with refused("right_missing", right="house_accounts.edit_terms"):
        back(cast, term.group, by=desk)
    assert CustomerGroup.objects.get(pk=term.group_id).retired_at


def test_the_bills_that_stood_at_a_table_stand_there_again(cast: Cast, table: Table) -> None:
    bill = cast.bill(10, table=table)
    cast.act(menu.remove_table, table=table)

    back(cast, table)

    assert cast.again(bill).table == table


def test_a_table_that_comes_back_by_send_has_its_bills(cast: Cast, table: Table) -> None:
    bill = cast.bill(10, table=table)
    other = cast.bill(10, label="T2")
    cast.act(menu.remove_table, table=table)
    cast.rule(publish_on_send=True)
    back(cast, table)

    cast.act(publishing.send)

    assert cast.again(bill).table == table and cast.again(other).table is None


def test_what_send_took_away_only_a_sender_puts_back(cast: Cast) -> None:
    beer = make_item(cast.house, "Perry")
    cast.rule(publish_on_send=True)
    cast.act(menu.retire, item=beer)
    cast.act(publishing.send)
    desk = Actor(label="staff:desk", rights={"menu.edit": None})

    with refused("right_missing", right="publishing.send"):
        back(cast, beer, by=desk)
    back(cast, beer)

    assert columns(beer)["retired_at"] is None
