"""What a category says of discount and earning: for everybody, and for a group (ADR 0045)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine, SomeOf
from habitue.bills.loyalty import discounted
from habitue.bills.models import Bill, Line
from habitue.bills.reading import Standing, stand
from habitue.bills.split_plan import Shares
from habitue.customers.models import Customer
from habitue.menu import actions as menu
from habitue.menu.models import Category, GroupTerm
from habitue.publishing import actions as publishing
from tests.cast import Cast, eur, make_customer, make_item, refused


def category(cast: Cast, name: str, **rates: int) -> Category:
    made: Category = cast.act(menu.add_category, name=name, **rates)
    return made


def sold(cast: Cast, **prices: int | str) -> Bill:
    """A Walk-In's bill with a line of each category named, at that price."""
    lines = [
        NewLine(name=name, unit_price=eur(price), category=name, vat_bp=1_000)
        for name, price in prices.items()
    ]
    bill: Bill = cast.act(bills.open_bill, lines=lines)
    return bill


def linked(cast: Cast, bill: Bill, guest: Customer) -> Standing:
    return stand(cast.house, cast.act(bills.link, bill=bill, customer=guest.id))


def line_of(cast: Cast, bill: Bill, name: str) -> Line:
    line: Line = Line.objects.of(cast.house).get(bill=bill, name=name, removed_at=None)
    return line


# -- discount ----------------------------------------------------------------------------------


def test_a_category_says_what_is_off_whoever_the_guest_is(cast: Cast) -> None:
    category(cast, "Tobacco", discount_bp=0)
    category(cast, "Wine", discount_bp=2_000)
    category(cast, "Mains")
    guest = make_customer(cast.house, discount_percent=1_000)

    standing = linked(cast, sold(cast, Tobacco=10, Wine=10, Mains=10), guest)

    assert standing.discounts == [(1_000, 100), (2_000, 200)]
    assert (standing.sums.discount, standing.due) == (300, 2_700)
    assert discounted(Bill.objects.of(cast.house)) == 300


def test_of_a_menus_item_its_category_counts(cast: Cast) -> None:
    tobacco = category(cast, "Tobacco", discount_bp=0)
    item = make_item(cast.house, price=10, category=tobacco)
    guest = make_customer(cast.house, discount_percent=1_000)

    bill = cast.act(bills.open_bill, lines=[NewLine(item=item.id)])

    assert linked(cast, bill, guest).due == 1_000


def test_a_category_of_another_system_is_known_by_its_name(cast: Cast) -> None:
    category(cast, "Wine", discount_bp=5_000)
    line = NewLine(name="Chablis", unit_price=eur(8), category="WINE", vat_bp=2_000)
    bill = cast.act(bills.open_bill, lines=[line])

    assert linked(cast, bill, cast.alice).due == 400


def test_a_walk_in_pays_the_whole_and_gets_the_whole_back(cast: Cast) -> None:
    category(cast, "Wine", discount_bp=2_000, earn_bp=1_000)
    bill = sold(cast, Wine=10)
    assert stand(cast.house, bill).due == 1_000
    assert linked(cast, bill, cast.alice).due == 800

    standing = stand(cast.house, cast.act(bills.unlink, bill=bill))

    assert (standing.due, standing.earns_minor) == (1_000, 0)


@pytest.mark.parametrize(
    ("everybody", "group", "off"),
    [
        (2_000, 3_000, 300),
        (2_000, None, 200),
        (None, 3_000, 300),
        (None, None, 100),
        (2_000, 0, 0),
    ],
)
def test_a_groups_word_on_a_category_goes_before_the_categorys(
    cast: Cast, everybody: int | None, group: int | None, off: int
) -> None:
    wine = cast.act(menu.add_category, name="Wine", discount_bp=everybody)
    friends = cast.act(menu.add_group, name="Friends", discount_bp=1_000)
    cast.act(menu.add_group_term, group=friends, category=wine, discount_bp=group, earn_bp=100)
    others = cast.act(menu.add_group, name="Others", discount_bp=1_000)
    cast.act(menu.add_group_term, group=others, category=wine, discount_bp=9_000)
    guest = make_customer(cast.house, group=friends.id)

    standing = linked(cast, sold(cast, Wine=10), guest)

    assert standing.sums.discount == off


def test_what_comes_later_has_it_too(cast: Cast) -> None:
    category(cast, "Wine", discount_bp=5_000)
    bill = sold(cast, Mains=10)
    linked(cast, bill, cast.alice)
    cast.pay(bill, amount=1)

    line = NewLine(name="Chablis", unit_price=eur(8), category="Wine", vat_bp=2_000)
    cast.act(bills.add_lines, bill=bill, lines=[line])

    assert stand(cast.house, cast.again(bill)).total == 1_400


def test_what_is_joined_has_it_of_whose_bill_it_joins(cast: Cast) -> None:
    category(cast, "Wine", discount_bp=5_000)
    main, other = sold(cast, Mains=10), sold(cast, Wine=10)
    linked(cast, main, cast.alice)

    joined = cast.act(bills.join, bill=main, bills=[other.id])

    assert stand(cast.house, joined).total == 1_500


@pytest.mark.parametrize("included", [True, False])
def test_a_split_changes_nothing_of_what_is_paid(cast: Cast, included: bool) -> None:
    cast.rule(prices_include_vat=included)
    category(cast, "Wine", discount_bp=3_333)
    category(cast, "Tobacco", discount_bp=0)
    guest = make_customer(cast.house, discount_percent=777)
    for parts, amounts, by_lines in ((3, (), False), (0, (500, 301), False), (0, (), True)):
        bill = sold(cast, Wine="9.99", Tobacco="10.01", Mains="7.77")
        before = linked(cast, bill, guest)
        chosen = [[SomeOf(line_of(cast, bill, "Wine").id)]] if by_lines else []

        made = cast.act(bills.split, bill=bill, wanted=Shares(parts, amounts, chosen))

        shares = [stand(cast.house, cast.again(one)) for one in made]
        assert sum(one.total for one in shares) == before.total
        assert sum(one.sums.discount for one in shares) == before.sums.discount
        if by_lines and included:
            assert [one.total for one in shares] == [1_001 + 717, 666]


def mains_for_wine(cast: Cast, bill: Bill, price: int = 10) -> Bill:
    """A main dish comes, the wine goes."""
    line = NewLine(name="Mains", unit_price=eur(price), category="Mains", vat_bp=1_000)
    cast.act(bills.add_lines, bill=bill, lines=[line])
    changed: Bill = cast.act(bills.remove_line, bill=bill, line=line_of(cast, bill, "Wine").id)
    return changed


def shared(cast: Cast, bill: Bill, *names: str) -> list[Bill]:
    """The bill split: a share of its own for each line named."""
    chosen = [[SomeOf(line_of(cast, bill, name).id)] for name in names]
    made: list[Bill] = cast.act(bills.split, bill=bill, wanted=Shares(lines=chosen))
    return made


def test_a_share_on_which_all_is_changed_has_no_discount_of_what_is_gone(cast: Cast) -> None:
    category(cast, "Wine", discount_bp=5_000)
    bill = sold(cast, Wine=10, Mains=10)
    linked(cast, bill, cast.alice)
    _rest, wine = shared(cast, bill, "Wine")
    assert stand(cast.house, wine).due == 500

    changed = mains_for_wine(cast, wine)

    assert stand(cast.house, changed).due == 1_000
    cast.pay(changed)
    cast.close(changed)
    assert discounted(Bill.objects.of(cast.house)) == 0


def test_shares_joined_again_come_to_what_they_came_to(cast: Cast) -> None:
    category(cast, "Tobacco", discount_bp=0)
    category(cast, "Wine", discount_bp=5_000)
    guest = make_customer(cast.house, discount_percent=1_000)
    bill = sold(cast, Tobacco=20, Wine=20, Mains=10)
    assert linked(cast, bill, guest).due == 3_900
    _mains, tobacco, wine = shared(cast, bill, "Tobacco", "Wine")

    joined = cast.act(bills.join, bill=tobacco, bills=[wine.id])

    assert stand(cast.house, joined).due == 3_000


def test_what_comes_on_a_share_has_what_everybody_has_of_it(cast: Cast) -> None:
    category(cast, "Tobacco", discount_bp=0)
    guest = make_customer(cast.house, discount_percent=1_000)
    bill = sold(cast, Mains=10, Soup=10)
    linked(cast, bill, guest)
    _first, share = shared(cast, bill, "Soup")

    line = NewLine(name="Gitanes", unit_price=eur(10), category="Tobacco ", vat_bp=2_000)
    cast.act(bills.add_lines, bill=share, lines=[line])

    assert stand(cast.house, cast.again(share)).due == 900 + 1_000


def test_of_two_categories_alike_but_for_case_each_has_its_own_word(cast: Cast) -> None:
    category(cast, "Wine")
    category(cast, "WINE", discount_bp=5_000)

    assert linked(cast, sold(cast, Wine=10), cast.alice).due == 1_000
    assert linked(cast, sold(cast, WINE=10), cast.alice).due == 500
    assert linked(cast, sold(cast, wINE=10), cast.alice).due == 1_000


# -- keeping them ------------------------------------------------------------------------------


def test_where_a_house_sends_they_wait(cast: Cast) -> None:
    wine = category(cast, "Wine", discount_bp=500)
    friends = cast.act(menu.add_group, name="Friends")
    guest = make_customer(cast.house, group=friends.id)
    cast.rule(publish_on_send=True)

    cast.act(menu.change, row=wine, discount_bp=1_000)
    cast.act(menu.add_group_term, group=friends, category=wine, earn_bp=700)
    before = linked(cast, sold(cast, Wine=10), guest)
    assert (before.sums.discount, before.earns_minor) == (50, 0)

    assert cast.act(publishing.send).count == 2
    after = linked(cast, sold(cast, Wine=10), guest)
    assert (after.sums.discount, after.earns_minor) == (100, 63)

    cider = category(cast, "Cider", discount_bp=5_000)
    assert cast.again(cider).discount_bp is None
    cast.act(menu.remove_group_term, term=GroupTerm.objects.of(cast.house).get())
    assert linked(cast, sold(cast, Wine=10), guest).earns_minor == 63
    cast.act(publishing.send)
    assert linked(cast, sold(cast, Wine=10), guest).earns_minor == 0


def test_a_group_has_one_word_on_a_category(cast: Cast) -> None:
    wine, friends = category(cast, "Wine"), cast.act(menu.add_group, name="Friends")
    add: Any = partial(cast.act, menu.add_group_term, group=friends, category=wine)
    add(discount_bp=500)

    with refused("name_taken", field="category"):
        add(earn_bp=500)


def test_a_dissolved_groups_words_are_gone(cast: Cast) -> None:
    wine, friends = category(cast, "Wine"), cast.act(menu.add_group, name="Friends")
    cast.act(menu.add_group_term, group=friends, category=wine, discount_bp=5_000)
    guest = make_customer(cast.house, group=friends.id)

    cast.act(menu.remove_group, group=friends)

    assert linked(cast, sold(cast, Wine=10), cast.again(guest)).due == 1_000


def test_they_are_for_whoever_may_give_them(cast: Cast) -> None:
    wine = category(cast, "Wine", discount_bp=500)
    friends = cast.act(menu.add_group, name="Friends")
    term = cast.act(menu.add_group_term, group=friends, category=wine, discount_bp=500)
    rights = {k: v for k, v in cast.manager.rights.items() if k != "house_accounts.edit_terms"}
    clerk = replace(cast.manager, rights=rights)

    for step, terms in (
        (menu.add_category, {"name": "Beer", "discount_bp": 500}),
        (menu.change, {"row": wine, "earn_bp": 500}),
        (menu.change, {"row": wine, "discount_bp": None}),
        (menu.add_group_term, {"group": friends, "category": category(cast, "Cider")}),
        (menu.change, {"row": term, "discount_bp": 9_000}),
        (menu.remove_group_term, {"term": term}),
    ):
        with refused("right_missing"):
            cast.act(step, by=clerk, **terms)
    cast.act(menu.change, row=wine, by=clerk, name="Wines", discount_bp=500, earn_bp=None)
    assert cast.again(wine).name == "Wines"


def test_what_waits_is_not_taken_back_by_who_may_not(cast: Cast) -> None:
    wine = category(cast, "Wine")
    cast.rule(publish_on_send=True)
    cast.act(menu.change, row=wine, discount_bp=1_000)
    rights = {k: v for k, v in cast.manager.rights.items() if k != "house_accounts.edit_terms"}
    clerk = replace(cast.manager, rights=rights)

    with refused("right_missing"):
        cast.act(menu.change, row=cast.again(wine), by=clerk, name="Wines", discount_bp=None)
    cast.act(menu.change, row=cast.again(wine), by=clerk, name="Wines", discount_bp=1_000)
    cast.act(publishing.send)

    assert (cast.again(wine).name, cast.again(wine).discount_bp) == ("Wines", 1_000)
