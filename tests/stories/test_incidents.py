"""Incidents of other tills that must not happen here: those that no room tests by itself."""

import ast
from pathlib import Path

import pytest

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.models import Line
from habitue.ledger import actions as ledger
from tests.cast import Cast, act_in, eur, refused
from tests.stories.incidents import INCIDENTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("incident", INCIDENTS)
def test_each_incident_has_its_tests(incident: str) -> None:
    for named in INCIDENTS[incident]:
        file, _, function = named.partition("::")
        tree = ast.parse((ROOT / file).read_text())
        there = [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]
        assert function in there, named


def test_closing_sent_again_gives_points_once(cast: Cast) -> None:
    cast.rule(points_per_unit=1, earn_bp=500)
    bill = cast.bill(20, cast.carol)
    cast.pay(bill)

    act_in(cast.house, bills.close, key="close:1", bill=bill.id)
    with pytest.raises(IndexError):  # the work did not run again: there is nothing it returned
        act_in(cast.house, bills.close, key="close:1", bill=bill.id)

    assert (cast.points(cast.carol), cast.has(cast.carol).earned) == (20, 100)
    with refused("bill_closed"):
        cast.close(bill)


def test_what_was_spent_stays_spent(cast: Cast) -> None:
    cast.pay(cast.bill(20, cast.alice), "wallet")

    for _ in range(3):
        with refused("insufficient_value"):
            cast.pay(cast.bill(1, cast.alice), "wallet")
    assert cast.has(cast.alice).total == 0


def test_a_refund_fills_an_empty_wallet_with_what_it_paid(cast: Cast) -> None:
    bill = cast.bill(25, cast.alice)
    cast.pay(bill, "wallet", 20)
    cast.pay(bill, "cash")
    cast.close(bill)
    assert cast.has(cast.alice).total == 0

    cast.act(bills.refund, bill=bill.id)

    assert cast.has(cast.alice).total == 2_000
    with refused("already_reversed"):
        cast.act(bills.refund, bill=bill.id)


def test_two_open_bills_keep_to_their_own_wallets(cast: Cast) -> None:
    cast.top_up(cast.carol, 30)
    hers, other = cast.bill(12, cast.alice), cast.bill(7, cast.carol)
    cast.pay(hers, "wallet")

    cast.pay(other, "wallet")
    cast.close(other)
    cast.close(hers)

    assert (cast.has(cast.alice).total, cast.has(cast.carol).total) == (800, 2_300)


def test_what_was_taken_off_the_bill_earns_nothing(cast: Cast) -> None:
    cast.rule(points_per_unit=1)
    lines = [NewLine(name="Soup", unit_price=eur(8)), NewLine(name="Wine", unit_price=eur(30))]
    bill = cast.act(bills.open_bill, lines=lines)
    cast.act(bills.link, bill=bill, customer=cast.carol.id)
    wine = Line.objects.of(cast.house).get(name="Wine")

    cast.act(bills.remove_line, bill=bill.id, line=wine.id)
    cast.pay(bill)

    assert cast.close(bill).earned_points == 8


def test_an_open_bill_is_no_debt_and_a_settled_one_no_second_sale(cast: Cast) -> None:
    bill = cast.bill(18, cast.acme)
    assert cast.owes(cast.acme).owes == 0
    assert ledger.turnover(cast.house, "sales") == {}

    cast.save(bill)
    cast.act(bills.settle, customer=cast.acme, amount=eur(18), tender="cash")

    assert ledger.turnover(cast.house, "sales") == {"sales": (0, 1_800)}
    assert [sums for _, sums in ledger.turnover(cast.house, "receivable:").items()] == [
        (1_800, 1_800)
    ]
