"""A real browser on the real program, in phone and till sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import chromium

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "till": {"width": 1280, "height": 800},
    "office": {"width": 1440, "height": 900},
}
PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.arguments()
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit("till", served.url)` opens a page of that size; its scripts may not fail."""
    problems: list[str] = []
    opened = []

    def visit(size: str, url: str, **context: Any) -> Page:
        made = browser.new_context(viewport=SIZES[size], reduced_motion="reduce", **context)
        made.set_default_timeout(PATIENCE_MS)
        opened.append(made)
        page = made.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda said: problems.append(said.text) if _is_ours(said) else None)
        page.goto(url)
        return page

    yield visit
    for context in opened:
        context.close()
    assert problems == []


def _is_ours(said: Any) -> bool:
    """What the content policy blocked counts; an answer of 409 or 422 is no accident."""
    return said.type == "error" and "status of 4" not in said.text


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fail with axe's words where a page breaks WCAG A or AA."""

    def accessible(page: Page) -> None:
        levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": levels}})
        assert found.violations_count == 0, found.generate_report()

    return accessible
