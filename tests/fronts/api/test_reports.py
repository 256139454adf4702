"""Reports through the API."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.house.models import Venue
from tests.cast import Cast
from tests.fronts.api.conftest import Api

MARCH = "from=2026-03-01&to=2026-03-31"


@pytest.fixture
def eaten(cast: Cast, noon: Any) -> None:
    """Alice ate for 30.00."""
    bill = cast.bill(30, cast.alice)
    cast.pay(bill)
    cast.close(bill)


def test_a_row_for_each_day_and_the_totals(api: Api, eaten: None) -> None:
    said = api.get(f"/reports/loyalty?{MARCH}&columns=visits,sales,top_ups_paid")

    figures = {
        "visits": 1,
        "sales": {"amount": 3000, "currency": "EUR"},
        "top_ups_paid": {"amount": 2000, "currency": "EUR"},
    }
    assert said.body == {
        **{"from": "2026-03-01", "to": "2026-03-31", "venue": None},
        "columns": ["visits", "sales", "top_ups_paid"],
        "data": [{"day": "2026-03-14"} | figures],
        "totals": figures,
    }


def test_all_columns_where_none_is_named(api: Api, eaten: None) -> None:
    said = api.get(f"/reports/loyalty?{MARCH}")

    assert said["totals"].keys() == set(said["columns"])
    assert said["totals"]["new_customers"] == 1


def test_a_site_counts_no_newcomers(api: Api, cast: Cast, eaten: None) -> None:
    venue = Venue.objects.of(cast.house).get()

    said = api.get(f"/reports/loyalty?{MARCH}&venue={venue.id}")

    assert said["totals"]["visits"] == 1
    assert said["totals"]["new_customers"] is None


def test_a_file_of_it(api: Api, eaten: None) -> None:
    file = api.get(f"/reports/loyalty.csv?{MARCH}&columns=visits")

    assert file.headers["Content-Type"].startswith("text/csv")
    assert file.body.decode().split() == ["day,visits,currency", "2026-03-14,1,EUR", "total,1,EUR"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "from"),
        ("from=2026-03-01", "to"),
        ("from=2026-03-31&to=2026-03-01", "to"),
        ("from=2025-01-01&to=2026-03-01", "to"),
        ("from=0001-01-01&to=0001-01-02", "to"),
        ("from=9999-12-31&to=9999-12-31", "to"),
        ("from=x&to=y", "from"),
        (f"{MARCH}&columns=wishes", "columns"),
    ],
)
def test_what_cannot_be_reported(api: Api, query: str, field: str) -> None:
    said = api.get(f"/reports/loyalty?{query}")

    assert (said.status, said["field"]) == (422, field)


def test_a_site_of_another_house_is_not_there(api: Api, cast: Cast) -> None:
    elsewhere = Venue.objects.of(cast.other).get()

    said = api.get(f"/reports/loyalty?{MARCH}&venue={elsewhere.id}")

    assert (said.status, said["field"]) == (404, "venue")


def test_a_waiter_sees_no_reports(as_role: Any) -> None:
    assert as_role("waiter").get(f"/reports/loyalty?{MARCH}")["right"] == "reports.see"
