"""`python -m tools.readings`: from a card read to its guest on the bill, as the screen shows it.

The till of the tests' stage in a house of many regulars; a real browser, HTTP, this machine. Each
reading is another card on another bill of one dish. The time runs from the last key of the reader
until the frame in which the guest's name stands on the bill has been drawn. On SQLite, or on what
`python -m tests.postgres --durable` gives. Prints one line for docs/evidence/readings.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, expect, sync_playwright

# isort: off
from tools.taps import Till, entered  # it sets the program up

# isort: on
from habitue.site.bench.installation import card_of, write_file
from tests import chromium
from tests.browser.test_till import ENROL, FURNISH, READ, told
from tests.serving import Installation, serving
from tests.templates import database_beside

TIMED = """(() => {
  const now = () => performance.timeOrigin + performance.now();
  addEventListener("keydown", (event) => {
    if (event.code === "Enter") { sessionStorage.read = now(); delete sessionStorage.took; }
  }, true);
  const look = () => {
    const read = sessionStorage.read;
    if (!read || !document.querySelector(".strip-name")) return;
    delete sessionStorage.read;
    const drawn = () => { sessionStorage.took = now() - read; };
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})()"""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--customers", type=int, default=100_000)
    asked.add_argument("--times", type=int, default=60)
    options = asked.parse_args()
    beside = os.environ.get("HABITUE_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="habitue-readings-") as name:
        installation = Installation(Path(name) / "data")
        installation.folder.mkdir()
        if not beside:
            took = measured(installation, options.customers, options.times)
        else:
            with database_beside(beside) as installation.database_url:
                took = measured(installation, options.customers, options.times)
    parts = quantiles(took, n=20)
    print(
        f"{'PostgreSQL' if beside else 'SQLite'}, {options.customers:,} customers,"
        f" {len(took)} readings: p50 {median(took):.0f} ms, p95 {parts[18]:.0f} ms,"
        f" worst {max(took):.0f} ms"
    )
    return 0


def measured(installation: Installation, customers: int, times: int) -> list[float]:
    """Milliseconds of each reading."""
    expect.set_options(timeout=15_000)
    installation.set_up()
    told(installation, FURNISH)
    file = installation.folder / "customers.csv"
    write_file(file, customers)
    installation.habitue("import", "customers", str(file), "--fast", within=1800)
    secret = told(installation, ENROL)
    with serving(installation) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.arguments()
        )
        page = entered(browser, served.url, secret, "till")
        page.context.add_init_script(TIMED)
        till = Till(page, served.url)
        step = customers // times
        took = [reading(page, till, card_of(n * step)) for n in range(times)]
        browser.close()
    return took


def reading(page: Page, till: Till, card: str) -> float:
    till.bill()
    page.wait_for_timeout(300)
    page.evaluate(READ, card)
    expect(page.locator(".strip-name")).to_be_visible()
    for _look in range(40):
        took = page.evaluate("() => sessionStorage.took")
        if took:
            return float(took)
        page.wait_for_timeout(25)
    raise SystemExit("the screen never said when the guest stood on the bill")


if __name__ == "__main__":
    sys.exit(main())
