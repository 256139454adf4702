"""Send over the API: what waits, what was sent, what an answer says of what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.kit.ids import new_id
from tests.cast import Cast, make_customer, make_item
from tests.fronts.api.conftest import Api


@pytest.fixture
def sending(cast: Cast) -> Cast:
    cast.rule(publish_on_send=True)
    return cast


def money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def test_a_patch_that_waits_answers_what_is_live_and_what_waits(sending: Cast, api: Api) -> None:
    who = make_customer(sending.house, first_name="Ines")
    body = {"version": who.version, "city": "x", "discount_percent": 1000}
    body.pop("city")

    answer = api("PATCH", f"/customers/{who.id}", body | {"on_account_allowed": True})

    assert answer.status == 200
    assert (answer["discount_percent"], answer["on_account_allowed"]) == (None, False)
    assert answer["waiting"] == {"discount_percent": 1000, "on_account_allowed": True}
    assert api("GET", f"/customers/{who.id}")["waiting"] == answer["waiting"]


def test_where_nothing_waits_the_answer_says_so(cast: Cast, api: Api) -> None:
    who = make_customer(cast.house, first_name="Ines")

    answer = api("PATCH", f"/customers/{who.id}", {"version": 1, "discount_percent": 500})

    assert (answer["discount_percent"], answer["waiting"]) == (500, None)
    assert api("GET", "/drafts")["data"] == []
    assert (api("POST", "/editions").status, api("POST", "/editions")["code"]) == (
        422,
        "nothing_waits",
    )


def test_a_new_item_waits_and_is_sent(sending: Cast, api: Api) -> None:
    key = str(new_id())
    made = api("POST", "/items", {"name": "Spritz", "price": money(900)}, key=key)

    assert made.status == 201
    assert (made["waiting"]["name"], made["waiting"]["price"]) == ("Spritz", money(900))
    assert api("GET", "/items")["data"] == []
    again = api("POST", "/items", {"name": "Spritz", "price": money(900)}, key=key)
    assert (again.status, again.replayed, again["id"]) == (201, True, made["id"])

    edition = api("POST", "/editions")

    assert (edition.status, edition["number"], edition["count"]) == (201, 1, 1)
    (item,) = api("GET", "/items")["data"]
    assert (item["id"], item["price"], item["waiting"]) == (made["id"], money(900), None)


def test_what_waits_is_listed_and_taken_back(sending: Cast, api: Api) -> None:
    who = make_customer(sending.house, first_name="Ines")
    api("PATCH", f"/customers/{who.id}", {"version": 1, "earn_percent": 300})

    (draft,) = api("GET", "/drafts")["data"]
    assert (draft["kind"], draft["target"], draft["new"]) == ("customer", str(who.id), False)
    assert draft["changes"] == {"earn_percent": {"before": None, "after": 300}}

    assert api("DELETE", f"/drafts/{draft['id']}").status == 204
    assert api("GET", "/drafts")["data"] == []
    assert api("DELETE", f"/drafts/{draft['id']}").status == 404


def test_one_press_twice_makes_one_edition(sending: Cast, api: Api) -> None:
    make_item(sending.house, "Beer", 5)
    key = str(new_id())

    first, again = (api("POST", "/editions", key=key) for _ in range(2))

    assert (first["id"], again.replayed) == (again["id"], True)
    assert [one["number"] for one in api("GET", "/editions")["data"]] == [1]
    assert api("POST", "/editions")["code"] == "nothing_waits"


def test_what_was_dropped_is_named(sending: Cast, api: Api) -> None:
    who = make_customer(sending.house, first_name="Ines")
    api("PATCH", f"/customers/{who.id}", {"version": 1, "earn_percent": 300})
    api("DELETE", f"/customers/{who.id}")

    edition = api("POST", "/editions")

    (dropped,) = edition["dropped"]
    assert (edition["count"], dropped["target"]) == (0, str(who.id))
    assert (dropped["reason"], bool(dropped["detail"])) == ("customer_archived", True)


def test_another_houses_draft_is_not_there(cast: Cast, api: Api) -> None:
    theirs = Cast(cast.other)
    theirs.rule(publish_on_send=True)
    make_item(theirs.house, "Beer", 5)
    from habitue.publishing.models import Draft

    draft = Draft.objects.of(theirs.house).get()

    assert api("DELETE", f"/drafts/{draft.id}").status == 404
    assert api("GET", "/drafts")["data"] == []


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/drafts"), ("GET", "/editions"), ("POST", "/editions")]
)
def test_a_cashier_does_not_send(
    sending: Cast, as_role: Callable[..., Api], method: str, path: str
) -> None:
    make_item(sending.house, "Beer", 5)

    answer = as_role("cashier")(method, path)

    assert (answer.status, answer["code"], answer["right"]) == (
        403,
        "right_missing",
        "publishing.send",
    )
