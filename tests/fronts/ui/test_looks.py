"""Every screen reads well: contrast and names for all, no wider than a phone, small to load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

from habitue.fronts.ui import styles, views

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"till": (1280, 800), "phone": (390, 844)}
PAGES = ["", *(f"screens/{name}/" for name in views.SCREENS)]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_everyone_can_read_it(
    page: Page, gallery: str, address: str, theme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(gallery + address)
    page.wait_for_selector("html[data-scripts]")

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_wider_than_the_screen(
    page: Page, gallery: str, size: tuple[int, int], direction: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wide = []
    for address in PAGES:
        page.goto(f"{gallery}{address}?dir={direction}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)

    assert wide == []


@pytest.mark.parametrize("entry", ["office", "till", "plain"])
def test_a_first_visit_is_light(entry: str) -> None:
    """Styles, scripts, htmx and signs, compressed: with the page itself at most 100 kB."""
    files = ["ui/icons.svg", "ui/drawings.svg", "django_htmx/htmx-2.min.js"]
    files += [urljoin("ui/js/", each) for each in re.findall(r'"\./(.+?)"', _read("ui/js/ui.js"))]
    texts = [styles.whole(f"ui/{entry}.css").text, *map(_read, files)]

    assert sum(len(gzip.compress(each.encode())) for each in texts) < 70_000


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text()
