"""Clients that post, and send again what was not answered, whatever is done to the server."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.faults.clients import eur
from tests.serving import Served


@dataclass
class Posted:
    """What the clients know: what they sent, what was acknowledged, what is under way."""

    url: str
    token: str
    pause: float = 0.0  # seconds between two of a client's postings
    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)  # key: id, amount
    under_way: set[str] = field(default_factory=set)
    replayed: int = 0  # committed, and the answer lost
    said: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    give_up: threading.Event = field(default_factory=threading.Event)  # no more tries
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, customers: list[str], luck: Random) -> None:
        for customer in customers:
            mine = Random(luck.random())
            thread = threading.Thread(target=self._client, args=(customer, mine), daemon=True)
            thread.start()
            self.threads.append(thread)

    def finish(self) -> None:
        """Let each client end what it began."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=120)
        self.threads.clear()
        self.stop.clear()

    def _client(self, customer: str, luck: Random) -> None:
        number = 0
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Encoding": "identity"}
        with httpx.Client(headers=headers, timeout=30) as http:
            while not self.stop.is_set():
                number += 1
                key = f"{customer}:{luck.getrandbits(64):x}:{number}"
                self._post(http, customer, key, luck.randint(1, 5_000))
                self.stop.wait(self.pause)

    def _post(self, http: httpx.Client, customer: str, key: str, amount: int) -> None:
        body = {"pays": eur(amount), "receives": eur(amount), "tender": "cash"}
        path = f"{self.url}/api/v1/customers/{customer}/top-ups"
        self.under_way.add(key)
        answer = self._answer(http, path, body, key)
        self.under_way.discard(key)
        if answer is None:
            return
        if answer.status_code != 201:
            self.wrong.append(f"{answer.status_code} {answer.text[:300]}")
        else:
            self.acknowledged[key] = (answer.json()["id"], amount)
            self.replayed += "Idempotent-Replayed" in answer.headers

    def _answer(self, http: httpx.Client, path: str, body: Any, key: str) -> httpx.Response | None:
        """The answer that ends it; None where we gave up before there was one."""
        while not self.give_up.is_set():
            try:
                answer = http.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError as cut:
                self.said[type(cut).__name__] += 1
            else:
                self.said[str(answer.status_code)] += 1
                if answer.status_code != 503:
                    return answer
            time.sleep(0.02)
        return None


def guests(running: Served, token: str, number: int) -> list[str]:
    """So many new customers, one for each client."""
    made = []
    for one in range(number):
        answer = httpx.post(
            f"{running.url}/api/v1/customers",
            json={"first_name": f"Guest {one}"},
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"guest:{one}"},
            timeout=30,
        )
        assert answer.status_code == 201, answer.text
        made.append(str(answer.json()["id"]))
    return made


def stored(running: Served, token: str, customers: list[str]) -> int:
    """What the wallets hold together."""
    total = 0
    for customer in customers:
        answer = httpx.get(
            f"{running.url}/api/v1/customers/{customer}/balances",
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        total += answer.json()["wallet"]["paid"]["amount"]
    return total
