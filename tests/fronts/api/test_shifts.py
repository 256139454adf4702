"""Shifts and days through the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from habitue.operations.rights import RIGHTS
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur, token_of


@pytest.fixture
def till(cast: Cast) -> Api:
    """A manager's token at the bar."""
    return Api(token_of(cast.house, cast.manager_member, till=cast.till, scopes=list(RIGHTS)))


def opened(till: Api, float_: int = 10_000) -> Any:
    answer = till.post("/shifts", {"float": eur(float_)})
    assert answer.status == 201, answer.body
    return answer.body


def paid(till: Api, minor: int, tender: str = "cash") -> Any:
    bill = till.post("/bills", {"amount": eur(minor)})
    return till.post(f"/bills/{bill['id']}/payments", {"tender": tender})


def test_a_shift_from_its_float_to_its_count(till: Api, cast: Cast) -> None:
    shift = opened(till)
    path = f"/shifts/{shift['id']}"
    paid(till, 3_000)
    paid(till, 1_200, "card")
    out = {"direction": "out", "amount": eur(500), "purpose": "petty_cash", "reason": "Parsley"}
    after = till.post(f"{path}/cash", out)
    assert after["tenders"][0]["expected"] == eur(12_500)
    assert after["cash"][0]["id"] == after["created"]

    counted = {"cash": eur(12_400), "card": eur(1_200)}
    ended = till.post(f"{path}/close", {"counted": counted, "left": eur(8_000), "note": "Hm"})

    assert ended.status == 200, ended.body
    assert [(one["tender"], one["difference"]["amount"]) for one in ended["tenders"]] == [
        ("cash", -100),
        ("card", 0),
    ]
    assert (ended["left"], ended["note"], ended["number"]) == (eur(8_000), "Hm", 1)
    again = till.post(f"{path}/close", {"counted": counted})
    assert (again.status, again["code"]) == (409, "shift_closed")
    assert till.get(path).body == {k: v for k, v in ended.body.items() if k != "created"}
    assert till.get("/shifts?open=true")["data"] == []


def test_who_counts_blindly_is_not_told_before(till: Api, cast: Cast) -> None:
    cast.rule(blind_count=True)
    shift = opened(till)

    assert till.get(f"/shifts/{shift['id']}")["tenders"][0]["expected"] is None
    ended = till.post(f"/shifts/{shift['id']}/close", {"counted": {"cash": eur(9_000)}})
    assert ended["tenders"][0]["difference"] == eur(-1_000)


def test_a_day_is_closed_once(till: Api, cast: Cast) -> None:
    paid(till, 3_000)
    day = till.get("/bills?state=open")["data"][0]["business_day"]
    shift = opened(till)

    refused = till.post(f"/days/{day}/close")
    assert (refused.status, refused["code"]) == (409, "shift_open")
    assert refused["shifts"] == 1
    till.post(f"/shifts/{shift['id']}/close", {"counted": {"cash": eur(10_000)}})
    closed = till.post(f"/days/{day}/close")

    assert closed.status == 200, closed.body
    assert (closed["number"], closed["paid_on_open_bills"]) == (1, eur(3_000))
    assert len(closed["open_bills"]) == 1
    again = till.post(f"/days/{day}/close")
    assert (again.status, again["code"]) == (409, "day_closed")
    assert till.get(f"/days/{day}")["hash"] == closed["hash"]
    assert [one["day"] for one in till.get("/days")["data"]] == [day]
    late = till.post("/bills", {"amount": eur(100)})
    assert late["business_day"] == str(date.fromisoformat(day) + timedelta(days=1))


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "20260314", "9999-12-31"])
def test_no_day_is_422(till: Api, day: str) -> None:
    assert till.post(f"/days/{day}/close").status == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"counted": {}},
        {"counted": {"cash": {"amount": -1, "currency": "EUR"}}},
        {"counted": {"cash": eur(1), "wallet": eur(1)}},
        {"counted": {"cash": {"amount": 1, "currency": "USD"}}},
        {"counted": {"cash": eur(1)}, "left": eur(2)},
    ],
)
def test_a_count_that_makes_no_sense_is_422(till: Api, cast: Cast, body: Any) -> None:
    shift = opened(till)

    assert till.post(f"/shifts/{shift['id']}/close", body).status == 422
