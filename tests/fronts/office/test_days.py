"""Days and the shift report in the back office."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bills.models import Bill
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.shifts import drawers
from habitue.shifts.models import DayClosing, Receipt
from tests.cast import Cast, eur


@pytest.fixture
def sold(cast: Cast) -> Bill:
    bill = cast.bill(30)
    cast.pay(bill, "cash", tip=200)
    return cast.close(bill)


def test_a_day_is_closed_and_kept_on_a_page(office: Any, cast: Cast, sold: Bill) -> None:
    day = sold.business_day
    page = office.see("days/").content.decode()
    assert "Close this day" in page

    answer = office.send("days/close", key="k", day=day.isoformat())

    row = DayClosing.objects.of(cast.house).get()
    assert answer.status_code == 302
    shown = office.see(f"days/{row.id}/").content.decode()
    assert "Paid on bills still open</td>" in shown and "open_bills" not in shown
    assert bytes(row.hash).hex()[:4] in shown
    assert "30" in shown
    again = office.send("days/close", key="l", day=day.isoformat())
    assert again.status_code == 409
    assert "This day is closed" in again.content.decode()


def test_an_open_shift_is_named(office: Any, cast: Cast, sold: Bill) -> None:
    cast.act(drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(50))

    answer = office.send("days/close", key="k", day=sold.business_day.isoformat())

    assert answer.status_code == 409
    assert "Bar" in answer.content.decode()
    assert not DayClosing.objects.of(cast.house).exists()


def test_the_shift_report_on_a_page_and_as_files(office: Any, cast: Cast, sold: Bill) -> None:
    cast.act(drawers.open_shift, by=cast.cashier, till=cast.till, counted=eur(50))
    page = office.see("reports/shift").content.decode()

    assert "Bills paid" in page
    assert "30" in page
    csv = office.see("reports/shift.csv").content.decode("utf-8-sig")
    assert "money,payment,Bills paid,cash,30.00,0.00,1,EUR" in csv
    assert office.see("reports/shift.xlsx").content[:2] == b"PK"
    assert office.see("reports/shift?staff=nobody").status_code == 404


def test_money_without_a_receipt_number(office: Any, cast: Cast, sold: Bill) -> None:
    page = office.see("reports/unmatched").content.decode()

    assert "Payment of a bill" in page
    Bill.objects.filter(pk=sold.pk).update(fiscal_ref="R-1")
    Receipt.objects.create(house=cast.house, number="R-1", owner=sold.id)
    assert "Payment of a bill" not in office.see("reports/unmatched").content.decode()


def test_the_house_says_how_it_counts_and_closes(office: Any, cast: Cast) -> None:
    page = office.see("settings/rules")

    assert "Close each day by itself" in page.content.decode()
    assert not House.objects.get(pk=cast.house.pk).blind_count
    assert business_day(cast.house, cast.house.created_at)
