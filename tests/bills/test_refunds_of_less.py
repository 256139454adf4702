"""Refunds where less than the bill can come back, or where something lies beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine, SomeOf, Wanted
from habitue.bills.models import Bill, Line
from habitue.bills.refund_plan import planned
from habitue.house_accounts import actions as house_accounts
from habitue.house_accounts import adjusting, settling
from habitue.house_accounts.settling import Taken
from habitue.invoicing import actions as invoicing
from habitue.prepaid.models import Lot
from tests.cast import Cast, eur, refused


def refund(cast: Cast, bill: Bill, amount: int | str = "") -> None:
    wanted = Wanted(amount=eur(amount).amount if amount else None)
    cast.act(bills.refund, bill=bill, wanted=wanted)


@pytest.mark.parametrize("vat_included", [True, False])
def test_a_line_beside_an_amount_at_another_rate_keeps_its_worth(
    cast: Cast, vat_included: bool
) -> None:
    cast.rule(prices_include_vat=vat_included, discount_bp=1_000)
    wine = NewLine(name="Wine", unit_price=eur(10), vat_bp=2_000)
    bill = cast.act(bills.open_bill, amount=eur(100), lines=[wine])
    bill = cast.act(bills.link, bill=bill, customer=cast.carol.id)
    cast.pay(bill, "card")
    bill = cast.close(bill)
    [line] = Line.objects.of(cast.house).filter(bill=bill)

    row = cast.act(bills.refund, bill=bill, wanted=Wanted(lines=[SomeOf(line.id)]))

    assert row.amount_minor == (900 if vat_included else 1_080)
    assert row.vat == [[2_000, row.amount_minor, row.amount_minor // 6]]


def test_a_line_beside_an_amount_at_its_own_rate_shares_with_it(cast: Cast) -> None:
    wine = NewLine(name="Wine", unit_price=eur(10))
    bill = cast.act(bills.open_bill, amount=eur(100), lines=[wine])
    cast.pay(bill, "card")
    bill = cast.close(bill)
    [line] = Line.objects.of(cast.house).filter(bill=bill)

    row = cast.act(bills.refund, bill=bill, wanted=Wanted(lines=[SomeOf(line.id)]))

    assert row.amount_minor == 1_000


def test_the_right_is_asked_for_the_tip_too(cast: Cast) -> None:
    may_15 = replace(cast.manager, rights={"bills.refund": 1_500})
    bill = cast.bill(10)
    cast.pay(bill, tip=50_000)
    bill = cast.close(bill)

    with refused("right_missing"):
        cast.act(bills.refund, bill=bill, by=may_15)


def test_parts_count_together_for_the_right(cast: Cast) -> None:
    may_15 = replace(cast.manager, rights={"bills.refund": 1_500})
    bill = cast.bill(30)
    cast.pay(bill)
    bill = cast.close(bill)
    cast.act(bills.refund, bill=bill, wanted=Wanted(amount=1000), by=may_15)

    with refused("right_missing"):
        cast.act(bills.refund, bill=bill, wanted=Wanted(amount=600), by=may_15)
    cast.act(bills.refund, bill=bill, wanted=Wanted(amount=500), by=may_15)


@pytest.mark.parametrize("how", ["written off", "adjusted"])
def test_what_was_given_up_does_not_come_back_as_money(cast: Cast, how: str) -> None:
    bill = cast.save(cast.bill(43, cast.bob))
    cast.act(settling.settle, customer=cast.acme, taken=[Taken("cash", eur(20))])
    if how == "adjusted":
        cast.act(adjusting.adjust_down, customer=cast.acme, minor=2_300, reason="Gone")
    else:
        cast.act(house_accounts.write_off, customer=cast.acme, reason="Gone")

    with refused("overpaid"):
        refund(cast, bill, "20.01")
    refund(cast, bill)

    assert cast.owes(cast.acme).in_hand == 2_000
    with refused("already_reversed"):
        refund(cast, bill)


def test_what_was_given_up_of_a_part_and_its_tip(cast: Cast) -> None:
    bill = cast.bill(10, cast.bob)
    cast.pay(bill, "cash", 4)
    cast.pay(bill, "house_account", 6, tip=200)
    bill = cast.close(bill)
    refund(cast, bill, 5)  # 2.00 of the cash, 3.00 off what is owed
    cast.act(house_accounts.write_off, customer=cast.acme, reason="Gone")

    refund(cast, bill)

    assert cast.owes(cast.acme).in_hand == 0
    assert cast.again(bill).refunded_minor == 700


def test_what_had_expired_does_not_revive_with_what_comes_back(cast: Cast) -> None:
    cast.rule(gift_days=10)
    cast.top_up(cast.carol, 10, 20)
    bill = cast.bill(4, cast.carol)
    cast.pay(bill, "wallet")
    bill = cast.close(bill)
    gift = Lot.objects.of(cast.house).get(kind="gift")
    gift.expires_on -= timedelta(days=40)
    gift.save(update_fields=["expires_on"])

    refund(cast, bill)

    assert cast.has(cast.carol).gift == 400
    cast.pay(cast.bill(14, cast.carol), "wallet")
    with refused("insufficient_value"):
        cast.pay(cast.bill(1, cast.carol), "wallet")


def test_what_had_expired_does_not_revive_with_a_payment_taken_back(cast: Cast) -> None:
    cast.rule(gift_days=10)
    cast.top_up(cast.carol, 10, 20)
    bill = cast.bill(4, cast.carol)
    payment = cast.pay(bill, "wallet")
    gift = Lot.objects.of(cast.house).get(kind="gift")
    gift.expires_on -= timedelta(days=40)
    gift.save(update_fields=["expires_on"])

    cast.act(bills.take_back, bill=bill, payment=payment.id)

    assert cast.has(cast.carol).gift == 400


def test_what_is_shown_before_refuses_an_invoiced_bill_too(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))
    payer = cast.acme
    payer.city = "Lyon"
    payer.save(update_fields=["city"])
    day = bill.business_day
    cast.act(invoicing.issue, payer=payer, from_on=day, to_on=day)

    with refused("bill_invoiced"):
        planned(cast.house, cast.again(bill), Wanted())
