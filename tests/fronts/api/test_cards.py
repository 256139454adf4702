"""Cards through the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.digits import stands_in
from tests.fronts.api.conftest import Api, token_of


def test_a_card_is_given_blocked_replaced_and_taken_away(api: Api, cast: Cast) -> None:
    card = api.post(f"/customers/{cast.carol.id}/cards", {"number": "ABC 1", "kind": "nfc"})
    assert (card.status, card["kind"], card["customer"]) == (201, "nfc", str(cast.carol.id))

    fresh = api.post(f"/cards/{card['id']}/replace", {"number": "ABC 2"})
    old = api.get("/cards?number=abc1")["data"][0]

    assert (fresh.status, fresh["number"], fresh["kind"]) == (201, "ABC 2", "nfc")
    assert (old["replaced_by"], bool(old["blocked_at"])) == (fresh["id"], True)
    assert api.post(f"/cards/{fresh['id']}/block", {"reason": "lost"})["block_reason"] == "lost"
    assert [api.delete(f"/cards/{fresh['id']}").status for _ in range(2)] == [204, 204]
    assert api.get("/cards?number=ABC2")["data"] == []


def test_two_customers_cannot_have_one_card(api: Api, cast: Cast) -> None:
    api.post(f"/customers/{cast.carol.id}/cards", {"number": "abc1", "kind": "barcode"})

    answer = api.post(f"/customers/{cast.bob.id}/cards", {"number": "ABC 1", "kind": "barcode"})

    assert (answer.status, answer["code"]) == (409, "card_in_use")


@pytest.mark.parametrize("number", ["", "x" * 65, "4111 1111 1111 1111", 17, None])
def test_a_number_that_cannot_be_one_is_422(api: Api, cast: Cast, number: Any) -> None:
    answer = api.post(f"/customers/{cast.carol.id}/cards", {"number": number, "kind": "qr"})

    assert answer.status == 422, answer.body
    assert not stands_in(str(answer.body), "4111")


def test_a_read_needs_a_tills_token_with_the_scope(api: Api, cast: Cast) -> None:
    number = cast.alice_card.number
    member = cast.hire("Zoé", "waiter")
    scoped = Api(token_of(cast.house, member, till=cast.till, scopes=["present_card"]))

    read = scoped.post("/card-reads", {"number": number})

    assert (read.status, read["customer"]) == (201, str(cast.alice.id)), read.body
    assert api.post("/card-reads", {"number": number})["right"] == "present_card"
    tillless = Api(token_of(cast.house, member, scopes=["present_card"]))
    assert tillless.post("/card-reads", {"number": number}).status == 403
    unknown = scoped.post("/card-reads", {"number": "nope"})
    assert (unknown.status, unknown["field"]) == (404, "number")


def test_rights(cast: Cast, as_role: Any) -> None:
    waiter = as_role("waiter")
    card = cast.alice_card

    for answer in (
        waiter.post(f"/customers/{cast.carol.id}/cards", {"number": "1", "kind": "qr"}),
        waiter.post(f"/cards/{card.id}/block"),
        waiter.post(f"/cards/{card.id}/replace", {"number": "2"}),
        waiter.delete(f"/cards/{card.id}"),
    ):
        assert (answer.status, answer["right"]) == (403, "cards.assign")
