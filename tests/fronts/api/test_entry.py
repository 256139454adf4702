"""The door: tokens, keys, what cannot be read, and that every failure is a problem."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from habitue.kit.refusals import CannotWrite
from habitue.operations import actions as operations
from habitue.staff import actions as staff
from habitue.staff.models import StaffMember, Token
from tests.cast import Cast
from tests.fronts.api.conftest import Answer, Api, eur

UNREADABLE = [
    b"{",
    b"nonsense",
    b"\xff\xfe",
    b'{"first_name": NaN}',
    b'{"first_name": "\\ud800"}',
    b'{"first_name": "a\\u0000"}',
    b'{"\\u0000": 1}',
    b"[" * 100_000,
    b'{"a":' * 500 + b"1" + b"}" * 500,
    b"1" * 5_000,
    b"[]",
    b'"text"',
    b"null",
]


def is_problem(answer: Answer, status: int, code: str) -> bool:
    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= answer.body.keys()
    assert answer["status"] == status
    assert answer["code"] == code, answer.body
    return True


def test_a_token_nobody_knows_is_401(house: Any) -> None:
    for token in ("", "nope", "hab_" + "x" * 40, "é" * 8, "x" * 900):
        answer = Api(token.encode().decode("latin-1")).get("/customers")

        assert is_problem(answer, 401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_without_the_header_it_is_401(cast: Cast) -> None:
    answer = Client().get("/api/v1/customers")

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_a_revoked_token_is_401(api: Api, cast: Cast) -> None:
    cast.act(staff.revoke_token, token=Token.objects.of(cast.house).get())

    assert is_problem(api.get("/customers"), 401, "unauthenticated")


def test_who_no_longer_works_here_is_401(cast: Cast, as_role: Any) -> None:
    zoe = as_role("waiter")
    cast.act(
        staff.change, member=StaffMember.objects.of(cast.house).get(name="Waiter"), active=False
    )

    assert is_problem(zoe.get("/customers"), 401, "unauthenticated")


def test_a_post_needs_a_key_before_all_else(api: Api) -> None:
    answer = api.post("/customers", b"{", key=None)

    assert is_problem(answer, 422, "idempotency_key_missing")


def test_a_key_is_1_to_255_visible_characters(api: Api) -> None:
    for key in ("", " ", "a b", "x" * 256, "é"):
        answer = api.post("/bills", {}, key=None, Idempotency_Key=key)

        assert is_problem(answer, 422, "malformed")
        assert answer["field"] == "Idempotency-Key"


def test_what_cannot_be_read_is_422(api: Api) -> None:
    for body in UNREADABLE:
        assert is_problem(api.post("/customers", body), 422, "malformed")


def test_an_empty_body_is_an_empty_object(api: Api) -> None:
    assert api.post("/bills", b"").status == 201


def test_too_large_is_413(api: Api) -> None:
    body = json.dumps({"first_name": "x" * 3_000_000}).encode()

    assert is_problem(api.post("/customers", body), 413, "too_large")


def test_an_unknown_field_is_named(api: Api) -> None:
    answer = api.post("/customers", {"first_name": "Al", "address": {"planet": "Mars"}})

    assert is_problem(answer, 422, "unknown_field")
    assert answer["field"] == "address.planet"


NOT_MONEY = [
    {"amount": 1.0, "currency": "EUR"},
    {"amount": True, "currency": "EUR"},
    {"amount": "100", "currency": "EUR"},
    {"amount": 2**53, "currency": "EUR"},
    {"amount": 10**30, "currency": "EUR"},
    {"amount": -5, "currency": "EUR"},
    {"amount": 5, "currency": "USD"},
    {"amount": 5, "currency": "eur"},
    {"amount": 5},
    500,
    "5.00",
]


def test_money_is_whole_minor_units_of_the_house(api: Api) -> None:
    for amount in NOT_MONEY:
        answer = api.post("/bills", {"amount": amount})

        assert is_problem(answer, 422, "malformed")
        assert answer["field"].startswith("amount")


def test_an_unknown_path_or_id_is_404(api: Api) -> None:
    for path in ("/nope", "/customers/1", "/bills/%00", "/customers/", "/", "/a%0Ab"):
        assert is_problem(api.get(path), 404, "not_found")
        assert is_problem(api.post(path), 404, "not_found")


def test_an_unknown_method_is_405(api: Api) -> None:
    answer = api.put("/bills", {})

    assert is_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_query_that_makes_no_sense_is_422(api: Api) -> None:
    for query in ("limit=0", "limit=201", "limit=x", "cursor=zzz", "active=perhaps", "q=%00"):
        assert is_problem(api.get(f"/customers?{query}"), 422, "malformed")


def test_an_unknown_query_parameter_is_ignored(api: Api) -> None:
    assert api.get("/customers?colour=red&q=%ff%fe").status == 200


def test_sentences_speak_the_language_of_whoever_asks(api: Api, cast: Cast) -> None:
    cast.rule(language="fr")

    assert api.get("/venues").headers["Content-Language"] == "fr"
    assert api.get("/venues", Accept_Language="ru").headers["Content-Language"] == "ru"


def test_when_the_book_cannot_be_written_it_is_503(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise CannotWrite()

    monkeypatch.setattr(operations, "run", full)

    answer = api.post("/bills", {"amount": eur(100)})

    assert is_problem(answer, 503, "cannot_write")
    assert answer.headers["Retry-After"]
