"""Groups of customers, as the owner keeps them."""

from __future__ import annotations

import pytest

from habitue.house.models import House
from habitue.menu import actions as menu
from habitue.menu.models import Category, CustomerGroup, GroupTerm
from tests.cast import Cast, make_customer
from tests.fronts.office.conftest import Desk
from tests.fronts.office.test_page_statements import asks


def test_a_group_is_made_filled_changed_and_dissolved(office: Desk, cast: Cast) -> None:
    office.send("settings/groups/add", name="Neighbours", discount="10", earns="2.5")
    group = CustomerGroup.objects.of(cast.house).get()
    assert (group.discount_bp, group.earn_bp, group.price_level) == (1_000, 250, None)

    form = office.see("customers/new").content.decode()
    assert f'<option value="{group.id}">Neighbours' in form
    guest = make_customer(cast.house, group=group.id)
    listed = office.see("settings/groups/").content.decode()
    assert "Neighbours" in listed and "10" in listed

    office.send(f"settings/groups/{group.id}/change", name="Street", discount="", earns="1")
    again = cast.again(group)
    assert (again.name, again.discount_bp, again.earn_bp) == ("Street", None, 100)

    office.leave(f"settings/groups/{group.id}")
    assert cast.again(guest).in_group is None
    assert not CustomerGroup.objects.of(cast.house).standing().exists()
    assert 'name="group"' not in office.see("customers/new").content.decode()
    office.send("settings/groups/add", name="Street", discount="", earns="")


def test_what_waits_for_send_is_told(office: Desk, cast: Cast) -> None:
    group = cast.act(menu.add_group, name="Neighbours", discount_bp=500)
    gone = cast.act(menu.add_group, name="Friends")
    House.objects.filter(pk=cast.house.pk).update(publish_on_send=True)

    office.send(f"settings/groups/{group.id}/change", name="Neighbours", discount="10", earns="")
    office.send(f"settings/groups/{gone.id}/remove")

    told = office.see("send").content.decode()
    assert "Neighbours" in told and "Discount" in told and "out of the book" in told
    assert f"/office/settings/groups/{group.id}" in told


def test_many_are_put_into_a_group_at_once_and_out_of_it(office: Desk, cast: Cast) -> None:
    group = cast.act(menu.add_group, name="Neighbours")
    some = [make_customer(cast.house, first_name=f"Guest {n}") for n in range(3)]
    ids = [str(one.id) for one in some]

    office.send("customers/change", ids=ids, group=str(group.id))
    assert [cast.again(one).group for one in some] == [group] * 3

    office.send("customers/change", ids=ids, tag="near")
    assert [cast.again(one).group for one in some] == [group] * 3

    office.send("customers/change", ids=ids, group="")
    assert [cast.again(one).group for one in some] == [None] * 3


def test_the_list_is_narrowed_to_a_group_and_names_it(office: Desk, cast: Cast) -> None:
    group = cast.act(menu.add_group, name="Neighbours")
    make_customer(cast.house, first_name="Inside", group=group.id)
    make_customer(cast.house, first_name="Outside")

    everyone = office.see("customers/").content.decode()
    assert f"?group={group.id}" in everyone
    for asked in ("", "q=side&"):
        some = office.see(f"customers/?{asked}group={group.id}").content.decode()
        assert "Inside" in some and "Outside" not in some
    assert "Outside" in office.see("customers/?group=nonsense").content.decode()

    office.send("customers/columns/keep", column=["group"])
    assert (
        '<td class="soft" dir="auto">Neighbours</td>' in office.see("customers/").content.decode()
    )


def test_a_house_without_groups_is_not_asked_for_one(office: Desk, cast: Cast) -> None:
    assert 'name="group"' not in office.see("customers/new").content.decode()

    group = cast.act(menu.add_group, name="Neighbours")
    guest = make_customer(cast.house, first_name="Eve", group=group.id)
    form = office.see(f"customers/{guest.id}/").content.decode()
    assert 'name="group"' in form and "The group’s, else normal prices" in form

    office.send(f"customers/{guest.id}/edit", first_name="Eva", version=str(guest.version))
    assert (cast.again(guest).first_name, cast.again(guest).group) == ("Eva", group)


def test_guests_in_groups_cost_no_statement_each(office: Desk, cast: Cast) -> None:
    numbers: dict[str, list[int]] = {"": [], "bills/": []}
    for round_ in range(2):
        for number in range(3):
            group = cast.act(menu.add_group, name=f"Group {round_} {number}", discount_bp=500)
            guest = make_customer(cast.house, first_name=f"Guest {number}", group=group.id)
            cast.bill(10, guest)
        for path, asked in numbers.items():
            office.see(path)
            asked.append(len(asks(office, path)))

    assert all(few == many for few, many in numbers.values()), numbers


@pytest.mark.parametrize(
    "asked",
    [
        "?own=seat%3D%2500",
        "?sort=name&after={id}.a%00",
        "?sort=since&after={id}.0001-01-01T00:00:00%2B23:00",
        "?sort=visits&after={id}.99999999999999999999999",
        "?group={id}",
        "?group=%00",
    ],
)
def test_an_address_that_makes_no_sense_is_a_page(office: Desk, cast: Cast, asked: str) -> None:
    for page in ("customers/", "customers/count"):
        path = page + asked.format(id=cast.alice.id)
        assert office.see(path).status_code == 200, path


def test_terms_by_category_are_set_told_and_taken_away(office: Desk, cast: Cast) -> None:
    office.send("settings/categories/add", name="Wine", position="", discount="0", earns="2.5")
    wine = Category.objects.of(cast.house).get(name="Wine")
    assert (wine.discount_bp, wine.earn_bp) == (0, 250)
    assert "2.5" in office.see("settings/categories/").content.decode()

    group = cast.act(menu.add_group, name="Neighbours")
    sent = {"group": str(group.id), "category": str(wine.id), "earns": ""}
    office.send("settings/group-terms/add", **sent, discount="10")
    term = GroupTerm.objects.of(cast.house).get()
    listed = office.see("settings/group-terms/").content.decode()
    assert "Neighbours" in listed and "Wine" in listed

    House.objects.filter(pk=cast.house.pk).update(publish_on_send=True)
    office.send(f"settings/group-terms/{term.id}/change", **sent, discount="20")
    beer = cast.act(menu.add_category, name="Beer")
    office.send("settings/group-terms/add", **sent | {"category": str(beer.id)}, discount="5")
    told = office.see("send").content.decode()
    assert "Neighbours · Wine" in told and "Beer" in told and "20" in told

    office.leave(f"settings/group-terms/{term.id}")
    assert "no longer" in office.see("send").content.decode()
