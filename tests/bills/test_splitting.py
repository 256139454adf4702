"""A share is a bill: whatever is split adds up to what it was, and each is paid on its own."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine, Shares, SomeOf
from habitue.bills.models import Bill, BillState, Sharing, SharingPart
from habitue.bills.reading import stand
from tests.cast import Cast, eur, make_customer, make_item, refused


def split(cast: Cast, bill: Bill, **wanted: Any) -> list[Bill]:
    made: list[Bill] = cast.act(bills.split, bill=bill, wanted=Shares(**wanted))
    return made


def totals(cast: Cast, made: list[Bill]) -> list[int]:
    return [stand(cast.house, cast.again(one)).total for one in made]


def told(cast: Cast, bill: Bill) -> list[tuple[str, int, int]]:
    """Name, thousandths and sum of each line."""
    lines = stand(cast.house, cast.again(bill)).lines
    return [(line.name, line.quantity, line.total_minor) for line in lines]


@pytest.fixture
def dinner(cast: Cast) -> Bill:
    """Two steaks at 14.50 and a bottle at 21.01: 50.01."""
    made: Bill = cast.act(
        bills.open_bill,
        label="12",
        lines=[
            NewLine(name="Steak", quantity=2_000, unit_price=eur("14.50"), vat_bp=1000),
            NewLine(name="Wine", unit_price=eur("21.01"), vat_bp=2000),
        ],
    )
    return made


def test_equal_parts_differ_by_a_cent_at_most(cast: Cast, dinner: Bill) -> None:
    made = split(cast, dinner, parts=4)

    assert totals(cast, made) == [1251, 1250, 1250, 1250]
    assert made[0].id == dinner.id
    assert [one.share for one in made] == [1, 2, 3, 4]
    assert [one.label for one in made] == ["12", "12 2/4", "12 3/4", "12 4/4"]
    assert {one.split_of_id for one in made[1:]} == {dinner.id}


def test_a_part_of_a_line_is_named_and_whole_ones_stay_whole(cast: Cast, dinner: Bill) -> None:
    first, second = split(cast, dinner, parts=2)

    assert told(cast, first) == [("Steak", 1_000, 1450), ("1/2 Wine", 1_000, 1051)]
    assert told(cast, second) == [("Steak", 1_000, 1450), ("1/2 Wine", 1_000, 1050)]


def test_by_amount_the_rest_stays(cast: Cast, dinner: Bill) -> None:
    made = split(cast, dinner, amounts=[2000, 1001])

    assert totals(cast, made) == [2000, 2000, 1001]


def test_amounts_that_leave_nothing_begin_with_the_bill_itself(cast: Cast, dinner: Bill) -> None:
    made = split(cast, dinner, amounts=[4001, 1000])

    assert totals(cast, made) == [4001, 1000]


def test_lines_go_to_other_shares_also_in_part(cast: Cast, dinner: Bill) -> None:
    steak, wine = stand(cast.house, dinner).lines

    made = split(cast, dinner, lines=[[SomeOf(steak.id, 1_000)], [SomeOf(wine.id)]])

    assert [told(cast, one) for one in made] == [
        [("Steak", 1_000, 1450)],
        [("Steak", 1_000, 1450)],
        [("Wine", 1_000, 2101)],
    ]


def test_a_line_that_weighs_does_not_lose_a_cent(cast: Cast) -> None:
    fish = NewLine(name="Turbot", quantity=333, unit_price=eur("59.99"))
    bill = cast.act(bills.open_bill, lines=[fish, NewLine(name="Bread", unit_price=eur(1))])
    line = stand(cast.house, bill).lines[0]

    made = split(cast, bill, lines=[[SomeOf(line.id, 111)], [SomeOf(line.id, 111)]])

    assert line.total_minor == 1998
    assert [told(cast, one)[-1] for one in made] == [("Turbot", 111, 666)] * 3
    assert totals(cast, made) == [766, 666, 666]


def test_a_bill_of_an_amount_splits_its_amount(cast: Cast) -> None:
    made = split(cast, cast.bill(100), parts=3)

    assert [cast.again(one).amount_minor for one in made] == [3334, 3333, 3333]


def test_a_split_changes_nothing_of_what_the_table_pays(cast: Cast, dinner: Bill) -> None:
    """The discount in force goes on until someone else is linked."""
    cast.rule(discount_bp=1000)
    dora = make_customer(cast.house, first_name="Dora")
    cast.act(bills.link, bill=dinner, customer=dora.id)
    before = stand(cast.house, cast.again(dinner)).total

    made = split(cast, dinner, parts=7)

    assert sum(totals(cast, made)) == before == 4501
    assert [one.customer_id for one in made] == [dora.id] + [None] * 6


def test_each_share_has_its_own_customer_discount_and_earning(cast: Cast, dinner: Bill) -> None:
    cast.rule(points_per_unit=1)
    vip = make_customer(cast.house, first_name="Dora", discount_percent=2000)
    first, second = split(cast, dinner, parts=2)

    cast.act(bills.link, bill=first, customer=cast.alice.id)
    cast.act(bills.link, bill=second, customer=vip.id)
    for one in (first, second):
        cast.pay(cast.again(one), "card", tip=100)
        cast.close(one)

    assert totals(cast, [first, second]) == [2501, 2000]
    assert (cast.points(cast.alice), cast.points(vip)) == (25, 20)
    assert {cast.again(one).state for one in (first, second)} == {BillState.CLOSED}


def test_prices_without_vat_keep_their_tax(cast: Cast) -> None:
    """0.89 of tax is not 0.44 and 0.44."""
    cast.rule(prices_include_vat=False)
    line = NewLine(name="Lunch", unit_price=eur(10), vat_bp=888)
    bill = cast.act(bills.open_bill, lines=[line])

    made = split(cast, bill, parts=2)

    assert totals(cast, made) == [545, 544]


def test_what_was_paid_stays_on_the_first_if_it_covers_it(cast: Cast, dinner: Bill) -> None:
    cast.pay(dinner, "cash", 20)

    with refused("payments_exist"):
        split(cast, dinner, parts=3)
    made = split(cast, dinner, amounts=[3001])

    assert stand(cast.house, cast.again(made[0])).due == 0


@pytest.mark.parametrize(
    "wanted",
    [
        {"parts": 1},
        {"parts": 51},
        {"amounts": [0]},
        {"amounts": [5001]},
        {"lines": [[]]},
    ],
    ids=str,
)
def test_what_is_no_split_is_refused(cast: Cast, dinner: Bill, wanted: Any) -> None:
    with refused("malformed"):
        split(cast, dinner, **wanted)
    assert not Sharing.objects.of(cast.house).exists()


def test_more_than_the_bill_is_refused(cast: Cast, dinner: Bill) -> None:
    with refused("overpaid"):
        split(cast, dinner, amounts=[5002])


def test_a_bill_that_ended_is_not_split(cast: Cast, dinner: Bill) -> None:
    saved = cast.save(cast.bill(10, cast.bob))
    cast.act(bills.void, bill=dinner)

    with refused("bill_closed"):
        split(cast, saved, parts=2)
    with refused("bill_void"):
        split(cast, dinner, parts=2)


def test_a_share_is_split_again_in_the_same_family(cast: Cast, dinner: Bill) -> None:
    _first, second = split(cast, dinner, parts=2)

    again = split(cast, second, parts=2)

    assert again[1].split_of_id == dinner.id and again[1].share == 3
    assert sum(totals(cast, [dinner, *again])) == 5001
    assert list(SharingPart.objects.of(cast.house).values_list("after_minor", flat=True)) == [
        *(2501, 2500),
        *(1250, 1250),
    ]


def test_a_whole_line_of_the_menu_is_repriced_for_its_guest(cast: Cast) -> None:
    """What moved in whole units is as it was ordered: a price level still applies to it."""
    item = make_item(cast.house, price=9)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=item.id, quantity=3_000)])

    first, *others = split(cast, bill, parts=3)

    lines = [stand(cast.house, cast.again(one)).lines[0] for one in (first, *others)]
    assert [(line.item_id, line.priced_by_hand) for line in lines] == [(item.id, False)] * 3
