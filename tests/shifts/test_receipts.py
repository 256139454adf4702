"""A receipt number of another till answers for one thing (I22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import Shares
from habitue.bills.models import Bill
from habitue.house_accounts import settling
from habitue.house_accounts.settling import Booking, Taken
from habitue.prepaid import actions as prepaid
from habitue.prepaid import returning
from habitue.prepaid.models import TopUp
from habitue.prepaid.returning import Told
from habitue.shifts.models import Receipt
from tests.bills.test_refunds_in_parts import at_once
from tests.cast import Cast, eur, opened_house, refused


def top_up(cast: Cast, number: str, **terms: Any) -> TopUp:
    given = {"pays": eur(10), "receives": eur(10), "tender": "cash", "fiscal_ref": number}
    row: TopUp = cast.act(prepaid.top_up, customer=cast.carol, **given | terms)
    return row


def settle(cast: Cast, number: str) -> Any:
    booking = Booking(fiscal_ref=number)
    taken = [Taken("cash", eur(5))]
    return cast.act(settling.settle, customer=cast.acme, taken=taken, booking=booking)[0]


def bill(cast: Cast, number: str) -> Bill:
    return cast.bill(10, fiscal_ref=number)


def paid(cast: Cast, number: str) -> Bill:
    opened = cast.bill(10)
    cast.pay(opened, "cash", fiscal_ref=number)
    return opened


@pytest.mark.parametrize("first", [top_up, settle, bill, paid])
@pytest.mark.parametrize("second", [top_up, settle, bill, paid])
def test_a_number_answers_once(cast: Cast, first: Any, second: Any) -> None:
    first(cast, "R-1")

    with refused("malformed", field="fiscal_ref", number="R-1"):
        second(cast, "R-1")
    second(cast, "R-2")
    second(cast, "")


def test_all_of_one_bill_share_its_receipt(cast: Cast) -> None:
    table = bill(cast, "R-1")
    one, other = cast.act(bills.split, bill=table, wanted=Shares(parts=2))
    for share in (one, other):
        cast.pay(share, "cash", 2, fiscal_ref="R-1")
        cast.pay(share, "card", fiscal_ref="R-1")

    cast.act(bills.refund, bill=cast.close(one), told=bills.Told(fiscal_ref="R-1"))

    assert Receipt.objects.of(cast.house).count() == 1


def test_a_top_up_and_what_went_back_of_it(cast: Cast) -> None:
    row = top_up(cast, "R-1")
    top_up(cast, "R-2")

    with refused("malformed", field="fiscal_ref"):
        cast.act(returning.refund_top_up, top_up=row.id, told=Told(fiscal_ref="R-2"))
    cast.act(returning.refund_top_up, top_up=row.id, told=Told(fiscal_ref="R-1"))


def test_what_was_taken_back_frees_its_number(cast: Cast) -> None:
    opened = cast.bill(10)
    payment = cast.pay(opened, "cash", fiscal_ref="R-1")
    cast.act(bills.take_back, bill=opened, payment=payment.id)
    settled = settle(cast, "R-1")
    cast.act(settling.undo, settlement=settled.id)
    cast.act(bills.void, bill=bill(cast, "R-1"))
    joined = bill(cast, "R-1")
    cast.act(bills.join, bill=opened, bills=[joined.id])

    top_up(cast, "R-1")


def test_one_of_two_payments_taken_back_leaves_it(cast: Cast) -> None:
    opened = cast.bill(10)
    payment = cast.pay(opened, "cash", 4, fiscal_ref="R-1")
    cast.pay(opened, "card", fiscal_ref="R-1")
    cast.act(bills.take_back, bill=opened, payment=payment.id)

    with refused("malformed", field="fiscal_ref"):
        top_up(cast, "R-1")


def test_tills_that_begin_again_each_day(cast: Cast, noon: Any) -> None:
    cast.rule(receipt_numbers="daily")
    top_up(cast, "1")
    with refused("malformed", field="fiscal_ref"):
        top_up(cast, "1")

    noon.shift(timedelta(days=1))

    top_up(cast, "1")


def test_tills_that_count_as_they_like(cast: Cast) -> None:
    cast.rule(receipt_numbers="free")

    top_up(cast, "1")
    top_up(cast, "1")


def test_another_house_counts_for_itself(cast: Cast) -> None:
    top_up(cast, "R-1")
    paul = Cast(cast.other)

    top_up(paul, "R-1")


@pytest.mark.django_db(transaction=True)
def test_eight_send_one_number_at_once() -> None:
    cast = Cast(opened_house())
    assert cast.carol

    said = at_once(8, lambda: top_up(cast, "R-1"))

    assert sorted(said) == ["done"] + ["malformed"] * 7
