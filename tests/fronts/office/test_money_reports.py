"""The reports of money in the office: figures, the way to what is behind them, files."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from habitue.house.models import Venue
from habitue.housekeeping import balances
from tests.cast import Cast
from tests.fronts.office.conftest import Desk

MARCH = "from=2026-03-01&to=2026-03-31"


def words(page: Any) -> str:
    """The page as it reads; the cents of a sum stand in an element of their own."""
    text = re.sub(r"</?(span|bdi)[^>]*>", "", page.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


@pytest.fixture
def spent(cast: Cast, noon: Any) -> None:
    """Alice topped up 100.00 for 120.00 and spent 30.00 of her 140.00."""
    cast.top_up(cast.alice, 100, 120)
    cast.pay(cast.bill(30, cast.alice), "wallet")


def test_the_liability_opens_moves_and_closes(office: Desk, spent: None) -> None:
    page = words(office.see(f"reports/liability?{MARCH}"))

    assert "Opening" in page and "Closing 110.00 0.00 110.00" in page
    assert "Issued 120.00 20.00 140.00" in page


def test_a_figure_leads_to_what_is_behind_it(office: Desk, cast: Cast, spent: None) -> None:
    page = office.see(f"reports/liability?{MARCH}").content.decode()
    links = re.findall(r'href="/office/(reports/liability/behind\?[^"]*)"', page)

    behind = office.see(next(one for one in links if "issued" in one).replace("&amp;", "&"))

    assert "Alice Martin" in words(behind) and "100.00" in words(behind)
    assert all(office.see(one.replace("&amp;", "&")).status_code == 200 for one in links)


def test_what_is_behind_is_paged_by_key(office: Desk, cast: Cast, noon: Any) -> None:
    for _n in range(53):
        cast.top_up(cast.carol, 1)
    first = office.see(f"reports/liability/behind?{MARCH}&movement=issued&kind=paid")
    older = re.findall(r'href="(\?[^"]*after=[^"]*)"', first.content.decode())[0]

    rest = office.see(f"reports/liability/behind{older.replace('&amp;', '&')}")

    rows = [page.content.decode().count('class="num soft"') for page in (first, rest)]
    assert rows == [50, 3]


def test_the_files_hold_the_same(office: Desk, cast: Cast, spent: None) -> None:
    Venue.objects.create(house=cast.house, name="Terrasse")

    lines = office.see(f"reports/liability.csv?{MARCH}").content.decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(
        BytesIO(office.see(f"reports/liability.xlsx?{MARCH}").content)
    )

    assert lines[-1] == "closing,Closing,110.00,0.00,0.00,0.00,110.00,0,EUR"
    assert book.get_sheet_by_index(0).to_python()[-1][2:7] == [110.0, 0.0, 0.0, 0.0, 110.0]
    assert len(book.sheet_names) == 3


@pytest.mark.parametrize("query", ["from=x", "from=2026-03-02&to=2026-03-01"])
def test_a_period_that_is_none_is_said(office: Desk, query: str) -> None:
    assert 'class="faults"' in office.see(f"reports/liability?{query}").content.decode()


@pytest.mark.parametrize("query", ["", "movement=x&kind=paid", "movement=issued&kind=x"])
def test_a_figure_there_is_not(office: Desk, query: str) -> None:
    assert office.see(f"reports/liability/behind?{MARCH}&{query}").status_code == 404


def test_only_those_who_see_reports(as_role: Callable[[str], Any], spent: None) -> None:
    assert as_role("waiter").see("reports/liability").status_code == 403
    assert as_role("bookkeeper").see("reports/").status_code == 200


def test_the_tenders_say_what_for(office: Desk, cast: Cast, spent: None) -> None:
    page = words(office.see(f"reports/tenders?{MARCH}"))

    assert "Top-ups 120.00 120.00" in page
    assert "Bills paid 30.00" in page  # with the wallet: not among the money
    assert "Net 120.00 120.00 30.00" in page


def test_the_tenders_of_a_site_without_any(office: Desk, cast: Cast, spent: None) -> None:
    there = Venue.objects.create(house=cast.house, name="Terrasse")

    page = words(office.see(f"reports/tenders?{MARCH}&venue={there.id}"))
    file = office.see(f"reports/tenders.csv?{MARCH}&venue={there.id}").content.decode("utf-8-sig")

    assert "No money moved in this period." in page
    assert file.splitlines() == ["day,venue,tender,act,came_in,went_out,net,currency"]


def test_what_was_put_right_is_listed_and_filed(office: Desk, cast: Cast, noon: Any) -> None:
    terms = {"unit": "paid", "up": True, "amount": 300, "reason": "Counted twice"}
    cast.act(balances.adjust, by=cast.manager, customer=cast.alice, **terms)
    mine = f"{MARCH}&sort=adjusted&person={cast.manager.label}"

    page = words(office.see(f"reports/adjustments?{mine}"))
    file = office.see(f"reports/adjustments.csv?{mine}").content.decode("utf-8-sig")

    assert "Alice Martin 3.00 20.00 23.00 Marthe Counted twice" in page
    assert file.splitlines()[1].endswith("3.00,,20.00,23.00,,Marthe,,Counted twice,EUR")
    assert office.see(f"reports/adjustments?{MARCH}&sort=x").status_code == 404


def test_what_stands_out_leads_to_where_to_look(office: Desk, cast: Cast, noon: Any) -> None:
    for _n in range(5):
        cast.close(cast.again(cast.pay(cast.bill(5, cast.carol), "card").bill))

    page = office.see(f"reports/abuse?{MARCH}")

    assert "The card of Carol Duval was on 5 bills, up to 5 a day" in words(page)
    assert f"/office/customers/{cast.carol.id}/bills" in page.content.decode()
    assert office.see(f"reports/abuse.xlsx?{MARCH}").content.startswith(b"PK")


def test_every_report_opens_from_the_shelf(office: Desk, cast: Cast, noon: Any) -> None:
    shelf = office.see("reports/").content.decode()
    reports = re.findall(r'href="/office/(reports/[a-z-]+)"', shelf)

    assert len(reports) >= 5
    assert [one for one in reports if office.see(one).status_code != 200] == []
