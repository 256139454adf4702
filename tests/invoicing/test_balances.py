"""What was owed, what is new, what was paid: each on exactly one invoice, and it adds up."""

from __future__ import annotations

from datetime import timedelta

from habitue.house_accounts import actions as house_accounts
from tests.cast import Cast
from tests.invoicing.eaters import MARCH, Eaters


def payments(invoice: object) -> list[tuple[str, str, int]]:
    said = invoice.content["payments"]  # type: ignore[attr-defined]
    return [(one["on"], one["how"], one["amount"]) for one in said]


def test_what_is_not_paid_is_owed_before_on_the_next(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 100)
    eaters.to(2026, 3, 1)
    eaters.invoiced()
    eaters.to(2026, 3, 10)
    eaters.pays(60)
    eaters.eats(cast.bob, 25, on=(3, 12))

    march = eaters.invoiced(**MARCH)

    assert (march.previous_minor, march.total_minor, march.paid_minor) == (10000, 2500, 6000)
    assert march.balance_minor == 6500
    assert payments(march) == [("2026-03-10", "bank_transfer", 6000)]


def test_a_payment_between_end_and_issue_is_seen(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 100)
    eaters.to(2026, 3, 3)
    eaters.pays(40)

    february = eaters.invoiced()

    assert payments(february) == [("2026-03-03", "bank_transfer", 4000)]
    assert february.balance_minor == 6000


def test_what_was_paid_for_later_bills_is_on_their_invoice(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 30)
    eaters.eats(cast.bob, 20, on=(3, 2))
    eaters.to(2026, 3, 4)
    eaters.pays(45)

    february, march = eaters.invoiced(), eaters.invoiced(**MARCH)

    assert payments(february) == [("2026-03-04", "bank_transfer", 3000)]
    assert payments(march) == [("2026-03-04", "bank_transfer", 1500)]
    assert (february.balance_minor, march.balance_minor) == (0, 500)


def test_what_is_in_hand_meets_the_bills(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 10)
    eaters.pays(25)
    eaters.eats(cast.bob, 20, on=(2, 5))

    february = eaters.invoiced()

    assert payments(february) == [
        ("2026-02-02", "bank_transfer", 1000),
        ("2026-02-05", "in_hand", 1500),
    ]
    assert february.balance_minor == 500


def test_a_bill_paid_alone_is_a_payment(cast: Cast, eaters: Eaters) -> None:
    bill = eaters.eats(cast.bob, 10)
    eaters.eats(cast.bob, 5)
    cast.pay(bill, "cash")

    february = eaters.invoiced()

    assert payments(february) == [("2026-02-02", "cash", 1000)]
    assert february.balance_minor == 500


def test_what_the_house_gave_up_is_said(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 10)
    eaters.invoiced()
    cast.act(house_accounts.write_off, customer=eaters.acme, reason="Closed down")
    eaters.eats(cast.bob, 3, on=(3, 2))

    march = eaters.invoiced(**MARCH)

    assert payments(march) == [("2026-02-02", "write_off", 1000)]
    assert march.balance_minor == 300


def test_it_agrees_with_to_pay(cast: Cast, eaters: Eaters, noon: object) -> None:
    eaters.eats(cast.bob, 17)
    eaters.pays("5.50")
    eaters.clock.shift(timedelta(days=3))

    assert eaters.invoiced().balance_minor == cast.owes(cast.acme).owes
