"""Erasing, its proof and consents in a real browser: by keyboard, on laptop and phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_office import Visit, signed_in
from tests.serving import Served

pytestmark = pytest.mark.slow


def someone(served: Served) -> str:
    token = served.installation.token()
    made = httpx.post(
        f"{served.url}/api/v1/customers",
        json={"first_name": "Zyx", "last_name": "Novak", "email": "zyx@example.org"},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "zyx"},
    )
    return f"{served.url}/office/customers/{made.json()['id']}"


@pytest.mark.parametrize("size", ["office", "phone"])
def test_someone_is_forgotten(
    served: Served, visit: Visit, accessible: Callable[[Page], None], size: str
) -> None:
    url = someone(served)
    page = signed_in(visit, served, size)
    page.goto(f"{url}/history")
    page.get_by_label("Where it comes from").fill("Card at the till")
    page.get_by_role("button", name="They agree").click()
    expect(page.get_by_text("Card at the till")).to_be_visible()
    accessible(page)
    shot(page, f"consents-{size}")

    page.goto(f"{url}/erase")
    accessible(page)
    shot(page, f"erase-{size}")
    page.get_by_label("Type Zyx Novak").fill("Zyx")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Type Zyx Novak to say that you mean it")
    page.get_by_label("Type Zyx Novak").fill("zyx novak")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Erased")).to_be_visible()
    expect(page.get_by_role("cell", name="Name, contacts and notes")).to_be_visible()
    accessible(page)
    shot(page, f"proof-{size}")
    page.get_by_role("link", name="Erased customers").click()
    expect(page.get_by_text("They asked for it")).to_be_visible()
    accessible(page)
    shot(page, f"erasures-{size}")


def shot(page: Page, name: str) -> None:
    if os.environ.get("SHOTS_TO"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(os.environ["SHOTS_TO"]) / f"{name}-{scheme}.png"))
        page.emulate_media(color_scheme="light")
