"""Money at the till and in the office, in a real browser: shares, a shift, a refund, a closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.doors import sign_in
from tests.browser.test_till import ENROL, begin, told
from tests.browser.tills import furnished, marthe
from tests.serving import Installation, Served

OFFICE = [
    "/office/reports/",
    "/office/reports/shift",
    "/office/reports/liability",
    "/office/reports/tenders",
    "/office/reports/receivables",
    "/office/reports/adjustments",
    "/office/reports/abuse",
    "/office/reports/vat",
    "/office/reports/unmatched",
    "/office/days/",
    "/office/settings/products",
    "/office/settings/rules",
    "/office/customers/pay-out?view=credit",
    "/office/settings/printers",
    "/office/settings/tills",
]
TILL = [
    *("lock/", "saved/", "unpaid/", "customers/", "customers/new/", "shift/", "printing/"),
    *("waiter/", "scan/", "waiting/", "reader/", "tags/"),
]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with furnished(prepared, tmp_path_factory.mktemp("money")) as running:
        yield running


@pytest.fixture(scope="module")
def secret(room: Served) -> str:
    return told(room.installation, ENROL)


@pytest.fixture
def till(room: Served, secret: str, visit: Open) -> Open:
    """`till()`: Marthe at the enrolled till."""
    return partial(marthe, visit, room, secret)


@pytest.fixture
def office(room: Served, visit: Open) -> Open:
    """`office()`: the owner in the back office."""

    def office(size: str = "office", **context: Any) -> Page:
        page = visit(size, f"{room.url}/", **context)
        sign_in(page, room.url)
        return page

    return office


def test_two_shares_are_paid_one_after_the_other(till: Open) -> None:
    page = till()
    bill = begin(page, "7", "Plat du jour")
    page.goto(f"{bill}split/?by=parts&parts=2")
    page.get_by_role("button", name="Split into 2 shares").click()
    page.wait_for_url(bill)

    expect(page.locator("#side")).to_contain_text("8.00")
    page.goto(f"{bill}pay/?tender=card")
    page.locator(".pay-mid .btn-main").click()
    page.wait_for_url("**/paid/")
    page.goto(page.url.split("/till/")[0] + "/till/")
    page.locator("#room .seat", has_text="7").first.click()
    page.get_by_role("link", name="Pay").click()
    page.get_by_role("link", name="Cash").click()
    page.locator(".pay-mid .btn-main").click()

    page.wait_for_url("**/paid/")
    expect(page.locator(".taken li")).to_have_count(1)


def test_a_shift_is_opened_counted_and_closed(till: Open, room: Served) -> None:
    page = till()
    page.goto(f"{room.url}/till/shift/")
    page.get_by_role("button", name="+100").click()
    page.get_by_role("button", name="Open the shift").click()
    expect(page.get_by_role("status").first).to_contain_text("The shift is open.")
    page.goto(f"{room.url}/till/shift/")
    page.get_by_label("Amount").fill("20")
    page.get_by_label("What for").fill("Bread")
    page.get_by_role("button", name="Take out").click()
    expect(page.locator(".moves")).to_contain_text("out 20.00")

    page.get_by_role("link", name="Count and close").click()
    expect(page.locator("main")).to_contain_text("80.00 should be there.")
    page.locator("[name=counted_cash]").fill("75")
    page.get_by_label("Note").fill("five under the drawer")
    page.get_by_role("button", name="Close the shift").click()

    expect(page.locator(".receipt")).to_contain_text("Missing")
    expect(page.get_by_text("Cash: 5.00 missing")).to_be_visible()


def test_a_top_up_goes_back_with_its_arithmetic(till: Open, room: Served) -> None:
    page = till()
    page.goto(f"{room.url}/till/customers/?q=alice")
    page.get_by_role("option").first.click()
    page.get_by_role("link", name="Topped up by cash").click()
    page.get_by_role("link", name="Give it back").click()
    expect(page.locator("main")).to_contain_text("At most 20.00 can go back.")
    page.get_by_label("Why").fill("pressed twice")
    page.get_by_role("button", name="Give 20.00 back").click()

    page.wait_for_url("**/back/*/")
    expect(page.locator(".receipt")).to_contain_text("20.00")


def test_what_is_owed_is_settled_by_two_tenders(till: Open, room: Served) -> None:
    page = till()
    begin(page, "9", "Plat du jour")
    page.get_by_role("button", name="On account").click()
    page.locator("input[name=q]").press_sequentially("bob", delay=90)
    page.get_by_role("option", name="Marchetti").click()
    page.wait_for_url("**/paid/")
    page.goto(f"{room.url}/till/unpaid/")
    page.get_by_role("link", name="Acme").click()
    page.get_by_text("By several at once").click()
    page.locator("[name=by_cash]").fill("10")
    page.locator("[name=by_card]").fill("6")
    page.get_by_role("button", name="Take these sums").click()

    page.wait_for_url("**/settlements/*/")
    slip = page.locator(".receipt")
    expect(slip).to_contain_text("10.00")
    expect(slip).to_contain_text("6.00")
    expect(slip).to_contain_text("Owes nothing")


def test_the_new_screens_of_the_till_are_for_everyone(
    till: Open, room: Served, accessible: Callable[[Page], None]
) -> None:
    page = till(color_scheme="dark")
    bill = begin(page, "8", "Plat du jour")
    ways = [f"{bill}split/?by={way}" for way in ("parts", "lines", "amounts")]
    ways += [f"{bill}{part}/" for part in ("join", "table", "void", "receipt", "details")]
    for url in (*ways, *(f"{room.url}/till/{path}" for path in TILL)):
        page.goto(url)
        accessible(page)


def test_a_refund_and_its_slip_are_for_everyone(
    till: Open, accessible: Callable[[Page], None]
) -> None:
    page = till()
    bill = begin(page, "4", "Plat du jour")
    page.goto(f"{bill}pay/?tender=card")
    page.locator(".pay-mid .btn-main").click()
    page.wait_for_url("**/paid/")
    page.goto(f"{bill}refund/?amount=6")
    accessible(page)
    page.get_by_label("Why").fill("cold")
    page.get_by_role("button", name="Refund 6.00").click()
    page.wait_for_url("**/refunds/*/")
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".receipt")).to_contain_text("Refunded")
    page.goto(f"{bill}paid/")
    accessible(page)


@pytest.mark.slow
def test_the_money_of_a_guest_is_for_everyone(
    till: Open, room: Served, accessible: Callable[[Page], None]
) -> None:
    page = till(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{room.url}/till/customers/?q=alice")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/customers/*-*/")
    alice = page.url
    page.goto(f"{alice}top-ups/")
    page.locator("[name=pays]").fill("10")
    page.get_by_role("button", name="Cash").click()
    page.wait_for_url("**/top-ups/*-*/")
    for url in (page.url, f"{page.url}back/", alice, f"{alice}top-ups/", f"{alice}settlements/"):
        page.goto(url)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, url


@pytest.mark.slow
@pytest.mark.parametrize("path", ["wallet", "top-up", "settle", "account", "adjust"])
def test_the_money_of_a_customer_is_for_everyone_at_the_desk(
    office: Open, room: Served, accessible: Callable[[Page], None], path: str
) -> None:
    page = office("phone", color_scheme="dark")
    page.goto(f"{room.url}/office/customers/?q=alice")
    page.get_by_role("link", name="Alice Martin").first.click()
    page.wait_for_url("**/customers/*-*/")
    page.goto(f"{page.url.split('?')[0]}{path}")

    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_new_screens_of_the_office_are_for_everyone(
    office: Open, room: Served, accessible: Callable[[Page], None], scheme: str
) -> None:
    page = office(color_scheme=scheme)
    for path in OFFICE:
        page.goto(f"{room.url}{path}")
        accessible(page)


def test_a_day_is_closed_from_a_phone(office: Open, room: Served) -> None:
    page = office("phone")
    page.goto(f"{room.url}/office/days/")

    page.get_by_text("Close this day").click()
    expect(page.get_by_text("This day is not over.")).to_be_visible()
    page.get_by_role("button", name="Close it all the same").click()

    page.wait_for_url("**/days/*-*/")
    expect(page.get_by_text("Shows that nothing was changed")).to_be_visible()
