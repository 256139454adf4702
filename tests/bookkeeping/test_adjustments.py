"""Whatever was put right, given up, taken back or let pass stands on one list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bills import actions as bills
from habitue.bookkeeping.adjustments import Adjustment, Asked, Sort, adjustments
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.house_accounts import actions as house_accounts
from habitue.housekeeping import balances
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.prepaid import actions as prepaid
from tests.cast import Cast, eur

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def listed(cast: Cast, **asked: Any) -> list[Adjustment]:
    with house_scope(cast.house):
        return adjustments(cast.house, *MARCH, Asked(**asked), size=None)[0]


def approved(cast: Cast, action: Any, by: Actor, beside: Actor, **terms: Any) -> None:
    def work(op: Any) -> operations.Answer:
        action(op, **terms)
        return operations.Answer()

    request = operations.Request(cast.house, by, str(new_id()), "", approved_by=beside)
    operations.run(request, work)


def test_an_adjustment_says_who_why_and_from_what_to_what(cast: Cast, noon: Any) -> None:
    terms = {"unit": "paid", "up": True, "amount": 300, "reason": "Counted twice"}
    cast.act(balances.adjust, by=cast.manager, customer=cast.alice, **terms)

    [one] = listed(cast)

    assert (one.sort, one.who, one.reason) == (Sort.ADJUSTED, "Marthe", "Counted twice")
    assert one.subject.customer == cast.alice
    assert (one.amount.minor, one.amount.before, one.amount.after) == (300, 2000, 2300)


def test_points_are_no_money(cast: Cast, noon: Any) -> None:
    terms = {"unit": "points", "up": True, "amount": 40, "reason": "Birthday"}
    cast.act(balances.adjust, customer=cast.alice, **terms)

    [one] = listed(cast)

    assert (one.amount.minor, one.amount.points, one.amount.after) == (None, 40, 40)


def test_what_is_owed_grows_by_its_debit(cast: Cast, noon: Any) -> None:
    terms = {"unit": "owes", "up": True, "amount": 700, "reason": "Forgotten"}
    cast.act(balances.adjust, customer=cast.acme, **terms)

    [one] = listed(cast)

    assert (one.amount.before, one.amount.after) == (0, 700)


def test_every_sort_has_its_line(cast: Cast, noon: Any) -> None:
    cast.save(cast.bill(18, cast.bob))
    cast.act(house_accounts.write_off, customer=cast.acme, reason="Gone")
    cast.act(bills.void, bill=cast.bill(25), reason="Wrong table")
    bill = cast.bill(30, cast.alice)
    payment = cast.pay(bill, "wallet", 12)
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    cast.pay(cast.again(bill), "card")
    bill = cast.close(cast.again(bill))
    cast.act(bills.refund, bill=bill, wanted=bills.Wanted(amount=500))
    whose = f"customer:{cast.carol.id}"
    cast.act(prepaid.open_with, customer=cast.carol, paid=eur(9), reference=whose)

    found = [(one.sort, one.amount.minor) for one in reversed(listed(cast))]

    assert found == [
        (Sort.WRITTEN_OFF, 1800),
        (Sort.VOID, 2500),
        (Sort.TAKEN_BACK, 1200),
        (Sort.REFUNDED, 500),
        (Sort.OPENED, 900),
    ]


def test_of_many_people_at_once_each_line_says_their_own(cast: Cast, noon: Any) -> None:
    def bring(op: Any) -> None:
        for one, much in ((cast.alice, 9), (cast.carol, 25)):
            terms = {"customer": one, "reference": f"customer:{one.id}"}
            prepaid.open_with(op, paid=eur(much), **terms)
            house_accounts.open_with(op, customer=one, owes=eur(much + 1), label="Before")

    cast.act(bring)

    found = {(one.subject.customer, one.verb): one.amount.minor for one in listed(cast)}
    assert found == {
        (cast.alice, "prepaid.open"): 900,
        (cast.alice, "house_accounts.open"): 1000,
        (cast.carol, "prepaid.open"): 2500,
        (cast.carol, "house_accounts.open"): 2600,
    }


def test_a_charge_past_the_limit_names_who_let_it_pass(cast: Cast, noon: Any) -> None:
    big = cast.bill(600, cast.bob)
    approved(cast, bills.save_on_account, cast.zoe, cast.manager, bill=big)

    [one] = listed(cast, sort=Sort.OVER_LIMIT)

    assert (one.who, one.approved_by, one.amount.minor) == ("Zoé", "Marthe", 60000)
    assert one.subject.customer == cast.bob and one.subject.bill == big
    assert listed(cast) == [one]


def test_what_was_approved_in_place_stands_once(cast: Cast, noon: Any) -> None:
    terms = {"customer": cast.carol, "pays": eur(20), "receives": eur(20), "tender": "cash"}
    approved(cast, prepaid.top_up, cast.zoe, cast.manager, **terms)

    [one] = listed(cast)

    assert (one.sort, one.verb, one.approved_by) == (Sort.APPROVED, "prepaid.top_up", "Marthe")


def test_by_sort_and_by_person(cast: Cast, noon: Any) -> None:
    terms = {"unit": "gift", "up": True, "amount": 100, "reason": "Kind"}
    cast.act(balances.adjust, by=cast.manager, customer=cast.alice, **terms)
    cast.act(bills.void, bill=cast.bill(25), reason="Wrong table")

    assert [one.verb for one in listed(cast, sort=Sort.VOID)] == ["bills.void"]
    assert [one.verb for one in listed(cast, person=cast.manager.label)] == ["prepaid.adjust"]
    assert listed(cast, person=cast.zoe.label) == []


def test_pages_hold_everything_once_in_bounded_statements(cast: Cast, noon: Any) -> None:
    for _n in range(7):
        terms = {"unit": "gift", "up": True, "amount": 100, "reason": "Kind"}
        cast.act(balances.adjust, customer=cast.alice, **terms)

    seen, after, statements = [], "", set()
    for _page in range(4):
        with CaptureQueriesContext(connection) as asked, house_scope(cast.house):
            some, after = adjustments(cast.house, *MARCH, after=after, size=2)
        seen += [one.id for one in some]
        statements.add(len([one for one in asked if "FROM" in one["sql"]]))

    assert len(seen) == len(set(seen)) == 7 and after == ""
    assert max(statements) <= 4


def test_another_day_and_another_house(cast: Cast, noon: Any) -> None:
    cast.act(bills.void, bill=cast.bill(25), reason="Wrong table")
    other: House = cast.other

    with house_scope(cast.house):
        assert adjustments(cast.house, date(2026, 4, 1), date(2026, 4, 30)) == ([], "")
    with house_scope(other):
        assert adjustments(other, *MARCH) == ([], "")


@pytest.mark.parametrize("cursor", ["x", "2026_x", "_"])
def test_what_is_no_cursor_begins_at_the_newest(cast: Cast, noon: Any, cursor: str) -> None:
    cast.act(bills.void, bill=cast.bill(25), reason="Wrong table")

    with house_scope(cast.house):
        assert len(adjustments(cast.house, *MARCH, after=cursor)[0]) == 1
