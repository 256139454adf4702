"""Entries of nothing: rooms refuse them in words of their own, or post none; never the ledger."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habitue.bills import actions as bills
from habitue.bills.actions import Shares, Wanted
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal
from habitue.ledger.actions import NothingMoves
from habitue.prepaid import actions as prepaid
from tests.cast import Cast

TENDERS = ["cash", "wallet", "points", "house_account"]


def tried(cast: Cast, action: Any, **terms: Any) -> Any:
    """What it returned; None where the room refused it."""
    try:
        return cast.act(action, **terms)
    except NothingMoves as no:
        raise AssertionError(f"{action.__name__} reached the ledger with nothing") from no
    except Refusal as no:
        assert no.status in {403, 409, 422}
        return None


@pytest.fixture
def regular(cast: Cast) -> Any:
    """Alice, with something of everything, who may eat on account."""
    cast.rule(points_per_unit=3, earn_bp=700, on_account_earns=True)
    cast.top_up(cast.alice, 5, 8)
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(on_account_allowed=True)
    first = cast.bill(20, cast.alice)
    cast.pay(first, "cash")
    cast.close(first)
    return cast.again(cast.alice)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rules=st.fixed_dictionaries(
        {
            "discount_bp": st.sampled_from([0, 5_000, 9_999, 10_000]),
            "point_worth_minor": st.integers(0, 3),
            "one_purse": st.booleans(),
        }
    ),
    paid=st.fixed_dictionaries({"tender": st.sampled_from(TENDERS), "tip": st.integers(0, 1)}),
    sizes=st.tuples(st.integers(0, 4), st.integers(0, 3)),
    amounts=st.lists(st.integers(0, 3), min_size=1, max_size=3),
)
def test_the_smallest_bills_there_are(cast: Cast, regular: Any, **story: Any) -> None:
    rules, paid, amounts = story["rules"], story["paid"], story["amounts"]
    total, parts = story["sizes"]
    cast.rule(**rules)
    bill = tried(cast, bills.open_bill, amount=Money(total, "EUR")) or cast.act(bills.open_bill)
    tried(cast, bills.link, bill=bill, customer=regular.id)
    wanted = Shares(parts=parts) if parts else Shares(amounts=amounts)
    made = tried(cast, bills.split, bill=bill, wanted=wanted) or [bill]
    for one in made:
        for amount in amounts:
            terms = bills.Terms(amount=Money(amount, "EUR"), **paid)
            tried(cast, bills.pay, bill=one, terms=terms)
        tried(cast, bills.pay, bill=one, terms=bills.Terms(**paid))
        tried(cast, bills.save_on_account, bill=one)
        tried(cast, bills.close, bill=one)
        for amount in amounts:
            tried(cast, bills.refund, bill=one, wanted=Wanted(amount=amount))
        tried(cast, bills.refund, bill=one)
        tried(cast, bills.void, bill=one)
    for amount in amounts:
        terms = {"customer": regular, "tender": "cash", "amount": Money(amount, "EUR")}
        tried(cast, prepaid.pay_out, **terms)


def test_nothing_of_anything(cast: Cast) -> None:
    nothing = Money(0, "EUR")

    assert cast.act(prepaid.pay_out, customer=cast.carol, tender="cash").entry is None
    for action, terms in (
        (prepaid.pay_out, {"customer": cast.alice, "tender": "cash", "amount": nothing}),
        (
            prepaid.top_up,
            {"customer": cast.alice, "pays": nothing, "receives": nothing, "tender": "cash"},
        ),
        (bills.open_bill, {"amount": nothing}),
        (bills.settle, {"customer": cast.acme, "amount": nothing, "tender": "cash"}),
    ):
        assert tried(cast, action, **terms) is None
