"""Coming in, as people do: by the front door, as a till, by name and PIN."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.serving import OWNER, OWNER_PASSWORD


def sign_in(page: Page, url: str, email: str = OWNER, password: str = OWNER_PASSWORD) -> None:
    """Through the front door into the office."""
    page.goto(f"{url}/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/office/"))


def enrol(page: Page, url: str, name: str = "Bar") -> None:
    """Make this browser a till; someone who may is signed in."""
    page.goto(f"{url}/till/enrol/")
    page.get_by_label("A new till").fill(name)
    page.get_by_role("button", name="Enrol this till").click()
    expect(page).to_have_url(re.compile("/till/lock/"))


def come_in(page: Page, url: str, name: str, pin: str) -> None:
    """Tap a name at the till, type the PIN."""
    page.goto(f"{url}/till/lock/")
    page.get_by_role("link", name=name).click()
    page.locator("input[name=pin]").fill(pin)
    page.get_by_role("button", name="Come in").click()
    expect(page).to_have_url(re.compile("/till/(?!lock)"))
