"""Duplicates in a real browser: looked for, laid side by side, merged by one press, undone."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_office import Visit, add, signed_in
from tests.serving import Served

pytestmark = pytest.mark.slow


def shoot(page: Page, name: str) -> None:
    """A picture for whoever looks at the pages, where a folder for them is named."""
    if folder := os.environ.get("HABITUE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "theme"), [("office", "light"), ("phone", "dark")])
def test_found_compared_merged_and_undone(
    served: Served, visit: Visit, accessible: Callable[[Page], None], size: str, theme: str
) -> None:
    page = signed_in(visit, served, size)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    add(page, served, First_name="Élodie", Last_name="Lefèvre")
    add(page, served, First_name="Elodie", Last_name="Lefevre")
    page.goto(f"{served.url}/office/customers/")
    page.get_by_role("link", name="Duplicates").click()
    expect(page.get_by_text("The book was not looked through yet.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Look through the book").click()
    expect(page.get_by_text("same name")).to_be_visible(timeout=60_000)
    accessible(page)
    shoot(page, f"duplicates-{size}-{theme}")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="Are these the same guest?")).to_be_visible()
    accessible(page)
    shoot(page, f"compare-{size}-{theme}")
    page.get_by_role("button", name="Merge", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Was also:")).to_be_visible()
    accessible(page)
    shoot(page, f"merged-{size}-{theme}")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("is a record of its own again")).to_be_visible()
