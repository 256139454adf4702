"""Someone is erased while others top them up, pay for them and erase them too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.races.conftest import PIN, Till, at_once, eur, verified
from tests.serving import Served

pytestmark = pytest.mark.races

ROUNDS = 8


def test_value_or_forgotten_and_never_both(served: Served, till: Till) -> None:
    for number in range(ROUNDS):
        who = till.made("POST", "/customers", {"first_name": f"Zyxwvut {number}", "pin": PIN})
        path = f"/customers/{who['id']}"
        bill = till.made("POST", "/bills", {"amount": eur(700)})
        till.made("PUT", f"/bills/{bill['id']}/customer", {"customer": who["id"]})

        answers = at_once(_acts(till, path, bill["id"]), 8)

        assert {one.status_code for one in answers} <= {200, 201, 409}
        now = till.made("GET", f"{path}/balances")
        erased = till("GET", f"{path}/erasure").status_code == 200
        assert not erased or now["wallet"]["total"] == eur(0)
        assert erased or now["wallet"]["total"] != eur(0) or now["house_account"]["owes"]
        assert "Zyxwvut" not in till("GET", path).text if erased else True

    assert verified(served)


def _acts(till: Till, path: str, bill: str) -> list[Any]:
    top_up = {"pays": eur(1000), "receives": eur(1200), "tender": "cash"}
    erases = [lambda: till("POST", f"{path}/erase") for _ in range(3)]
    tops = [lambda: till("POST", f"{path}/top-ups", top_up)]
    pays = [lambda: till("POST", f"/bills/{bill}/payments", {"tender": "cash"})]
    edits = [lambda: till("POST", f"{path}/cards", {"number": bill[-8:], "kind": "barcode"})]
    return [*tops, *erases[:1], *pays, *erases[1:], *edits]
