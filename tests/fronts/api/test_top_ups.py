"""Top-ups given back through the API: a quote first, then once."""

from __future__ import annotations

from typing import Any

from habitue.prepaid.models import TopUpRefund
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur


def topped_up(api: Api, cast: Cast, tender: str = "cash") -> str:
    """Carol pays 100 and receives 120."""
    terms = {"pays": eur(10000), "receives": eur(12000), "tender": tender}
    made = api.post(f"/customers/{cast.carol.id}/top-ups", terms)
    assert (made.status, made["refunded"]) == (201, eur(0))
    id_: str = made["id"]
    return id_


def test_it_answers_itself_and_its_sums(api: Api, cast: Cast) -> None:
    top_up = topped_up(api, cast, "card")
    cast.pay(cast.bill(50, cast.carol), "wallet")

    back = api.post(f"/top-ups/{top_up}/refund", {"reason": "Moves", "fiscal_ref": "F9"})

    assert back.status == 201
    assert (back["amount"], back["gift_withdrawn"]) == (eur(7000), eur(0))
    assert (back["pays"], back["receives"], back["spent"]) == (eur(10000), eur(12000), eur(5000))
    assert (back["top_up"], back["customer"], back["tender"]) == (
        top_up,
        str(cast.carol.id),
        "card",
    )
    assert (back["reason"], back["fiscal_ref"]) == ("Moves", "F9")
    assert back["wallet"]["total"] == eur(0)
    assert api.get(f"/top-ups/{top_up}")["refunded"] == eur(7000)
    [listed] = api.get(f"/customers/{cast.carol.id}/top-ups")["data"]
    assert (listed["id"], listed["refunded"]) == (top_up, eur(7000))


def test_the_quote_says_it_and_posts_nothing(api: Api, cast: Cast) -> None:
    top_up = topped_up(api, cast)

    quote = api.post("/quotes", {"refund_of": top_up, "amount": eur(4000)})
    assert TopUpRefund.objects.count() == 0
    back = api.post(f"/top-ups/{top_up}/refund", {"amount": eur(4000)})

    assert (quote.status, quote["refund"]["most"]) == (200, eur(10000))
    assert quote["refund"]["wallet_after"] == back["wallet"]["total"] == eur(6000)
    shared = set(quote["refund"]) & set(back.body)
    assert {key: quote["refund"][key] for key in shared} == {key: back[key] for key in shared}


def test_the_same_key_gives_back_once(api: Api, cast: Cast) -> None:
    path = f"/top-ups/{topped_up(api, cast)}/refund"

    two = [api.post(path, {"amount": eur(4000)}, key="back-1") for _each in range(2)]

    assert two[1].replayed and two[0].body == two[1].body
    assert TopUpRefund.objects.count() == 1


def test_in_parts_up_to_all_and_then_no_more(api: Api, cast: Cast) -> None:
    path = f"/top-ups/{topped_up(api, cast)}/refund"

    codes = [api.post(path, {"amount": eur(5000)}) for _each in range(3)]

    assert [one.status for one in codes] == [201, 201, 409]
    assert codes[2]["code"] == "already_reversed"
    assert codes[1]["wallet"]["total"] == eur(0)


def test_what_is_refused(api: Api, cast: Cast, as_role: Any) -> None:
    top_up = topped_up(api, cast)
    path = f"/top-ups/{top_up}/refund"
    said = {
        "too much": api.post(path, {"amount": eur(10001)}),
        "nothing": api.post(path, {"amount": eur(0)}),
        "dollars": api.post(path, {"amount": {"amount": 1, "currency": "USD"}}),
        "a field": api.post(path, {"tender": "card"}),
        "lines": api.post("/quotes", {"refund_of": top_up, "lines": ["x"]}),
        "cashier": as_role("cashier").post(path, {}),
    }

    assert {name: (one.status, one["code"]) for name, one in said.items()} == {
        "too much": (409, "insufficient_value"),
        "nothing": (422, "malformed"),
        "dollars": (422, "malformed"),
        "a field": (422, "unknown_field"),
        "lines": (422, "malformed"),
        "cashier": (403, "right_missing"),
    }
    assert cast.has(cast.carol).total == 12000


def test_lots_are_listed_and_last_longer_by_a_recorded_act(
    api: Api, cast: Cast, as_role: Any
) -> None:
    cast.rule(gift_days=30)
    topped_up(api, cast)
    lots = api.get(f"/customers/{cast.carol.id}/lots")["data"]
    gift = next(lot for lot in lots if lot["kind"] == "gift")
    path = f"/lots/{gift['id']}/extend"

    made = api.post(path, {"until": None, "reason": "was ill"})

    assert (made.status, made["before"], made["after"]) == (201, gift["expires_on"], None)
    assert (made["reason"], made["lot"]["left"]) == ("was ill", eur(2000))
    assert api.post(path, {"until": None, "reason": "x"}).status == 422
    assert api.post(path, {"reason": "x"}).status == 422
    assert as_role("cashier").post(path, {"until": None, "reason": "x"}).status == 403
    assert len(api.get(f"/customers/{cast.carol.id}/lots?limit=1")["data"]) == 1


def test_a_single_purpose_product_is_sold_and_pays_its_own_rate(api: Api, cast: Cast) -> None:
    terms = {"name": "Lunch", "purpose": "single", "vat_rate": 1000, "pays": eur(3300)}
    lunch = api.post("/prepaid-products", terms)
    assert (lunch.status, lunch["pays"], lunch["vat_rate"]) == (201, eur(3300), 1000)
    assert api.get("/prepaid-products")["data"] == [lunch.body]

    path = f"/customers/{cast.carol.id}/top-ups"
    sold = api.post(path, {"pays": eur(3300), "tender": "cash", "product": lunch["id"]})
    assert sold["vat"] == {"rate": 1000, "gross": eur(3300), "tax": eur(300)}
    lines = [
        {"name": "Soup", "quantity": 1000, "unit_price": eur(2200), "vat_rate": 1000},
        {"name": "Wine", "quantity": 1000, "unit_price": eur(1200), "vat_rate": 2000},
    ]
    bill = api.post("/bills", {"lines": lines})
    api.put(f"/bills/{bill['id']}/customer", {"customer": str(cast.carol.id)})
    paid = api.post(f"/bills/{bill['id']}/payments", {"tender": "wallet", "amount": eur(2200)})

    assert [rate["gross"] for rate in paid["vat"]] == [eur(2200), eur(1200)]
    assert [(rate["gross"], rate["tax"]) for rate in paid["vat_due"]] == [
        (eur(0), eur(0)),
        (eur(1200), eur(200)),
    ]


def test_products_are_refused_and_retired(api: Api, as_role: Any, cast: Cast) -> None:
    assert api.post("/prepaid-products", {"name": "A", "purpose": "single"}).status == 422
    assert as_role("cashier").post("/prepaid-products", {"name": "A"}).status == 403
    made = api.post("/prepaid-products", {"name": "A"})
    assert api.post("/prepaid-products", {"name": "A"}).status == 422

    gone = api.post(f"/prepaid-products/{made['id']}/retire")

    assert (gone.status, gone["retired_at"] is None) == (200, False)
    assert api.get("/prepaid-products")["data"] == []
    path = f"/customers/{cast.carol.id}/top-ups"
    sold = api.post(path, {"pays": eur(1), "tender": "cash", "product": made["id"]})
    assert (sold.status, sold["field"]) == (404, "product")
