"""A real browser on the real program, in phone and till sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "till": {"width": 1280, "height": 800},
    "office": {"width": 1440, "height": 900},
}
PATIENCE_MS = 30_000  # the journeys share their cores with the rest of the suite

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture
def problems() -> list[str]:
    """What the browser complained of: a script that failed, a style the policy blocked."""
    return []


@pytest.fixture
def visit(browser: Browser, problems: list[str]) -> Iterator[Callable[..., Page]]:
    """`visit("till", served.url)` opens a page of that size; the browser may not complain."""
    opened = []

    def visit(size: str, url: str, **context: Any) -> Page:
        made = browser.new_context(viewport=SIZES[size], reduced_motion="reduce", **context)
        made.set_default_timeout(PATIENCE_MS)
        opened.append(made)
        page = made.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda said: problems.extend(_complaint(said)))
        page.goto(url)
        return page

    yield visit
    for context in opened:
        context.close()
    assert problems == []


NO_ACCIDENTS = (
    *("status of 4", "net::ERR_", "htmx:sendAbort", "htmx:afterRequest"),
    "htmx:oobErrorNoTarget, #room",
)


def _complaint(said: ConsoleMessage) -> list[str]:
    """What an error on the console tells of us.

    An answer of 409 or 422 is no accident, and a test may stop its server. A question is given up
    when its page is left; of any other end htmx says a second thing, after `afterRequest`. What
    comes from no address is axe's: it styles the page it examines, and our policy blocks that.

    htmx looks for the tables in the tree of the key that was pressed. On a slow machine that key
    may have left the page meanwhile: the tables come with the next answer, or with the news.
    """
    place = said.location["url"]
    expected = any(one in said.text for one in NO_ACCIDENTS)
    return [] if said.type != "error" or expected or not place else [f"{place}: {said.text}"]


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fail with axe's words where a page breaks WCAG A or AA."""

    def accessible(page: Page) -> None:
        levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": levels}})
        assert found.violations_count == 0, found.generate_report()

    return accessible
