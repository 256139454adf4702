"""`make shots`: photograph the demo house in every size, light and dark, into shots/."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.browser import doors
from tests.browser.conftest import SIZES
from tests.serving import Installation, serving

OWNER, PIN = "marthe@example.com", "2718"
ALBUM = Path("shots")
SEARCHED = "ashd"


def main() -> int:
    ALBUM.mkdir(exist_ok=True)
    with demo_house() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.arguments()
        )
        for theme in ("light", "dark"):
            photograph(browser, url, theme)
        browser.close()
    print(f"{len(list(ALBUM.glob('*.png')))} pictures in {ALBUM}/")
    return 0


@contextmanager
def demo_house():
    """Serve the demo house: the one in HABITUE_DATA_DIR, else one opened for the occasion."""
    with tempfile.TemporaryDirectory(prefix="habitue-shots-") as folder:
        installation = Installation(Path(os.environ.get("HABITUE_DATA_DIR", folder)).resolve())
        installation.habitue("demo", "--no-serve")
        with serving(installation) as served:
            yield served.url


def photograph(browser: Browser, url: str, theme: str) -> None:
    for size, sitting in (("office", office), ("till", till), ("phone", phone)):
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce", locale="en"
        )
        page = context.new_page()

        def shoot(name: str, page: Page = page, size: str = size) -> None:
            page.wait_for_load_state("networkidle")
            page.screenshot(path=ALBUM / f"{size}-{name}-{theme}.png")

        page.goto(url)
        shoot("front-door")
        doors.sign_in(page, url, OWNER)
        sitting(page, url, shoot)
        context.close()


def office(page: Page, url: str, shoot: Callable[[str], None]) -> None:
    for name, path in {
        "today": "/office/",
        "customers": "/office/customers/",
        "new-customer": "/office/customers/new",
        "unpaid": "/office/unpaid",
        "bills": "/office/bills/",
    }.items():
        page.goto(url + path)
        shoot(name)
    page.goto(f"{url}/office/customers/?q={SEARCHED}")
    shoot("search")
    page.locator("#found").get_by_role("link", name=re.compile(SEARCHED, re.I)).first.click()
    page.wait_for_url(re.compile(r"/office/customers/[0-9a-f-]{36}/"))
    shoot("customer")


def till(page: Page, url: str, shoot: Callable[[str], None]) -> None:
    doors.enrol(page, url, f"Till {os.urandom(2).hex()}")
    shoot("lock")
    doors.come_in(page, url, "Marthe", PIN)
    shoot("room")
    page.locator("#menu button[name=item]").first.click()
    page.wait_for_url("**/till/bills/*/**")
    shoot("bill")
    bill = page.url.partition("/bills/")[2].partition("/")[0]
    page.goto(f"{url}/till/bills/{bill}/customer/?q={SEARCHED}")
    shoot("link")
    page.goto(f"{url}/till/bills/{bill}/pay/")
    shoot("pay")
    page.goto(f"{url}/till/unpaid/")
    shoot("unpaid")


def phone(page: Page, url: str, shoot: Callable[[str], None]) -> None:
    till(page, url, shoot)


if __name__ == "__main__":
    sys.exit(main())
