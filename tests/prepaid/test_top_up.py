"""Paying 100 and receiving 120."""

import pytest

from habitue.customers import actions as customers
from habitue.housekeeping import actions as housekeeping
from habitue.kit.ids import new_id
from habitue.kit.money import LARGEST, Money
from habitue.ledger import actions as ledger
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import Lot, TopUp
from habitue.staff import actions as staff
from habitue.staff.models import Role
from tests.cast import Cast, eur, refused


def test_what_was_paid_and_the_gift_stand_in_lots(cast: Cast) -> None:
    cast.rule(gift_days=30)

    top_up = cast.top_up(cast.carol, 100, 120)

    lots = Lot.objects.of(cast.house).order_by("kind")
    assert [(lot.kind, lot.amount_minor) for lot in lots] == [("gift", 2000), ("paid", 10000)]
    assert [lot.expires_on is None for lot in lots] == [False, True]
    assert (top_up.pays_minor, top_up.receives_minor) == (10000, 12000)
    holding = cast.has(cast.carol)
    assert (holding.paid, holding.gift, holding.total) == (10000, 2000, 12000)


def test_a_top_up_without_a_gift(cast: Cast) -> None:
    cast.top_up(cast.carol, 50)

    assert Lot.objects.of(cast.house).get().kind == "paid"


def test_the_drawer_and_the_promotions_pay(cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)

    drawer = ledger.turnover(cast.house, "drawer:")
    assert list(drawer.values()) == [(10000, 0)]
    assert ledger.turnover(cast.house, "promotions") == {"promotions": (2000, 0)}


@pytest.mark.parametrize(
    ("pays", "receives"), [(0, 0), (0, 2000), (-100, 100), (10000, 9999), (100, 0)]
)
def test_terms_that_make_no_sense(cast: Cast, pays: int, receives: int) -> None:
    with refused("malformed"):
        cast.act(
            prepaid.top_up,
            customer=cast.carol,
            pays=Money(pays, "EUR"),
            receives=Money(receives, "EUR"),
            tender="cash",
        )
    assert TopUp.objects.count() == 0


@pytest.mark.parametrize("tender", ["wallet", "points", "house_account", "", "gold"])
def test_only_money_tops_up(cast: Cast, tender: str) -> None:
    with refused("malformed", field="tender"):
        cast.act(prepaid.top_up, customer=cast.carol, pays=eur(5), receives=eur(5), tender=tender)


def test_another_currency(cast: Cast) -> None:
    dollars = Money(500, "USD")

    with refused("malformed"):
        cast.act(
            prepaid.top_up, customer=cast.carol, pays=dollars, receives=dollars, tender="cash"
        )


def test_a_wallet_holds_no_more_than_can_be_written(cast: Cast) -> None:
    most = Money(LARGEST, "EUR")
    terms = {"customer": cast.carol, "pays": most, "receives": most, "tender": "cash"}
    cast.act(prepaid.top_up, **terms)

    with refused("malformed"):
        cast.act(prepaid.top_up, **terms)


def test_inactive_archived_and_another_houses(cast: Cast) -> None:
    cast.act(customers.edit, customer=cast.carol, fields={"active": False}, front="office")
    with refused("customer_inactive"):
        cast.top_up(cast.again(cast.carol), 5)
    cast.act(housekeeping.archive, customer=cast.carol)
    with refused("customer_archived"):
        cast.top_up(cast.again(cast.carol), 5)
    with refused("not_found"):
        cast.top_up(cast.charlie, 5)


def test_the_right_and_its_bound(cast: Cast) -> None:
    with refused("right_missing", right="prepaid.top_up"):
        cast.act(
            prepaid.top_up,
            customer=cast.carol,
            pays=eur(5),
            receives=eur(5),
            tender="cash",
            by=cast.zoe,
        )
    waiter = Role.objects.of(cast.house).get(key="waiter")
    cast.act(staff.set_rights, role=waiter, rights={"prepaid.top_up": 1000})
    zoe = cast.actor(cast.hire("Zoé's twin", "waiter"))
    terms = {"customer": cast.carol, "pays": eur(5), "tender": "cash", "by": zoe}
    cast.act(prepaid.top_up, receives=eur(10), **terms)
    with refused("right_missing"):
        cast.act(prepaid.top_up, receives=eur("10.01"), **terms)


def test_paying_out_hands_back_what_was_paid(cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)
    bill = cast.bill(30, cast.carol)
    cast.pay(bill, "wallet")

    paid_out = cast.act(prepaid.pay_out, customer=cast.carol, tender="cash")

    assert paid_out.amount == eur(90)
    assert cast.has(cast.carol).total == 0
    again = cast.act(prepaid.pay_out, customer=cast.carol, tender="cash")
    assert (again.amount, again.entry) == (eur(0), None)


def test_paying_out_a_part_of_what_was_paid(cast: Cast) -> None:
    cast.top_up(cast.carol, 100, 120)
    terms = {"customer": cast.carol, "tender": "cash"}

    cast.act(prepaid.pay_out, amount=eur(40), **terms)

    assert (cast.has(cast.carol).paid, cast.has(cast.carol).gift) == (6000, 2000)
    with refused("insufficient_value", has=eur(60)):
        cast.act(prepaid.pay_out, amount=eur(61), **terms)
    with refused("malformed"):
        cast.act(prepaid.pay_out, amount=eur(0), **terms)


def test_paying_out_needs_its_right(cast: Cast) -> None:
    with refused("right_missing"):
        cast.act(prepaid.pay_out, customer=cast.alice, tender="cash", by=cast.cashier)


@pytest.mark.parametrize("minor", [0, -1])
def test_an_opening_balance_is_more_than_nothing(cast: Cast, minor: int) -> None:
    with refused("malformed"):
        cast.act(
            prepaid.open_with, customer=cast.carol, paid=Money(minor, "EUR"), reference="import"
        )


def test_an_opening_balance_is_paid_value(cast: Cast) -> None:
    cast.act(prepaid.open_with, customer=cast.carol, paid=eur(7), reference=f"import:{new_id()}")

    assert cast.has(cast.carol).paid == 700
    cast.pay(cast.bill(7, cast.carol), "wallet")
    assert cast.has(cast.carol).total == 0
