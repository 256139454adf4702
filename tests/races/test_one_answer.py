"""The same operation sent many times at once is done once, with one answer."""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import Any

import pytest

from tests.races.conftest import CLIENTS, Till, at_once, eur, verified
from tests.serving import Served

pytestmark = pytest.mark.races

LONG = bool(os.environ.get("HABITUE_TEST_LONG_RACES"))
OPERATIONS, TIMES = (200, 16) if LONG else (40, 8)


def test_each_operation_has_one_answer(served: Served, till: Till, alice: Any) -> None:
    path = f"/customers/{alice['id']}/top-ups"
    began = time.monotonic()

    answers = at_once(
        [
            lambda n=number: (  # type: ignore[misc]
                till("POST", path, {"pays": eur(100 + n), "tender": "cash"}, f"race-{n}")
            )
            for number in range(OPERATIONS)
            for _ in range(TIMES)
        ],
        CLIENTS,
    )

    took = time.monotonic() - began
    print(f"{OPERATIONS} operations × {TIMES} at once in {took:.1f} s")
    assert {one.status_code for one in answers} == {201}
    said = Counter((one.json()["id"], str(one.json()["pays"])) for one in answers)
    assert len(said) == OPERATIONS
    assert set(said.values()) == {TIMES}
    first = [one for one in answers if "Idempotent-Replayed" not in one.headers]
    assert len(first) == OPERATIONS
    wallet = till.made("GET", f"/customers/{alice['id']}/balances")["wallet"]["total"]
    assert wallet == eur(10_000 + sum(100 + number for number in range(OPERATIONS)))
    assert verified(served)


def test_a_key_with_another_body_is_refused(served: Served, till: Till, alice: Any) -> None:
    path = f"/customers/{alice['id']}/top-ups"

    answers = at_once(
        [
            lambda n=number: (  # type: ignore[misc]
                till("POST", path, {"pays": eur(100 + n), "tender": "cash"}, f"one-{n // 8}")
            )
            for number in range(OPERATIONS)
        ],
        CLIENTS,
    )

    codes = Counter((one.status_code, one.json().get("code", "")) for one in answers)
    assert codes == {
        (201, ""): OPERATIONS // 8,
        (422, "idempotency_key_reused"): OPERATIONS - OPERATIONS // 8,
    }
