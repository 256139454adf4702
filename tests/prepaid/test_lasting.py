"""How long value lasts, by kind and country; letting it last longer; telling before it ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.house.models import House
from habitue.housekeeping import actions as housekeeping
from habitue.kit import spans, wallet_law
from habitue.kit.ids import new_id
from habitue.outbox.models import Letter
from habitue.prepaid import actions as prepaid
from habitue.prepaid import lasting, noticing
from habitue.prepaid.checks import days_moved_are_recorded, paid_lots_last_as_they_must
from habitue.prepaid.models import Extension, Lot, Notice
from habitue.staff import house_rules
from tests.cast import Cast, eur, refused


def days(cast: Cast, kind: str) -> list[date | None]:
    lots = Lot.objects.of(cast.house).filter(kind=kind).order_by("id")
    return list(lots.values_list("expires_on", flat=True))


def gift(cast: Cast) -> Lot:
    lot: Lot = Lot.objects.of(cast.house).get(kind="gift")
    return lot


@pytest.mark.parametrize(
    ("text", "start", "ends"),
    [
        ("5y", date(2024, 2, 29), date(2029, 2, 28)),
        ("3e", date(2026, 3, 14), date(2029, 12, 31)),
        ("3e", date(2026, 12, 31), date(2029, 12, 31)),
        ("60m", date(2026, 3, 14), date(2031, 3, 14)),
        ("1m", date(2026, 1, 31), date(2026, 2, 28)),
        ("90d", date(2026, 1, 1), date(2026, 4, 1)),
    ],
)
def test_spans(text: str, start: date, ends: date) -> None:
    span = spans.read(text)
    assert span is not None
    assert span.until(start) == ends


@pytest.mark.parametrize("text", ["", "y", "0d", "-1y", "5", "5 y", "5w", "999999d"])
def test_what_is_no_span(text: str) -> None:
    assert spans.read(text) is None


@pytest.mark.parametrize(
    ("country", "paid", "fine"),
    [
        ("DE", "3e", True),
        ("DE", "3y", False),
        ("DE", "5y", True),
        ("DE", "", True),
        ("US", "5y", True),
        ("US", "60m", True),
        ("US", "3y", False),
        ("CA", "30y", False),
        ("FR", "1y", True),
        ("XX", "1y", True),
    ],
)
def test_what_a_country_lets_a_house_choose(country: str, paid: str, fine: bool) -> None:
    assert wallet_law.lasts_enough(country, paid) is fine


def test_every_preset_may_be_chosen_where_it_is_the_preset() -> None:
    assert all(
        wallet_law.lasts_enough(country, one.paid) for country, one in wallet_law.PRESETS.items()
    )


def test_a_house_begins_with_its_countrys_preset(db: None) -> None:
    from habitue.housekeeping.opening import Plan, open_house

    house, _new = open_house(Plan("Bei Paul", "DE", "EUR", "Europe/Berlin", "paul@example.org"))

    assert house.paid_expires == "3e"


def test_the_house_may_not_go_below_the_law(cast: Cast) -> None:
    cast.rule(country="DE")

    with refused("malformed", field="paid_expires"):
        cast.act(house_rules.change_rules, paid_expires="1y")
    cast.act(house_rules.change_rules, paid_expires="5y")
    cast.house.refresh_from_db()
    assert cast.house.paid_expires == "5y"


def test_each_kind_ends_on_its_own_day(cast: Cast, noon: Any) -> None:
    cast.rule(country="DE", paid_expires="3e", gift_days=30, earned_days=90, earn_bp=1000)
    cast.top_up(cast.carol, 10, 15)
    bill = cast.bill(10, cast.carol)
    cast.pay(bill)
    cast.close(bill)

    assert days(cast, "paid") == [date(2029, 12, 31)]
    assert days(cast, "gift") == [date(2026, 4, 13)]
    assert days(cast, "earned") == [date(2026, 6, 12)]


def test_where_the_law_counts_from_the_last_load(cast: Cast, noon: Any) -> None:
    cast.rule(country="US", paid_expires="5y")
    cast.top_up(cast.carol, 10)
    noon.shift(timedelta(days=365))

    cast.top_up(cast.carol, 10)

    assert days(cast, "paid") == [date(2032, 3, 14)] * 2
    moved = Extension.objects.of(cast.house).get()
    assert (moved.before, moved.after, moved.why) == (
        date(2031, 3, 14),
        date(2032, 3, 14),
        "load",
    )


@pytest.mark.unbalanced
def test_the_books_notice_value_that_ends_too_soon(cast: Cast, noon: Any) -> None:
    cast.rule(country="DE", paid_expires="3e")
    cast.top_up(cast.carol, 10)
    assert paid_lots_last_as_they_must(cast.house).offenders == []

    Lot.objects.of(cast.house).update(expires_on=date(2029, 12, 30))

    assert len(paid_lots_last_as_they_must(cast.house).offenders) == 1


def test_an_extension_is_recorded_with_its_reason(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=30)
    cast.top_up(cast.carol, 10, 15)
    terms = {"lot": gift(cast).id, "reason": "was ill"}

    made = cast.act(lasting.extend, until=date(2026, 5, 1), **terms)

    assert (made.before, made.after, made.reason) == (
        date(2026, 4, 13),
        date(2026, 5, 1),
        "was ill",
    )
    noon.move_to("2026-05-01T20:00:00+00:00", tick=False)
    cast.pay(cast.bill(5, cast.carol), "wallet")
    assert cast.has(cast.carol).gift == 0


def test_what_an_extension_may_not_be(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=30)
    cast.top_up(cast.carol, 10, 15)
    lot, later = gift(cast).id, date(2026, 5, 1)

    with refused("malformed", field="until"):
        cast.act(lasting.extend, lot=lot, until=date(2026, 4, 13), reason="x")
    with refused("malformed", field="until"):
        cast.act(lasting.extend, lot=lot, until=date(9999, 1, 1), reason="x")
    with refused("malformed", field="reason"):
        cast.act(lasting.extend, lot=lot, until=later, reason=" ")
    with refused("right_missing", right="prepaid.extend"):
        cast.act(lasting.extend, lot=lot, until=later, reason="x", by=cast.cashier)
    cast.act(lasting.extend, lot=lot, until=None, reason="x")
    with refused("malformed", field="until"):
        cast.act(lasting.extend, lot=lot, until=None, reason="x")
    with refused("not_found"):
        cast.act(lasting.extend, lot=cast.carol.id, until=later, reason="x")


def test_what_has_ended_does_not_come_back(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=3)
    cast.top_up(cast.carol, 10, 15)
    noon.shift(timedelta(days=4))

    with refused("insufficient_value"):
        cast.act(lasting.extend, lot=gift(cast).id, until=date(2026, 5, 1), reason="x")


@pytest.mark.unbalanced
def test_the_books_notice_a_day_moved_in_silence(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=30)
    cast.top_up(cast.carol, 10, 15)
    cast.act(lasting.extend, lot=gift(cast).id, until=date(2026, 5, 1), reason="x")
    assert days_moved_are_recorded(cast.house).offenders == []

    Lot.objects.of(cast.house).filter(kind="gift").update(expires_on=date(2026, 6, 1))

    assert len(days_moved_are_recorded(cast.house).offenders) == 1


# -- told before ---------------------------------------------------------------------------


def reachable(cast: Cast, **fields: Any) -> None:
    """Carol has an address and takes receipts by e-mail."""
    terms = {"email": "carol@example.org", "email_receipts": True, "language": "fr"} | fields
    cast.act(customers.edit, customer=cast.again(cast.carol), fields=terms, front="office")


def told_after(cast: Cast, noon: Any, **shift: int) -> int:
    noon.shift(timedelta(**shift))
    letters: int = cast.act(noticing.tell)
    return letters


def test_thirty_and_seven_days_before_once_each(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=60)
    reachable(cast)
    cast.top_up(cast.carol, 10, 15)

    told = [told_after(cast, noon, days=step) for step in (0, 29, 1, 1, 21, 1, 1, 6, 1)]

    assert told == [0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert list(Notice.objects.order_by("id").values_list("days", flat=True)) == [30, 7]


def test_a_letter_names_sum_kind_and_day(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=60)
    reachable(cast, language="en")
    cast.top_up(cast.carol, 10, 15)
    cast.top_up(cast.carol, 10, 12)

    told_after(cast, noon, days=40)

    letter = Letter.objects.of(cast.house).get()
    assert (letter.to, letter.language) == ("carol@example.org", "en")
    assert "€7.00" in letter.subject and "13 May 2026" in letter.subject
    assert letter.text.count("€7.00 (gift), until 13 May 2026 inclusive") == 1
    assert "Chez Marthe" in letter.text


def test_in_the_customers_language(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=60)
    reachable(cast)
    cast.top_up(cast.carol, 10, 15)

    told_after(cast, noon, days=40)

    assert "13 mai 2026" in Letter.objects.of(cast.house).get().subject


def test_who_is_not_written_to(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=60)
    cast.top_up(cast.carol, 10, 15)
    assert told_after(cast, noon, days=40) == 0  # no address
    reachable(cast, email_receipts=False)
    assert told_after(cast, noon, hours=1) == 0  # accepts nothing
    reachable(cast, email_receipts=False, marketing_allowed=True)
    assert told_after(cast, noon, hours=1) == 1


def test_archived_are_left_alone(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=60)
    reachable(cast)
    cast.top_up(cast.carol, 10, 15)
    cast.act(
        housekeeping.archive,
        customer=cast.again(cast.carol),
        settle=housekeeping.Settle("pay_out", "cash", ""),
    )

    assert told_after(cast, noon, days=40) == 0


def test_what_was_short_from_the_start_is_not_told_of(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=20)
    reachable(cast)
    cast.top_up(cast.carol, 10, 15)

    assert [told_after(cast, noon, days=step) for step in (0, 5, 8, 1)] == [0, 0, 1, 0]


def test_after_an_extension_the_new_day_is_told_again(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=60)
    reachable(cast)
    cast.top_up(cast.carol, 10, 15)
    assert told_after(cast, noon, days=40) == 1

    cast.act(lasting.extend, lot=gift(cast).id, until=date(2026, 8, 1), reason="x")

    assert told_after(cast, noon, days=1) == 0
    assert told_after(cast, noon, days=75) == 1


def test_a_refund_that_comes_back_late_is_recorded_as_grace(cast: Cast, noon: Any) -> None:
    from habitue.bills import actions as bills

    cast.rule(gift_days=1)
    cast.top_up(cast.carol, 10, 15)
    bill = cast.bill(12, cast.carol)
    payment = cast.pay(bill, "wallet")
    noon.shift(timedelta(days=5))

    cast.act(bills.take_back, bill=bill, payment=payment.id)

    assert Extension.objects.of(cast.house).get().why == "grace"


def test_an_opening_balance_lasts_from_the_day_it_was_brought(cast: Cast, noon: Any) -> None:
    House.objects.update(paid_expires="1y")
    cast.house.refresh_from_db()

    cast.act(prepaid.open_with, customer=cast.carol, paid=eur(7), reference=f"import:{new_id()}")

    assert days(cast, "paid") == [date(2027, 3, 14)]
