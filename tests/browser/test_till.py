"""A day at the till, in a real browser: names and PINs, items, cards read, payment, top-up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.fronts.till.stage import ALICES_CARD, ALICES_PIN, PAULS_PIN
from tests.serving import OWNER, OWNER_PASSWORD, Installation, Served, copied, serving

REPOSITORY = Path(__file__).resolve().parents[2]
FURNISH = "import django; django.setup(); from tests.fronts.till import stage; stage.main()"
ENROL = (
    "import django; django.setup(); from tests.fronts.till import stage; print(stage.enrolled())"
)
# what a reader types on a machine set to Russian: the keys' places are the same, the letters not
READ = """code => { for (const digit of [...code, "Enter"]) {
  const key = digit === "Enter" ? digit : "ёйцукенгшщ"[digit];
  const place = digit === "Enter" ? digit : `Digit${digit}`;
  const told = { key, code: place, bubbles: true, cancelable: true };
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", told));
} }"""


def told(installation: Installation, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=installation.environment | {"DJANGO_SETTINGS_MODULE": "habitue.site.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Chez Marthe with tables, a menu and regulars, served; all journeys walk in it."""
    with copied(prepared, tmp_path_factory.mktemp("till") / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as running:
            yield running


@pytest.fixture(scope="module")
def secret(room: Served) -> str:
    return told(room.installation, ENROL)


@pytest.fixture
def till(room: Served, secret: str, visit: Callable[..., Page]) -> Callable[..., Page]:
    """`till()`: Paul at the enrolled till."""

    def till(size: str = "till", **context: Any) -> Page:
        page = visit(size, f"{room.url}/healthz", **context)
        page.context.add_cookies(
            [{"name": "till_device", "value": secret, "url": f"{room.url}/till/"}]
        )
        page.goto(f"{room.url}/till/")
        page.get_by_role("link", name="Paul").click()
        prove(page, PAULS_PIN)
        page.get_by_role("button", name="Come in").click()
        expect(page.locator("#room")).to_be_visible()
        return page

    return till


def prove(page: Page, pin: str) -> None:
    page.locator("[data-pin-pad][data-ready]").wait_for()
    for digit in pin:
        page.locator(f"[data-pin-pad] [data-digit='{digit}']").click()


def begin(page: Page, table: str, *dishes: str) -> str:
    """Open the bill of a free table with these dishes; its address."""
    page.locator("#room .seat-free").filter(has=page.get_by_text(table, exact=True)).click()
    page.wait_for_url("**/tables/**")
    page.get_by_role("link", name="Mains").click()
    page.wait_for_url("**c=*")
    for at, dish in enumerate(dishes):
        page.locator("#menu .dish", has_text=dish).click()
        if at == 0:
            page.wait_for_url("**/bills/**")
        expect(page.locator("#lines")).to_contain_text(dish)
    return page.url.split("?")[0]


def test_from_the_pin_to_the_receipt(till: Callable[..., Page]) -> None:
    page = till()
    begin(page, "7", "Plat du jour")
    expect(page.locator("#side")).to_contain_text("Walk-In")

    page.evaluate(READ, ALICES_CARD)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    expect(page.get_by_role("status").first).to_contain_text("Undo")

    page.keyboard.press("F9")
    prove(page, "9999")
    page.keyboard.press("F9")
    expect(page.locator(".pin .fault")).to_have_text("The PIN does not match.")
    prove(page, ALICES_PIN)
    page.keyboard.press("F9")

    page.wait_for_url("**/paid/")
    expect(page.locator(".pay-hand")).to_contain_text("has 4.00")
    page.get_by_role("link", name="Print").click()
    expect(page.locator(".receipt")).to_contain_text("Plat du jour")
    expect(page.locator(".receipt .qr svg")).to_be_visible()


def test_a_double_press_pays_once(till: Callable[..., Page]) -> None:
    page = till()
    begin(page, "5", "Steak frites")
    page.keyboard.press("F9")
    page.get_by_role("link", name="Cash").click()
    expect(page.get_by_text("Cash given").first).to_be_visible()

    page.locator(".pay-mid .btn-main").dblclick(no_wait_after=True)

    page.wait_for_url("**/paid/")
    expect(page.locator(".taken li")).to_have_count(1)


def test_three_quick_presses_are_three(till: Callable[..., Page]) -> None:
    page = till()
    page.goto(page.url)
    page.get_by_role("link", name="Coffee").click()
    page.wait_for_url("**c=*")
    page.locator("#menu .dish", has_text="Noisette").click()
    page.wait_for_url("**/bills/**")
    expect(page.locator("#lines .qty")).to_have_text("1")

    for _press in range(3):
        page.locator("#menu .dish", has_text="Noisette").click(no_wait_after=True)

    expect(page.locator("#lines .qty")).to_have_text("4")


def test_undo_takes_the_link_back(till: Callable[..., Page]) -> None:
    page = till()
    begin(page, "8", "Sole meunière")
    page.keyboard.press("F3")
    page.locator("input[name=q]").press_sequentially("caro", delay=90)
    expect(page.get_by_role("option").first.locator("mark")).to_have_text("Caro")
    page.keyboard.press("Enter")
    expect(page.locator(".strip-name")).to_have_text("Carol Dubois")

    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#side")).to_contain_text("Walk-In")


def test_pays_100_receives_120(till: Callable[..., Page]) -> None:
    page = till()
    page.get_by_role("link", name="Regulars").click()
    page.locator("input[name=q]").press_sequentially("dub", delay=90)
    page.get_by_role("option", name="Carol").click()
    page.get_by_role("link", name="Top up").click()
    page.get_by_role("button", name="+100").click()
    page.locator("[data-add='2000']").last.click()
    expect(page.locator(".mirror")).to_contain_text("120.00")

    page.get_by_role("button", name="Cash", exact=True).click()

    page.wait_for_url("**/top-ups/*/")
    expect(page.locator(".chips").first).to_contain_text("has 120.00")


def test_saved_on_account_and_settled(till: Callable[..., Page]) -> None:
    page = till()
    begin(page, "9", "Plat du jour")
    page.get_by_role("button", name="On account").click()
    page.locator("input[name=q]").press_sequentially("bob", delay=90)
    page.get_by_role("option", name="Marchetti").click()
    page.wait_for_url("**/paid/")

    page.goto(page.url.split("/till/")[0] + "/till/unpaid/")
    page.get_by_role("link", name="Acme").click()
    page.get_by_role("button", name="Card", exact=True).click()

    page.wait_for_url("**/settlements/*/")
    expect(page.locator(".receipt")).to_contain_text("Owes nothing")


def test_without_scripts_a_bill_is_paid(till: Callable[..., Page], room: Served) -> None:
    page = till("till")
    plain = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies(f"{room.url}/till/"))
    bare = plain.new_page()
    bare.goto(f"{room.url}/till/")
    bare.get_by_role("link", name="Coffee").click()
    bare.locator("#menu .dish", has_text="Café").click()
    bare.get_by_role("link", name="Pay").click()
    bare.get_by_role("link", name="Card").click()

    bare.locator(".pay-mid .btn-main").click()

    assert bare.url.endswith("/paid/")
    plain.close()


def press(page: Page, words: str, within: str = "body") -> None:
    """Walk with Tab to what says `words`, as far as one would, and press it."""
    for _step in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "within => document.activeElement.closest(within) && document.activeElement.innerText",
            within,
        )
        if (here or "").strip().startswith(words):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", f"{words} does not show that it has the focus"
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{words} is not reached")


def test_from_the_table_to_the_receipt_by_keyboard_alone(till: Callable[..., Page]) -> None:
    page = till()
    press(page, "4", "#room")
    page.wait_for_url("**/tables/**")
    press(page, "Mains", ".tabs")
    page.wait_for_url("**c=*")
    press(page, "Plat du jour", "#menu")
    page.wait_for_url("**/bills/**")
    expect(page.locator("#lines")).to_contain_text("Plat du jour")
    press(page, "Pay", ".till-side")
    page.wait_for_url("**/pay/**")
    press(page, "Cash", ".tenders")
    page.wait_for_url("**tender=cash**")
    press(page, "Exact", ".pay-hand")
    page.wait_for_url("**/paid/")

    press(page, "Print", ".hands")
    expect(page.locator(".receipt")).to_contain_text("Plat du jour")
    page.keyboard.press("Escape")
    page.wait_for_url("**/paid/")
    page.keyboard.press("F9")

    expect(page.locator("#room")).to_be_visible()


def test_screens_are_for_everyone(
    till: Callable[..., Page], room: Served, accessible: Callable[[Page], None]
) -> None:
    page = till()
    bill = begin(page, "2", "Daurade")
    accessible(page)
    page.goto(f"{bill}customer/?q=a")
    accessible(page)
    page.locator(".guest", has_text="Alice").click()
    page.wait_for_url("**linked=1")
    page.goto(f"{bill}pay/?tender=wallet")
    accessible(page)
    page.goto(f"{room.url}/till/customers/?q=alice")
    page.get_by_role("option").first.click()
    accessible(page)
    page.get_by_role("link", name="Top up").click()
    accessible(page)


def test_a_manager_enrols_this_browser(room: Served, visit: Callable[..., Page]) -> None:
    page = visit("till", f"{room.url}/till/")
    expect(page.get_by_role("heading")).to_contain_text("not a till yet")
    page.get_by_role("link", name="Sign in as a manager").click()
    page.get_by_label("E-mail").fill(OWNER)
    page.get_by_label("Password").fill(OWNER_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/till/enrol/**")
    page.get_by_label("A new till").fill("Terrace")
    page.get_by_role("button", name="Enrol this till").click()

    expect(page.get_by_role("heading")).to_have_text("Who is it?")
