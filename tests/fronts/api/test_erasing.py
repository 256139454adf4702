"""Erasing and the dossier through the API."""

from __future__ import annotations

from typing import Any

from habitue.housekeeping.models import Erasure
from habitue.kit.ids import new_id
from tests.cast import Cast
from tests.fronts.api.conftest import Api
from tests.housekeeping.known import MARK, known_everywhere


def test_someone_is_forgotten_and_the_proof_is_told(api: Api, cast: Cast) -> None:
    customer = known_everywhere(cast)

    gone = api.post(f"/customers/{customer.id}/erase", {"settle": "write_off"})

    assert gone.status == 200
    assert (gone["first_name"], gone["email"], gone["cards"], gone["phones"]) == (
        None,
        None,
        [],
        [],
    )
    assert gone["archived_at"] and MARK not in str(gone.body)
    assert gone["erasure"]["removed"]["customers_customer"] == 2
    assert api.get(f"/customers/{customer.id}/erasure").body == gone["erasure"]
    assert api.get(f"/customers?q={MARK}&archived=true")["data"] == []


def test_a_repeat_is_the_same_answer(api: Api, cast: Cast) -> None:
    key = str(new_id())

    first = api.post(f"/customers/{cast.carol.id}/erase", {}, key=key)
    again = api.post(f"/customers/{cast.carol.id}/erase", {}, key=key)
    anew = api.post(f"/customers/{cast.carol.id}/erase")

    assert again.replayed and again.body == first.body
    assert anew["erasure"] == first["erasure"]
    assert Erasure.objects.of(cast.house).count() == 1


def test_value_and_strangers_are_refused(api: Api, cast: Cast) -> None:
    remains = api.post(f"/customers/{cast.alice.id}/erase")
    stranger = api.post(f"/customers/{cast.charlie.id}/erase")

    assert (remains.status, remains["code"]) == (409, "value_remains")
    assert stranger.status == 404
    assert api.get(f"/customers/{cast.charlie.id}/dossier").status == 404
    assert api.get(f"/customers/{cast.carol.id}/erasure").status == 404
    assert api.post(f"/customers/{cast.carol.id}/erase", {"reason": "Carol asked"}).status == 422


def test_a_manager_may_read_the_dossier_and_not_erase(as_role: Any, cast: Cast) -> None:
    manager, waiter = as_role("manager"), as_role("waiter")

    assert manager.get(f"/customers/{cast.alice.id}/dossier").status == 200
    assert manager.post(f"/customers/{cast.carol.id}/erase")["right"] == "customers.erase"
    assert waiter.get(f"/customers/{cast.alice.id}/dossier").status == 403


def test_the_dossier_says_what_is_held(api: Api, cast: Cast) -> None:
    customer = known_everywhere(cast)

    told = api.get(f"/customers/{customer.id}/dossier").body

    assert told["name"].startswith(MARK)
    assert told["bills"][0]["dishes"][0]["note"] == f"for {MARK}"
    assert {"wallet", "account", "points"} == set(told["movements"])
    assert told["movements"]["wallet"]
    assert told["letters"] and told["history"]
    assert {one["number"] for one in told["rows"]["cards_card"]} == {f"{MARK}-1", f"{MARK}-2"}
