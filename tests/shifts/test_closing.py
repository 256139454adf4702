"""Closing a day: what it came to stays, and nothing is dated into it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from habitue.bills.models import Bill
from habitue.ledger.models import Entry
from habitue.operations import actions as operations
from habitue.outbox.models import Letter
from habitue.shifts import closing, drawers
from habitue.shifts.models import DayClosing, Shift
from habitue.site import books
from tests.cast import Cast, eur, refused

TODAY = date(2026, 3, 14)


@pytest.fixture(autouse=True)
def _at_noon(noon: Any) -> None:
    """The clock stands still."""


def close(cast: Cast, day: date = TODAY) -> DayClosing:
    row: DayClosing = cast.act(closing.close_day, by=cast.manager, day=day)
    return row


def sold(cast: Cast, amount: int, **terms: Any) -> Bill:
    bill = cast.bill(amount)
    cast.pay(bill, "cash", **terms)
    return cast.close(bill)


def test_a_closing_says_what_the_day_came_to(cast: Cast) -> None:
    sold(cast, 30)
    cast.pay(cast.bill(12), "card", 5)  # stays open

    row = close(cast)

    assert (row.number, row.day, row.entries) == (1, TODAY, Entry.objects.count())
    assert row.sums["sales"] == {"EUR": [0, 3_000]} == row.totals["sales"]
    assert row.open_bills_minor == 500
    assert bytes(row.hash) == closing.hash_of(row)
    assert row.seal_number == row.entries
    cast.house.refresh_from_db()
    assert cast.house.closed_through == TODAY


def test_what_comes_late_goes_to_the_open_day(cast: Cast, noon: Any) -> None:
    sold(cast, 30)
    close(cast)

    late = sold(cast, 5)  # still the 14th by the clock
    noon.shift(timedelta(days=3))
    sold(cast, 6)
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    days = [late.business_day, *(_posted_at(cast, at) for _ in range(2))]

    assert days == [date(2026, 3, 15), date(2026, 3, 17), date(2026, 3, 17)]
    assert books.offenders(cast.house) == []


def _posted_at(cast: Cast, at: datetime) -> date:
    """The day of an operation that happened at `at`, told now."""
    told: list[date] = []

    def work(op: Any) -> operations.Answer:
        told.append(op.business_day)
        return operations.Answer()

    key = f"late {Entry.objects.count()} {len(told)} {at} {datetime.now(UTC)}"
    request = operations.Request(cast.house, cast.manager, key + str(id(told)), key, at=at)
    operations.run(request, work)
    return told[0]


def test_totals_run_on_and_closings_follow(cast: Cast, noon: Any) -> None:
    sold(cast, 30)
    first = close(cast)
    noon.shift(timedelta(days=1))
    sold(cast, 10)
    noon.shift(timedelta(days=2))
    sold(cast, 5)

    last = close(cast, date(2026, 3, 17))

    rows = list(DayClosing.objects.of(cast.house).order_by("number"))
    assert [row.day.day for row in rows] == [14, 15, 17]
    assert [row.totals["sales"]["EUR"][1] for row in rows] == [3_000, 4_000, 4_500]
    assert bytes(rows[1].previous) == bytes(first.hash)
    assert last.id == rows[-1].id


def test_a_day_closes_once_and_not_before_it_comes(cast: Cast) -> None:
    close(cast)

    with refused("day_closed"):
        close(cast)
    with refused("day_closed"):
        close(cast, TODAY - timedelta(days=40))
    with refused("malformed", field="day"):
        close(cast, TODAY + timedelta(days=1))
    with refused("right_missing"):
        cast.act(closing.close_day, by=cast.cashier, day=TODAY)


def test_an_open_shift_is_closed_first(cast: Cast) -> None:
    shift = cast.act(drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(50))

    with refused("shift_open") as no:
        close(cast)

    assert "Bar" in no.value.sentence
    cast.act(drawers.close_shift, by=cast.cashier, shift=shift, counted={"cash": eur(50)})
    assert close(cast).number == 1


def test_implicit_shifts_end_with_their_day(cast: Cast) -> None:
    sold(cast, 30)

    close(cast)
    sold(cast, 7)

    ended, fresh = Shift.objects.of(cast.house).order_by("business_day")
    assert (ended.closed_on, fresh.is_open) == (TODAY, True)
    assert drawers.expected(fresh)["cash"] == 700


def test_the_owner_gets_the_end_of_the_chain(cast: Cast) -> None:
    sold(cast, 30)

    row = close(cast)

    letter = Letter.objects.of(cast.house).get()
    assert closing.in_groups(row.seal_hash) in letter.text
    assert closing.in_groups(row.hash) in letter.text
    assert "30.00 EUR" in letter.text


def _damage(table: str, change: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(f"UPDATE {table} SET {change}")


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("shifts_day_closing", "open_bills_minor = 1", "does not fit its hash"),
        ("shifts_day_closing", "entries = entries + 1", "is not what its closing"),
        ("shifts_day_closing", "seal_number = 0", "does not fit its hash"),
        ("ledger_entry", "business_day = '2026-03-13'", "is not what its closing"),
        ("ledger_move", "amount = amount + 1", "is not what its closing"),
    ],
)
def test_a_change_afterwards_shows(
    cast: Cast, noon: Any, table: str, change: str, says: str
) -> None:
    noon.shift(timedelta(days=-1))
    sold(cast, 4)
    close(cast, date(2026, 3, 13))
    noon.shift(timedelta(days=1))
    sold(cast, 30)
    close(cast)

    _damage(table, change)

    assert any(says in line for line in books.offenders(cast.house))
