"""Duplicates through the API: listed, merged, undone; old ids lead to who was kept."""

from __future__ import annotations

from typing import Any

from habitue.cards.reports import codes_of
from tests.cast import Cast, make_customer
from tests.fronts.api.conftest import Api, eur
from tests.looks import work_off


def test_merge_and_undo(api: Api, cast: Cast) -> None:
    into = {"into": str(cast.carol.id), "fields": {"first_name": "other"}}

    made = api.post(f"/customers/{cast.alice.id}/merge", into, key="once")
    again = api.post(f"/customers/{cast.alice.id}/merge", into, key="once")

    assert (made.status, made["kept"], made["merged"]) == (
        *(201, str(cast.carol.id)),
        str(cast.alice.id),
    )
    assert made["moved"]["paid"] == eur(2000) and made["can_undo"] is True
    assert again.replayed and again["id"] == made["id"]
    undone = api.post(f"/merges/{made['id']}/undo")
    assert undone.status == 200 and undone["undone_at"]
    assert api.get(f"/customers/{cast.alice.id}/balances")["wallet"]["total"] == eur(2000)


def test_an_old_id_card_and_code_lead_to_the_survivor(api: Api, cast: Cast) -> None:
    card, code = cast.alice_card, codes_of(cast.house, [cast.alice.id])[cast.alice.id]
    api.post(f"/customers/{cast.alice.id}/merge", {"into": str(cast.carol.id)})
    bill = api.post("/bills", {"amount": eur(500)})

    kept = str(cast.carol.id)
    assert api.get(f"/customers/{cast.alice.id}")["id"] == kept
    assert api.get(f"/customers?code={code}")["data"][0]["id"] == kept
    assert api.get(f"/cards?number={card.number}")["data"][0]["customer"] == kept
    linked = api.put(f"/bills/{bill['id']}/customer", {"customer": str(cast.alice.id)})
    assert linked["customer"] == kept
    pays = {"pays": eur(100), "receives": eur(100), "tender": "cash"}
    assert api.post(f"/customers/{cast.alice.id}/top-ups", pays).status == 201
    changed = api.patch(
        f"/customers/{cast.alice.id}", {"version": linked_version(api, kept), "notes": "x"}
    )
    assert changed["id"] == kept
    pin = api.put(f"/customers/{cast.alice.id}/pin", {"pin": "7391"})
    assert pin["id"] == kept and pin["has_pin"]


def linked_version(api: Api, customer: str) -> int:
    return int(api.get(f"/customers/{customer}")["version"])


def test_an_old_id_archives_nobody(api: Api, cast: Cast) -> None:
    api.post(f"/customers/{cast.carol.id}/merge", {"into": str(cast.alice.id)})

    api.post(f"/customers/{cast.carol.id}/archive", {"settle": "pay_out"})
    api.delete(f"/customers/{cast.carol.id}")

    assert cast.again(cast.alice).archived_at is None
    assert api.post(f"/customers/{cast.carol.id}/restore").status == 409


def test_after_something_else_it_says_why(api: Api, cast: Cast) -> None:
    made = api.post(f"/customers/{cast.alice.id}/merge", {"into": str(cast.carol.id)})
    cast.top_up(cast.carol, 1)

    seen = api.get(f"/merges/{made['id']}")
    undone = api.post(f"/merges/{made['id']}/undo")

    assert seen["can_undo"] is False and "Topped up by cash" in seen["why_not"]
    assert (undone.status, undone["code"]) == (409, "merge_ambiguous")


def test_duplicates_are_listed_in_pages(api: Api, cast: Cast) -> None:
    for _ in range(3):
        make_customer(cast.house, first_name="Ana", last_name="Weber", phone="0612345678")

    asked, again = api.post("/duplicates/look"), api.post("/duplicates/look")
    under_way = api.get("/duplicates/look")
    work_off(cast)
    looked = api.get("/duplicates/look")
    first = api.get("/duplicates?limit=2")
    rest = api.get(f"/duplicates?limit=2&cursor={first['next_cursor']}")
    one, other = rest["data"][0]["customers"]
    apart = api.post("/duplicates/not-the-same", {"one": one, "other": other})

    assert (asked.status, asked["id"]) == (202, again["id"])
    assert under_way["ended_at"] is None and under_way["suggested"] == 0
    assert looked["ended_at"] and looked["suggested"] == 3
    assert looked["compared"] == looked["records"] > 0
    assert len(first["data"]) == 2 and len(rest["data"]) == 1 and rest["next_cursor"] is None
    assert "same phone" in first["data"][0]["reasons"]
    assert apart.status == 201
    assert len(api.get("/duplicates")["data"]) == 2


def test_what_cannot_be_merged(api: Api, cast: Cast, as_role: Any) -> None:
    path = f"/customers/{cast.alice.id}/merge"

    assert api.post(path, {"into": str(cast.alice.id)}).status == 422
    assert api.post(path, {"into": "nobody"}).status == 404
    assert api.post(path, {"into": str(cast.charlie.id)})["field"] == "into"
    assert api.post(path, {"into": str(cast.carol.id), "fields": {"cards": "both"}}).status == 422
    assert api.post(path, {"into": str(cast.carol.id), "more": 1}).status == 422
    assert api.post(f"/merges/{cast.alice.id}/undo").status == 404
    assert as_role("waiter").post(path, {"into": str(cast.carol.id)})["code"] == "right_missing"


def test_what_was_before_is_listed_at_either_id(api: Api, cast: Cast) -> None:
    cast.top_up(cast.alice, 5)
    bill = cast.bill(3, cast.alice)
    cast.pay(bill)
    cast.close(bill)
    cast.top_up(cast.carol, 7)
    api.post(f"/customers/{cast.alice.id}/merge", {"into": str(cast.carol.id)})

    for id_ in (cast.alice.id, cast.carol.id):
        assert [one["id"] for one in api.get(f"/bills?customer={id_}")["data"]] == [str(bill.id)]
        top_ups = api.get(f"/customers/{id_}/top-ups")["data"]
        assert {one["receives"]["amount"] for one in top_ups} >= {500, 700}
        assert api.get(f"/customers/{id_}/payments").status == 200


def test_who_is_named_by_an_old_id_is_who_was_kept(api: Api, cast: Cast) -> None:
    firm = make_customer(cast.house, company_name="Atelier Sud")
    api.post(f"/customers/{cast.acme.id}/merge", {"into": str(firm.id)})
    old, kept = str(cast.acme.id), str(firm.id)

    made = api.post("/customers", {"last_name": "New", "payer": old, "parent": old})
    assert (made["payer"], made["parent"]) == (kept, kept)
    period = "from=2020-01-01&to=2099-12-31"
    assert api.get(f"/reports/summary?customer={old}&{period}")["customer"] == kept
    asked = {"payer": old, "from": "2020-01-01", "to": "2099-12-31"}
    assert api.post("/invoices", asked)["code"] != "customer_archived"
    assert api.get(f"/invoices?payer={old}").status == 200
    quote = {"top_up": {"customer": old, "pays": eur(100)}}
    assert api.post("/quotes", quote).status in (200, 201)
