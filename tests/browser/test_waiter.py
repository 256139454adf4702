"""The waiter's phone, in a real browser whose camera sees a real code: three ways to a guest.

Every journey counts its taps and says them; what they may be is part of the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import SIZES
from tests.browser.test_till import ENROL, FURNISH, prove, told
from tests.cameras import film, watching
from tests.fronts.till.stage import ALICES_CARD, ALICES_PIN, PAULS_PIN
from tests.serving import Installation, Served, copied, serving

ASK = (
    "import django; django.setup(); from habitue.cards.models import PersonalCode as P; "
    "print(P.objects.get(customer__last_name='Dubois').code)"
)
LAST_BILL = (
    "import django; django.setup(); from habitue.bills.models import Bill; "
    "print(Bill.objects.latest('number').public_token)"
)
LINK_AS_A_GUEST = """import django; django.setup()
from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.customers.models import Customer
from habitue.house.acting import Actor
from tests.cast import act_in
bill = Bill.objects.latest("number")
someone = Customer.objects.get(last_name="Martin")
act_in(bill.house, bills.link, bill=bill, customer=someone.id,
       by=Actor(label="guest:7", everything=True))
"""
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"


class Hand:
    """One thumb on one phone: it counts, and it must be able to hit what it taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        target = what.first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box and min(box["width"], box["height"]) >= 48, (target, box)
        assert box["x"] >= 0 and box["x"] + box["width"] <= SIZES["phone"]["width"] + 1, box
        target.tap()
        self.taps += 1

    def key(self, words: str) -> None:
        self.tap(self.page.locator(".dock:visible .big", has_text=words))

    def digits(self, code: str) -> None:
        self.page.locator("[data-pin-pad][data-ready]").wait_for()
        for digit in code:
            self.tap(self.page.locator(f"[data-pin-pad] [data-digit='{digit}']"))


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with copied(prepared, tmp_path_factory.mktemp("waiter") / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as running:
            yield running


@pytest.fixture(scope="module")
def secret(room: Served) -> str:
    return told(room.installation, ENROL)


@pytest.fixture
def hand(room: Served, secret: str, browser: Browser, problems: list[str]) -> Iterator[Any]:
    """`hand()`: Paul's phone with the list of bills; `hand(eyes)` in a browser that sees."""
    opened: list[BrowserContext] = []

    def hand(seeing: Browser | None = None, *scripts: str, **more: Any) -> Hand:
        context = (seeing or browser).new_context(
            viewport=SIZES["phone"], has_touch=True, is_mobile=True, user_agent=ANDROID,
            reduced_motion="reduce", **more,
        )  # fmt: skip
        opened.append(context)
        context.set_default_timeout(10_000)
        for script in scripts:
            context.add_init_script(script)
        where = f"{room.url}/till/"
        context.add_cookies([{"name": "till_device", "value": secret, "url": where}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.goto(f"{room.url}/waiter/")
        page.get_by_role("link", name="Paul").tap()
        prove(page, PAULS_PIN)
        page.get_by_role("button", name="Come in").tap()
        expect(page.locator("#open-bills")).to_be_visible()
        return Hand(page)

    yield hand
    for context in opened:
        context.close()
    assert problems == []


@pytest.fixture
def eyes(browser: Browser, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    """`eyes(code)`: a browser whose camera is shown this code."""
    opened: list[Browser] = []

    def eyes(code: str) -> Browser:
        opened.append(watching(browser, film(tmp_path / "seen.y4m", code)))
        return opened[-1]

    yield eyes
    for each in opened:
        each.close()


def begin(hand: Hand, table: str = "") -> str:
    """A bill with one dish, of a free table or of the counter; its address, shown."""
    page = hand.page
    if table:
        page.locator(".seat-free").filter(has=page.get_by_text(table, exact=True)).tap()
    else:
        page.locator(".dock .big", has_text="New bill").tap()
    expect(page.locator("#menu")).to_be_visible()
    page.get_by_role("link", name="Mains").tap()
    page.locator("#menu .dish", has_text="Plat du jour").tap()
    page.get_by_role("link", name="To the bill", exact=True).tap()
    expect(page.locator("#lines")).to_contain_text("Plat du jour")
    expect(page.locator(".bill-only")).to_be_visible()
    hand.taps = 0
    return page.url.split("?")[0]


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]


@pytest.mark.parametrize("detector", ["the house reads", "the browser reads"])
def test_by_camera(hand: Any, eyes: Callable[[str], Browser], detector: str) -> None:
    own = f"""window.BarcodeDetector = class {{
      static async getSupportedFormats() {{ return ["qr_code"]; }}
      async detect() {{ return [{{ format: "qr_code", rawValue: "{ALICES_CARD}" }}]; }} }};"""
    scripts = [own] if detector == "the browser reads" else ["delete window.BarcodeDetector;"]
    one = hand(eyes(ALICES_CARD), *scripts)
    frames: list[str] = []
    one.page.on("request", lambda sent: frames.append(sent.url))
    begin(one, "2" if scripts == [own] else "4")

    one.key("Scan guest")

    expect(one.page.locator(".strip-name")).to_have_text("Alice Martin")
    expect(one.page.get_by_role("button", name="Undo")).to_be_visible()
    assert any("/frames/" in url for url in frames) == (detector == "the house reads")
    print(f"link by scan: {one.taps} tap")
    assert one.taps == 1, one.taps


def test_three_dots_details_guests_and_a_scan(hand: Any, eyes: Callable[[str], Browser]) -> None:
    one = hand(eyes(ALICES_CARD))
    begin(one, "5")

    one.tap(one.page.locator(".ptop summary"))
    one.tap(one.page.get_by_role("link", name="Bill details"))
    expect(one.page.locator(".details")).to_contain_text("Paul")
    one.tap(one.page.locator(".field-link"))
    expect(one.page.get_by_role("option", name="Carol")).to_be_visible()
    one.key("Scan")

    expect(one.page.locator(".strip-name")).to_have_text("Alice Martin")
    assert one.taps == 4, one.taps
    one.tap(one.page.get_by_role("button", name="Undo"))
    expect(one.page.locator("#side")).to_contain_text("Walk-In")


def test_by_code(hand: Any, room: Served) -> None:
    code = told(room.installation, ASK)
    one = hand()
    begin(one, "7")
    one.key("Scan guest")
    one.key("Personal code")

    one.digits(code)

    expect(one.page.locator(".strip-name")).to_have_text("Carol Dubois")
    print(f"link by code: {one.taps} taps, six of them digits")
    assert one.taps == 8, one.taps


def test_by_list(hand: Any) -> None:
    one = hand()
    begin(one, "8")
    one.key("Scan guest")
    one.key("List")
    expect(one.page.get_by_role("option").first).to_be_visible()
    fits(one.page)

    one.tap(one.page.get_by_role("option", name="Bob Marchetti"))

    expect(one.page.locator(".strip-name")).to_have_text("Bob Marchetti")
    print(f"link by list: {one.taps} taps")
    assert one.taps == 3, one.taps
    one.key("On account")
    one.page.wait_for_url("**/paid/")


def test_one_letter_finds(hand: Any) -> None:
    one = hand()
    begin(one, "9")
    one.key("Scan guest")
    one.key("List")

    one.page.locator("input[name=q]").press_sequentially("c")

    expect(one.page.get_by_role("option").first).to_contain_text("Carol")


def test_a_wrong_code_is_said_and_typed_again(hand: Any) -> None:
    one = hand()
    begin(one)
    one.key("Scan guest")
    one.key("Personal code")

    one.digits("000000")

    expect(one.page.locator(".fault")).to_have_text("No guest has this code.")
    one.digits("1")
    expect(one.page.locator("[data-dots]")).to_contain_text("1")


def test_a_bills_code_opens_the_bill(
    hand: Any, room: Served, eyes: Callable[[str], Browser]
) -> None:
    token = told(room.installation, LAST_BILL)
    one = hand(eyes(f"{room.url}/b/{token}"))

    one.key("Scan")

    one.page.wait_for_url("**/till/bills/*/**")


def test_paid_with_the_guests_pin(hand: Any) -> None:
    one = hand()
    page = one.page
    begin(one)
    one.key("Scan guest")
    one.key("List")
    one.tap(page.get_by_role("option", name="Alice Martin"))
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    one.key("Pay")
    expect(page.get_by_text("Your PIN for")).to_be_visible()
    fits(page)

    one.digits(ALICES_PIN)
    one.tap(page.locator(".pay-mid > .btn-main"))

    expect(page.get_by_role("heading", name="Paid")).to_be_visible()
    fits(page)


def test_what_the_guest_does_is_seen_without_a_press(hand: Any, room: Served) -> None:
    one = hand()
    page = one.page
    begin(one)
    expect(page.locator("#side")).to_contain_text("Walk-In")

    told(room.installation, LINK_AS_A_GUEST)

    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    expect(page.locator("#toasts")).to_contain_text("Alice Martin linked this bill")


def test_what_is_unfolded_stays_while_others_change_the_bill(hand: Any, room: Served) -> None:
    one = hand()
    page = one.page
    begin(one)
    page.locator("#lines summary").first.tap()
    expect(page.locator(".line-hands").first).to_be_visible()

    told(room.installation, LINK_AS_A_GUEST)
    page.wait_for_timeout(3_000)

    expect(page.locator(".line-hands").first).to_be_visible()
    expect(page.locator("#side")).to_contain_text("Walk-In")
    page.locator("#lines summary").first.tap()
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_screens_are_for_everyone(
    hand: Any, room: Served, accessible: Callable[[Page], None], scheme: str
) -> None:
    one = hand(None, color_scheme=scheme)
    page, room_page = one.page, one.page.url
    begin(one)
    page.goto(room_page)
    accessible(page)
    page.locator(".open-bill").first.tap()
    expect(page.locator("#lines")).to_be_visible()
    bill = page.url.split("?")[0]
    page.locator(".ptop summary").tap()
    accessible(page)
    ways = ["customer/?by=list", "customer/?by=code", "customer/?by=camera"]
    for where in ["?add=1", "details/", *ways, "pay/"]:
        page.goto(f"{bill}{where}")
        fits(page)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing under the fixed key
        accessible(page)
    for where in ["scan/", "customers/?q=a", "saved/", "unpaid/", "lock/"]:
        page.goto(f"{room.url}/till/{where}")
        fits(page)
        accessible(page)


def test_three_dots_reach_the_lock(hand: Any) -> None:
    page = hand().page
    begin(Hand(page))
    page.locator(".ptop summary").tap()

    box = page.locator(".ptop .more-list").bounding_box()
    page.locator(".ptop .more-list").evaluate("list => list.scrollBy(0, 9999)")

    lock = page.get_by_role("button", name="Lock").bounding_box()
    assert box and lock
    assert box["y"] + box["height"] <= SIZES["phone"]["height"]
    assert lock["y"] + lock["height"] <= SIZES["phone"]["height"]
