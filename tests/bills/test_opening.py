"""Opening a bill and adding to it."""

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.reading import stand
from habitue.house.models import Venue
from habitue.kit.ids import new_id
from habitue.kit.money import LARGEST, Money
from habitue.menu import actions as menu
from tests.cast import Cast, eur, make_item, refused


def test_a_bill_opens_empty_for_a_walk_in(cast: Cast) -> None:
    bill = cast.act(bills.open_bill, label=" 12 ")

    assert (bill.state, bill.label, bill.customer, bill.number) == ("open", "12", None, 1)
    assert stand(cast.house, bill).due == 0


def test_numbers_run_on(cast: Cast) -> None:
    assert [cast.act(bills.open_bill).number for _ in range(3)] == [1, 2, 3]


def test_lines_of_the_menu_and_by_name(cast: Cast) -> None:
    coffee = make_item(cast.house, price="2.50")
    lines = [
        NewLine(item=coffee.id, quantity=2_000),
        NewLine(name="Cake of the day", unit_price=eur(4), quantity=1_500),
    ]

    bill = cast.act(bills.open_bill, lines=lines)

    standing = stand(cast.house, bill)
    assert [line.total_minor for line in standing.lines] == [500, 600]
    assert standing.due == 1100


def test_a_line_off_and_another_quantity(cast: Cast) -> None:
    coffee = make_item(cast.house, price=2)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id), NewLine(item=coffee.id)])
    first, second = stand(cast.house, bill).lines

    bill = cast.act(bills.remove_line, bill=bill, line=first.id)
    bill = cast.act(bills.set_quantity, bill=bill, line=second.id, quantity=3_000)

    assert stand(cast.house, bill).due == 600
    assert bill.version == 3
    with refused("not_found"):
        cast.act(bills.remove_line, bill=bill, line=first.id)


def test_nothing_of_a_line_takes_it_off(cast: Cast) -> None:
    coffee = make_item(cast.house)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id)])

    bill = cast.act(
        bills.set_quantity, bill=bill, line=stand(cast.house, bill).lines[0].id, quantity=0
    )

    assert stand(cast.house, bill).lines == []


def test_lines_never_go_below_what_was_paid(cast: Cast) -> None:
    coffee = make_item(cast.house, price=4)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id), NewLine(item=coffee.id)])
    line = stand(cast.house, bill).lines[0]
    cast.pay(bill, "cash", 6)

    with refused("overpaid"):
        cast.act(bills.remove_line, bill=bill, line=line.id)
    with refused("overpaid"):
        cast.act(bills.set_quantity, bill=bill, line=line.id, quantity=400)
    assert stand(cast.house, cast.again(bill)).due == 200


@pytest.mark.parametrize(
    "line",
    [
        NewLine(),
        NewLine(name="Tea"),
        NewLine(unit_price=eur(2)),
        NewLine(name="Tea", unit_price=eur(2), quantity=0),
        NewLine(name="Tea", unit_price=eur(2), quantity=-1_000),
        NewLine(name="Tea", unit_price=Money(-200, "EUR")),
        NewLine(name="Tea", unit_price=Money(LARGEST, "EUR")),
        NewLine(name="Tea", unit_price=eur(2), quantity=2**62),
        NewLine(name="Tea", unit_price=eur(99_999_999), quantity=10**9),
        NewLine(name="Tea", unit_price=eur(2), vat_bp=-1),
        NewLine(name="Tea", unit_price=eur(2), vat_bp=2**40),
        NewLine(name="Tea", unit_price=Money(200, "USD")),
    ],
)
def test_lines_that_cannot_be_meant(cast: Cast, line: NewLine) -> None:
    with refused("malformed"):
        cast.act(bills.open_bill, lines=[line])


@pytest.mark.parametrize("minor", [0, -1, LARGEST])
def test_amounts_that_cannot_be_meant(cast: Cast, minor: int) -> None:
    with refused("malformed"):
        cast.act(bills.open_bill, amount=Money(minor, "EUR"))
    with refused("malformed"):
        cast.act(bills.alter, bill=cast.bill(5), amount=Money(minor, "EUR"))


def test_money_of_another_currency_is_not_ours(cast: Cast) -> None:
    with refused("malformed", currency="EUR"):
        cast.act(bills.open_bill, amount=Money(500, "USD"))


def test_an_item_that_left_the_menu_or_never_was(cast: Cast) -> None:
    tea = make_item(cast.house, "Tea")
    cast.act(menu.retire, item=tea)

    for item in (tea.id, new_id()):
        with refused("not_found", field="item"):
            cast.act(bills.open_bill, lines=[NewLine(item=item)])


def test_another_houses_item_and_table_are_not_there(cast: Cast) -> None:
    theirs = make_item(cast.other, "Tea")

    with refused("not_found"):
        cast.act(bills.open_bill, lines=[NewLine(item=theirs.id)])
    with refused("not_found"):
        cast.act(bills.open_bill, venue=Venue.objects.of(cast.other).get().id)


def test_several_venues_need_a_name(cast: Cast) -> None:
    second = Venue.objects.create(house=cast.house, name="Garden")

    with refused("venue_needed"):
        cast.act(bills.open_bill)
    assert cast.act(bills.open_bill, venue=second.id).venue == second


def test_moving_a_bill_needs_the_version_that_was_read(cast: Cast) -> None:
    bill = cast.bill(5)
    moved = cast.act(bills.alter, bill=bill, version=bill.version, label="Bar")

    assert moved.label == "Bar"
    with refused("version_conflict", version=moved.version):
        cast.act(bills.alter, bill=bill, version=bill.version, label="Terrace")


def test_an_amount_never_falls_below_what_was_paid(cast: Cast) -> None:
    bill = cast.bill(10)
    cast.pay(bill, "cash", 6)

    with refused("overpaid"):
        cast.act(bills.alter, bill=bill, amount=eur("5.99"))
    assert stand(cast.house, cast.act(bills.alter, bill=bill, amount=eur(6))).due == 0


def test_a_closed_bill_takes_no_more(cast: Cast) -> None:
    bill = cast.bill(5)
    cast.pay(bill)
    cast.close(bill)

    for action, terms in (
        (bills.add_lines, {"lines": [NewLine(name="Tea", unit_price=eur(2))]}),
        (bills.remove_line, {"line": new_id()}),
        (bills.set_quantity, {"line": new_id(), "quantity": 1}),
        (bills.alter, {"label": "x"}),
        (bills.set_level, {"level": None}),
        (bills.close, {}),
        (bills.unlink, {}),
        (bills.save_on_account, {}),
        (bills.reopen, {}),
        (bills.void, {}),
    ):
        with refused("bill_closed"):
            cast.act(action, bill=bill, **terms)


def test_a_void_bill_takes_nothing(cast: Cast) -> None:
    bill = cast.bill(5)
    cast.act(bills.void, bill=bill, reason="typed twice")

    for action, terms in (
        (bills.alter, {"label": "x"}),
        (bills.close, {}),
        (bills.pay, {"terms": bills.Terms("cash")}),
        (bills.save_on_account, {}),
        (bills.reopen, {}),
        (bills.void, {}),
        (bills.link, {"customer": cast.alice.id}),
    ):
        with refused("bill_void"):
            cast.act(action, bill=bill, **terms)


def test_who_may_not(cast: Cast) -> None:
    bookkeeper = cast.actor(cast.hire("Ada", "bookkeeper"))

    with refused("right_missing", right="bills.open"):
        cast.act(bills.open_bill, by=bookkeeper)
    with refused("right_missing", right="bills.void"):
        cast.act(bills.void, bill=cast.bill(5), by=cast.zoe)
