"""The back office in a real browser: from the first visit to the first regular, and the list."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serving import OWNER, OWNER_PASSWORD, Installation, Served, database_beside, serving

Visit = Callable[..., Page]
OF_ONE = (
    *("movements", "wallet", "account", "bills", "people", "history", "summary", "ways-in"),
    *("top-up", "settle", "adjust", "erase"),
)
PAGES = [
    "/office/",
    "/office/start",
    "/office/customers/",
    "/office/customers/new",
    "/office/customers/columns",
    "/office/customers/?type=person&seen=never",
    "/office/customers/duplicates",
    "/office/customers/erased",
    "/office/import/",
    "/office/send",
    "/office/unpaid",
    "/office/days/",
    "/office/reports/",
    "/office/reports/receivables",
    "/office/reports/loyalty",
    "/office/bills/",
    "/office/invoices/",
    "/office/invoices/new",
    "/office/settings/house",
    "/office/settings/rules",
    "/office/settings/mandatory",
    "/office/settings/fields",
    "/office/settings/groups/",
    "/office/settings/groups/new",
    "/office/settings/items/new",
    "/office/settings/roles",
    "/office/settings/tokens",
    "/office/settings/tills",
    "/office/settings/team/new",
]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """An installation nobody has opened yet."""
    url = os.environ.get("HABITUE_DATABASE_URL", "")
    with ExitStack() as stack:
        database = stack.enter_context(database_beside(url)) if url else ""
        folder = tmp_path / "empty"
        folder.mkdir()
        yield stack.enter_context(serving(Installation(folder, database)))


def test_from_the_first_visit_to_the_first_regular(
    empty: Served, visit: Visit, accessible: Callable[[Page], None]
) -> None:
    page = visit("office", empty.url)

    accessible(page)
    page.get_by_label("Name of the house").fill("Bistro du Quai")
    page.get_by_label("Country").select_option("CH")
    expect(page.get_by_label("Currency")).to_have_value("CHF")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Zurich")
    page.get_by_label("Your name").fill("Marthe Keller")
    page.get_by_label("E-mail").fill("marthe@quai.example")
    page.get_by_label("Password").fill("la-clef-du-bistro")
    page.get_by_role("button", name="Open the house").click()
    page.get_by_role("link", name="Add a customer").click()
    page.get_by_label("First name").fill("Élodie")
    page.get_by_label("Last name").fill("Lefèvre")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", name="Élodie Lefèvre")).to_be_visible()
    expect(page.get_by_text("Élodie Lefèvre is in the book.")).to_be_visible()


def signed_in(visit: Visit, served: Served, size: str = "office") -> Page:
    page = visit(size, served.url)
    page.get_by_label("E-mail").fill(OWNER)
    page.get_by_label("Password").fill(OWNER_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/office/"))
    return page


def add(page: Page, served: Served, **fields: str) -> None:
    page.goto(f"{served.url}/office/customers/new")
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}/"))


def test_found_while_typing_archived_and_back(served: Served, visit: Visit) -> None:
    page = signed_in(visit, served)
    for name in ("Lefèvre", "Marchetti"):
        add(page, served, Last_name=name)
    page.goto(f"{served.url}/office/customers/")

    expect(page.get_by_role("combobox", name="Search customers")).to_be_focused()
    page.keyboard.type("lefe")
    expect(page.get_by_role("link", name="Marchetti")).to_have_count(0)
    expect(page.locator("mark")).to_have_text("Lefè")
    page.get_by_role("checkbox", name="Lefèvre").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name="Export").click()
    assert "Lefèvre" in file.value.path().read_text()
    page.get_by_role("button", name="Archive", exact=True).first.click()
    expect(page.get_by_text("1 customer archived")).to_be_visible()
    expect(page.get_by_role("link", name="Lefèvre")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("link", name="Lefèvre")).to_be_visible()


def test_by_keyboard_alone(served: Served, visit: Visit) -> None:
    page = signed_in(visit, served)
    for name in ("Lefèvre", "Marchetti"):
        add(page, served, Last_name=name)
    page.goto(f"{served.url}/office/")

    page.keyboard.press("g")
    page.wait_for_timeout(100)
    page.keyboard.press("c")
    page.wait_for_url(re.compile("/office/customers/"))
    search = page.get_by_role("combobox", name="Search customers")
    expect(search).to_be_focused()
    page.keyboard.type("x")
    page.keyboard.press("Escape")  # empties it
    page.keyboard.press("Escape")  # leaves it, so that keys are keys again
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Lefèvre")).to_be_visible()


def test_what_is_wrong_opens_its_part_of_the_form(served: Served, visit: Visit) -> None:
    page = signed_in(visit, served)
    page.goto(f"{served.url}/office/customers/new")

    email = page.get_by_role("textbox", name="E-mail")
    page.get_by_label("Last name").fill("Lefèvre")
    page.get_by_role("link", name="Contact").click()
    email.fill("elodie@")
    page.get_by_role("link", name="General").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(email).to_be_visible()
    expect(email).to_have_value("elodie@")
    page.get_by_role("link", name="General").click()
    expect(page.get_by_label("Last name")).to_have_value("Lefèvre")


def test_someone_with_the_same_number_is_told_while_typing(served: Served, visit: Visit) -> None:
    page = signed_in(visit, served)
    page.goto(f"{served.url}/office/customers/new")
    page.get_by_label("Last name").fill("Lefèvre")
    page.get_by_role("link", name="Contact").click()
    page.get_by_label("Phone", exact=True).fill("06 71 20 42 18")
    page.get_by_role("button", name="Save and add another").click()
    page.wait_for_url(re.compile("/customers/new"))

    page.get_by_role("link", name="Contact").click()
    page.get_by_label("Phone", exact=True).press_sequentially("+33671204218")

    expect(page.get_by_text("Lefèvre has this number:")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(
    served: Served, visit: Visit, accessible: Callable[[Page], None], scheme: str
) -> None:
    page = signed_in(visit, served)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    add(page, served, Last_name="Maximilian-Alexander von und zu Hohenberg-Sonnenschein-Wieden")
    one = re.sub(r"https?://[^/]+", "", page.url)

    for path in [*PAGES, one, *(f"{one}{part}" for part in OF_ONE)]:
        page.goto(served.url + path)
        accessible(page)


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(served: Served, visit: Visit) -> None:
    page = signed_in(visit, served, "phone")
    add(page, served, Last_name="Maximilian-Alexander von und zu Hohenberg-Sonnenschein-Wieden")
    one = re.sub(r"https?://[^/]+", "", page.url)

    for path in [*PAGES, one, *(f"{one}{part}" for part in OF_ONE)]:
        page.goto(served.url + path)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{path} is {too_wide} px too wide"
