"""Splitting, joining and handing over through the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.fronts.api.conftest import Answer, Api, eur


@pytest.fixture
def bill(api: Api) -> Answer:
    """Steak 24.00 twice, wine 21.01: 69.01."""
    lines = [
        {"name": "Steak", "quantity": 2000, "unit_price": eur(2400)},
        {"name": "Wine", "quantity": 1000, "unit_price": eur(2101)},
    ]
    return api.post("/bills", {"table": "12", "lines": lines})


def due(answer: Answer) -> list[int]:
    return [share["due"]["amount"] for share in answer["shares"]]


def test_equal_parts_answer_the_whole_family(api: Api, bill: Answer) -> None:
    made = api.post(f"/bills/{bill['id']}/split", {"parts": 3})

    assert (made.status, made["id"], due(made)) == (201, bill["id"], [2301, 2300, 2300])
    assert made["created"] == made["shares"][1]["id"]
    second = api.get(f"/bills/{made['created']}")
    assert (second["split_of"], second["table"]) == (bill["id"], "12 2/3")
    assert second["shares"] == made["shares"]
    assert second["public_url"] != made["public_url"]


def test_the_same_key_splits_once(api: Api, bill: Answer) -> None:
    first = api.post(f"/bills/{bill['id']}/split", {"parts": 2}, key="once")
    again = api.post(f"/bills/{bill['id']}/split", {"parts": 2}, key="once")

    assert again.replayed and (again.status, again.body) == (201, first.body)
    assert len(api.get("/bills?state=open")["data"]) == 2


def test_by_amount_and_by_lines(api: Api, bill: Answer) -> None:
    made = api.post(f"/bills/{bill['id']}/split", {"amounts": [eur(1901)]})
    steak = next(one for one in made["lines"] if "Steak" in one["name"])
    again = api.post(f"/bills/{bill['id']}/split", {"lines": [[steak["id"]]]})

    assert due(made) == [5000, 1901]
    assert sum(due(again)) == 6901 and len(due(again)) == 3


def test_some_of_a_line(api: Api, bill: Answer) -> None:
    half = {"line": bill["lines"][0]["id"], "quantity": 1000}

    made = api.post(f"/bills/{bill['id']}/split", {"lines": [[half]], "version": 1})

    assert due(made) == [4501, 2400]


NO_SPLIT: list[Any] = [
    {},
    {"parts": 0},
    {"parts": -2},
    {"parts": 51},
    {"parts": 2, "amounts": [eur(1)]},
    {"parts": "2"},
    {"parts": True},
    {"amounts": []},
    {"amounts": [eur(0)]},
    {"amounts": [5]},
    {"amounts": [{"amount": 5, "currency": "USD"}]},
    {"lines": []},
    {"lines": [[]]},
    {"lines": ["x"]},
    {"halves": 2},
]


@pytest.mark.parametrize("body", NO_SPLIT, ids=str)
def test_what_is_no_split_is_422(api: Api, bill: Answer, body: Any) -> None:
    answer = api.post(f"/bills/{bill['id']}/split", body)

    assert answer.status == 422, answer.body


def test_a_split_is_refused_with_its_reason(api: Api, cast: Cast, bill: Answer) -> None:
    path = f"/bills/{bill['id']}"
    unknown = api.post(f"{path}/split", {"lines": [[str(cast.house.id)]]})
    old = api.post(f"{path}/split", {"parts": 2, "version": 7})
    more = api.post(f"{path}/split", {"amounts": [eur(6902)]})
    api.post(f"{path}/payments", {"tender": "cash", "amount": eur(4000)})
    paid = api.post(f"{path}/split", {"parts": 2})
    api.post(f"{path}/payments", {"tender": "cash"})
    api.post(f"{path}/close", {})
    closed = api.post(f"{path}/split", {"parts": 2})

    said = [(one.status, one["code"]) for one in (unknown, old, more, paid, closed)]
    assert said == [
        (404, "not_found"),
        (409, "version_conflict"),
        (409, "overpaid"),
        (409, "payments_exist"),
        (409, "bill_closed"),
    ]


def test_each_share_is_linked_and_paid_on_its_own(api: Api, cast: Cast, bill: Answer) -> None:
    made = api.post(f"/bills/{bill['id']}/split", {"parts": 2})
    for share, person in zip(made["shares"], (cast.alice, cast.carol), strict=True):
        api("PUT", f"/bills/{share['id']}/customer", {"customer": str(person.id)})
        api.post(f"/bills/{share['id']}/payments", {"tender": "card", "tip": eur(100)})
        api.post(f"/bills/{share['id']}/close", {})

    shares = api.get(f"/bills/{bill['id']}")["shares"]
    assert [one["state"] for one in shares] == ["closed", "closed"]
    assert [one["customer"] for one in shares] == [str(cast.alice.id), str(cast.carol.id)]


def test_bills_are_joined(api: Api, bill: Answer) -> None:
    other = api.post("/bills", {"amount": eur(999)})
    made = api.post(f"/bills/{bill['id']}/join", {"bills": [other["id"]]})

    gone = api.get(f"/bills/{other['id']}")
    assert (made.status, made["total"]) == (200, eur(7900))
    assert (gone["state"], gone["joined_into"], gone["total"]) == ("void", bill["id"], eur(0))
    assert gone["number"] == other["number"]


def test_whose_the_joined_bill_becomes_is_said(api: Api, cast: Cast, bill: Answer) -> None:
    path, alice, carol = f"/bills/{bill['id']}/join", str(cast.alice.id), str(cast.carol.id)
    api("PUT", f"/bills/{bill['id']}/customer", {"customer": alice})
    other = api.post("/bills", {"amount": eur(999), "customer": carol})

    unsaid = api.post(path, {"bills": [other["id"]]})
    stranger = api.post(path, {"bills": [other["id"]], "customer": str(cast.bob.id)})
    said = api.post(path, {"bills": [other["id"]], "customer": carol})

    assert (unsaid.status, unsaid["code"]) == (409, "customer_needed")
    assert (stranger.status, stranger["code"]) == (404, "not_found")
    assert (said.status, said["customer"]) == (200, carol)


@pytest.mark.parametrize("bills", [[], ["x"], "x", [5], None], ids=str)
def test_what_cannot_be_joined(api: Api, bill: Answer, bills: Any) -> None:
    answer = api.post(f"/bills/{bill['id']}/join", {"bills": bills})

    assert answer.status in {404, 422}, answer.body
    itself = api.post(f"/bills/{bill['id']}/join", {"bills": [bill["id"]]})
    assert (itself.status, itself["code"]) == (422, "malformed")


def test_a_bill_is_handed_over(api: Api, cast: Cast, bill: Answer) -> None:
    member = cast.hire("Léa", "waiter")

    moved = api.post(
        f"/bills/{bill['id']}/transfer", {"table": "Terrace 4", "staff": str(member.id)}
    )
    nothing = api.post(f"/bills/{bill['id']}/transfer", {})
    nobody = api.post(f"/bills/{bill['id']}/transfer", {"staff": bill["id"]})

    assert (moved.status, moved["table"], moved["served_by"]) == (
        *(200, "Terrace 4"),
        f"staff:{member.id}",
    )
    assert [one.status for one in (nothing, nobody)] == [422, 404]


def test_bills_of_another_house_are_not_there(api: Api, cast: Cast, bill: Answer) -> None:
    theirs = Cast(cast.other).bill(5)

    for path, body in (
        (f"/bills/{theirs.id}/split", {"parts": 2}),
        (f"/bills/{theirs.id}/join", {"bills": [bill["id"]]}),
        (f"/bills/{bill['id']}/join", {"bills": [str(theirs.id)]}),
        (f"/bills/{theirs.id}/transfer", {"table": "1"}),
    ):
        assert api.post(path, body).status == 404
