"""Archiving: refused while value or debt remains, unless it ends in the same step."""

from datetime import timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping.actions import Settle
from habitue.ledger import actions as ledger
from habitue.points import actions as points
from habitue.staff import actions as staff
from habitue.staff.models import Role
from tests.cast import ALICE_CARD, Cast, eur, refused


def test_someone_with_nothing_left_goes_and_comes_back(cast: Cast) -> None:
    gone = cast.act(housekeeping.archive, customer=cast.carol)

    assert gone.archived_at
    assert cast.found("carol") == []
    cast.act(housekeeping.archive, customer=cast.carol)
    back = cast.act(housekeeping.restore, customer=cast.carol)
    assert back.archived_at is None
    assert cast.found("carol") == [cast.carol]


@pytest.mark.parametrize(
    ("way", "remains"), [(None, True), ("pay_out", False), ("collect", True), ("write_off", False)]
)
def test_value_left(cast: Cast, way: str | None, remains: bool) -> None:
    settle = Settle(way, reason="moved away") if way else None

    if remains:
        with refused("value_remains", has=eur(20), owes=eur(0)):
            cast.act(housekeeping.archive, customer=cast.alice, settle=settle)
        assert cast.has(cast.alice).total == 2000
    else:
        assert cast.act(housekeeping.archive, customer=cast.alice, settle=settle).archived_at
        assert cast.has(cast.alice).total == 0


@pytest.mark.parametrize(
    ("way", "remains"), [(None, True), ("pay_out", True), ("collect", False), ("write_off", False)]
)
def test_debt_left(cast: Cast, way: str | None, remains: bool) -> None:
    bill = cast.save(cast.bill(10, cast.bob))
    settle = Settle(way, tender="card", reason="bankrupt") if way else None

    if remains:
        with refused("value_remains", owes=eur(10)):
            cast.act(housekeeping.archive, customer=cast.acme, settle=settle)
    else:
        cast.act(housekeeping.archive, customer=cast.acme, settle=settle)
        assert cast.owes(cast.acme).owes == 0
        assert cast.again(bill).state == "closed"


@pytest.mark.parametrize("way", ["pay_out", "write_off"])
def test_money_in_hand_is_given_back_or_kept(cast: Cast, way: str) -> None:
    cast.act(bills.settle, customer=cast.acme, amount=eur(9), tender="cash")
    with refused("value_remains", in_hand=eur(9)):
        cast.act(housekeeping.archive, customer=cast.acme)

    cast.act(housekeeping.archive, customer=cast.acme, settle=Settle(way))

    assert cast.owes(cast.acme).in_hand == 0
    kept = ledger.turnover(cast.house, "breakage").get("breakage", (0, 0))[1]
    assert kept == (900 if way == "write_off" else 0)


def test_a_bill_they_began_to_pay_is_closed_first(cast: Cast) -> None:
    bill = cast.bill(10, cast.carol)
    cast.pay(bill, "cash", 4)

    with refused("value_remains", number=bill.number):
        cast.act(housekeeping.archive, customer=cast.carol)

    cast.pay(bill, "cash", 6)
    cast.act(bills.close, bill=bill)
    assert cast.act(housekeeping.archive, customer=cast.carol).archived_at


def test_what_is_in_hand_pays_first(cast: Cast) -> None:
    first, _second = (cast.save(cast.bill(10, cast.acme)) for _ in range(2))
    cast.act(bills.settle, customer=cast.acme, amount=eur(13), tender="cash", bills=[first.id])
    assert cast.owes(cast.acme).in_hand == 300

    cast.act(housekeeping.archive, customer=cast.acme, settle=Settle("collect"))

    assert (cast.owes(cast.acme).owes, cast.owes(cast.acme).in_hand) == (0, 0)
    drawer = ledger.turnover(cast.house, "drawer:")
    assert [taken for taken, _ in drawer.values()] == [2000]


def test_expired_value_holds_nobody(cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=1)
    cast.top_up(cast.carol, 10, 15)
    cast.rule(spending_order="paid_first")
    bill = cast.bill(10, cast.carol)
    cast.pay(bill, "wallet")
    cast.act(bills.close, bill=bill)
    with refused("value_remains", has=eur(5)):
        cast.act(housekeeping.archive, customer=cast.carol)

    noon.shift(timedelta(days=30))
    cast.act(housekeeping.archive, customer=cast.carol)

    assert cast.has(cast.carol).total == 0


def test_points_end_with_the_archive(cast: Cast) -> None:
    cast.act(points.open_with, customer=cast.carol, points=40)

    cast.act(housekeeping.archive, customer=cast.carol)

    assert cast.points(cast.carol) == 0


def test_cards_are_free_again(cast: Cast) -> None:
    assert cast.alice_card.number == ALICE_CARD
    cast.act(housekeeping.archive, customer=cast.alice, settle=Settle("pay_out"))

    cast.act(cards.assign, customer=cast.carol, number=ALICE_CARD)

    assert cards.whose(cast.house, ALICE_CARD) == cast.carol
    cast.act(housekeeping.restore, customer=cast.alice)
    assert Card.objects.of(cast.house).filter(customer=cast.alice, released_at=None).count() == 0


def test_who_may_and_who_is_here(cast: Cast) -> None:
    with refused("right_missing", right="customers.archive"):
        cast.act(housekeeping.archive, customer=cast.carol, by=cast.cashier)
    with refused("not_found"):
        cast.act(housekeeping.archive, customer=cast.charlie)
    with refused("malformed", field="settle"):
        cast.act(housekeeping.archive, customer=cast.alice, settle=Settle("burn"))


def test_writing_off_needs_its_own_right(cast: Cast) -> None:
    role = Role.objects.of(cast.house).get(key="waiter")
    cast.act(staff.set_rights, role=role, rights={"customers.archive": None})
    archivist = cast.actor(cast.hire("Ida", "waiter"))

    for way in ("write_off", "pay_out"):
        with refused("right_missing"):
            cast.act(housekeeping.archive, customer=cast.alice, settle=Settle(way), by=archivist)
    assert cast.has(cast.alice).total == 2000
