"""Names, notes, dishes and tables made to break a page (F14): shown as written, nothing runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.doors import come_in
from tests.browser.test_till import ENROL, FURNISH, told
from tests.fronts.till.stage import MARTHES_PIN
from tests.naughty import COMMANDS, EVERY
from tests.serving import Installation, Served, copied, serving

pytestmark = pytest.mark.slow

DISH_MAX, TABLE_MAX = 120, 60
CLEAN = [one for one in EVERY if one not in COMMANDS]
TEXT = "() => document.documentElement.innerText"


@dataclass
class Book:
    """A house whose words are all naughty."""

    served: Served
    http: httpx.Client
    customers: dict[str, str]  # name: id
    bill: str
    public: str

    @property
    def url(self) -> str:
        return self.served.url


@pytest.fixture(scope="module")
def book(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with copied(prepared, tmp_path_factory.mktemp("naughty") / "data") as installation:
        told(installation, FURNISH)
        with serving(installation) as served:
            token = installation.token()
            with httpx.Client(
                base_url=f"{served.url}/api/v1",
                headers={"Authorization": f"Bearer {token}"},
                timeout=30,
            ) as http:
                yield written(served, http)
        installation.habitue("verify")


def written(served: Served, http: httpx.Client) -> Book:
    customers = {}
    for number, said in enumerate(EVERY):
        body = {"first_name": said, "notes": said, "tags": [said[:40]], "description": said}
        made = post(http, "/customers", body, f"who {number}")
        assert made.status_code < 500, (said, made.text)
        print(
            ascii(said)[:30], made.status_code, made.text[:160] if made.status_code != 201 else ""
        )
        if made.status_code == 201:
            customers[said] = made.json()["id"]
    lines = []
    for said in CLEAN:
        line = {"name": said[:DISH_MAX], "quantity": 1000, "note": said}
        lines.append(line | {"unit_price": {"amount": 100, "currency": "EUR"}})
    bill = post(http, "/bills", {"table": CLEAN[0][:TABLE_MAX], "lines": lines}, "bill").json()
    for number, said in enumerate(CLEAN):
        made = post(http, "/bills", {"table": said[:TABLE_MAX]}, f"table {number}")
        assert made.status_code == 201, (said, made.text)
    linked = {"customer": customers[CLEAN[0]]}
    path = f"/bills/{bill['id']}/customer"
    assert http.put(path, json=linked, headers=key("link")).status_code == 200
    return Book(served, http, customers, bill["id"], bill["public_url"].partition("/b/")[2])


def post(http: httpx.Client, path: str, body: dict[str, Any], name: str) -> httpx.Response:
    return http.post(path, json=body, headers=key(name))


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name.replace(" ", "-")}


@pytest.fixture
def till(book: Book, visit: Callable[..., Page]) -> Page:
    secret = told(book.served.installation, ENROL)
    page = visit("till", f"{book.url}/healthz")
    where = {"name": "till_device", "value": secret, "url": f"{book.url}/till/"}
    page.context.add_cookies([where])  # type: ignore[list-item]
    come_in(page, book.url, "Marthe", MARTHES_PIN)
    return page


def test_what_is_written_is_what_comes_back(book: Book) -> None:
    """A word without a control character is kept to the letter; with one it is a clear no."""
    for said in EVERY:
        if said not in book.customers:
            assert said in COMMANDS
            continue
        kept = book.http.get(f"/customers/{book.customers[said]}").json()
        assert kept["notes"] == said.strip() or said in COMMANDS, said
        assert not set(kept["first_name"]) & set("\x00\x1b\x1d\x7f\r\n"), said


def test_nothing_runs_at_the_till(book: Book, till: Page) -> None:
    bill = f"/till/bills/{book.bill}/"
    for path in [
        *("/till/", bill, f"{bill}details/", f"{bill}pay/", f"{bill}split/", f"{bill}join/"),
        *(f"{bill}receipt/", f"{bill}customer/?q=script", f"{bill}customer/?q==", "/till/waiter/"),
        *("/till/customers/", "/till/customers/?q=%3C", "/till/saved/", f"/b/{book.public}"),
    ]:
        harmless(till, book, path)


def test_every_dish_stands_as_written(book: Book, till: Page) -> None:
    for path in (f"/till/bills/{book.bill}/", f"/till/bills/{book.bill}/receipt/"):
        till.goto(f"{book.url}{path}")
        shown = plain(till.evaluate(TEXT))
        missing = [said for said in CLEAN if plain(said[:DISH_MAX]) not in shown]
        assert missing == [], path


def test_every_guest_stands_as_written(book: Book, till: Page) -> None:
    for said in CLEAN:
        till.goto(f"{book.url}/till/customers/{book.customers[said]}/")
        assert plain(said) in plain(till.evaluate(TEXT)), said
        assert till.evaluate("() => window.trapped") is None, said


def harmless(page: Page, book: Book, path: str) -> None:
    asked = page.goto(f"{book.url}{path}")
    assert asked is not None and asked.status < 500, path
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.trapped") is None, path
    assert page.evaluate("() => document.querySelectorAll('main iframe, main script').length") == 0


def plain(text: str) -> str:
    """Without what a browser makes of spaces."""
    return "".join(text.split()).replace("\ufeff", "").replace("\u200b", "")
