"""Screens that look on: told within a second, many at once, and no hindrance to who works."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest

from tests.races.conftest import Till, eur
from tests.serving import OWNER, OWNER_PASSWORD, Served

pytestmark = pytest.mark.races

SCREENS = 200
TRIES = 3  # others share the machine


@pytest.fixture
def screen(served: Served) -> Iterator[httpx.Client]:
    """A browser that is a till."""
    limits = httpx.Limits(max_connections=SCREENS + 10)
    with httpx.Client(
        base_url=served.url, follow_redirects=True, timeout=30, limits=limits
    ) as browser:
        _post(browser, "/", email=OWNER, password=OWNER_PASSWORD)
        _post(browser, "/till/enrol/", name="Bar")
        yield browser


def _post(browser: httpx.Client, path: str, **fields: str) -> None:
    page = browser.get(path).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = browser.post(path, data=hidden | fields, headers={"Referer": str(browser.base_url)})
    assert answer.status_code == 200, answer.text[:400]


@contextmanager
def looking_on(screen: httpx.Client) -> Iterator[Iterator[dict[str, Any]]]:
    """A stream of news; it has begun when this returns."""
    with screen.stream("GET", "/till/news/") as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream"), answer.read()
        lines = answer.iter_lines()
        assert next(lines).startswith("retry:")
        yield (json.loads(line[6:]) for line in lines if line.startswith("data: "))


def test_a_bill_changed_elsewhere_is_told_within_a_second(
    screen: httpx.Client, till: Till
) -> None:
    took = []
    for _try in range(TRIES):
        bill = till.made("POST", "/bills", {"amount": eur(1_000)})
        with looking_on(screen) as news:
            time.sleep(0.5)
            next(news)  # the bill itself, opened a moment before
            began = time.monotonic()
            till.made("POST", f"/bills/{bill['id']}/lines", {"lines": [_coffee()]})

            told = next(news)

        assert bill["id"] in told["ids"]
        took.append(time.monotonic() - began)
    assert min(took) < 1


def _coffee() -> dict[str, Any]:
    return {"name": "Coffee", "quantity": 1_000, "unit_price": eur(350)}


@pytest.mark.slow
def test_two_hundred_look_on_while_pages_stay_quick(
    served: Served, screen: httpx.Client, till: Till
) -> None:
    heard: list[str] = []
    with ExitStack() as stack:
        streams = [stack.enter_context(looking_on(screen)) for _ in range(SCREENS)]
        bill = till.made("POST", "/bills", {"amount": eur(1_000)})
        threads = [
            threading.Thread(target=_until, args=(one, bill["id"], heard)) for one in streams
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join(timeout=30)
        quick = sorted(_seconds(screen) for _ in range(40))

    assert heard == [bill["id"]] * SCREENS
    print(f"{SCREENS} streams: page p50 {quick[20] * 1e3:.0f}, p95 {quick[37] * 1e3:.0f} ms")
    assert quick[20] < 0.5  # the figure is `habitue bench`'s; here others share the machine


def _until(news: Iterator[dict[str, Any]], bill: str, heard: list[str]) -> None:
    for told in news:
        if bill in told["ids"]:
            heard.append(bill)
            return


def _seconds(screen: httpx.Client) -> float:
    began = time.perf_counter()
    assert screen.get("/till/lock/").status_code == 200
    return time.perf_counter() - began


def test_who_looks_on_does_not_keep_the_program_from_ending(
    served: Served, screen: httpx.Client
) -> None:
    with looking_on(screen), looking_on(screen):
        began = time.monotonic()
        served.stop()

    assert time.monotonic() - began < 9  # a worker that hangs is killed after ten
