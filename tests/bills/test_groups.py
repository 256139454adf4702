"""Customers with the same terms: what the till uses of a group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.reading import stand
from habitue.customers import actions as customers
from habitue.menu import actions as menu
from habitue.menu.models import CustomerGroup
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from tests.cast import Cast, make_customer, make_item, refused


def grouped(cast: Cast, **terms: object) -> CustomerGroup:
    group: CustomerGroup = cast.act(menu.add_group, name="Neighbours", **terms)
    return group


def test_a_group_gives_its_price_level_discount_and_earnings(cast: Cast) -> None:
    level = cast.act(menu.add_level, name="Staff")
    coffee = make_item(cast.house, price=4, prices={level: 200})
    group = grouped(cast, price_level=level, discount_bp=1_000, earn_bp=500)
    guest = make_customer(cast.house, group=group.id)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id, quantity=10_000)])

    standing = stand(cast.house, cast.act(bills.link, bill=bill, customer=guest.id))

    assert (standing.due, standing.sums.discount) == (1_800, 200)
    assert standing.earns_minor == 90


@pytest.mark.parametrize(
    ("own", "group", "house", "gets"),
    [
        (None, 1_000, 0, 1_000),
        (500, 1_000, 0, 500),
        (0, 1_000, 0, 0),
        (0, 1_000, 300, 300),
        (None, None, 300, 300),
        (None, 200, 300, 300),
    ],
)
def test_ones_own_goes_before_the_groups_and_the_better_of_that_and_the_houses(
    cast: Cast, own: int | None, group: int | None, house: int, gets: int
) -> None:
    cast.rule(discount_bp=house)
    theirs = grouped(cast, discount_bp=group)
    guest = make_customer(cast.house, group=theirs.id, discount_percent=own)

    assert cast.bill(10, guest).discount_bp == gets


@pytest.mark.parametrize(
    ("own", "group", "gets"), [(None, 200, 200), (0, 200, 0), (None, None, 700), (900, 200, 900)]
)
def test_earnings_are_ones_own_the_groups_or_the_houses(
    cast: Cast, own: int | None, group: int | None, gets: int
) -> None:
    cast.rule(earn_bp=700)
    theirs = grouped(cast, earn_bp=group)
    guest = make_customer(cast.house, group=theirs.id, earn_percent=own)

    assert stand(cast.house, cast.bill(10, guest)).earns_minor == gets // 10


def test_a_groups_level_goes_before_the_venues_and_after_ones_own(cast: Cast) -> None:
    theirs, own, venues = (
        cast.act(menu.add_level, name=name) for name in ("Club", "Staff", "Terrace")
    )
    coffee = make_item(cast.house, price=9, prices={theirs: 300, own: 200, venues: 500})
    cast.venue.price_level_id = venues.id
    cast.venue.save()
    group = grouped(cast, price_level=theirs)
    member = make_customer(cast.house, group=group.id)
    other = make_customer(cast.house, group=group.id, price_level=own.id)

    def costs(customer: object) -> int:
        bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id)])
        if customer is not None:
            bill = cast.act(bills.link, bill=bill, customer=customer)
        return stand(cast.house, bill).due

    assert (costs(None), costs(member.id), costs(other.id)) == (500, 300, 200)


def test_where_a_house_sends_the_terms_of_a_group_wait(cast: Cast) -> None:
    group = grouped(cast, discount_bp=500)
    guest = make_customer(cast.house, group=group.id)
    cast.rule(publish_on_send=True)

    cast.act(menu.change, row=cast.again(group), discount_bp=1_000)
    assert cast.bill(10, guest).discount_bp == 500

    cast.act(publishing.send)
    assert cast.bill(10, guest).discount_bp == 1_000


def test_who_is_in_a_group_waits_too(cast: Cast) -> None:
    group = grouped(cast, discount_bp=500)
    cast.rule(publish_on_send=True)

    cast.act(customers.edit, customer=cast.alice, fields={"group": group.id}, front="office")

    assert reports.wanted(cast.house, "customer", cast.alice.id) == {"group_id": str(group.id)}
    assert cast.bill(10, cast.again(cast.alice)).discount_bp == 0
    cast.act(publishing.send)
    assert cast.bill(10, cast.again(cast.alice)).discount_bp == 500


@pytest.mark.parametrize("sends", [False, True])
def test_a_group_that_goes_leaves_its_customers(cast: Cast, sends: bool) -> None:
    group = grouped(cast, discount_bp=500)
    guest = make_customer(cast.house, group=group.id)
    cast.rule(publish_on_send=sends)

    cast.act(menu.remove_group, group=group)
    if sends:
        assert cast.again(guest).group == group
        cast.act(publishing.send)

    assert cast.again(guest).in_group is None
    assert cast.bill(10, cast.again(guest)).discount_bp == 0


def test_what_a_group_gives_is_for_whoever_may_give_it(cast: Cast) -> None:
    group = grouped(cast, discount_bp=500)
    given = {
        name: most
        for name, most in cast.manager.rights.items()
        if name != "house_accounts.edit_terms"
    }
    clerk = replace(cast.manager, rights=given)

    for step, terms in (
        (menu.add_group, {"name": "Friends"}),
        (menu.change, {"row": group, "discount_bp": 9_000}),
        (menu.remove_group, {"group": group}),
        (
            customers.edit,
            {"customer": cast.alice, "fields": {"group": group.id}, "front": "office"},
        ),
    ):
        with refused("right_missing"):
            cast.act(step, by=clerk, **terms)
    assert cast.again(group).discount_bp == 500


def test_a_name_stands_once(cast: Cast) -> None:
    grouped(cast)
    with refused("name_taken"):
        grouped(cast)


def test_a_group_dissolved_while_somebody_waits_for_it_spoils_nothing_else(cast: Cast) -> None:
    group = grouped(cast, discount_bp=500)
    cast.rule(publish_on_send=True)
    cast.act(menu.remove_group, group=group)
    for one, fields in ((cast.alice, {"group": group.id}), (cast.carol, {"earn_percent": 100})):
        cast.act(customers.edit, customer=one, fields=fields, front="office")

    edition = cast.act(publishing.send)

    assert edition.count == 2
    assert cast.again(cast.alice).group is None
    assert cast.again(cast.carol).earn_bp == 100
    with refused("not_found", field="group"):
        cast.act(customers.edit, customer=cast.alice, fields={"group": group.id}, front="office")


def test_a_dissolved_groups_name_is_free(cast: Cast) -> None:
    cast.act(menu.remove_group, group=grouped(cast))
    assert grouped(cast).retired_at is None


def test_what_became_of_a_group_leaves_a_bill_that_is_partly_paid(cast: Cast) -> None:
    staff, happy = (cast.act(menu.add_level, name=name) for name in ("Staff", "Happy"))
    coffee = make_item(cast.house, price=9, prices={staff: 200, happy: 500})
    cast.venue.price_level_id = happy.id
    cast.venue.save()
    group = grouped(cast, price_level=staff)
    guest = make_customer(cast.house, group=group.id)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id)])
    bill = cast.act(bills.link, bill=bill, customer=guest.id)
    cast.pay(bill, amount=1)

    cast.act(menu.remove_group, group=group)
    cast.act(bills.add_lines, bill=bill, lines=[NewLine(item=coffee.id)])

    lines = stand(cast.house, cast.again(bill)).lines
    assert [one.total_minor for one in lines] == [200, 200]


@pytest.mark.parametrize("name", ["\0", " ", "4111 1111 1111 1111"])
def test_a_name_that_cannot_be_one(cast: Cast, name: str) -> None:
    with refused("malformed", field="name"):
        cast.act(menu.add_group, name=name)


def test_a_name_is_as_files_bring_it_back(cast: Cast) -> None:
    assert cast.act(menu.add_group, name=" Chess\u00a0 \n club ").name == "Chess club"
