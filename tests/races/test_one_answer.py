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

Size = tuple[int, int]


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Size:
    """How many operations, how often each: the long form with --faults or by the environment."""
    asked = request.config.getoption("--faults") or os.environ.get("HABITUE_TEST_LONG_RACES")
    return (200, 16) if asked else (40, 8)


def test_each_operation_has_one_answer(served: Served, till: Till, alice: Any, size: Size) -> None:
    operations, times = size
    path = f"/customers/{alice['id']}/top-ups"
    began = time.monotonic()

    answers = at_once(
        [
            lambda n=number: (  # type: ignore[misc]
                till("POST", path, {"pays": eur(100 + n), "tender": "cash"}, f"race-{n}")
            )
            for number in range(operations)
            for _ in range(times)
        ],
        CLIENTS,
    )

    took = time.monotonic() - began
    print(f"{operations} operations × {times} at once in {took:.1f} s")
    assert {one.status_code for one in answers} == {201}
    said = Counter((one.json()["id"], str(one.json()["pays"])) for one in answers)
    assert len(said) == operations
    assert set(said.values()) == {times}
    first = [one for one in answers if "Idempotent-Replayed" not in one.headers]
    assert len(first) == operations
    wallet = till.made("GET", f"/customers/{alice['id']}/balances")["wallet"]["total"]
    assert wallet == eur(10_000 + sum(100 + number for number in range(operations)))
    assert verified(served)


def test_a_key_with_another_body_is_refused(
    served: Served, till: Till, alice: Any, size: Size
) -> None:
    operations = size[0]
    path = f"/customers/{alice['id']}/top-ups"

    answers = at_once(
        [
            lambda n=number: (  # type: ignore[misc]
                till("POST", path, {"pays": eur(100 + n), "tender": "cash"}, f"one-{n // 8}")
            )
            for number in range(operations)
        ],
        CLIENTS,
    )

    codes = Counter((one.status_code, one.json().get("code", "")) for one in answers)
    assert codes == {
        (201, ""): operations // 8,
        (422, "idempotency_key_reused"): operations - operations // 8,
    }
