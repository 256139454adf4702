"""Every code on a screen is read back from the screen, by day and by night."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.doors import sign_in
from tests.browser.test_till import begin, room, secret, till
from tests.fronts.till.stage import ALICES_CARD
from tests.pictures import read_codes
from tests.serving import Served

pytestmark = pytest.mark.slow

__all__ = ["room", "secret", "till"]
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@SCHEMES
def test_the_code_on_a_receipt_leads_to_the_bill(
    till: Callable[..., Page], room: Served, scheme: str
) -> None:
    page = till(color_scheme=scheme)
    table = {"light": "5", "dark": "7"}[scheme]
    bill = begin(page, table, "Steak frites")

    page.goto(f"{bill}receipt/")
    (link,) = read_codes(page.locator(".receipt .qr").screenshot())

    assert link.startswith(f"{room.url}/b/")
    expect(page.locator(".receipt")).to_contain_text("Steak frites")
    assert page.goto(link).ok  # type: ignore[union-attr]


@SCHEMES
def test_the_code_on_a_card_finds_its_owner(
    visit: Callable[..., Page], room: Served, scheme: str
) -> None:
    page = visit("office", room.url, color_scheme=scheme)
    sign_in(page, room.url)

    page.goto(f"{room.url}/office/customers/?q={ALICES_CARD}")
    page.locator(".list .opens").first.click()
    card = page.locator(".face-qr").first
    expect(card).to_be_visible()

    (code,) = read_codes(card.screenshot(scale="css"))

    page.goto(f"{room.url}/office/customers/?q={code}")
    expect(page.locator(".list .opens")).to_have_text(["Alice Martin"])


@pytest.mark.parametrize("size", ["office", "phone"])
def test_cards_are_made_and_the_report_is_read(
    visit: Callable[..., Page], accessible: Callable[[Page], None], room: Served, size: str
) -> None:
    page = visit(size, room.url)
    sign_in(page, room.url)

    page.goto(f"{room.url}/office/cards/batches/")
    page.get_by_label("How many").fill("20")
    page.get_by_role("button", name="Make them").click()
    expect(page.get_by_role("status").first).to_contain_text("Made.")
    accessible(page)

    page.goto(f"{room.url}/office/reports/loyalty")
    expect(page.locator(".chart svg")).to_be_visible()
    accessible(page)
