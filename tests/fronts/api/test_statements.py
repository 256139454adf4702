"""How many statements a call may take: a till waits for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import PIN, Cast, make_customer
from tests.fronts.api.conftest import Api, eur

DOOR = 2  # the token with its house and person, and the rights of the role


def statements(call: Callable[[], Any]) -> int:
    """Without what only a transaction inside a test's own transaction needs."""
    with CaptureQueriesContext(connection) as seen:
        answer = call()
    assert answer.status < 300, answer.body
    words = ("SAVEPOINT", "RELEASE", "SET LOCAL", "RESET", "ROLLBACK")
    return len([one for one in seen.captured_queries if not one["sql"].startswith(words)])


def test_a_search_takes_four_however_many_it_finds(api: Api, cast: Cast) -> None:
    few = make_customer(cast.house, first_name="Guest", phone="06 12 34 56 78")
    one = statements(lambda: api.get("/customers?q=gue"))
    for number in range(12):
        make_customer(cast.house, first_name=f"Guest{number}", phones=["06", "07"])

    many = statements(lambda: api.get("/customers?q=gue"))

    assert few and many == one
    assert many - DOOR <= 4


@pytest.mark.parametrize("path", ["/customers", "/bills", "/unpaid", "/items"])
def test_a_list_takes_as_many_for_one_as_for_ten(api: Api, cast: Cast, path: str) -> None:
    def more() -> None:
        from tests.cast import make_item

        payer = make_customer(cast.house, on_account_allowed=True)
        cast.save(cast.bill(5, payer))
        make_item(cast.house, f"Item {payer.id}")

    more()
    one = statements(lambda: api.get(path))
    for _ in range(9):
        more()

    assert statements(lambda: api.get(path)) == one <= 20


def test_reads_and_small_writes_stay_below_twenty(api: Api, cast: Cast) -> None:
    cast.pin(cast.alice)
    bill = cast.bill(5, cast.alice)
    mine = f"/customers/{cast.alice.id}"

    taken = {
        "balances": statements(lambda: api.get(f"{mine}/balances")),
        "transactions": statements(lambda: api.get(f"{mine}/transactions")),
        "one bill": statements(lambda: api.get(f"/bills/{bill.id}")),
        "open": statements(lambda: api.post("/bills", {"amount": eur(500)})),
        "edit": statements(lambda: api.patch(mine, {"version": 1, "notes": "x"})),
    }

    assert max(taken.values()) <= 20, taken


def test_what_the_main_line_takes(api: Api, cast: Cast) -> None:
    """The whole of a payment: proof, lots, ledger, audit, and the bill read again."""
    cast.pin(cast.alice)
    bill = api.post("/bills", {"amount": eur(500)})
    path = f"/bills/{bill['id']}"

    taken = {
        "link": statements(lambda: api.put(f"{path}/customer", {"customer": str(cast.alice.id)})),
        "pay": statements(lambda: api.post(f"{path}/payments", {"tender": "wallet", "pin": PIN})),
        "close": statements(lambda: api.post(f"{path}/close")),
    }

    assert max(taken.values()) <= 45, taken
