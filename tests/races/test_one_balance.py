"""64 clients spend one balance of 100.00 by 1.00: 100 are accepted, and nothing is overdrawn."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest

from tests.races.conftest import CLIENTS, PIN, Till, at_once, eur, verified
from tests.serving import Served

pytestmark = pytest.mark.races

TRIES = 160


def test_a_hundred_spends_and_no_more(served: Served, till: Till, alice: Any) -> None:
    bills = [till.made("POST", "/bills", {"amount": eur(100)}) for _ in range(TRIES)]
    for bill in bills:
        till.made("PUT", f"/bills/{bill['id']}/customer", {"customer": alice["id"]})
    began = time.monotonic()

    answers = at_once(
        [
            lambda id_=bill["id"]: till(  # type: ignore[misc]
                "POST", f"/bills/{id_}/payments", {"tender": "wallet", "pin": PIN}
            )
            for bill in bills
        ],
        CLIENTS,
    )

    took = time.monotonic() - began
    codes = Counter((one.status_code, one.json().get("code", "")) for one in answers)
    print(f"{TRIES} spends by {CLIENTS} clients in {took:.1f} s: {dict(codes)}")
    assert codes == {(201, ""): 100, (409, "insufficient_value"): TRIES - 100}
    balances = till.made("GET", f"/customers/{alice['id']}/balances")
    assert balances["wallet"]["total"] == eur(0)
    assert verified(served)
