"""Closing and saving on account."""

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.models import Bill, Payment
from habitue.bills.reading import stand
from habitue.customers import actions as customers
from habitue.house_accounts.models import Charge
from habitue.housekeeping import actions as housekeeping
from habitue.ledger import actions as ledger
from habitue.menu import actions as menu
from habitue.menu.models import VatRate
from habitue.points import actions as points
from tests.cast import Cast, eur, make_customer, refused


def sales(cast: Cast) -> int:
    back, sold = ledger.turnover(cast.house, "sales").get("sales", (0, 0))
    return sold - back


def edit(cast: Cast, customer: object, **fields: object) -> None:
    cast.act(customers.edit, customer=customer, fields=fields, front="office")


def test_closing_books_the_sale_and_grants_what_it_earns(cast: Cast) -> None:
    cast.rule(points_per_unit=2, earn_bp=500)
    bill = cast.bill("19.99", cast.alice)
    cast.pay(bill, "cash", tip=300)

    closed = cast.close(bill)

    assert (closed.state, closed.total_minor, sales(cast)) == ("closed", 1999, 1999)
    assert (closed.earned_minor, closed.earned_points) == (99, 39)
    assert (cast.has(cast.alice).earned, cast.points(cast.alice)) == (99, 39)
    assert cast.again(cast.alice).visits == 1


def test_a_bill_must_be_paid_to_close(cast: Cast) -> None:
    bill = cast.bill(10)
    cast.pay(bill, "cash", "9.99")

    with refused("bill_unpaid", due=eur("0.01")):
        cast.close(bill)


def test_a_walk_in_earns_nothing(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=1_000)
    bill = cast.bill(10)
    cast.pay(bill)

    assert (cast.close(bill).earned_minor, cast.again(bill).earned_points) == (0, 0)


def test_own_accumulation_goes_before_the_programmes(cast: Cast) -> None:
    cast.rule(earn_bp=500)
    guest = make_customer(cast.house, earn_percent=0)
    bill = cast.bill(10, guest)
    cast.pay(bill)

    assert cast.close(bill).earned_minor == 0


def test_gift_earned_and_points_do_not_earn_again(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=1_000, spending_order="gift_first", point_worth_minor=100)
    guest = make_customer(cast.house)
    cast.top_up(guest, 10, 14)
    cast.act(points.open_with, customer=guest, points=3)
    bill = cast.bill(20, guest)
    cast.pay(bill, "points", 3)
    cast.pay(bill, "wallet", 7)
    cast.pay(bill, "cash", 10)

    closed = cast.close(bill)

    assert (closed.earned_minor, closed.earned_points) == (130, 13)


def test_a_tip_from_gift_value_leaves_the_base_alone(cast: Cast) -> None:
    cast.rule(earn_bp=1_000, spending_order="gift_first")
    guest = make_customer(cast.house)
    cast.top_up(guest, 1, 13)
    bill = cast.bill(20, guest)
    cast.pay(bill, "wallet", 10, tip=200)
    cast.pay(bill, "cash")

    assert cast.close(bill).earned_minor == 100


@pytest.mark.parametrize("earn_bp", [1, 333, 9_999, 10_000])
def test_earning_is_rounded_down(cast: Cast, earn_bp: int) -> None:
    guest = make_customer(cast.house, earn_percent=earn_bp)
    bill = cast.bill("0.99", guest)
    cast.pay(bill)

    assert cast.close(bill).earned_minor == 99 * earn_bp // 10_000


def test_a_bill_of_nothing_closes(cast: Cast) -> None:
    guest = make_customer(cast.house, discount_percent=10_000)
    bill = cast.bill(10, guest)

    with refused("bill_paid"):
        cast.pay(bill)
    with refused("bill_paid"):
        cast.save(bill)
    assert cast.close(bill).total_minor == 0
    assert sales(cast) == 0


def test_a_closed_bill_stays_as_booked_whatever_the_house_changes(cast: Cast) -> None:
    cast.rule(prices_include_vat=False)
    bill = cast.bill(10)
    cast.pay(bill)
    cast.close(bill)
    before = stand(cast.house, cast.again(bill))

    cast.act(menu.make_default_rate, rate=VatRate.objects.of(cast.house).get(rate_bp=2_000))
    cast.rule(prices_include_vat=True, earn_bp=5_000)

    after = stand(cast.house, cast.again(bill))
    assert (after.total, after.sums.vat, after.due) == (1100, before.sums.vat, 0)


def test_saving_raises_to_pay_and_the_person_earns_at_once(cast: Cast) -> None:
    cast.rule(points_per_unit=1)
    bill = cast.save(cast.bill(12, cast.bob))

    standing = stand(cast.house, bill)
    assert (bill.state, standing.due, sales(cast)) == ("on_account", 1200, 1200)
    assert cast.owes(cast.acme).owes == 1200
    assert (cast.owes(cast.bob).owes, cast.owes(cast.bob).charged) == (0, 1200)
    assert (cast.points(cast.bob), cast.points(cast.acme)) == (12, 0)


def test_a_house_may_not_let_saved_bills_earn(cast: Cast) -> None:
    cast.rule(points_per_unit=1, on_account_earns=False)

    cast.save(cast.bill(12, cast.bob))

    assert cast.points(cast.bob) == 0


def test_saving_what_is_left_after_a_payment(cast: Cast) -> None:
    bill = cast.bill(12, cast.bob)
    cast.pay(bill, "cash", 5)

    cast.save(bill)

    assert cast.owes(cast.acme).owes == 700
    assert sales(cast) == 1200


def test_saving_needs_someone_who_may(cast: Cast) -> None:
    with refused("customer_needed"):
        cast.save(cast.bill(10))
    with refused("on_account_not_allowed"):
        cast.save(cast.bill(10, cast.alice))


def test_saving_twice(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.acme))

    with refused("bill_closed"):
        cast.save(bill)
    assert cast.owes(cast.acme).owes == 1000


def test_in_hand_covers_a_saved_bill_and_closes_it(cast: Cast) -> None:
    cast.act(bills.settle, customer=cast.acme, amount=eur(15), tender="cash")

    first = cast.save(cast.bill(10, cast.bob))
    second = cast.save(cast.bill(10, cast.bob))

    assert (first.state, second.state) == ("closed", "on_account")
    standing = cast.owes(cast.acme)
    assert (standing.owes, standing.in_hand) == (500, 0)
    assert stand(cast.house, second).due == 500


def test_a_saved_bill_paid_alone_closes_itself(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))

    cast.pay(bill, "card", 4)
    assert stand(cast.house, cast.again(bill)).due == 600
    with refused("overpaid", due=eur(6)):
        cast.pay(bill, "cash", 7)
    cast.pay(bill, "cash")

    assert cast.again(bill).state == "closed"
    assert (cast.owes(cast.acme).owes, sales(cast)) == (0, 1000)
    assert stand(cast.house, cast.again(bill)).due == 0


def test_a_saved_bill_is_not_paid_by_the_account_it_is_on(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))

    with refused("bill_closed"):
        cast.pay(bill, "house_account")


def test_someone_archived_in_the_meantime_earns_nothing(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=1_000)
    bill = cast.bill(10, cast.carol)
    cast.act(housekeeping.archive, customer=cast.carol)
    cast.pay(bill)

    cast.close(bill)

    assert (cast.points(cast.carol), cast.has(cast.carol).total) == (0, 0)


def test_the_payer_of_the_day_it_was_saved_keeps_the_charge(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))
    edit(cast, cast.bob, payer=None)

    assert (cast.owes(cast.acme).owes, cast.owes(cast.bob).owes) == (1000, 0)
    cast.act(bills.reopen, bill=bill)
    cast.save(bill)
    assert (cast.owes(cast.acme).owes, cast.owes(cast.bob).owes) == (0, 1000)


def test_an_archived_payer_is_charged_no_more(cast: Cast) -> None:
    bill = cast.bill(10, cast.bob)
    cast.act(housekeeping.archive, customer=cast.acme)

    with refused("customer_archived"):
        cast.save(bill)


def test_closing_fixes_vat_per_rate(cast: Cast) -> None:
    lines = [
        NewLine(name="Meal", unit_price=eur("11.00"), vat_bp=1_000),
        NewLine(name="Wine", unit_price=eur("12.00"), vat_bp=2_000),
    ]
    bill = cast.act(bills.open_bill, lines=lines)
    cast.pay(bill)

    assert cast.close(bill).vat == [[1_000, 1100, 100], [2_000, 1200, 200]]


def test_charges_name_person_payer_bill_and_limit(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))

    charge = Charge.objects.of(cast.house).get()

    assert (charge.person, charge.account.customer) == (cast.bob, cast.acme)
    assert (charge.bill_id, charge.limit_then_minor) == (bill.id, 50_000)


def test_payments_of_a_reopened_bill_stay(cast: Cast) -> None:
    bill = cast.bill(10, cast.bob)
    cast.pay(bill, "cash", 4)
    cast.save(bill)

    cast.act(bills.reopen, bill=bill)

    assert Payment.objects.of(cast.house).get().undone_at is None
    cast.pay(bill)
    assert cast.close(bill).state == "closed"
    assert Bill.objects.of(cast.house).get().total_minor == 1000
