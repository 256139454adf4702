"""How many statements a call may take: a till waits for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.menu import actions as menu
from habitue.operations.rights import RIGHTS
from tests.cast import Cast, make_customer, make_item
from tests.fronts.api.conftest import Api, eur, token_of

DOOR = 1  # the token with its house, its person and the rights of the role


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


def test_a_bill_opens_in_as_many_for_one_line_as_for_ten(api: Api) -> None:
    def opened(count: int) -> int:
        named = [{"name": f"Soup {n}", "unit_price": eur(350)} for n in range(count)]
        return statements(lambda: api.post("/bills", {"lines": named}))

    opened(1)  # the first bill begins the count of them
    assert opened(10) == opened(1)


def test_what_the_main_line_takes(cast: Cast) -> None:
    """One bill of five lines from the first line to the end, and a top-up.

    Seals are laid outside the operation, in the commit of its group. Linking asks what
    categories say, and writes it on the lines.
    """
    till = Api(token_of(cast.house, cast.manager_member, till=cast.till, scopes=list(RIGHTS)))
    mains = cast.act(menu.add_category, name="Mains", discount_bp=500)
    items = [make_item(cast.house, f"Item {number}", category=mains) for number in range(5)]
    lines = {"lines": [{"item": str(item.id)} for item in items]}
    cast.rule(points_per_unit=1)
    cast.pin(cast.alice)
    most = {"open": 9, "link": 13, "read": 6, "pay": 21, "rest": 201, "close": 16, "top up": 15}
    if connection.vendor == "postgresql":  # an entry is posted by one call
        most |= {"pay": 19, "top up": 13, "close": 11}

    _whole(till, cast, lines)  # the first posting to an account opens it
    assert _whole(till, cast, lines) == most


def _whole(till: Api, cast: Cast, lines: dict[str, Any]) -> dict[str, int]:
    """What each call of a whole bill takes."""
    card, mine = {"card": cast.alice_card.number}, f"/customers/{cast.alice.id}"
    path = f"/bills/{till.post('/bills', lines)['id']}"
    read = {"number": cast.alice_card.number}
    proof = {"card_read": till.post("/card-reads", read)["id"]}
    by_wallet = {"tender": "wallet", "amount": eur(100)} | proof
    terms = {"pays": eur(1000), "receives": eur(1000), "tender": "cash"}
    return {
        "open": statements(lambda: till.post("/bills", lines)),
        "link": statements(lambda: till.put(f"{path}/customer", card)),
        "read": statements(lambda: till.post("/card-reads", read)),
        "pay": statements(lambda: till.post(f"{path}/payments", by_wallet)),
        "rest": till.post(f"{path}/payments", {"tender": "cash"}).status,
        "close": statements(lambda: till.post(f"{path}/close")),
        "top up": statements(lambda: till.post(f"{mine}/top-ups", terms)),
    }
