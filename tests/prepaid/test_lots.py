"""In which order value is spent, when it expires, how it comes back."""

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.customers.models import Customer
from habitue.ledger import actions as ledger
from habitue.prepaid import actions as prepaid
from habitue.prepaid import lots
from habitue.prepaid.models import Lot, LotUse
from tests.cast import Cast, refused


def left(cast: Cast, customer: Customer) -> tuple[int, int, int]:
    holding = cast.has(customer)
    return holding.paid, holding.gift, holding.earned


def three_kinds(cast: Cast) -> Customer:
    """10.00 paid, 5.00 gift, 3.00 earned."""
    cast.rule(earn_bp=3_000)
    cast.top_up(cast.carol, 10, 15)
    bill = cast.bill(10, cast.carol)
    cast.pay(bill)
    cast.close(bill)
    return cast.carol


@pytest.mark.parametrize(
    ("order", "after_six", "after_twelve"),
    [
        ("soonest", (1000, 0, 200), (600, 0, 0)),
        ("gift_first", (1000, 0, 200), (600, 0, 0)),
        ("paid_first", (400, 500, 300), (0, 500, 100)),
        ("proportional", (667, 333, 200), (334, 166, 100)),
    ],
)
def test_the_house_sets_the_order(
    cast: Cast, order: str, after_six: tuple[int, ...], after_twelve: tuple[int, ...]
) -> None:
    cast.rule(spending_order=order)
    carol = three_kinds(cast)
    bill = cast.bill(20, carol)

    cast.pay(bill, "wallet", 6)
    assert left(cast, carol) == after_six
    cast.pay(bill, "wallet", 6)
    assert left(cast, carol) == after_twelve


def test_soonest_expiry_goes_first(cast: Cast, noon: Any) -> None:
    cast.top_up(cast.carol, 10, 14)
    cast.rule(gift_days=30)
    cast.top_up(cast.carol, 10, 13)
    cast.rule(gift_days=10)
    cast.top_up(cast.carol, 10, 12)

    cast.pay(cast.bill(4, cast.carol), "wallet")

    gifts = Lot.objects.of(cast.house).filter(kind="gift").order_by("amount_minor")
    assert [(lot.amount_minor, lot.remaining_minor) for lot in gifts] == [
        (200, 0),
        (300, 100),
        (400, 400),
    ]


def test_what_was_used_is_written_down(cast: Cast) -> None:
    cast.top_up(cast.carol, 10, 12)
    payment = cast.pay(cast.bill(5, cast.carol), "wallet")

    uses = LotUse.objects.of(cast.house).filter(entry_id=payment.entry_id).order_by("amount_minor")

    assert [(use.lot.kind, use.amount_minor) for use in uses] == [("gift", 200), ("paid", 300)]


def test_the_last_day_counts_where_the_house_stands(cast: Cast, noon: Any) -> None:
    """14 March noon in Paris, three days: good until 17 March, 24:00 in Paris."""
    cast.rule(gift_days=3, day_starts_at="04:00")
    cast.top_up(cast.carol, 10, 15)
    bill = cast.bill(40, cast.carol)

    noon.move_to("2026-03-17T22:59:00+00:00", tick=False)
    cast.pay(bill, "wallet", 1)
    noon.move_to("2026-03-17T23:01:00+00:00", tick=False)
    with refused("insufficient_value"):
        cast.pay(bill, "wallet", "10.01")
    cast.pay(bill, "wallet", 10)

    assert left(cast, cast.carol) == (0, 0, 0)


def test_what_expired_becomes_the_houses_at_the_next_touch(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    noon.shift(timedelta(days=10))
    bill = cast.bill(40, cast.carol)

    cast.pay(bill, "wallet", 1)

    assert left(cast, cast.carol) == (900, 0, 0)
    assert ledger.turnover(cast.house, "breakage") == {"breakage": (0, 500)}


def test_a_refused_spend_ends_nothing(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    noon.shift(timedelta(days=10))

    with refused("insufficient_value"):
        cast.pay(cast.bill(40, cast.carol), "wallet", 11)

    assert left(cast, cast.carol) == (1000, 500, 0)


def test_the_nights_job_ends_all_that_expired(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    cast.top_up(cast.alice, 10, 12)
    noon.shift(timedelta(days=4))

    assert cast.act(prepaid.expire_all) == 700
    assert cast.act(prepaid.expire_all) == 0
    assert cast.has(cast.carol).total == 1000


def test_giving_back_fills_the_same_lots(cast: Cast) -> None:
    cast.top_up(cast.carol, 10, 15)
    bill = cast.bill(12, cast.carol)
    payment = cast.pay(bill, "wallet")
    before = list(Lot.objects.of(cast.house).order_by("id").values_list("id", "amount_minor"))

    cast.act(bills.take_back, bill=bill, payment=payment.id)

    after = list(Lot.objects.of(cast.house).order_by("id").values_list("id", "remaining_minor"))
    assert after == before
    assert sum(LotUse.objects.of(cast.house).values_list("amount_minor", flat=True)) == 0


def test_a_gift_given_back_after_its_day_has_some_days_of_grace(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=1)
    cast.top_up(cast.carol, 10, 15)
    bill = cast.bill(12, cast.carol)
    payment = cast.pay(bill, "wallet")
    noon.shift(timedelta(days=5))

    cast.act(bills.take_back, bill=bill, payment=payment.id)
    noon.shift(lots.GRACE)
    cast.pay(bill, "wallet", 5)

    assert left(cast, cast.carol) == (1000, 0, 0)


def test_in_proportion_the_parts_add_up_to_the_cent(cast: Cast) -> None:
    """Largest remainder: 0.07 of 10.00, 5.00 and 3.00 is 0.04, 0.02 and 0.01."""
    cast.rule(spending_order="proportional")
    carol = three_kinds(cast)

    payment = cast.pay(cast.bill("0.07", carol), "wallet")

    assert (payment.gift_minor, payment.earned_minor) == (2, 1)
    assert left(cast, carol) == (996, 498, 299)


def test_a_tip_from_the_wallet_comes_back_to_its_lots_in_proportion_too(cast: Cast) -> None:
    cast.rule(spending_order="proportional")
    carol = three_kinds(cast)
    bill = cast.bill(9, carol)
    payment = cast.pay(bill, "wallet", tip=450)
    assert left(cast, carol) == (250, 125, 75)
    cast.close(bill)

    cast.act(bills.refund, bill=bill)

    assert left(cast, carol)[:2] == (1000, 500)
    assert payment.tip_minor == 450
