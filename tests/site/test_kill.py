"""Kill -9 of the server under postings with retry: what was acknowledged is stored, once.

Three kills in the suite; HABITUE_KILLS=20 for the long form.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.serving import Installation, Served, copied, free_port, start

KILLS = int(os.environ.get("HABITUE_KILLS", "3"))
CLIENTS = 4
CENTS = 100


@dataclass
class Ledger:
    """What the clients know: what they sent, what was acknowledged, what was under way."""

    acknowledged: dict[str, str] = field(default_factory=dict)  # key -> id of the top-up
    under_way: set[str] = field(default_factory=set)
    stop: threading.Event = field(default_factory=threading.Event)
    retried: int = 0
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def installation(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    with copied(prepared, tmp_path / "data") as made:
        yield made


@pytest.mark.races
def test_what_was_acknowledged_is_stored(installation: Installation) -> None:
    port, token = free_port(), installation.token()
    running = start(installation, port)
    customers = [_customer(running, token, number) for number in range(CLIENTS)]
    known, hit = Ledger(), 0
    clients = [_client(running.url, token, one, known) for one in customers]

    for _ in range(KILLS):
        running, busy = _kill_and_start(running, known, port)
        hit += busy
    time.sleep(0.5)
    known.stop.set()
    for client in clients:
        client.join(timeout=60)
    stored = _stored(running, token, customers)
    running.stop()

    print(
        f"{KILLS} kills, {hit} of them hit open work; {len(known.acknowledged)} acknowledged,"
        f" {stored} stored, {known.retried} tries again"
    )
    assert known.wrong == []
    assert hit == KILLS
    assert stored == len(known.acknowledged) > KILLS
    assert len(set(known.acknowledged.values())) == len(known.acknowledged)
    assert " NO " not in installation.habitue("verify")


def _kill_and_start(running: Served, known: Ledger, port: int) -> tuple[Served, bool]:
    """Let it work a while, then pull the plug in the middle of something."""
    enough = len(known.acknowledged) + 5
    patience = time.monotonic() + 30
    while len(known.acknowledged) < enough and time.monotonic() < patience:
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.1))
    busy = bool(known.under_way)
    running.kill()
    return start(running.installation, port), busy


def _client(url: str, token: str, customer: str, known: Ledger) -> threading.Thread:
    """Tops up by one, again and again; what is not answered is sent again as it was."""

    def work() -> None:
        number = 0
        with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=20) as http:
            while not known.stop.is_set():
                number += 1
                _top_up(http, url, customer, f"{customer}:{number}", known)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _top_up(http: httpx.Client, url: str, customer: str, key: str, known: Ledger) -> None:
    money = {"amount": CENTS, "currency": "EUR"}
    body = {"pays": money, "receives": money, "tender": "cash"}
    known.under_way.add(key)
    while True:
        try:
            answer = http.post(
                f"{url}/api/v1/customers/{customer}/top-ups",
                json=body,
                headers={"Idempotency-Key": key},
            )
        except httpx.TransportError:
            known.retried += 1
            time.sleep(0.02)
            continue
        if answer.status_code == 503:
            time.sleep(0.02)
            continue
        break
    known.under_way.discard(key)
    if answer.status_code in (200, 201):
        known.acknowledged[key] = answer.json()["id"]
    else:
        known.wrong.append(f"{answer.status_code} {answer.text}")


def _customer(running: Served, token: str, number: int) -> str:
    answer = httpx.post(
        f"{running.url}/api/v1/customers",
        json={"first_name": f"Guest {number}"},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"guest:{number}"},
    )
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    return id_


def _stored(running: Served, token: str, customers: list[str]) -> int:
    """How many top-ups of one the balances hold."""
    total = 0
    for customer in customers:
        answer = httpx.get(
            f"{running.url}/api/v1/customers/{customer}/balances",
            headers={"Authorization": f"Bearer {token}"},
        )
        total += answer.json()["wallet"]["paid"]["amount"]
    return total // CENTS
