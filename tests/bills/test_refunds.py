"""Refunds: the money follows the way it came, never more than was paid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine, SomeOf, Told, Wanted
from habitue.bills.models import Bill, BillState, Refund, RefundPart
from habitue.house_accounts.models import Charge
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.ledger import actions as ledger
from habitue.prepaid import lots
from habitue.shifts.models import Shift
from tests.cast import Cast, eur, refused


def refund(cast: Cast, bill: Bill, wanted: Wanted | None = None, **terms: Any) -> Refund:
    row: Refund = cast.act(bills.refund, bill=bill, wanted=wanted, **terms)
    return row


def some(amount: int | str) -> Wanted:
    return Wanted(amount=eur(amount).amount)


def closed(cast: Cast, amount: int | str, *paid: tuple[str, int | str], who: Any = None) -> Bill:
    bill = cast.bill(amount, who)
    for tender, part in paid:
        cast.pay(bill, tender, part)
    return cast.close(bill)


def parts(cast: Cast, row: Refund) -> list[tuple[str, int, int]]:
    found = RefundPart.objects.of(cast.house).filter(refund=row).order_by("id")
    return list(found.values_list("tender", "amount_minor", "tip_minor"))


def in_drawer(cast: Cast) -> int:
    [shift] = Shift.objects.of(cast.house).values_list("id", flat=True)
    incoming, outgoing = ledger.turnover(cast.house, f"drawer:{shift}")[f"drawer:{shift}"]
    return incoming - outgoing


# -- all of it -------------------------------------------------------------------------------


def test_all_of_a_bill_goes_back_to_the_drawer(cast: Cast) -> None:
    bill = closed(cast, 12, ("cash", 12))

    row = refund(cast, bill, told=Told(reason="Cold soup"))

    assert parts(cast, row) == [("cash", 1200, 0)]
    assert in_drawer(cast) == 0
    assert cast.again(bill).refunded_minor == 1200


def test_each_part_goes_back_the_way_it_came_in_proportion(cast: Cast) -> None:
    bill = closed(cast, 30, ("wallet", 10), ("card", 10), ("cash", 10), who=cast.alice)

    row = refund(cast, bill, some(10))

    assert parts(cast, row) == [("wallet", 334, 0), ("card", 333, 0), ("cash", 333, 0)]
    assert cast.has(cast.alice).paid == 1334


def test_in_any_number_of_parts_all_of_it_comes_back(cast: Cast) -> None:
    bill = closed(cast, 10, ("wallet", "3.33"), ("cash", "6.67"), who=cast.alice)

    for _third in range(3):
        refund(cast, bill, some("3.33"))
    refund(cast, bill)

    assert cast.has(cast.alice).paid == 2000
    with refused("already_reversed"):
        refund(cast, bill)


def test_tips_go_back_only_with_all_the_rest(cast: Cast) -> None:
    bill = cast.bill(10)
    cast.pay(bill, tip=200)
    cast.close(bill)

    first = refund(cast, bill, some(4))
    last = refund(cast, bill)

    assert (first.tip_minor, last.tip_minor) == (0, 200)
    assert in_drawer(cast) == 0


def test_money_may_go_back_by_another_tender(cast: Cast) -> None:
    bill = closed(cast, 10, ("card", 10))

    row = refund(cast, bill, Wanted(tender="cash"))

    assert parts(cast, row) == [("cash", 1000, 0)]
    with refused("malformed", field="tender"):
        refund(cast, closed(cast, 10, ("card", 10)), Wanted(tender="wallet"))


# -- value -----------------------------------------------------------------------------------


def test_wallet_value_returns_to_its_lots(cast: Cast) -> None:
    cast.top_up(cast.carol, 10, 15)
    bill = closed(cast, 12, ("wallet", 12), who=cast.carol)  # the gift first, then what was paid

    refund(cast, bill, some(6))

    has = cast.has(cast.carol)
    assert (has.gift, has.paid) == (250, 300 + 350)


def test_what_has_expired_comes_back_with_a_grace(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=1)
    cast.top_up(cast.carol, 10, 15)
    bill = closed(cast, 5, ("wallet", 5), who=cast.carol)
    noon.shift(timedelta(days=5))

    refund(cast, bill)
    noon.shift(lots.GRACE)
    cast.pay(cast.bill(5, cast.carol), "wallet")

    assert cast.has(cast.carol).gift == 0
    assert cast.has(cast.carol).paid == 1000


def test_points_that_paid_come_back(cast: Cast) -> None:
    cast.rule(points_per_unit=10)
    closed(cast, 100, ("cash", 100), who=cast.alice)  # earns 1,000
    bill = closed(cast, 10, ("points", 5), ("cash", 5), who=cast.alice)
    had = cast.points(cast.alice)

    refund(cast, bill)

    assert had == 550
    assert cast.points(cast.alice) == 1000


def test_what_the_bill_gave_is_taken_back_in_proportion(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=500)
    bill = closed(cast, 20, ("cash", 20), who=cast.alice)

    row = refund(cast, bill, some(5))

    assert (row.earned_points, row.earned_minor, row.earned_spent_minor) == (5, 25, 0)
    assert cast.points(cast.alice) == 15
    assert cast.has(cast.alice).earned == 75


def test_points_spent_meanwhile_leave_them_below_zero(cast: Cast) -> None:
    cast.rule(points_per_unit=10)
    first = closed(cast, 10, ("cash", 10), who=cast.alice)
    closed(cast, 1, ("points", 1), who=cast.alice)

    refund(cast, first)

    assert cast.points(cast.alice) == -100
    with refused("insufficient_value"):
        cast.pay(cast.bill(1, cast.alice), "points")


def test_value_spent_meanwhile_is_stated(cast: Cast) -> None:
    cast.rule(earn_bp=1000)
    first = closed(cast, 10, ("cash", 10), who=cast.carol)
    closed(cast, "0.40", ("wallet", "0.40"), who=cast.carol)

    row = refund(cast, first)

    assert (row.earned_minor, row.earned_spent_minor) == (60, 40)
    assert cast.has(cast.carol).total == 0


# -- on account ------------------------------------------------------------------------------


def test_a_refund_comes_off_what_is_owed(cast: Cast) -> None:
    bill = cast.save(cast.bill(18, cast.bob))

    refund(cast, bill, some(8))

    assert cast.owes(cast.acme).owes == 1000
    assert cast.again(bill).state == BillState.ON_ACCOUNT


def test_a_saved_bill_refunded_whole_is_closed(cast: Cast) -> None:
    bill = cast.save(cast.bill(18, cast.bob))

    refund(cast, bill)

    assert cast.owes(cast.acme).owes == 0
    assert cast.again(bill).state == BillState.CLOSED


def test_what_was_settled_stays_in_hand(cast: Cast) -> None:
    bill = cast.save(cast.bill(18, cast.bob))
    cast.act(bills.settle, customer=cast.acme, amount=eur(18), tender="card")

    refund(cast, bill, some(5))

    standing = cast.owes(cast.acme)
    assert (standing.owes, standing.in_hand) == (0, 500)


def test_a_saved_bill_paid_alone_goes_back_by_its_tender(cast: Cast) -> None:
    bill = cast.save(cast.bill(18, cast.bob))
    cast.pay(bill, "card", 10)

    row = refund(cast, bill, some(12))  # 8.00 is still owed, and comes off first

    assert parts(cast, row) == [("card", 400, 0), ("house_account", 800, 0)]
    assert cast.owes(cast.acme).owes == 0


def test_a_part_charged_while_open_comes_off_its_charge(cast: Cast) -> None:
    bill = closed(cast, 20, ("house_account", 5), ("cash", 15), who=cast.bob)

    row = refund(cast, bill, some(4))

    assert parts(cast, row) == [("house_account", 100, 0), ("cash", 300, 0)]
    assert cast.owes(cast.acme).owes == 400


def test_a_refunded_bill_is_not_opened_again(cast: Cast) -> None:
    bill = cast.save(cast.bill(18, cast.bob))
    refund(cast, bill, some(5))

    with refused("bill_closed"):
        cast.act(bills.reopen, bill=bill)


# -- lines and VAT ---------------------------------------------------------------------------


def of_lines(cast: Cast, *lines: tuple[str, int, int]) -> Bill:
    new = [
        NewLine(name=name, unit_price=cast.house.money(price), vat_bp=rate)
        for name, price, rate in lines
    ]
    bill: Bill = cast.act(bills.open_bill, lines=new)
    return bill


def test_chosen_lines_are_refunded_at_their_vat(cast: Cast) -> None:
    bill = of_lines(cast, ("Soup", 550, 1000), ("Wine", 1200, 2000))
    cast.pay(bill)
    cast.close(bill)
    wine = bill.lines.get(name="Wine")

    row = refund(cast, bill, Wanted(lines=[SomeOf(wine.id)]))

    assert (row.amount_minor, row.vat) == (1200, [[2000, 1200, 200]])
    with refused("already_reversed"):
        refund(cast, bill, Wanted(lines=[SomeOf(wine.id)]))


def test_part_of_a_line_and_then_the_rest(cast: Cast) -> None:
    bill: Bill = cast.act(
        bills.open_bill,
        lines=[NewLine(name="Beer", quantity=3_000, unit_price=cast.house.money(333))],
    )
    cast.pay(bill)
    cast.close(bill)
    beer = bill.lines.get()

    amounts = [
        refund(cast, bill, Wanted(lines=[SomeOf(beer.id, thousandths)])).amount_minor
        for thousandths in (1_000, None)
    ]

    assert amounts == [333, 666]


def test_an_amount_takes_vat_in_proportion(cast: Cast) -> None:
    bill = of_lines(cast, ("Soup", 550, 1000), ("Wine", 1200, 2000))
    cast.pay(bill)
    cast.close(bill)

    rows = [refund(cast, bill, some(5)), refund(cast, bill)]

    whole = {rate: [0, 0] for rate in (1000, 2000)}
    for row in rows:
        for rate, gross, tax in row.vat:
            whole[rate][0] += gross
            whole[rate][1] += tax
    assert whole == {1000: [550, 50], 2000: [1200, 200]}


# -- what is refused -------------------------------------------------------------------------


def test_never_more_than_was_paid(cast: Cast) -> None:
    bill = closed(cast, 10, ("cash", 10))
    refund(cast, bill, some(6))

    with refused("overpaid", left=eur(4)):
        refund(cast, bill, some("4.01"))


@pytest.mark.parametrize("amount", [0, -100])
def test_nothing_is_no_refund(cast: Cast, amount: int) -> None:
    with refused("malformed", field="amount"):
        refund(cast, closed(cast, 10, ("cash", 10)), Wanted(amount=amount))


def test_an_open_or_void_bill_is_not_refunded(cast: Cast) -> None:
    bill = cast.bill(10)
    with refused("bill_unpaid"):
        refund(cast, bill)
    cast.act(bills.void, bill=bill)
    with refused("bill_void"):
        refund(cast, bill)


def test_a_line_of_another_bill_is_not_found(cast: Cast) -> None:
    other = of_lines(cast, ("Soup", 550, 1000)).lines.get()

    with refused("not_found", field="lines"):
        refund(cast, closed(cast, 10, ("cash", 10)), Wanted(lines=[SomeOf(other.id)]))


def test_a_cashier_may_not_and_a_manager_may(cast: Cast) -> None:
    bill = closed(cast, 10, ("cash", 10))

    with refused("right_missing"):
        refund(cast, bill, some(1), by=cast.cashier)

    assert refund(cast, bill, some(1), by=cast.manager).actor == cast.manager.label


def test_value_of_someone_archived_is_not_refunded(cast: Cast) -> None:
    bill = closed(cast, 20, ("wallet", 20), who=cast.alice)
    cast.act(housekeeping.archive, customer=cast.alice)

    with refused("customer_archived"):
        refund(cast, bill)


@pytest.mark.unbalanced  # the invoice it names is not there
def test_an_invoiced_bill_stays_as_it_is(cast: Cast) -> None:
    bill = cast.save(cast.bill(18, cast.bob))
    Charge.objects.of(cast.house).filter(bill_id=bill.id).update(invoice_id=new_id())

    with refused("bill_invoiced"):
        refund(cast, bill)
