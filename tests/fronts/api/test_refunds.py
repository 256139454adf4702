"""Refunds through the API: the refund answers itself; a quote posts nothing."""

from __future__ import annotations

from typing import Any

from habitue.bills.models import Refund
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur

LINES = [
    {"name": "Soup", "quantity": 1000, "unit_price": eur(550), "vat_rate": 1000},
    {"name": "Wine", "quantity": 2000, "unit_price": eur(600), "vat_rate": 2000},
]


def closed(api: Api, tender: str = "cash", **more: Any) -> dict[str, Any]:
    bill = api.post("/bills", {"lines": LINES} | more)
    path = f"/bills/{bill['id']}"
    assert api.post(f"{path}/payments", {"tender": tender}).status == 201
    found: dict[str, Any] = api.post(f"{path}/close").body
    return found


def test_a_refund_answers_itself(api: Api) -> None:
    bill = closed(api)

    refund = api.post(f"/bills/{bill['id']}/refunds", {"amount": eur(500), "reason": "Cold"})

    assert (refund.status, refund["bill"], refund["amount"]) == (201, bill["id"], eur(500))
    [part] = refund["parts"]
    assert (part["tender"], part["payment"]) == ("cash", bill["payments"][0]["id"])
    again = api.get(f"/bills/{bill['id']}")
    assert (again["refunded"], again["state"]) == (eur(500), "closed")
    assert api.get(f"/bills/{bill['id']}/refunds")["data"] == [refund.body]


def test_the_same_key_refunds_once(api: Api, cast: Cast) -> None:
    path = f"/bills/{closed(api)['id']}/refunds"
    two = [api.post(path, {"amount": eur(500)}, key="refund-1") for _ in range(2)]

    assert two[1].replayed and two[0].body == two[1].body
    assert Refund.objects.of(cast.house).count() == 1


def test_lines_by_id_or_with_a_quantity(api: Api) -> None:
    bill = closed(api)
    soup, wine = (line["id"] for line in bill["lines"])
    path = f"/bills/{bill['id']}/refunds"

    one = api.post(path, {"lines": [soup]})
    other = api.post(path, {"lines": [{"line": wine, "quantity": 1000}]})

    assert (one["amount"], one["vat"][0]["rate"]) == (eur(550), 1000)
    assert (other["amount"], other["vat"][0]["rate"]) == (eur(600), 2000)


def test_a_quote_says_where_it_would_go_and_posts_nothing(api: Api, cast: Cast) -> None:
    bill = closed(api)

    quote = api.post("/quotes", {"refund_of": bill["id"], "amount": eur(500)})
    refund = api.post(f"/bills/{bill['id']}/refunds", {"amount": eur(500)})

    assert quote.status == 200
    assert quote["refund"] == {key: refund[key] for key in quote["refund"]}
    assert Refund.objects.of(cast.house).count() == 1


def test_what_is_refused(api: Api, as_role: Any) -> None:
    bill = closed(api)
    path = f"/bills/{bill['id']}/refunds"
    open_ = api.post("/bills", {"amount": eur(500)})

    answers = {
        "too much": api.post(path, {"amount": eur(1751)}),
        "nothing": api.post(path, {"amount": eur(0)}),
        "both": api.post(path, {"amount": eur(1), "lines": [bill["lines"][0]["id"]]}),
        "open": api.post(f"/bills/{open_['id']}/refunds"),
        "cashier": as_role("cashier").post(path),
        "no such line": api.post(path, {"lines": [bill["id"]]}),
        "no such bill": api.post("/quotes", {"refund_of": bill["lines"][0]["id"]}),
        "all": api.post(path),
        "again": api.post(path),
    }

    assert {key: (one.status, one.body.get("code")) for key, one in answers.items()} == {
        "too much": (409, "overpaid"),
        "nothing": (422, "malformed"),
        "both": (422, "malformed"),
        "open": (409, "bill_unpaid"),
        "cashier": (403, "right_missing"),
        "no such line": (404, "not_found"),
        "no such bill": (404, "not_found"),
        "all": (201, None),
        "again": (409, "already_reversed"),
    }
