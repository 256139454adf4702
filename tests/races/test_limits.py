"""What must hold whoever is quicker: a limit, a bill's sum, a card, an opening."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.races.conftest import Till, at_once, eur, verified
from tests.serving import Served

pytestmark = pytest.mark.races


def codes(answers: list[Any]) -> Counter[tuple[int, str]]:
    return Counter((one.status_code, one.json().get("code", "")) for one in answers)


def test_a_limit_is_not_passed_by_many_at_once(served: Served, till: Till) -> None:
    acme = till.made(
        "POST",
        "/customers",
        {"company_name": "Acme", "on_account_allowed": True, "credit_limit": eur(1_000)},
    )
    bills = [till.made("POST", "/bills", {"amount": eur(100)}) for _ in range(16)]
    for bill in bills:
        till.made("PUT", f"/bills/{bill['id']}/customer", {"customer": acme["id"]})

    answers = at_once(
        [
            lambda id_=bill["id"]: till("POST", f"/bills/{id_}/save-on-account")  # type: ignore[misc]
            for bill in bills
        ],
        16,
    )

    assert codes(answers) == {(200, ""): 10, (409, "limit_exceeded"): 6}
    assert verified(served)


def test_a_bill_is_paid_once(served: Served, till: Till) -> None:
    bill = till.made("POST", "/bills", {"amount": eur(1_000)})
    path = f"/bills/{bill['id']}/payments"

    answers = at_once([lambda: till("POST", path, {"tender": "cash"})] * 16, 16)

    assert codes(answers) == {(201, ""): 1, (409, "bill_paid"): 15}
    assert verified(served)


def test_one_card_number_finds_one_owner(served: Served, till: Till) -> None:
    guests = [till.made("POST", "/customers", {"first_name": f"Guest {n}"}) for n in range(12)]

    answers = at_once(
        [
            lambda id_=guest["id"]: till(  # type: ignore[misc]
                "POST", f"/customers/{id_}/cards", {"number": "CARD-1", "kind": "qr"}
            )
            for guest in guests
        ],
        12,
    )

    said = codes(answers)
    assert said[201, ""] == 1
    assert said[409, "card_in_use"] == 11, said
