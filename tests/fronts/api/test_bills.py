"""Bills through the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, make_item
from tests.fronts.api.conftest import Api, eur, token_of


def test_lines_of_our_menu_and_of_another(api: Api, cast: Cast) -> None:
    coffee = make_item(cast.house, "Coffee", 2)
    lines = [
        {"item": str(coffee.id), "quantity": 2000},
        {"item": str(coffee.id), "quantity": 1000, "unit_price": eur(150)},
        {"name": "Wine", "quantity": 500, "unit_price": eur(1001), "vat_rate": 2000}
        | {"category": "Drinks"},
    ]

    bill = api.post("/bills", {"table": "T4", "lines": lines})

    assert bill.status == 201, bill.body
    assert [line["total"] for line in bill["lines"]] == [eur(400), eur(150), eur(501)]
    assert (bill["total"], bill["due"], bill["paid"]) == (eur(1051), eur(1051), eur(0))
    assert (bill["table"], bill["state"], bill["customer"]) == ("T4", "open", None)
    assert [part["rate"] for part in bill["vat"]] == [1000, 2000]
    [share] = bill["shares"]
    assert (share["id"], share["customer"], share["due"]) == (bill["id"], None, eur(1051))
    assert bill["public_url"].startswith("http://testserver/b/")


def test_with_neither_lines_nor_amount_it_opens_empty(api: Api) -> None:
    bill = api.post("/bills", {})

    assert (bill.status, bill["total"], bill["lines"]) == (201, eur(0), [])


NO_BILL: list[Any] = [
    {"amount": eur(0)},
    {"amount": eur(5), "lines": [{"name": "X", "quantity": 1000, "unit_price": eur(5)}]},
    {"lines": [{"quantity": 1000}]},
    {"lines": [{"name": "X", "quantity": 1000}]},
    {"lines": [{"name": " ", "quantity": 1000, "unit_price": eur(5)}]},
    {"lines": [{"name": "\x1b\x07", "quantity": 1000, "unit_price": eur(5)}]},
    {"lines": [{"name": "X", "quantity": 0, "unit_price": eur(5)}]},
    {"lines": [{"name": "X", "quantity": -1000, "unit_price": eur(5)}]},
    {"lines": [{"name": "X", "quantity": 1.5, "unit_price": eur(5)}]},
    {"lines": [{"name": "X", "quantity": 2**53, "unit_price": eur(5)}]},
    {"lines": [{"name": "X", "quantity": 1000, "unit_price": eur(-5)}]},
    {"lines": [{"name": "X", "quantity": 1000, "unit_price": eur(5), "vat_rate": 5.5}]},
    {"lines": [{"name": "X", "item": "x", "quantity": 1000, "unit_price": eur(5)}]},
    {"lines": {"name": "X"}},
    {"table": 4},
    {"table": "x" * 61},
]


def test_a_bill_that_cannot_be_is_422(api: Api) -> None:
    for body in NO_BILL:
        assert api.post("/bills", body).status == 422, body


def test_sums_beyond_counting_are_refused(api: Api) -> None:
    lines = [{"name": "X", "quantity": 10**9, "unit_price": eur(10**13)}] * 20

    assert api.post("/bills", {"lines": lines}).status == 422


def test_an_item_that_is_not_ours_is_404(api: Api, cast: Cast) -> None:
    theirs = make_item(cast.other)

    answer = api.post("/bills", {"lines": [{"item": str(theirs.id), "quantity": 1000}]})

    assert (answer.status, answer["code"], answer["field"]) == (404, "not_found", "item")


def test_lines_are_added_and_taken_off(api: Api) -> None:
    bill = api.post("/bills", {})
    path = f"/bills/{bill['id']}/lines"
    line = {"name": "Tea", "quantity": 1000, "unit_price": eur(250)}

    one = api.post(path, line)
    assert api.delete(f"{path}/{one['created']}", If_Match='"7"')["code"] == "version_conflict"
    two = api.post(path, {"lines": [line, line]})
    off = [api.delete(f"{path}/{one['created']}") for _ in range(2)]

    assert (one.status, one["lines"][0]["id"]) == (201, one["created"])
    assert (two["total"], two["created"]) == (eur(750), two["lines"][1]["id"])
    assert [(answer.status, answer["total"]) for answer in off] == [(200, eur(500))] * 2
    assert api.delete(f"{path}/{bill['id']}").status == 404


def test_a_bill_moves_and_changes_its_amount_at_the_version_read(api: Api) -> None:
    bill = api.post("/bills", {"table": "T1", "amount": eur(500)})
    path = f"/bills/{bill['id']}"

    moved = api.patch(path, {"version": 1, "table": "T2"})
    stale = api.patch(path, {"version": 1, "amount": eur(700)})
    cleared = api.patch(path, {"version": 2, "table": None, "amount": None})

    assert (moved["table"], moved["amount"], moved["version"]) == ("T2", eur(500), 2)
    assert (stale.status, stale["code"]) == (409, "version_conflict")
    assert (cleared["table"], cleared["amount"], cleared["total"]) == (None, None, eur(0))
    assert api.patch(path, {"table": "T3"})["field"] == "version"


@pytest.mark.parametrize("how", ["customer", "card", "code"])
def test_linking_brings_discount_and_earning(api: Api, cast: Cast, how: str) -> None:
    cast.rule(points_per_unit=1, earn_bp=200)
    api.patch(f"/customers/{cast.alice.id}", {"version": 1, "discount_percent": 1000})
    whole = api.get(f"/customers/{cast.alice.id}")
    named = {"customer": whole["id"], "card": cast.alice_card.number}
    named["code"] = whole["personal_code"]
    bill = api.post("/bills", {"amount": eur(1000)})

    linked = api.put(f"/bills/{bill['id']}/customer", {how: named[how]})
    unlinked = api.delete(f"/bills/{bill['id']}/customer")

    assert (linked.status, linked["customer"], linked["due"]) == (200, whole["id"], eur(900))
    assert linked["discounts"] == [{"kind": "percent", "rate": 1000, "amount": eur(100)}]
    assert linked["earns"] == {"value": eur(18), "points": 9}
    assert (unlinked["customer"], unlinked["due"]) == (None, eur(1000))


LINKS: list[tuple[Any, int, str]] = [
    ({"card": "nope"}, 404, "card"),
    ({"code": "000000"}, 404, "code"),
    ({"customer": "nope"}, 404, "customer"),
    ({"guest_token": "nope"}, 404, "guest_token"),
    ({}, 422, "customer"),
    ({"customer": None}, 422, "customer"),
    ({"card": "1", "code": "2"}, 422, "customer"),
    ({"card": 17}, 422, "card"),
    ({"card": ""}, 404, "card"),
]


def test_a_link_names_exactly_one_that_is_known(api: Api) -> None:
    bill = api.post("/bills", {"amount": eur(1000)})

    for body, status, field in LINKS:
        answer = api.put(f"/bills/{bill['id']}/customer", body)

        assert (answer.status, answer["field"]) == (status, field), answer.body


def test_blocked_inactive_and_archived_are_not_linked(api: Api, cast: Cast) -> None:
    bill = api.post("/bills", {"amount": eur(1000)})
    path = f"/bills/{bill['id']}/customer"
    api.post(f"/cards/{cast.alice_card.id}/block")
    api.patch(f"/customers/{cast.bob.id}", {"version": 1, "active": False})
    api.delete(f"/customers/{cast.carol.id}")

    assert api.put(path, {"card": cast.alice_card.number})["code"] == "card_blocked"
    assert api.put(path, {"customer": str(cast.bob.id)})["code"] == "customer_inactive"
    assert api.put(path, {"customer": str(cast.carol.id)})["code"] == "customer_archived"


def test_after_a_payment_the_customer_stays(api: Api, cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    cast.pay(bill, amount=1)

    changed = api.put(f"/bills/{bill.id}/customer", {"customer": str(cast.carol.id)})

    assert (changed.status, changed["code"]) == (409, "payments_exist")
    assert api.delete(f"/bills/{bill.id}/customer")["code"] == "payments_exist"


def test_closing_voiding_and_what_they_refuse(api: Api, cast: Cast) -> None:
    bill, other = cast.bill(10), cast.bill(5)
    path = f"/bills/{bill.id}"

    unpaid = api.post(f"{path}/close")
    api.post(f"{path}/payments", {"tender": "cash"})
    kept = api.post(f"{path}/void", {"reason": "oops"})
    closed = api.post(f"{path}/close")
    void = api.post(f"/bills/{other.id}/void", {"reason": "wrong table"})

    assert (unpaid["code"], unpaid["due"]) == ("bill_unpaid", eur(1000))
    assert kept["code"] == "payments_exist"
    assert (closed.status, closed["state"], closed["due"]) == (200, "closed", eur(0))
    assert (void["state"], void["due"]) == ("void", eur(0))
    line = {"name": "X", "quantity": 1000, "unit_price": eur(5)}
    assert api.post(f"{path}/lines", line)["code"] == "bill_closed"
    assert api.post(f"/bills/{other.id}/payments", {"tender": "cash"})["code"] == "bill_void"


def test_lists_by_state_hold_whole_bills(api: Api, cast: Cast) -> None:
    bills = [cast.bill(n) for n in (1, 2, 3)]
    cast.pay(bills[0])
    cast.close(bills[0])

    whole = api.get("/bills")["data"]
    opened = api.get("/bills?state=open&limit=1")
    rest = api.get(f"/bills?state=open&limit=1&cursor={opened['next_cursor']}")

    assert [one["id"] for one in whole] == [str(bill.id) for bill in bills[::-1]]
    assert whole[0] == api.get(f"/bills/{bills[2].id}").body
    assert [one["id"] for one in opened["data"] + rest["data"]] == [
        str(bills[2].id),
        str(bills[1].id),
    ]
    assert rest["next_cursor"] is None
    assert [one["state"] for one in api.get("/bills?state=closed")["data"]] == ["closed"]
    assert api.get("/bills?state=ajar").status == 422


def test_with_several_venues_the_body_or_the_token_says_which(api: Api, cast: Cast) -> None:
    first = api.get("/venues")["data"][0]["id"]
    second = api.post("/venues", {"name": "Kiosk"})["id"]
    at_till = Api(token_of(cast.house, cast.hire("Zoé", "waiter"), till=cast_till(cast, first)))

    assert api.post("/bills", {})["field"] == "venue"
    assert api.post("/bills", {"venue": second})["venue"] == second
    assert api.post("/bills", {"venue": str(cast.charlie.id)})["field"] == "venue"
    assert at_till.post("/bills", {})["venue"] == first


def cast_till(cast: Cast, venue: str) -> Any:
    from habitue.house.models import Till

    return Till.objects.create(house=cast.house, venue_id=venue, name="Bar")


def test_rights(cast: Cast, as_role: Any) -> None:
    books, waiter = as_role("bookkeeper"), as_role("waiter")
    path = f"/bills/{cast.bill(5).id}"

    assert books.post("/bills", {})["right"] == "bills.open"
    assert books.post(f"{path}/lines", {"name": "X", "unit_price": eur(1)})["right"] == (
        "bills.open"
    )
    assert books.put(f"{path}/customer", {"code": "1"})["right"] == "bills.link"
    assert books.post(f"{path}/payments", {"tender": "cash"})["right"] == "bills.take_payment"
    assert waiter.post(f"{path}/void")["right"] == "bills.void"
