"""`python -m tools.taps`: the twelve commonest jobs at the till, counted and timed.

A real browser does each job in the house of the tests' stage, over HTTP, on this machine. A tap is
a tap, a key a digit or letter typed, a read one pass of a card or one look of a camera. The
seconds are the program's own: from the first tap until the screen shows that the job is done, with
nobody thinking in between. Beside each job stands what the article of the product that has it
describes. Then how long a page takes to be drawn and a press to be answered on a processor four
times slower, and what each page weighs. Writes docs/evidence/taps.md.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import django
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as Failed

# the stage is made of the program's own rooms, which want settings before they are imported
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habitue.site.settings")
os.environ.setdefault("HABITUE_DATA_DIR", tempfile.mkdtemp(prefix="habitue-taps-"))
django.setup()

from tests import chromium  # noqa: E402
from tests.browser.conftest import SIZES  # noqa: E402
from tests.browser.test_till import ENROL, FURNISH, READ, told  # noqa: E402
from tests.browser.test_waiter import ANDROID, ASK  # noqa: E402
from tests.cameras import film, watching  # noqa: E402
from tests.fronts.till.stage import ALICES_CARD, ALICES_PIN, MARTHES_PIN  # noqa: E402
from tests.serving import Installation, serving  # noqa: E402
from tools.articles import ARTICLES, HEAD  # noqa: E402
from tools.weights import LOOKS, SLOWER, Weighed, weighed  # noqa: E402

EVIDENCE = Path(__file__).resolve().parents[1] / "docs" / "evidence" / "taps.md"
TIMES = 1
PACE_MS = 90


@dataclass
class Hand:
    """Whoever does the job: it counts what it does."""

    page: Page
    taps: int = 0
    keys: int = 0
    reads: int = 0
    began: float = field(default_factory=time.perf_counter)
    took: float = 0

    def tap(self, what: Locator) -> None:
        what.first.click()
        self.taps += 1

    def link(self, words: str) -> None:
        self.tap(self.page.get_by_role("link", name=words))

    def press(self, words: str) -> None:
        self.tap(self.page.get_by_role("button", name=words))

    def type(self, where: Locator, words: str) -> None:
        where.press_sequentially(words, delay=PACE_MS)  # faster, and it would be a card reader
        self.keys += len(words)
        self.began += len(words) * PACE_MS / 1000

    def digits(self, code: str) -> None:
        self.page.locator("[data-pin-pad][data-ready]").first.wait_for()
        for digit in code:
            self.page.locator(f"[data-pin-pad] [data-digit='{digit}']").first.click()
        self.keys += len(code)

    def read(self, card: str) -> None:
        self.page.evaluate(READ, card)
        self.reads += 1


@dataclass
class Done:
    """What a job took, of several times the middle one."""

    name: str
    hands: list[Hand]
    seconds: list[float]

    @property
    def counted(self) -> str:
        hand = self.hands[0]
        said = [f"{hand.taps} tap{'s' * (hand.taps != 1)}"]
        said += [f"{hand.keys} keys"] if hand.keys else []
        said += [f"{hand.reads} read"] if hand.reads else []
        return ", ".join(said)


class Till:
    """The till of the stage, with Marthe at it: the jobs."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def bill(self, dish: str = "Plat du jour", tab: str = "Mains") -> str:
        """A bill of the counter with one dish; its address, shown."""
        self.page.goto(f"{self.url}/till/?shape=counter")
        self.page.get_by_role("link", name=tab).click()
        self.page.wait_for_url("**c=*")
        self.page.locator("#menu .dish", has_text=dish).click()
        self.page.wait_for_url("**/bills/**")
        return self.page.url.split("?")[0]

    def linked(self, name: str) -> str:
        bill = self.bill("Café", "Coffee")
        self.page.goto(f"{bill}customer/?q={name}")
        self.page.get_by_role("option").first.click()
        self.page.wait_for_url("**linked=1")
        return bill

    def paid(self) -> str:
        bill = self.bill()
        self.page.goto(f"{bill}pay/?tender=card")
        self.page.locator(".pay-mid .btn-main").click()
        self.page.wait_for_url("**/paid/")
        return bill

    # -- the jobs ----------------------------------------------------------------------------

    def open_a_table(self) -> Hand:
        self.page.goto(f"{self.url}/till/?shape=counter")
        self.page.get_by_role("link", name="Mains").click()
        self.page.wait_for_url("**c=*")
        hand = Hand(self.page)
        hand.tap(self.page.locator("#room .seat-free[href*=tables]"))
        self.page.wait_for_url("**/tables/**")
        hand.tap(self.page.locator("#menu .dish", has_text="Plat du jour"))
        expect(self.page.locator("#lines")).to_contain_text("Plat du jour")
        return hand

    def link_by_card(self) -> Hand:
        self.bill()
        self.page.wait_for_timeout(2_500)  # the same card within two seconds is one pass
        hand = Hand(self.page)
        hand.read(ALICES_CARD)
        expect(self.page.locator(".strip-name")).to_have_text("Alice Martin")
        return hand

    def link_by_code(self, code: str) -> Hand:
        self.bill()
        hand = Hand(self.page)
        hand.tap(self.page.locator("a.strip-none"))
        hand.link("Personal code")
        hand.digits(code)
        expect(self.page.locator(".strip-name")).to_have_text("Carol Dubois")
        return hand

    def link_by_name(self) -> Hand:
        self.bill()
        hand = Hand(self.page)
        hand.tap(self.page.locator("a.strip-none"))
        hand.type(self.page.locator("input[name=q]"), "car")
        hand.tap(self.page.get_by_role("option", name="Carol"))
        expect(self.page.locator(".strip-name")).to_have_text("Carol Dubois")
        return hand

    def quick_add(self) -> Hand:
        self.bill()
        some = f"{time.time_ns() % 10**8:08d}"
        hand = Hand(self.page)
        hand.tap(self.page.locator("a.strip-none"))
        hand.type(self.page.locator("input[name=q]"), "Zelda")
        hand.tap(self.page.locator("#guest-new", has_text="Zelda"))
        for label, words in (("Phone", f"06{some}"), ("PIN", "7308"), ("PIN once more", "7308")):
            hand.tap(self.page.get_by_label(label, exact=True))
            hand.type(self.page.get_by_label(label, exact=True), words)
        hand.press("Add, and link the bill")
        expect(self.page.locator(".strip-name")).to_have_text("Zelda")
        return hand

    def top_up(self) -> Hand:
        self.page.goto(f"{self.url}/till/?shape=counter")
        hand = Hand(self.page)
        hand.link("Regulars")
        hand.type(self.page.locator("input[name=q]"), "car")
        hand.tap(self.page.get_by_role("option", name="Carol"))
        hand.link("Top up")
        hand.press("+100")
        hand.tap(self.page.locator("[data-add='2000']").last)
        hand.tap(self.page.get_by_role("button", name="Cash", exact=True))
        self.page.wait_for_url("**/top-ups/*/")
        return hand

    def pay_by_pin(self) -> Hand:
        self.linked("alice")
        hand = Hand(self.page)
        hand.tap(self.page.locator(".go .btn-main"))
        hand.digits(ALICES_PIN)
        hand.tap(self.page.locator(".pay-mid .btn-main"))
        self.page.wait_for_url("**/paid/")
        return hand

    def save_on_account(self) -> Hand:
        self.bill()
        hand = Hand(self.page)
        hand.press("On account")
        hand.tap(self.page.get_by_role("option", name="Marchetti"))
        self.page.wait_for_url("**/paid/")
        return hand

    def settle(self) -> Hand:
        self.save_on_account()
        self.page.goto(f"{self.url}/till/?shape=counter")
        hand = Hand(self.page)
        hand.link("Unpaid")
        hand.link("Acme")
        hand.tap(self.page.get_by_role("button", name="Card", exact=True))
        self.page.wait_for_url("**/settlements/*/")
        return hand

    def split(self) -> Hand:
        self.bill()
        hand = Hand(self.page)
        hand.link("Split")
        hand.press("Split into 2 shares")
        expect(self.page.locator(".bill-hold .shares, .bill-hold nav")).not_to_have_count(0)
        return hand

    def refund(self) -> Hand:
        self.paid()
        hand = Hand(self.page)
        hand.link("Refund")
        hand.tap(self.page.get_by_label("Why"))
        hand.type(self.page.get_by_label("Why"), "cold")
        hand.tap(self.page.get_by_role("button", name=re.compile("^Refund ")))
        self.page.wait_for_url("**/refunds/*/")
        return hand


def scanned(browser: Browser, folder: Path, url: str, secret: str) -> Hand:
    """The waiter's phone looks at the guest's code."""
    seeing = watching(browser, film(folder / "seen.y4m", ALICES_CARD))
    page = entered(seeing, url, secret, "phone")
    page.goto(f"{url}/till/?new=1")
    page.get_by_role("link", name="Mains").click()
    page.locator("#menu .dish", has_text="Plat du jour").click()
    page.get_by_role("link", name="To the bill", exact=True).click()
    page.locator(".bill-only").wait_for()
    hand = Hand(page, reads=1)
    hand.tap(page.locator(".dock:visible .big", has_text="Scan guest"))
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    hand.took = time.perf_counter() - hand.began
    seeing.close()
    return hand


def entered(browser: Browser, url: str, secret: str, size: str) -> Page:
    """Marthe at the enrolled till, or with the phone in her hand."""
    in_hand = {"has_touch": True, "is_mobile": True, "user_agent": ANDROID}
    more: dict[str, Any] = in_hand if size == "phone" else {}
    context = browser.new_context(viewport=SIZES[size], reduced_motion="reduce", **more)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "till_device", "value": secret, "url": f"{url}/till/"}])
    page = context.new_page()
    page.goto(f"{url}/till/")
    page.get_by_role("link", name="Marthe").click()
    Hand(page).digits(MARTHES_PIN)
    page.get_by_role("button", name="Come in").click()
    page.locator("#room, #open-bills").first.wait_for()
    return page


def did(name: str, job: Callable[[], Hand]) -> Done:
    hands, seconds = [], []
    for _time in range(TIMES):
        try:
            hand = job()
        except (AssertionError, Failed) as why:
            print(f"{name}: not done, {str(why)[:300]}")
            continue
        seconds.append(hand.took or time.perf_counter() - hand.began)
        hands.append(hand)
    print(f"{name}: {[(one.taps, one.keys) for one in hands]} {seconds}", flush=True)
    return Done(name, hands, seconds)


# -- the page of figures -------------------------------------------------------------------------


def main() -> int:
    expect.set_options(timeout=15_000)
    with tempfile.TemporaryDirectory(prefix="habitue-taps-") as name:
        installation = Installation(Path(name) / "data")
        installation.folder.mkdir()
        installation.set_up()
        told(installation, FURNISH)
        code, secret = told(installation, ASK), told(installation, ENROL)
        with serving(installation) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.path(), args=chromium.arguments()
            )
            jobs = _jobs(browser, Path(name), served.url, secret, code)
            pages = _pages(browser, served.url, secret)
            browser.close()
    EVIDENCE.write_text(_told(jobs, pages))
    return 0


def _jobs(browser: Browser, folder: Path, url: str, secret: str, code: str) -> list[Done]:
    till = Till(entered(browser, url, secret, "till"), url)
    return [
        did("open a table", till.open_a_table),
        did("link by card", till.link_by_card),
        did("link by code", lambda: till.link_by_code(code)),
        did("link by scan", lambda: scanned(browser, folder, url, secret)),
        did("link by name", till.link_by_name),
        did("quick-add a guest", till.quick_add),
        did("top up, 100 gives 120", till.top_up),
        did("pay by PIN", till.pay_by_pin),
        did("save on account", till.save_on_account),
        did("settle", till.settle),
        did("split in two", till.split),
        did("refund", till.refund),
    ]


def _pages(browser: Browser, url: str, secret: str) -> list[Weighed]:
    page = entered(browser, url, secret, "till")
    bill = Till(page, url).linked("bob")
    found = [
        weighed(page, "till", bill, lambda page: page.locator("#room .seat-free")),
        weighed(
            page,
            "payment",
            f"{bill}pay/",
            lambda page: page.locator("a.tender:not([aria-current])"),
        ),
    ]
    phone = entered(browser, url, secret, "phone")
    found.append(
        weighed(phone, "phone", f"{url}/waiter/", lambda page: page.locator("a.open-bill"))
    )
    return found


def _other_tender(page: Page) -> Locator:
    return page.locator("a.tender:not([aria-current])")


def _told(jobs: list[Done], pages: list[Weighed]) -> str:
    rows = [
        f"| {one.name} | {one.counted} | {median(one.seconds):.1f} | {ARTICLES[one.name]} |"
        for one in jobs
        if one.hands
    ]
    weights = [
        f"| {one.name} | {sum(one.kilobytes.values()):.0f} | {_kinds(one)} | {one.requests} "
        f"| {median(one.drawn):.0f} / {max(one.drawn):.0f} "
        f"| {median(one.answered):.0f} / {max(one.answered):.0f} |"
        for one in pages
    ]
    return HEAD.format(
        day=f"{datetime.now(UTC):%d %B %Y}",
        cores=os.cpu_count(),
        load=f"{os.getloadavg()[0]:.0f}",
        python=platform.python_version(),
        times=TIMES,
        looks=LOOKS,
        slower=SLOWER,
        rows="\n".join(rows),
        weights="\n".join(weights),
    )


def _kinds(one: Weighed) -> str:
    heavy = sorted(one.kilobytes.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{kind.lower()} {size:.0f}" for kind, size in heavy if size >= 1)


if __name__ == "__main__":
    sys.exit(main())
