"""Signing in at the front door, in every size."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.serving import OWNER, OWNER_PASSWORD, Served


@pytest.mark.parametrize("size", ["phone", "till", "office"])
def test_the_front_door_can_be_used_by_everyone(
    size: str, visit: Callable[..., Page], accessible: Callable[[Page], None], served: Served
) -> None:
    page = visit(size, served.url)

    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_owner_signs_in_and_stands_in_the_office(
    visit: Callable[..., Page], served: Served
) -> None:
    page = visit("office", served.url)

    page.get_by_label("E-mail").fill(OWNER)
    page.get_by_label("Password").fill(OWNER_PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile("/office/"))
