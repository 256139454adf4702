"""Teaching a till its reader, in a real browser on the real program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_till import ENROL, FURNISH, prove, told
from tests.fronts.till.stage import ALICES_CARD, MARTHES_PIN
from tests.fronts.ui.test_reader import types
from tests.serving import Installation, Served, copied, serving

BANK_TRACK = ";4111111111111111=290110100000?"


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with copied(prepared, tmp_path_factory.mktemp("reader") / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as running:
            yield running


@pytest.fixture(scope="module")
def secret(room: Served) -> str:
    return told(room.installation, ENROL)


@pytest.fixture
def till(room: Served, secret: str, visit: Callable[..., Page]) -> Page:
    """The owner at the page that tests the reader."""
    page = visit("till", f"{room.url}/healthz")
    page.context.add_cookies(
        [{"name": "till_device", "value": secret, "url": f"{room.url}/till/"}]
    )
    page.goto(f"{room.url}/till/")
    page.get_by_role("link", name="Marthe").click()
    prove(page, MARTHES_PIN)
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="Card reader").click()
    page.wait_for_selector("html[data-scripts]")
    return page


def reads(page: Page, text: str, **how: Any) -> None:
    types(page, text, **how)
    page.wait_for_timeout(300)


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-reader-says]")).to_contain_text(words)


@pytest.mark.slow
def test_three_reads_teach_the_till(till: Page, accessible: Callable[[Page], None]) -> None:
    for count in (1, 2, 3):
        reads(till, f"/{ALICES_CARD}", every=80)
        if count < 3:
            says(till, f"Once more: {count} of 3.")
    says(till, "Three times the same.")
    expect(till.locator("[data-fact=speed]")).to_contain_text("80 ms")
    expect(till.locator("[data-fact=layout]")).to_contain_text("another one")
    expect(till.get_by_label("It sends first")).to_have_value("/")
    accessible(till)

    till.get_by_role("button", name="Keep it for this till").click()

    expect(till.locator("body")).to_have_attribute("data-wedge-gap", "120")
    till.get_by_role("link", name="Back").click()
    types(till, f"/{ALICES_CARD}", every=80)
    expect(till.locator("body")).to_contain_text("Alice Martin")


def test_a_bank_card_is_not_shown(till: Page) -> None:
    sent: list[str] = []
    till.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)

    reads(till, BANK_TRACK)

    says(till, "That was a bank card.")
    assert not re.search("4111|2901", till.locator("main").inner_text())
    assert sent == []


def test_half_a_card_slow_hands_and_silence_are_told_apart(till: Page) -> None:
    reads(till, ";741708")
    says(till, "Only part of the card came.")
    reads(till, "74170823", every=200)
    says(till, "as slowly as a hand types")
    reads(till, ALICES_CARD)
    reads(till, "990000111")
    says(till, "That was another card.")
    assert till.url.endswith("/till/reader/")
