"""The main job through the API, as the contract tells it."""

from __future__ import annotations

from typing import Any

from tests.fronts.api.conftest import Api, eur


def test_a_regular_tops_up_and_pays_by_pin(api: Api) -> None:
    alice = api.post("/customers", {"first_name": "Alice", "phone": "06 12 34 56 78"})
    assert alice.status == 201, alice.body
    path = f"/customers/{alice['id']}"
    assert api.put(f"{path}/pin", {"pin": "7391"}).status == 200
    top_up = api.post(
        f"{path}/top-ups", {"pays": eur(10000), "receives": eur(12000), "tender": "cash"}
    )
    assert (top_up.status, top_up["gift"], top_up["wallet"]["total"]) == (
        201,
        eur(2000),
        eur(12000),
    ), top_up.body
    bill = api.post("/bills", {"table": "T4", "amount": eur(3000)})
    assert (bill.status, bill["due"], bill["customer"]) == (201, eur(3000), None), bill.body
    linked = api.put(f"/bills/{bill['id']}/customer", {"code": alice["personal_code"]})
    assert linked["customer"] == alice["id"], linked.body

    paid = api.post(f"/bills/{bill['id']}/payments", {"tender": "wallet", "pin": "7391"})

    assert (paid.status, paid["due"]) == (201, eur(0)), paid.body
    assert paid["payments"][0]["id"] == paid["created"]
    assert api.post(f"/bills/{bill['id']}/close")["state"] == "closed"
    assert api.get(f"{path}/balances")["wallet"]["total"] == eur(9000)
    moves: Any = api.get(f"{path}/transactions?limit=2")
    assert [move["kind"] for move in moves["data"]] == ["prepaid.spend"] * 2 or moves.body


def test_search_finds_from_the_first_character(api: Api) -> None:
    made = api.post("/customers", {"first_name": "Zoë", "last_name": "Łukasz"})

    found = api.get("/customers?q=luk")

    assert [row["id"] for row in found["data"]] == [made["id"]]
