"""Who owes, by age and in any order, now and on a day that is over."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from habitue.bills import actions as bills
from habitue.customers.models import Customer
from habitue.house import sql
from habitue.house_accounts import receivables
from habitue.house_accounts.receivables import SORTS, Wanted, owing, together
from habitue.house_accounts.reports import unpaid
from tests.cast import Cast, eur, make_customer, refused

TODAY = date(2026, 3, 14)


@pytest.fixture
def people(cast: Cast, noon: Any) -> list[Customer]:
    """Zed owes 50.00 since 100 days, Ada 20.00 since 45, Mia 30.00 since today and 5.00 of 61."""
    zed = make_customer(cast.house, last_name="Zed", on_account_allowed=True)
    ada = make_customer(
        cast.house, last_name="ada", on_account_allowed=True, credit_limit=eur(100)
    )
    mia = make_customer(cast.house, last_name="Mia", on_account_allowed=True, credit_limit=eur(40))
    for days, someone, amount in ((100, zed, 50), (61, mia, 5), (45, ada, 20), (0, mia, 30)):
        noon.move_to(f"{TODAY - timedelta(days=days)}T12:00:00Z", tick=False)
        cast.save(cast.bill(amount, someone))
    return [zed, ada, mia]


def names(cast: Cast, sort: str, **more: Any) -> list[str]:
    found = owing(cast.house, Wanted(TODAY, sort, **more))
    return [row.customer.last_name for row in found]


def test_by_age(cast: Cast, people: list[Customer]) -> None:
    rows = {row.customer.last_name: row.ages for row in owing(cast.house, Wanted(TODAY))}

    assert rows == {
        "Zed": (0, 0, 0, 0, 5000),
        "ada": (0, 0, 2000, 0, 0),
        "Mia": (3000, 0, 0, 500, 0),
    }
    told = together(cast.house, Wanted(TODAY))
    assert (told.payers, told.bills, told.to_pay) == (3, 4, 10_500)
    assert told.ages == (3000, 0, 2000, 500, 5000)


@pytest.mark.parametrize(
    ("days", "age"), [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)]
)
def test_where_an_age_begins(cast: Cast, noon: Any, days: int, age: int) -> None:
    cast.save(cast.bill(5, cast.bob))

    [row] = owing(cast.house, Wanted(TODAY + timedelta(days=days)))

    assert row.ages.index(500) == age


def test_sorted_by_any_column(cast: Cast, people: list[Customer]) -> None:
    assert names(cast, "name") == ["ada", "Mia", "Zed"]
    assert names(cast, "-name") == ["Zed", "Mia", "ada"]
    assert names(cast, "oldest") == ["Zed", "Mia", "ada"]
    assert names(cast, "-to_pay") == ["Zed", "Mia", "ada"]
    assert names(cast, "-bills")[0] == "Mia"
    assert names(cast, "limit") == ["Mia", "ada", "Zed"]
    assert names(cast, "left") == ["Mia", "ada", "Zed"]
    assert names(cast, "-current")[0] == "Mia"
    with refused("malformed", field="sort"):
        names(cast, "house_id; drop table")


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{key}" for key in SORTS)])
def test_a_page_goes_on_where_the_last_one_ended(
    cast: Cast, people: list[Customer], sort: str
) -> None:
    whole = names(cast, sort)
    paged: list[str] = []
    after = None
    for _page in range(4):
        found = owing(cast.house, Wanted(TODAY, sort, limit=1, after=after))
        paged += [row.customer.last_name for row in found]
        after = found[-1].place if found else after

    assert paged == whole


def test_as_it_stood_when_a_day_ended(cast: Cast, noon: Any) -> None:
    first = cast.save(cast.bill(10, cast.bob))
    gone = cast.save(cast.bill(7, cast.bob))
    cast.act(bills.settle, customer=cast.acme, amount=eur(4), tender="cash", bills=[first.id])
    noon.shift(timedelta(days=1))
    cast.act(bills.settle, customer=cast.acme, amount=eur(6), tender="cash", bills=[first.id])
    cast.act(bills.reopen, bill=gone)
    cast.save(cast.bill(20, cast.bob))

    then = [
        (row.to_pay, row.bills)
        for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
        for row in owing(cast.house, Wanted(TODAY + timedelta(days=1), on=day))
    ]

    assert then == [(1300, 2), (2000, 1)]
    assert owing(cast.house, Wanted(TODAY + timedelta(days=1)))[0].to_pay == 2000


def test_a_debt_taken_back_with_what_was_in_hand_stood_then(cast: Cast, noon: Any) -> None:
    cast.act(bills.settle, customer=cast.acme, amount=eur(3), tender="cash")
    saved = cast.save(cast.bill(10, cast.bob))
    noon.shift(timedelta(days=1))
    cast.act(bills.reopen, bill=saved)

    [row] = owing(cast.house, Wanted(TODAY + timedelta(days=1), on=TODAY))

    assert row.to_pay == 700
    assert owing(cast.house, Wanted(TODAY + timedelta(days=1))) == []


def test_nobody_owes(cast: Cast) -> None:
    assert owing(cast.house, Wanted(TODAY)) == []
    assert together(cast.house, Wanted(TODAY)).to_pay == 0


def test_another_house_owes_elsewhere(cast: Cast, people: list[Customer]) -> None:
    there = Cast(cast.other)
    guest = make_customer(cast.other, first_name="Ivy", on_account_allowed=True)
    there.save(there.bill(9, guest))

    assert len(owing(cast.house, Wanted(TODAY))) == 3
    assert together(cast.other, Wanted(TODAY)).to_pay == 900


def test_in_hand_leaves_more_room(cast: Cast, people: list[Customer]) -> None:
    mia = people[2]
    [old] = [one for one in cast.again(mia).bills.order_by("number")][:1]
    cast.act(bills.settle, customer=mia, amount=eur(9), tender="cash", bills=[old.id])

    row = next(one for one in unpaid(cast.house) if one.customer == mia)

    assert (row.to_pay, row.in_hand, row.available) == (3000, 400, 4000 - 3000 + 400)


def test_however_many_owe_it_takes_two_statements(
    cast: Cast, people: list[Customer], django_assert_num_queries: Any
) -> None:
    for sort in ("oldest", "name", "-left"):
        with django_assert_num_queries(2):
            owing(cast.house, Wanted(TODAY, sort))
    with django_assert_num_queries(1):
        together(cast.house, Wanted(TODAY))


def test_today_is_read_from_the_index_of_open_charges(cast: Cast, people: list[Customer]) -> None:
    told, params = receivables._told(cast.house, Wanted(TODAY))
    asked = f"{told} SELECT * FROM owing"

    if connection.vendor == "postgresql":
        sql.execute("SET LOCAL enable_seqscan = off")
        sql.execute("SET LOCAL enable_bitmapscan = off")
        plan = sql.rows(f"EXPLAIN {asked}", params)
    else:
        plan = sql.rows(f"EXPLAIN QUERY PLAN {asked}", params)

    shown = " ".join(str(row) for row in plan)
    if connection.vendor == "postgresql":  # which index, it decides by how few rows there are
        assert "Index" in shown and "Seq Scan" not in shown
    else:
        assert "COVERING INDEX charge_owing" in shown
