"""A waiter's phone with its worker, and the house's server behind a line that can be cut."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.test_till import prove
from tests.browser.wire import Wire
from tests.fronts.till.stage import ALICES_CARD
from tests.serving import Served, start

WORKS = "() => navigator.serviceWorker.controller !== null"
KEPT = """async where => {
  const shelf = await caches.open("till-pages");
  return (await shelf.keys()).map(one => new URL(one.url)).map(url => url.pathname + url.search);
}"""
# how many presses wait, by the phone itself
WAITING = """() => new Promise((take) => { const asked = indexedDB.open("habitue-till");
  asked.onerror = () => take(-1);
  asked.onsuccess = () => { const book = asked.result;
    if (!book.objectStoreNames.contains("presses")) { book.close(); return take(0); }
    const count = book.transaction("presses").objectStore("presses").count();
    count.onsuccess = () => { book.close(); take(count.result); }; }; })"""
# a card held to the reader: keys as fast as a machine types them
READ = """code => { for (const digit of [...code, "Enter"]) {
  const key = digit === "Enter" ? {key: digit, code: digit} : {key: digit, code: `Digit${digit}`};
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {...key, bubbles: true}));
} }"""


class Room:
    """The house's server, which can go away and come back to the same address."""

    def __init__(self, served: Served) -> None:
        self.served, self.port = served, int(served.url.rsplit(":", 1)[1])
        self.wire, self.installation = Wire(served.url), served.installation
        self.url = self.wire.url

    def goes(self) -> None:
        self.served.stop()

    def comes_back(self) -> None:
        self.served = start(self.installation, self.port)

    def asked(self, query: str) -> list[Any]:
        return [tuple(row) for row in self.installation.asked(query)]


def ready(
    context: BrowserContext, room: Room, secret: str, who: tuple[str, str], problems: list[str]
) -> Page:
    context.set_default_timeout(15_000)
    where = f"{room.url}/till/"
    context.add_cookies([{"name": "till_device", "value": secret, "url": where}])
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.goto(f"{room.url}/waiter/")
    enter(page, *who)
    until(page, WORKS)
    kept(page, "/till/waiting/")
    return page


def enter(page: Page, name: str, pin: str) -> None:
    enter_anywhere(page, name, pin)
    if not page.url.endswith("/waiter/"):
        page.goto(re.sub("/till/.*", "/till/waiter/", page.url))
    expect(page.locator("#open-bills")).to_be_visible()


def enter_anywhere(page: Page, name: str, pin: str) -> None:
    page.locator(".names").get_by_role("link", name=name).tap()
    prove(page, pin)
    page.get_by_role("button", name="Come in").tap()
    expect(page).not_to_have_url(re.compile("/lock/"))


def kept_menus(page: Page, most: int) -> None:
    """Wait until the keys of so many categories are on the phone."""
    menus = "shelf.filter(one => one.startsWith('/till/menu/')).length"
    asked = f"async most => {{ const shelf = await ({KEPT})(); return {menus} >= most; }}"
    until(page, asked, most)


def kept(page: Page, where: str) -> None:
    """Wait until that page is on the phone's shelf."""
    until(page, f"async where => (await ({KEPT})()).includes(where)", where)


def until(page: Page, holds: str, given: Any = None) -> None:
    """Asked from outside: the page's policy forbids what Playwright waits with."""
    for _try in range(150):
        with contextlib.suppress(PlaywrightError):  # a kept page may be called anew meanwhile
            if page.evaluate(holds, given):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"{holds} never held on {page.url}")


def begin(page: Page, room: Room, dish: str = "Plat du jour") -> str:
    """A bill at the counter with one dish, with what a phone keeps of it; its address."""
    page.goto(f"{room.url}/till/?new=1")
    page.get_by_role("link", name="Mains").tap()
    page.locator("#menu .dish", has_text=dish).tap()
    page.get_by_role("link", name="To the bill", exact=True).tap()
    expect(page.locator("#lines")).to_contain_text(dish)
    path = page.url.split("?")[0].removeprefix(room.url)
    kept(page, f"{path}customer/?by=code")
    return path


def reads(page: Page, room: Room, path: str, card: str = ALICES_CARD) -> None:
    """A card is read for this bill."""
    goes_to(page, f"{room.url}{path}customer/?by=code")
    page.evaluate(READ, card)
    expect(page).to_have_url(re.compile(f"{path}($|[?]linked)"))


def fresh(page: Page, url: str) -> None:
    """There as the house sends it now: a kept page is called anew in the midst of what follows."""
    goes_to(page, url)
    until(page, "() => !('kept' in document.body.dataset)")


def goes_to(page: Page, url: str) -> None:
    """A kept page that hears of the line calls itself anew, and that is a navigation too."""
    for _try in range(3):
        with contextlib.suppress(PlaywrightError):
            page.goto(url)
            return
    page.goto(url)
