"""Taking payments and taking them back."""

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Payment
from habitue.bills.reading import stand
from habitue.cards.models import Pin
from habitue.customers import actions as customers
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.kit.money import LARGEST, Money
from habitue.ledger import actions as ledger
from habitue.points import actions as points
from habitue.shifts import actions as shifts
from habitue.shifts.models import Tender
from tests.cast import WRONG_PIN, Cast, eur, make_customer, refused


def due(cast: Cast, bill: Bill) -> int:
    return stand(cast.house, cast.again(bill)).due


def tips(cast: Cast) -> int:
    taken, given = ledger.turnover(cast.house, "tips").get("tips", (0, 0))
    return given - taken


@pytest.mark.parametrize("tender", ["cash", "card", "bank_transfer", "other"])
def test_money_pays_all_that_is_due(cast: Cast, tender: str) -> None:
    bill = cast.bill(10)

    payment = cast.pay(bill, tender)

    assert payment.amount_minor == 1000
    assert due(cast, bill) == 0
    assert cast.again(bill).state == "open"


def test_split_over_tenders(cast: Cast) -> None:
    cast.rule(point_worth_minor=5)
    cast.act(points.open_with, customer=cast.alice, points=100)
    bill = cast.bill(30, cast.alice)

    for tender, amount in (("points", 5), ("wallet", 12), ("card", 3), ("cash", "")):
        cast.pay(bill, tender, amount)

    assert due(cast, bill) == 0
    assert (cast.points(cast.alice), cast.has(cast.alice).total) == (0, 800)


def test_cash_given_is_kept_for_the_change(cast: Cast) -> None:
    assert cast.pay(cast.bill(8), "cash", given=1000).given_minor == 1000


def test_no_more_than_is_due(cast: Cast) -> None:
    bill = cast.bill(10)
    cast.pay(bill, "cash", 4)

    with refused("overpaid", due=eur(6)):
        cast.pay(bill, "cash", "6.01")
    cast.pay(bill, "cash", 6)
    with refused("bill_paid"):
        cast.pay(bill, "cash")
    with refused("bill_paid"):
        cast.pay(bill, "cash", "0.01")


def test_a_stale_bill_in_hand_pays_nothing_twice(cast: Cast) -> None:
    stale = cast.bill(10)
    cast.pay(stale, "cash")

    with refused("bill_paid"):
        cast.pay(stale, "cash")
    cast.close(stale)
    with refused("bill_closed"):
        cast.pay(stale, "cash")
    assert Payment.objects.of(cast.house).count() == 1


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_is_no_payment(cast: Cast, minor: int) -> None:
    with refused("malformed"):
        cast.act(
            bills.pay, bill=cast.bill(10), terms=bills.Terms("cash", amount=Money(minor, "EUR"))
        )


@pytest.mark.parametrize("tender", ["", "bitcoin", "WALLET", "points "])
def test_a_tender_there_is_not(cast: Cast, tender: str) -> None:
    with refused("malformed", field="tender"):
        cast.pay(cast.bill(10, cast.alice), tender)


def test_a_tender_the_house_put_away(cast: Cast) -> None:
    card = Tender.objects.of(cast.house).get(kind="card")
    cast.act(shifts.change, tender=card, name="", active=False)

    with refused("malformed", field="tender"):
        cast.pay(cast.bill(10), "card")


@pytest.mark.parametrize(
    "terms", [{"tip": -1}, {"tip": LARGEST + 1}, {"given": -5}, {"given": 2**70}]
)
def test_tips_and_banknotes_that_cannot_be(cast: Cast, terms: dict[str, int]) -> None:
    with refused("malformed"):
        cast.pay(cast.bill(10), "cash", **terms)


def test_another_currency_pays_nothing(cast: Cast) -> None:
    with refused("malformed"):
        cast.act(
            bills.pay, bill=cast.bill(10), terms=bills.Terms("cash", amount=Money(500, "USD"))
        )


def test_wallet_points_and_account_need_a_guest(cast: Cast) -> None:
    for tender in ("wallet", "points", "house_account"):
        with refused("customer_needed"):
            cast.pay(cast.bill(10), tender)


def test_a_wallet_pays_what_it_has_and_no_more(cast: Cast) -> None:
    bill = cast.bill(30, cast.alice)

    with refused("insufficient_value", has=eur(20)):
        cast.pay(bill, "wallet")
    with refused("insufficient_value"):
        cast.pay(bill, "wallet", 20, tip=1)
    cast.pay(bill, "wallet", 20)
    assert cast.has(cast.alice).total == 0
    with refused("insufficient_value", has=eur(0)):
        cast.pay(bill, "wallet", "0.01")


def test_a_guest_without_a_wallet(cast: Cast) -> None:
    with refused("insufficient_value", has=eur(0)):
        cast.pay(cast.bill(1, cast.carol), "wallet")
    with refused("insufficient_value", has=0):
        cast.pay(cast.bill(1, cast.carol), "points")


def test_points_pay_whole_points_only(cast: Cast) -> None:
    cast.rule(point_worth_minor=30)
    cast.act(points.open_with, customer=cast.alice, points=100)
    bill = cast.bill(1, cast.alice)

    payment = cast.pay(bill, "points")

    assert (payment.points, payment.amount_minor, due(cast, bill)) == (3, 90, 10)
    with refused("malformed", field="amount"):
        cast.pay(bill, "points")


def test_points_worth_nothing_pay_nothing(cast: Cast) -> None:
    cast.rule(point_worth_minor=0)
    cast.act(points.open_with, customer=cast.alice, points=100)

    with refused("malformed"):
        cast.pay(cast.bill(1, cast.alice), "points")


def test_points_give_no_tip(cast: Cast) -> None:
    cast.act(points.open_with, customer=cast.alice, points=1_000)

    with refused("malformed", field="tip"):
        cast.pay(cast.bill(1, cast.alice), "points", tip=10)


@pytest.mark.parametrize(
    ("cap", "fits", "over"), [(5_000, 5, "0.01"), (0, "", "0.01"), (3_333, "3.33", "0.01")]
)
def test_the_house_caps_what_wallet_and_points_pay(
    cast: Cast, cap: int, fits: int | str, over: str
) -> None:
    cast.rule(wallet_share_max_bp=cap)
    cast.act(points.open_with, customer=cast.alice, points=1_000)
    bill = cast.bill(10, cast.alice)

    if fits:
        cast.pay(bill, "wallet", fits)
    for tender in ("wallet", "points"):
        with refused("overpaid", due=eur(0)):
            cast.pay(bill, tender, over)


def test_points_have_a_share_of_their_own(cast: Cast) -> None:
    """Half by wallet and points together, of it a fifth by points."""
    cast.rule(wallet_share_max_bp=5_000, points_share_max_bp=2_000)
    cast.act(points.open_with, customer=cast.alice, points=1_000)
    bill = cast.bill(10, cast.alice)

    with refused("overpaid", due=eur(2)) as no:
        cast.pay(bill, "points", "2.01")
    assert "at most" in no.value.sentence
    cast.pay(bill, "points", 2)
    with refused("overpaid", due=eur(3)):
        cast.pay(bill, "wallet", "3.01")
    cast.pay(bill, "wallet", 3)
    with refused("overpaid", due=eur(0)):
        cast.pay(bill, "points", "0.01")


def test_the_cap_holds_on_a_saved_bill_too(cast: Cast) -> None:
    cast.rule(wallet_share_max_bp=5_000)
    bill = cast.save(cast.bill(10, cast.acme))
    cast.top_up(cast.acme, 50)

    with refused("overpaid", due=eur(5)):
        cast.pay(bill, "wallet")
    cast.pay(bill, "wallet", 5)
    with refused("overpaid"):
        cast.pay(bill, "wallet", 1)


@pytest.mark.parametrize("tender", ["cash", "wallet", "house_account"])
def test_a_tip_goes_to_the_tips_and_comes_back(cast: Cast, tender: str) -> None:
    guest = make_customer(cast.house, on_account_allowed=True)
    cast.top_up(guest, 20)
    bill = cast.bill(10, guest)

    payment = cast.pay(bill, tender, 10, tip=200)

    assert (tips(cast), due(cast, bill)) == (200, 0)
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    assert (tips(cast), due(cast, bill)) == (0, 1000)
    assert cast.has(guest).total == 2000
    assert cast.owes(guest).owes == 0


def test_a_tip_on_a_saved_bill(cast: Cast) -> None:
    cast.top_up(cast.acme, 50)

    for tender in ("cash", "wallet"):
        bill = cast.save(cast.bill(10, cast.acme))
        cast.pay(bill, tender, tip=200)
        assert cast.again(bill).state == "closed"

    assert (tips(cast), cast.owes(cast.acme).owes) == (400, 0)
    assert cast.has(cast.acme).total == 3800


def test_taking_back_returns_value_where_it_came_from(cast: Cast) -> None:
    cast.act(points.open_with, customer=cast.alice, points=300)
    bill = cast.bill(10, cast.alice)
    paid = [cast.pay(bill, tender, 3) for tender in ("wallet", "points", "cash")]

    for payment in paid:
        cast.act(bills.take_back, bill=bill, payment=payment.id)

    assert due(cast, bill) == 1000
    assert (cast.has(cast.alice).total, cast.points(cast.alice)) == (2000, 300)
    assert cast.again(bill).frozen_at is None


def test_a_payment_is_taken_back_once_and_only_from_its_bill(cast: Cast) -> None:
    bill, another = cast.bill(10), cast.bill(10)
    payment = cast.pay(bill)

    with refused("not_found"):
        cast.act(bills.take_back, bill=another, payment=payment.id)
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    for unknown in (payment.id, new_id()):
        with refused("not_found"):
            cast.act(bills.take_back, bill=bill, payment=unknown)


def test_nothing_is_taken_back_after_closing(cast: Cast) -> None:
    bill = cast.bill(10)
    payment = cast.pay(bill)
    cast.close(bill)

    with refused("bill_closed"):
        cast.act(bills.take_back, bill=bill, payment=payment.id)


def test_taking_back_needs_its_right(cast: Cast) -> None:
    bill = cast.bill(10)
    payment = cast.pay(bill, by=cast.zoe)

    with refused("right_missing", right="bills.undo_payment"):
        cast.act(bills.take_back, bill=bill, payment=payment.id, by=cast.zoe)


def test_spending_needs_a_proof(cast: Cast) -> None:
    cast.pin(cast.alice)
    bill = cast.bill(10, cast.alice)

    with refused("proof_needed"):
        cast.pay(bill, "wallet", by=cast.zoe)
    with refused("pin_wrong"):
        cast.pay(bill, "wallet", by=cast.zoe, proof=cast.with_pin(cast.alice, WRONG_PIN))
    payment = cast.pay(bill, "wallet", by=cast.zoe, proof=cast.with_pin(cast.alice))

    assert payment.proved_by == "pin"
    assert Pin.objects.of(cast.house).get().wrong_in_a_row == 0


def test_another_guests_pin_proves_nothing(cast: Cast) -> None:
    cast.pin(cast.alice)
    cast.pin(cast.carol)
    bill = cast.bill(10, cast.alice)

    with refused("pin_wrong"):
        cast.pay(bill, "wallet", by=cast.zoe, proof=cast.with_pin(cast.carol))
    assert cast.has(cast.alice).total == 2000


def test_small_sums_without_proof_do_not_add_up(cast: Cast) -> None:
    cast.rule(proof_rule="above", proof_above_minor=500)
    bill = cast.bill(20, cast.alice)

    assert cast.pay(bill, "wallet", 5, by=cast.zoe).proved_by == "small"
    with refused("proof_needed"):
        cast.pay(bill, "wallet", "0.01", by=cast.zoe)


def test_vouching_is_a_right(cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)

    with refused("proof_needed"):
        cast.pay(bill, "wallet", 1, by=cast.zoe)
    assert cast.pay(bill, "wallet", 1, by=cast.manager).proved_by == "vouched"
    cast.rule(proof_rule="always")
    with refused("proof_needed"):
        cast.pay(bill, "wallet", 1, by=cast.manager)


def test_the_inactive_and_the_archived_spend_nothing(cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    cast.act(customers.edit, customer=cast.alice, fields={"active": False}, front="office")
    with refused("customer_inactive"):
        cast.pay(bill, "wallet")

    carols = cast.bill(10, cast.carol)
    cast.act(housekeeping.archive, customer=cast.carol)
    with refused("customer_archived"):
        cast.pay(carols, "points")
    cast.pay(carols, "cash")


def test_another_houses_bill_is_not_there(cast: Cast) -> None:
    theirs = Cast(cast.other).bill(10)

    with refused("not_found"):
        cast.pay(theirs)
