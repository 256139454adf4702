"""One purse: one press takes the wallet first and charges the rest, or nothing at all."""

from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Payment
from habitue.cards import proofs
from habitue.customers.models import Customer
from tests.cast import WRONG_PIN, Cast, eur, make_customer, refused


@pytest.fixture
def erin(cast: Cast) -> Customer:
    """12.00 in her wallet, a PIN, 50.00 on account; the house wants one purse."""
    cast.rule(one_purse=True, proof_rule="always")
    erin = make_customer(
        cast.house, first_name="Erin", on_account_allowed=True, credit_limit=eur(50)
    )
    cast.top_up(erin, 12)
    cast.pin(erin)
    return erin


def press(cast: Cast, bill: Bill, amount: int = 0, **terms: Any) -> Payment:
    return cast.pay(bill, "house_account", amount or "", **terms)


def taken(cast: Cast, bill: Bill) -> list[tuple[str, int, int]]:
    rows = Payment.objects.of(cast.house).filter(bill=bill, undone_at=None).order_by("at", "id")
    return [(one.tender, one.amount_minor, one.tip_minor) for one in rows]


def test_the_wallet_first_the_rest_on_account(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(40, erin)

    last = press(cast, bill, proof=cast.with_pin(erin))

    assert taken(cast, bill) == [("wallet", 1200, 0), ("house_account", 2800, 0)]
    assert last.tender == "house_account"
    assert (cast.has(erin).total, cast.owes(erin).owes) == (0, 2800)


def test_what_the_wallet_covers_is_not_charged(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(10, erin)

    assert press(cast, bill, proof=cast.with_pin(erin)).tender == "wallet"
    assert (cast.has(erin).total, cast.owes(erin).owes) == (200, 0)


def test_saving_does_the_same(cast: Cast, erin: Customer) -> None:
    more, less = cast.bill(40, erin), cast.bill(3, erin)

    paid = cast.save(less, proof=cast.with_pin(erin))
    saved = cast.save(more, proof=cast.with_pin(erin))

    assert (paid.state, saved.state) == ("closed", "on_account")
    assert taken(cast, less) == [("wallet", 300, 0)]
    assert (cast.has(erin).total, cast.owes(erin).owes) == (0, 3100)


def test_without_a_proof_nothing_is_taken(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(40, erin)

    with refused("proof_needed"):
        press(cast, bill)
    with refused("proof_needed"):
        cast.save(bill)
    with refused("pin_wrong"):
        wrong = proofs.Proof(pin=proofs.try_pin(cast.house, erin.id, WRONG_PIN))
        press(cast, bill, proof=wrong)
    assert taken(cast, bill) == []


def test_past_the_limit_neither_half_happens(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(70, erin)

    with refused("limit_exceeded"):
        press(cast, bill, proof=cast.with_pin(erin))
    with refused("limit_exceeded"):
        cast.save(bill, proof=cast.with_pin(erin))

    assert (cast.has(erin).total, cast.owes(erin).owes) == (1200, 0)
    assert taken(cast, bill) == []


def test_the_wallet_stretches_the_limit(cast: Cast, erin: Customer) -> None:
    press(cast, cast.bill(62, erin), proof=cast.with_pin(erin))

    assert (cast.has(erin).total, cast.owes(erin).owes) == (0, 5000)


def test_one_press_may_leave_the_wallet_alone(cast: Cast, erin: Customer) -> None:
    press(cast, cast.bill(20, erin), purse=False)
    cast.save(cast.bill(20, erin), purse=False)

    assert (cast.has(erin).total, cast.owes(erin).owes) == (1200, 4000)


def test_a_house_that_does_not_want_it(cast: Cast, erin: Customer) -> None:
    cast.rule(one_purse=False)

    press(cast, cast.bill(20, erin))

    assert (cast.has(erin).total, cast.owes(erin).owes) == (1200, 2000)


def test_the_tip_is_charged(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(12, erin)

    press(cast, bill, proof=cast.with_pin(erin), tip=150)

    assert taken(cast, bill) == [("wallet", 1200, 0), ("house_account", 0, 150)]
    assert cast.owes(erin).owes == 150


def test_only_the_part_the_house_lets_a_wallet_pay(cast: Cast, erin: Customer) -> None:
    cast.rule(wallet_share_max_bp=2_500)
    bill = cast.bill(20, erin)

    press(cast, bill, proof=cast.with_pin(erin))

    assert taken(cast, bill) == [("wallet", 500, 0), ("house_account", 1500, 0)]


def test_a_part_of_the_bill(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(40, erin)

    press(cast, bill, 15, proof=cast.with_pin(erin))

    assert taken(cast, bill) == [("wallet", 1200, 0), ("house_account", 300, 0)]


def test_it_is_taken_back_part_by_part(cast: Cast, erin: Customer) -> None:
    bill = cast.bill(40, erin)
    press(cast, bill, proof=cast.with_pin(erin))

    for row in Payment.objects.of(cast.house).filter(bill=bill):
        cast.act(bills.take_back, bill=bill, payment=row.id)

    assert (cast.has(erin).total, cast.owes(erin).owes) == (1200, 0)


def test_a_saved_one_is_reopened_with_its_wallet_part(cast: Cast, erin: Customer) -> None:
    saved = cast.save(cast.bill(40, erin), proof=cast.with_pin(erin))

    opened = cast.act(bills.reopen, bill=saved)

    assert (opened.state, cast.owes(erin).owes) == ("open", 0)
    assert taken(cast, opened) == [("wallet", 1200, 0)]
