"""Many programs at once against the real server, over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.serving import Served

PIN = "7391"
CLIENTS = 64


def eur(minor: int) -> dict[str, Any]:
    return {"amount": minor, "currency": "EUR"}


@dataclass
class Till:
    """A program with a token."""

    http: httpx.Client

    def __call__(self, method: str, path: str, body: Any = None, key: str = "") -> httpx.Response:
        return self.http.request(
            method,
            f"/api/v1{path}",
            json={} if body is None else body,
            headers={"Idempotency-Key": key or uuid4().hex},
        )

    def made(self, method: str, path: str, body: Any = None) -> Any:
        answer = self(method, path, body)
        assert answer.status_code < 300, answer.text
        return answer.json()


@pytest.fixture
def till(served: Served) -> Iterator[Till]:
    """One client, its connections shared by as many threads as like."""
    token = served.installation.token()
    with httpx.Client(
        base_url=served.url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=120,
        limits=httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS),
    ) as http:
        yield Till(http)


@pytest.fixture
def alice(till: Till) -> Any:
    """100.00 in her wallet, and a PIN."""
    made = till.made("POST", "/customers", {"first_name": "Alice", "pin": PIN})
    path = f"/customers/{made['id']}"
    till.made("POST", f"{path}/top-ups", {"pays": eur(10_000), "tender": "cash"})
    return made


def at_once(work: Sequence[Callable[[], httpx.Response]], clients: int) -> list[httpx.Response]:
    """All of `work`, by `clients` threads that begin together."""
    start = threading.Barrier(min(clients, len(work)))
    waited = threading.local()

    def run(one: Callable[[], httpx.Response]) -> httpx.Response:
        if not getattr(waited, "done", False):
            waited.done = True
            start.wait(timeout=60)
        return one()

    with ThreadPoolExecutor(min(clients, len(work))) as pool:
        return list(pool.map(run, work))


def verified(served: Served) -> bool:
    """Whether the books agree after all that."""
    served.installation.habitue("verify")
    return True
