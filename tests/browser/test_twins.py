"""Typing a phone or an e-mail somebody has: open them, merge, or keep both; new and edited."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_duplicates import shoot
from tests.browser.test_office import Visit, signed_in
from tests.serving import Served

pytestmark = pytest.mark.slow

PHONE = "06 12 34 56 78"
EITHER = pytest.mark.parametrize(
    ("size", "theme"), [("office", "light"), ("phone", "dark")], ids=["laptop", "phone"]
)


def of(page: Page) -> str:
    found = re.search(r"/customers/([0-9a-f-]{36})", page.url)
    assert found
    return found[1]


def new(page: Page, served: Served, name: str, **fields: str) -> str:
    """Someone with a phone or an e-mail, whoever else has it; their id."""
    page.goto(f"{served.url}/office/customers/new")
    page.get_by_label("Last name").fill(name)
    for field, value in fields.items():
        typed(page, field, value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}/"))
    return of(page)


def typed(page: Page, field: str, value: str) -> None:
    box = page.locator(f"#f-{field}")
    if not box.is_visible():
        page.get_by_text("Contact", exact=True).first.click()
    box.fill(value)  # typed at once it would be a card before the reader


@EITHER
def test_someone_new(
    served: Served, visit: Visit, accessible: Callable[[Page], None], size: str, theme: str
) -> None:
    page = signed_in(visit, served, size)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    first = new(page, served, "Weber", phone=PHONE)

    page.goto(f"{served.url}/office/customers/new")
    page.get_by_label("Last name").fill("Webber")
    typed(page, "phone", "+33612345678")
    expect(page.get_by_text("Weber has this number:")).to_be_visible()
    accessible(page)
    shoot(page, f"twins-new-{size}-{theme}")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="open", exact=True).click()
    expect(opened.value.get_by_role("heading", name="Weber")).to_be_visible()
    assert of(opened.value) == first
    opened.value.close()

    page.get_by_label("Compare and merge once it is saved").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Are these the same guest?")).to_be_visible()
    assert f"kept={first}" in page.url
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("Was also: Webber")).to_be_visible()
    assert of(page) == first

    assert new(page, served, "Webber", phone=PHONE) != first  # both are kept


@EITHER
def test_someone_edited(
    served: Served, visit: Visit, accessible: Callable[[Page], None], size: str, theme: str
) -> None:
    page = signed_in(visit, served, size)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    other = new(page, served, "Weber", email="weber@example.org")
    own = new(page, served, "Webber")
    typed(page, "email", "Weber@example.org")
    expect(page.get_by_text("Weber has this address:")).to_be_visible()
    accessible(page)
    shoot(page, f"twins-edited-{size}-{theme}")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Compare and merge").click()
    compared = opened.value
    expect(compared.get_by_role("heading", name="Are these the same guest?")).to_be_visible()
    assert f"kept={own}&other={other}" in compared.url
    compared.close()

    page.get_by_role("button", name="Save", exact=True).click()  # both are kept
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(f"{served.url}/office/customers/compare?kept={own}&other={other}")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("Was also: Weber")).to_be_visible()
    assert of(page) == own
