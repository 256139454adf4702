"""Nothing a client sends may break the program: seeded nonsense for every endpoint."""

from __future__ import annotations

import copy
import json
import random
import re
from typing import Any

import pytest

from habitue.kit.ids import new_id
from tests.cast import Cast, make_item
from tests.fronts.api.conftest import Api, eur
from tests.fronts.api.test_another_house import BODIES, make_menu, make_merge
from tests.fronts.api.test_rights import endpoints

pytestmark = pytest.mark.value  # PostgreSQL takes no NUL and no half sign

SEED = 20261121
TIMES = 9  # how often each endpoint is tried
COLLECTIONS: dict[str, Any] = {
    "POST /customers": {"first_name": "X", "phones": ["06"], "address": {"city": "Y"}}
    | {"credit_limit": eur(5), "tags": ["a"], "birthday": "--05-31", "email": "a@b.test"},
    "POST /quotes": {"top_up": {"customer": "", "pays": eur(100), "receives": eur(120)}},
    "POST /card-reads": {"number": "MARTHE-0001"},
    "POST /bills": {"table": "T", "lines": [{"name": "X", "quantity": 1, "unit_price": eur(1)}]},
    "POST /items": {"name": "X", "price": eur(1), "vat_rate": 1000, "prices": []},
    "POST /price-levels": {"name": "X"},
    "POST /categories": {"name": "X", "position": 1},
    "POST /vat-rates": {"name": "X", "rate": 100, "default": False},
    "POST /areas": {"name": "X"},
    "POST /tables": {"name": "X", "area": ""},
    "POST /venues": {"name": "X"},
    "POST /tills": {"name": "X"},
    "POST /staff": {"name": "X", "role": "waiter", "email": "x@example.org", "pin": "7391"},
}
NONSENSE: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**53, -(2**63), 2**64, 10**40, 0.5, 1e308, -0.0),
    *("", " ", "0", "\0", "a\0b", "\ud800", "\u202e", "é" * 400, "x" * 70_000, "'; --", "%s%n"),
    *("2026-13-45", "0001-01-01", "9999-12-31T23:59:59+00:00", "--02-30", "4111111111111111"),
    *([], {}, [[]], [None], {"amount": 1}, {"a": {"b": [1, {"c": None}]}}),
    *({"amount": 2**53, "currency": "EUR"}, {"amount": 1, "currency": "XXX"}),
    *({"amount": "1", "currency": 1}, {"amount": -1, "currency": "EUR"}),
    {"staff": "x", "pin": "1", "reason": "y"},
]
QUERIES = ("limit=-1", "limit=1e9", "cursor=%00", "cursor=AAAA", "cursor=%ff", "q=%ff%fe%00")
QUERIES += ("q=" + "x" * 2_000, "updated_since=0001-01-01T00:00:00%2B14:00", "number=%F0%9F")
QUERIES += ("updated_since=9999-12-31T23:59:59-14:00", "customer=%00", "state=[]", "unit=%27")
QUERIES += ("active=2", "phone=" + "9" * 90, "email=@", "code=%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5")


@pytest.fixture
def here(cast: Cast) -> dict[str, Any]:
    """One of everything, so that nonsense gets past the door."""
    bill = cast.bill(5, cast.alice)
    cast.pin(cast.alice)
    payment = cast.pay(bill, amount=1)
    make_item(cast.house)
    return {
        "customer_id": cast.alice.id,
        "bill_id": bill.id,
        "line_id": new_id(),
        "payment_id": payment.id,
        "card_id": cast.alice_card.id,
        "member_id": cast.manager_member.id,
        "top_up_id": cast.top_up(cast.alice, 5).id,
        "merge_id": make_merge(cast).id,
        **make_menu(cast),
        "day": "2026-01-01",
        **{name: new_id() for name in NOT_HERE},
    }


def test_nothing_sent_is_ever_a_500(api: Api, here: dict[str, Any]) -> None:
    dice = random.Random(SEED)
    broken = []
    for method, path, _view in endpoints():
        plain = re.sub(r"\{\w+:", "{", path)
        for _ in range(TIMES):
            asked = re.sub(r"\{(\w+)\}", lambda found: _id(dice, here[found[1]]), plain)
            body = _body(dice, method, plain)
            answer = api(method, f"{asked}?{dice.choice(QUERIES)}", body)
            if answer.status >= 500:
                broken.append((method, asked, body[:300], answer.body))

    assert broken == []


NOT_HERE = (
    *("import_id", "invoice_id", "batch_id", "draft_id"),
    *("shift_id", "lot_id", "product_id"),
)


def _id(dice: random.Random, known: Any) -> str:
    return str(dice.choice([known] * 7 + [new_id(), "x", "%00", "..%2F..", "é"]))


def _body(dice: random.Random, method: str, path: str) -> bytes:
    """A sane body with one to three things in it turned to nonsense; sometimes just noise."""
    sane = {**BODIES, **COLLECTIONS}.get(f"{method} {path}", {})
    if dice.random() < 0.1:
        return dice.choice([b"{", b"\xff", b"[" * 9_000, b"null", b"\x00", b'{"a":1e999}'])
    body = json.loads(json.dumps(sane))
    for _ in range(dice.randint(1, 3)):
        _spoil(dice, body)
    return json.dumps(body).encode()


def _spoil(dice: random.Random, body: Any) -> None:
    spot, keys = body, list(body)
    while keys and isinstance(spot[key := dice.choice(keys)], dict | list) and dice.random() < 0.7:
        inner = spot[key]
        spot, keys = inner, list(inner) if isinstance(inner, dict) else list(range(len(inner)))
    if isinstance(spot, list):
        spot.append(copy.deepcopy(dice.choice(NONSENSE)))
    else:
        named = dice.choice([*spot, "approval", "unknown", "version", "amount", "occurred_at"])
        spot[named] = copy.deepcopy(dice.choice(NONSENSE))
