"""The customer book in a real browser: the list narrowed, saved and changed; two who edit one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import doors
from tests.browser.test_office import add
from tests.serving import Served

Visit = Callable[..., Page]


@pytest.fixture
def page(served: Served, visit: Visit) -> Page:
    page = visit("office", served.url)
    doors.sign_in(page, served.url)
    return page


def define(page: Page, served: Served, name: str, kind: str, choices: str = "") -> None:
    page.goto(f"{served.url}/office/settings/fields")
    page.locator("#f-name").fill(name)
    page.locator("#f-kind").select_option(kind)
    page.locator("#f-choices").fill(choices)
    page.get_by_role("button", name="Add the field").click()
    expect(page.get_by_label(f"Name of {name}")).to_be_visible()


def test_the_houses_own_fields_narrow_the_list(
    page: Page, served: Served, accessible: Callable[[Page], None]
) -> None:
    define(page, served, "Seat", "text")
    define(page, served, "Wine", "choice", "red, white")
    add(page, served, Last_name="Lefèvre", Seat="by the window")
    add(page, served, Last_name="Marchetti")
    page.goto(f"{served.url}/office/customers/")

    page.locator("summary", has_text="Seat").click()
    expect(page.get_by_role("link", name="by the window 1")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="by the window 1").click()
    expect(page.get_by_text("Marchetti")).to_have_count(0)
    page.get_by_role("link", name="Seat: by the window").click()
    expect(page.get_by_text("Marchetti")).to_be_visible()
    page.locator("summary", has_text="Wine").click()
    page.get_by_role("link", name="Nothing is written").click()
    expect(page.get_by_role("link", name="Wine: Nothing is written")).to_be_visible()


def test_a_list_is_narrowed_saved_and_all_of_it_changed(
    page: Page, served: Served, accessible: Callable[[Page], None]
) -> None:
    for name in ("Lefèvre", "Marchetti", "Okonkwo"):
        add(page, served, Last_name=name)
    page.goto(f"{served.url}/office/customers/")

    page.get_by_role("checkbox", name="Lefèvre").check()
    page.get_by_role("checkbox", name="Okonkwo").check()
    page.get_by_role("button", name=re.compile("Select all 3 that match")).click()
    expect(page.get_by_text("3 selected")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Tag, group or price level").click()
    page.get_by_label("Tag to add").fill("autumn")
    page.get_by_role("button", name="Change all of them").click()
    expect(page.get_by_text("3 customers changed")).to_be_visible()

    page.locator("summary", has_text="Tag").click()
    page.get_by_role("link", name="autumn 3").click()
    page.locator("summary", has_text="Save this list").click()
    accessible(page)
    page.get_by_label("Name of the list").fill("Autumn people")
    page.locator(".keep-view").get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Autumn people")).to_have_attribute(
        "aria-current", "page"
    )
    page.get_by_role("button", name="Take this list away").click()
    expect(page.get_by_role("link", name="Autumn people")).to_have_count(0)


def test_shift_takes_a_range(page: Page, served: Served) -> None:
    for number in range(4):
        add(page, served, Last_name=f"Guest {number}")
    page.goto(f"{served.url}/office/customers/?sort=name")

    boxes = page.locator("tbody .tick")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])

    expect(page.get_by_text("3 selected")).to_be_visible()


def test_columns_are_chosen_and_ordered_by_keyboard(page: Page, served: Served) -> None:
    define(page, served, "Seat", "choice", "bar, window")
    page.goto(f"{served.url}/office/customers/columns")

    page.get_by_label("Phone", exact=True).uncheck()
    page.get_by_label("Seat", exact=True).check()
    for _time in range(40):
        page.get_by_role("button", name="Seat earlier").press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{served.url}/office/customers/new")
    page.get_by_label("Last name").fill("Lefèvre")
    page.get_by_label("Seat").select_option("window")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}/"))
    page.goto(f"{served.url}/office/customers/")

    heads = page.locator("thead th").all_inner_texts()
    assert heads[2] == "Seat" and "Phone" not in heads
    expect(page.get_by_role("cell", name="window")).to_be_visible()


def test_two_who_edit_one_lose_nothing(
    page: Page, served: Served, accessible: Callable[[Page], None]
) -> None:
    add(page, served, Last_name="Lefèvre")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Allergies").fill("walnuts")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Kept.")).to_be_visible()

    page.get_by_label("First name").fill("Élodie")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Someone changed this in the meantime.")).to_be_visible()
    expect(page.get_by_label("Allergies")).to_have_value("walnuts")
    expect(page.get_by_label("First name")).to_have_value("Élodie")
    accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Élodie Lefèvre")).to_be_visible()
    expect(page.get_by_label("Allergies")).to_have_value("walnuts")


def test_a_tax_number_is_looked_at_while_typed(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/office/customers/new?type=company")
    page.get_by_role("link", name="Advanced").click()

    page.get_by_label("Tax number").press_sequentially("FR40303265046")

    expect(page.get_by_text("This does not add up as a tax number.")).to_be_visible()


def test_the_keys_are_told_by_a_press_and_by_a_key(
    page: Page, served: Served, accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{served.url}/office/customers/new")

    page.get_by_role("button", name=re.compile("Keys$")).click()
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Customers")
    accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="New customer").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_chips_open_above_the_list(
    served: Served, visit: Visit, accessible: Callable[[Page], None], scheme: str
) -> None:
    page = visit("phone", served.url, color_scheme=scheme)
    doors.sign_in(page, served.url)
    page.goto(f"{served.url}/office/customers/new")
    page.get_by_label("Last name").fill("Lefèvre")
    page.get_by_label("Tags").fill("jazz")
    page.get_by_label("Allergies").fill("walnuts")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}/"))
    accessible(page)
    page.goto(f"{served.url}/office/customers/")

    page.locator("summary", has_text="Last visit").click()
    page.get_by_role("link", name="Never seen").click()

    expect(page.get_by_role("link", name="Lefèvre")).to_be_visible()
    accessible(page)
