"""F9: a phone that loses the line, its pages, its worker or its life at each step of a press.

Each point is a press (a guest, a dish, on account), a way the line fails at it, and what happens
to the phone while the press waits. Whatever it was, the house has done it once in the end.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import chromium
from tests.browser.conftest import SIZES
from tests.browser.phones import READ, WAITING, WORKS, enter, fresh, goes_to, kept, until
from tests.browser.test_till import ENROL, FURNISH, told
from tests.browser.test_waiter import ANDROID
from tests.browser.wire import CUT, MUTE, SWALLOW, THROUGH, Wire
from tests.fronts.till.stage import ALICES_CARD, ZOES_PIN
from tests.serving import Installation, Served, copied, serving

pytestmark = pytest.mark.slow

BEGIN = """async ({item, customer}) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const once = () => ({operation_key: crypto.randomUUID(), csrfmiddlewaretoken: token});
  const post = (url, more) =>
    fetch(url, {method: "POST", body: new URLSearchParams({...more, ...once()})});
  const made = await post("/till/bills/", {item});
  const bill = new URL(made.url).pathname;
  if (customer) await post(`${bill}customer/`, {customer});
  return bill;
}"""
IDS = """import django; django.setup()
from habitue.customers.models import Customer
from habitue.menu.models import Item
print(Item.objects.get(name="Steak frites").id, Customer.objects.get(last_name="Marchetti").id)
"""
REFUSE_STORAGE = """() => new Promise((take) => {
  const asked = indexedDB.open("habitue-till", 1_000); asked.onsuccess = () => take(true); })"""
# the point before read the same card, perhaps within the two seconds in which that counts once
LONG_AGO = "() => sessionStorage.removeItem('wedge:last')"

ACTS = ["a guest", "a dish", "on account"]
LINES = [CUT, SWALLOW, MUTE]
THEN = ["nothing", "a reload", "a closed tab", "a second tab", "no worker", "lost again", "killed"]
SHORT = [
    ("a guest", SWALLOW, "a reload"),
    ("a guest", CUT, "killed"),
    ("a dish", CUT, "a second tab"),
    ("a dish", SWALLOW, "lost again"),
    ("a dish", CUT, "no worker"),
    ("on account", SWALLOW, "a closed tab"),
]
LONG = [point for point in product(ACTS, LINES, THEN) if point not in SHORT]


class Phone:
    """A phone of its own profile, which can be killed and started again."""

    def __init__(self, browser: Browser, profile: Path, wire: Wire, secret: str) -> None:
        self.browser, self.profile, self.wire, self.secret = browser, profile, wire, secret
        self.start()

    def start(self) -> None:
        self.context: BrowserContext = self.browser.browser_type.launch_persistent_context(
            str(self.profile), executable_path=chromium.path(), args=chromium.arguments(),
            viewport=SIZES["phone"], has_touch=True, is_mobile=True, user_agent=ANDROID,
            reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        where = f"{self.wire.url}/till/"
        self.context.add_cookies([{"name": "till_device", "value": self.secret, "url": where}])
        self.page: Page = self.context.pages[0]

    def come_in(self) -> None:
        fresh(self.page, f"{self.wire.url}/waiter/")
        if "/lock/" in self.page.url:
            enter(self.page, "Zoé", ZOES_PIN)
        until(self.page, WORKS)
        kept(self.page, "/till/waiting/")

    def kill(self) -> None:
        """As when the battery is out: no goodbye."""
        for one in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                said = one.read_bytes()
                if f"--user-data-dir={self.profile}".encode() in said and b"--type=" not in said:
                    os.kill(int(one.parent.name), signal.SIGKILL)
        with contextlib.suppress(Exception):
            self.context.close()

    def bill(self, item: str, customer: str = "") -> str:
        path = str(self.page.evaluate(BEGIN, {"item": item, "customer": customer}))
        fresh(self.page, f"{self.wire.url}{path}")
        kept(self.page, f"{path}customer/?by=code")
        return path


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with copied(prepared, tmp_path_factory.mktemp("faults") / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as running:
            yield running
        installation.habitue("verify")


@pytest.fixture(scope="module")
def ids(room: Served) -> list[str]:
    return told(room.installation, IDS).split()


@pytest.fixture(scope="module")
def phone(
    room: Served, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    wire = Wire(room.url)
    secret = told(room.installation, ENROL)
    phone = Phone(browser, tmp_path_factory.mktemp("profile"), wire, secret)
    yield phone
    phone.kill()
    wire.end()


def press(phone: Phone, act: str, path: str) -> None:
    page = phone.page
    if act == "a guest":
        page.evaluate(LONG_AGO)
        page.evaluate(READ, ALICES_CARD)
    elif act == "a dish":
        page.locator("#menu .dish").first.tap(no_wait_after=True)
    else:
        page.locator(".dock:visible .big", has_text="On account").tap(no_wait_after=True)


def stand_before(phone: Phone, act: str, path: str) -> None:
    """The page on which it is pressed, while there is a line."""
    where = {"a guest": "customer/?by=code", "a dish": "?add=1", "on account": ""}[act]
    fresh(phone.page, f"{phone.wire.url}{path}{where}")
    until(phone.page, WORKS)


def happens(phone: Phone, what: str, path: str) -> None:
    """While it waits."""
    page = phone.page
    if what == "a reload":
        goes_to(page, f"{phone.wire.url}{path}")
        page.reload()
    elif what == "a closed tab":
        phone.page = phone.context.new_page()
        page.close()
        phone.page.goto(f"{phone.wire.url}/till/waiter/")
    elif what == "a second tab":
        phone.context.new_page().goto(f"{phone.wire.url}{path}")
    elif what == "no worker":
        cdp = phone.context.new_cdp_session(page)
        cdp.send("ServiceWorker.enable")
        cdp.send("ServiceWorker.stopAllWorkers")  # to detach may wait for a worker that is gone
    elif what == "lost again":
        phone.wire.turn(SWALLOW)
        until(page, "() => { window.dispatchEvent(new Event('online')); return true; }")
        page.wait_for_timeout(1_500)
    elif what == "killed":
        phone.kill()


def comes_back(phone: Phone, what: str) -> None:
    phone.wire.turn(THROUGH)
    if what == "killed":
        phone.start()
        phone.come_in()
    if what == "no worker":  # what was on its way to it is the browser's own page now
        goes_to(phone.page, f"{phone.wire.url}/till/waiter/")
    until(phone.page, "() => { window.dispatchEvent(new Event('online')); return true; }")
    until(phone.page, f"async () => (await ({WAITING})()) === 0")
    for other in phone.context.pages:
        if other != phone.page:
            other.close()


def done(room: Served, act: str, path: str) -> list[Any]:
    """What the book says of it."""
    id_ = path.split("/")[3].replace("-", "-" if room.installation.database_url else "")
    asked = {
        "a guest": f"SELECT count(*) FROM bills_link WHERE bill_id = '{id_}'",
        "a dish": "SELECT sum(quantity) / 1000 - 1 FROM bills_line"
        f" WHERE bill_id = '{id_}' AND removed_at IS NULL",
        "on account": f"SELECT count(*) FROM bills_bill WHERE id = '{id_}' AND state <> 'open'",
    }[act]
    return [int(row[0]) for row in room.installation.asked(asked)]


Point = tuple[str, str, str]


def trial(phone: Phone, room: Served, ids: list[str], point: Point) -> None:
    act, line, then = point
    steak, bob = ids
    phone.wire.turn(THROUGH)
    phone.come_in()
    path = phone.bill(steak, bob if act == "on account" else "")
    stand_before(phone, act, path)

    phone.wire.turn(line)
    press(phone, act, path)
    until(phone.page, f"async () => (await ({WAITING})()) === 1")
    if line == SWALLOW:  # the answer has to be lost before the line is: then nobody answers at all
        phone.page.wait_for_timeout(1_000)
        phone.wire.turn(CUT)
    happens(phone, then, path)
    comes_back(phone, then)

    assert done(room, act, path) == [1], point


@pytest.mark.parametrize("point", SHORT, ids=", ".join)
def test_done_once(phone: Phone, room: Served, ids: list[str], point: Point) -> None:
    trial(phone, room, ids, point)


@pytest.mark.faults
@pytest.mark.parametrize("point", LONG, ids=", ".join)
def test_done_once_at_length(phone: Phone, room: Served, ids: list[str], point: Point) -> None:
    trial(phone, room, ids, point)


def test_where_nothing_can_be_kept_nothing_is_said_to_wait(
    phone: Phone, room: Served, ids: list[str]
) -> None:
    phone.wire.turn(THROUGH)
    phone.come_in()
    path = phone.bill(ids[0])
    stand_before(phone, "a guest", path)
    until(phone.page, REFUSE_STORAGE)

    phone.wire.turn(CUT)
    press(phone, "a guest", path)
    expect(phone.page.get_by_text("This was not done")).to_be_visible()
    phone.wire.turn(THROUGH)

    assert done(room, "a guest", path) == [0]
    fresh(phone.page, f"{phone.wire.url}{path}customer/?by=list")
    phone.page.get_by_role("option", name="Alice Martin").tap()
    expect(phone.page.locator(".strip-name")).to_have_text("Alice Martin")
    assert done(room, "a guest", path) == [1]
    until(phone.page, "() => Boolean(indexedDB.deleteDatabase('habitue-till'))")
