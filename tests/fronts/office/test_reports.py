"""The loyalty report in the office: a table, a chart of it, a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from habitue.fronts.office.charts import BOTTOM, chart
from habitue.house.models import Venue
from tests.cast import Cast
from tests.fronts.office.conftest import Desk

MARCH = "reports/loyalty?from=2026-03-01&to=2026-03-31"


@pytest.fixture
def eaten(cast: Cast, noon: Any) -> None:
    """Alice ate for 30.00."""
    bill = cast.bill(30, cast.alice)
    cast.pay(bill)
    cast.close(bill)


def test_a_row_for_the_day_and_the_totals(office: Desk, eaten: None) -> None:
    page = office.see(MARCH).content.decode()

    assert re.findall(r"<tbody>.*?</tbody>", page, re.S)[0].count("<tr>") == 1
    assert re.sub(r"<[^>]*>", "", page).count("30.00") == 2
    assert 'role="img"' in page


def test_this_month_where_nothing_is_asked(office: Desk, eaten: None) -> None:
    page = office.see("reports/loyalty").content.decode()

    assert 'value="2026-03-01"' in page and 'value="2026-03-14"' in page


def test_a_period_without_regulars_says_so(office: Desk) -> None:
    page = office.see("reports/loyalty?from=2020-01-01&to=2020-01-31").content.decode()

    assert "Nothing was done for regulars in this period." in page
    assert "<svg viewBox" not in page


def test_columns_are_chosen(office: Desk, eaten: None) -> None:
    page = office.see(f"{MARCH}&columns=sales&columns=visits&chart=sales").content.decode()
    head = re.findall(r"<thead>.*?</thead>", page, re.S)[0]

    assert re.findall(r'class="num">(.*?)</th>', head) == ["Visits", "Sales to regulars"]


def test_the_file_says_the_same(office: Desk, eaten: None) -> None:
    file = office.see(f"{MARCH.replace('loyalty', 'loyalty.csv')}&columns=visits")

    assert file.content.decode("utf-8-sig").split() == [
        *("day,visits,currency", "2026-03-14,1,EUR", "total,1,EUR")
    ]


@pytest.mark.parametrize(
    "query",
    [
        *("from=2020-01-01&to=2026-01-01", "from=2026-02-01&to=2026-01-01"),
        *("from=0001-01-01&to=0001-01-01", "columns=wishes", "venue=x", "venue=%00"),
    ],
)
def test_what_cannot_be_told_is_said(office: Desk, query: str) -> None:
    answer = office.see(f"reports/loyalty?{query}")

    assert answer.status_code in (404, 422)
    assert 'class="faults"' in answer.content.decode()


def test_a_site_is_chosen_where_there_are_several(office: Desk, cast: Cast, eaten: None) -> None:
    second = Venue.objects.create(house=cast.house, name="Terrasse")

    page = office.see(f"{MARCH}&venue={second.id}").content.decode()

    assert "Nothing was done for regulars" in page
    assert "Terrasse" in page


def test_a_waiter_sees_no_report(as_role: Callable[[str], Any]) -> None:
    assert as_role("waiter").see("reports/loyalty").status_code == 403


def test_a_chart_stands_its_parts_on_one_another() -> None:
    on = date(2026, 3, 1)

    drawn = chart((on, on + timedelta(days=6)), [{on: 4}, {on: 6}], str)

    low, high = drawn.bars
    assert low.y + low.height == BOTTOM and high.y + high.height == low.y
    assert [line.says for line in drawn.lines] == ["0", "5", "10"]


@pytest.mark.parametrize(("days", "weekly"), [(1, False), (93, False), (94, True), (366, True)])
def test_a_long_chart_is_drawn_by_week(days: int, weekly: bool) -> None:
    first = date(2026, 1, 1)
    figures = {first + timedelta(days=n): 1 for n in range(days)}

    drawn = chart((first, first + timedelta(days=days - 1)), [figures], str)

    assert drawn.weekly is weekly
    assert len(drawn.bars) == (-(-days // 7) if weekly else days)
    assert all(bar.width > 0 for bar in drawn.bars)
