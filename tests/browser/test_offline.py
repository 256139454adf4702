"""The waiter's phone without a line: pages that are kept, presses that wait and go once.

The server is really stopped and started again on its port; the books are looked at afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import SIZES
from tests.browser.phones import (
    KEPT,
    WAITING,
    Room,
    begin,
    enter,
    enter_anywhere,
    goes_to,
    kept_menus,
    reads,
    ready,
    until,
)
from tests.browser.test_till import ENROL, FURNISH, prove, told
from tests.browser.test_waiter import ANDROID
from tests.browser.wire import CUT, THROUGH
from tests.fronts.till.stage import ALICES_PIN, PAULS_PIN, ZOES_PIN
from tests.serving import Installation, copied, serving

ZOE = """import django; django.setup()
from habitue.staff.models import StaffMember
print(StaffMember.objects.get(name="Zoé").id)
"""


@pytest.fixture(scope="module")
def shared_room(
    prepared: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    with copied(prepared, tmp_path_factory.mktemp("offline") / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as running:
            room = Room(running)
            yield room
            room.wire.end()
            room.goes()
        installation.habitue("verify")


@pytest.fixture
def room(shared_room: Room) -> Room:
    if shared_room.served.process.poll() is not None:
        shared_room.comes_back()
    shared_room.wire.turn(THROUGH)
    return shared_room


@pytest.fixture(scope="module")
def secret(shared_room: Room) -> str:
    return told(shared_room.installation, ENROL)


@pytest.fixture
def phone(room: Room, secret: str, browser: Browser, problems: list[str]) -> Iterator[Any]:
    """`phone()`: a phone of the house with its worker, Zoé's list of bills on it."""
    opened: list[BrowserContext] = []

    def phone(name: str = "Zoé", pin: str = ZOES_PIN, **more: Any) -> Page:
        context = browser.new_context(
            viewport=SIZES["phone"], has_touch=True, is_mobile=True, user_agent=ANDROID,
            reduced_motion="reduce", **more,
        )  # fmt: skip
        opened.append(context)
        return ready(context, room, secret, (name, pin), problems)

    yield phone
    for context in opened:
        context.close()
    assert problems == []


def lines(room: Room, path: str) -> dict[str, int]:
    """What stands on the bill, in the book itself."""
    rows = room.asked(
        "SELECT name, sum(quantity) FROM bills_line WHERE removed_at IS NULL"
        f" AND bill_id = '{ident(room, path)}' GROUP BY name"
    )
    return {name: int(n) // 1000 for name, n in rows}


def links(room: Room, path: str) -> list[str]:
    """Who linked it, each time."""
    query = f"SELECT actor FROM bills_link WHERE bill_id = '{ident(room, path)}'"
    return [actor for (actor,) in room.asked(query)]


def ident(room: Room, path: str) -> str:
    return path.split("/")[3].replace("-", "-" if room.installation.database_url else "")


def waits(page: Page, what: str) -> None:
    expect(page.locator("[data-waits-of]")).to_contain_text(what)


def count(page: Page, says: str) -> None:
    """What the bar under the top says waits; a page called anew says nothing before it asked."""
    if not says:
        until(page, f"async () => await ({WAITING})() === 0")
    expect(page.locator("[data-strip-count]").first).to_have_text(says)


# -- screens, before the list of bills is longer than one of them -----------------------------


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_screens_are_for_everyone(
    phone: Any, room: Room, accessible: Callable[[Page], None], scheme: str
) -> None:
    page = phone(color_scheme=scheme)
    path = begin(page, room)
    reads(page, room, path)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    room.wire.turn(CUT)
    goes_to(page, f"{room.url}{path}?add=1")
    page.locator("#menu .dish").first.tap()
    count(page, "1 waiting")

    for where in [path, f"{path}?add=1", "/till/waiting/", "/till/waiter/", "/till/customers/"]:
        goes_to(page, f"{room.url}{where}")
        count(page, "1 waiting")
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]
        accessible(page)


# -- sent once, later ------------------------------------------------------------------------


def test_a_guest_linked_while_the_house_is_away(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)

    room.goes()
    reads(page, room, path)
    expect(page.locator(".line-strip-off")).to_contain_text("as of")
    waits(page, "Guest: …5506")
    count(page, "1 waiting")
    expect(page.locator("#toasts")).to_contain_text("Waits for the line: Guest: …5506")
    expect(page.locator("#side")).to_contain_text("Walk-In")

    room.comes_back()
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    count(page, "")
    assert len(links(room, path)) == 1


@pytest.mark.slow
def test_dishes_of_any_category_wait_in_their_order(phone: Any, room: Room) -> None:
    page = phone()
    begin(page, room)
    kept_menus(page, 4)
    path = begin(page, room, "Steak frites")

    room.wire.turn(CUT)
    goes_to(page, f"{room.url}{path}?add=1")
    page.get_by_role("link", name="Coffee").tap()
    for _press in range(3):
        page.locator("#menu .dish", has_text="Noisette").tap()
    expect(page.locator("#toasts")).to_contain_text("Waits for the line: 1 × Noisette")
    count(page, "3 waiting")
    page.get_by_role("link", name="To the bill", exact=True).tap()
    waits(page, "3 × Noisette")
    page.locator("#lines summary").tap()
    page.get_by_role("button", name="One more: Steak frites").tap()
    waits(page, "Steak frites: 2")
    page.locator("#lines summary").tap()

    room.wire.turn(THROUGH)
    count(page, "")
    assert lines(room, path) == {"Steak frites": 2, "Noisette": 3}


@pytest.mark.slow
def test_a_phone_that_says_it_is_offline(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)
    page.context.set_offline(True)
    reads(page, room, path)
    waits(page, "Guest: …5506")

    page.context.set_offline(False)

    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    assert len(links(room, path)) == 1


# -- whose it is -----------------------------------------------------------------------------


def test_nothing_goes_in_anothers_name(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)
    room.wire.turn(CUT)
    page.context.clear_cookies(name="till_person")  # an hour in a pocket
    reads(page, room, path)
    count(page, "1 waiting")

    room.wire.turn(THROUGH)
    goes_to(page, f"{room.url}/till/lock/")
    count(page, "1 waiting: Zoé")
    enter(page, "Paul", PAULS_PIN)
    count(page, "1 waiting: Zoé")
    goes_to(page, f"{room.url}/till/waiting/")
    expect(page.locator("[data-rows]")).to_contain_text("Waits for Zoé to come in")
    assert links(room, path) == []
    goes_to(page, f"{room.url}/till/lock/")
    enter(page, "Zoé", ZOES_PIN)

    count(page, "")
    assert links(room, path) == [f"staff:{told(room.installation, ZOE)}"]


@pytest.mark.slow
def test_leaving_says_what_waits(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)
    room.wire.turn(CUT)
    reads(page, room, path)
    count(page, "1 waiting")

    page.locator(".ptop summary").tap()
    page.get_by_role("button", name="Lock").tap()
    expect(page.locator("#leaving")).to_contain_text("Waiting here: 1.")
    page.locator("#leaving [data-leave-it]").tap()

    expect(page.get_by_text("Locked on this phone.")).to_be_visible()
    count(page, "1 waiting")
    assert page.evaluate(KEPT) == ["/till/waiting/"]
    goes_to(page, f"{room.url}{path}")
    expect(page.get_by_text("was not opened on this phone")).to_be_visible()
    room.wire.turn(THROUGH)
    goes_to(page, f"{room.url}{path}")
    expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
    assert links(room, path) == []
    enter_anywhere(page, "Zoé", ZOES_PIN)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")


# -- what cannot be done ---------------------------------------------------------------------


def test_what_was_refused_stays_until_it_is_taken_away(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)
    room.wire.turn(CUT)
    reads(page, room, path, "999999999999")
    waits(page, "Guest: …9999")

    room.wire.turn(THROUGH)
    count(page, "1 refused")
    page.locator("[data-strip]").tap()
    expect(page.locator("[data-rows]")).to_contain_text("No guest has this code.")
    page.locator("[data-rows] [data-take]").tap()
    page.locator("[data-take-it]").tap()

    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    count(page, "")


def test_a_proof_never_waits(phone: Any, room: Room) -> None:
    page = phone("Paul", PAULS_PIN)
    path = begin(page, room)
    reads(page, room, path)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    goes_to(page, f"{room.url}{path}pay/")
    prove(page, ALICES_PIN)

    room.wire.turn(CUT)
    page.locator(".pay-mid > .btn-main").tap()

    expect(page.locator("#toasts")).to_contain_text("No line to the house.")
    assert page.evaluate(WAITING) == 0
    room.wire.turn(THROUGH)
    assert room.asked(f"SELECT id FROM bills_payment WHERE bill_id = '{ident(room, path)}'") == []


# -- what is kept ----------------------------------------------------------------------------


@pytest.mark.slow
def test_pages_say_of_when_they_are(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)
    reads(page, room, path)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    for where in ["/till/customers/?q=a", f"{path}customer/?by=list", f"{path}pay/"]:
        goes_to(page, f"{room.url}{where}")

    room.wire.turn(CUT)
    goes_to(page, f"{room.url}{path}")

    says = re.compile(r"No line\s+as of \d\d:\d\d")
    expect(page.locator(".line-strip-off")).to_contain_text(says)
    expect(page.locator(".chips .as-of > [data-as-of]")).to_have_text(
        re.compile(r"as of \d\d:\d\d")
    )
    goes_to(page, f"{room.url}/till/customers/")
    expect(page.get_by_text("was not opened on this phone")).to_be_visible()
    goes_to(page, f"{room.url}{path}customer/")
    expect(page).to_have_url(f"{room.url}{path}customer/?by=code")
    shelf = page.evaluate(KEPT)
    assert not [one for one in shelf if re.search("customers|pay|lock|by=list|q=|found", one)]


@pytest.mark.slow
def test_an_open_page_that_loses_the_line_says_since_when(phone: Any, room: Room) -> None:
    page = phone()
    path = begin(page, room)
    reads(page, room, path)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    expect(page.locator(".chips .as-of")).to_be_hidden()

    room.wire.turn(CUT)

    expect(page.locator(".line-strip-off")).to_be_visible()
    expect(page.locator(".chips .as-of")).to_be_visible()
    room.wire.turn(THROUGH)
    expect(page.locator(".line-strip-off")).to_be_hidden()


@pytest.mark.slow
def test_a_phone_with_a_wrong_clock(phone: Any, room: Room) -> None:
    """The press is the house's of when it comes; what is old says so by the house's clock."""
    page = phone()
    path = begin(page, room)
    reads(page, room, path)
    page.context.clock.set_system_time("2031-02-03T04:05:06Z")
    page.reload()
    opened = datetime.now(ZoneInfo("Europe/Paris"))

    room.wire.turn(CUT)
    expect(page.locator(".chips .as-of")).to_be_visible()
    minutes = [f"{opened + timedelta(minutes=late):%H:%M}" for late in (0, 1)]
    expect(page.locator(".chips .as-of > [data-as-of]")).to_have_text(
        re.compile("|".join(f"as of {minute}" for minute in minutes))
    )
    goes_to(page, f"{room.url}{path}?add=1")
    page.locator("#menu .dish").first.tap()
    count(page, "1 waiting")
    page.context.clock.set_system_time("2019-01-01T00:00:00Z")
    page.reload()
    count(page, "1 waiting")

    room.wire.turn(THROUGH)
    count(page, "")
    assert sum(lines(room, path).values()) == 2
    [[strange]] = room.asked("SELECT COUNT(*) FROM bills_line WHERE added_at > '2030-01-01'")
    assert strange == 0
