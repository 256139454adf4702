"""The reports of money through the API: JSON, CSV and XLSX of the same tables."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.housekeeping import balances
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur

MARCH = "from=2026-03-01&to=2026-03-31"
REPORTS = ("liability", "tenders", "adjustments", "abuse", "vat")


@pytest.fixture
def spent(cast: Cast, noon: Any) -> None:
    """Alice topped up 100.00 for 120.00, spent 30.00 and was given 3.00 by hand."""
    cast.top_up(cast.alice, 100, 120)
    cast.pay(cast.bill(30, cast.alice), "wallet")
    terms = {"unit": "paid", "up": True, "amount": 300, "reason": "Counted twice"}
    cast.act(balances.adjust, by=cast.manager, customer=cast.alice, **terms)


def test_liability(api: Api, spent: None) -> None:
    said = api.get(f"/reports/liability?{MARCH}")

    assert [row["movement"] for row in said["data"]] == ["opening", "issued", "spent", "adjusted"]
    assert said["totals"][0]["paid"] == eur(11300)
    assert said["totals"][0]["points"] == 0
    assert (
        said["by_tender"][0] | {"movement": "issued", "paid": eur(12000)} == said["by_tender"][0]
    )


def test_tenders(api: Api, spent: None) -> None:
    said = api.get(f"/reports/tenders?{MARCH}")

    [cash, wallet] = said["data"]
    assert (cash["tender"], cash["act"], cash["came_in"]) == ("cash", "top_up", eur(12000))
    assert (wallet["tender"], wallet["act"], wallet["net"]) == ("wallet", "payment", eur(3000))
    assert said["by_day"][0]["day"] == "2026-03-14"


def test_adjustments_by_person(api: Api, cast: Cast, spent: None) -> None:
    by = cast.manager.staff_id

    [row] = api.get(f"/reports/adjustments?{MARCH}&staff={by}&sort=adjusted")["data"]

    assert (row["amount"], row["before"], row["after"]) == (eur(300), "110.00", "113.00")
    assert (row["actor"], row["reason"], row["customer"]) == (
        "Marthe",
        "Counted twice",
        "Alice Martin",
    )


def test_nothing_stands_out(api: Api, spent: None) -> None:
    assert api.get(f"/reports/abuse?{MARCH}")["data"] == []


@pytest.mark.parametrize("report", REPORTS)
def test_files(api: Api, spent: None, report: str) -> None:
    csv = api.get(f"/reports/{report}.csv?{MARCH}")
    xlsx = api.get(f"/reports/{report}.xlsx?{MARCH}")

    assert csv.headers["Content-Type"].startswith("text/csv") and csv.body.count(b"\r\n") >= 1
    assert xlsx.body.startswith(b"PK")


@pytest.mark.parametrize("report", REPORTS)
def test_what_is_no_period(api: Api, cast: Cast, report: str) -> None:
    asked = (
        "",
        "from=2026-03-01",
        "from=2026-03-31&to=2026-03-01",
        "from=0001-01-01&to=0001-01-02",
    )
    said = [api.get(f"/reports/{report}?{query}") for query in asked]

    assert [(one.status, one["field"]) for one in said] == [
        *((422, "from"), (422, "to"), (422, "to"), (422, "from"))
    ]


@pytest.mark.parametrize("query", ["sort=wishes", "staff=x"])
def test_what_is_no_choice(api: Api, cast: Cast, query: str) -> None:
    assert api.get(f"/reports/adjustments?{MARCH}&{query}").status in (404, 422)


def test_only_those_who_see_reports(as_role: Any, cast: Cast) -> None:
    waiter, keeper = as_role("waiter"), as_role("bookkeeper")

    for report in REPORTS:
        assert waiter.get(f"/reports/{report}?{MARCH}").status == 403
        assert keeper.get(f"/reports/{report}?{MARCH}").status == 200
