"""Guests through the API: an invitation, a phone shown to a waiter, a one-time code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.cards import one_time
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import GuestLink
from habitue.kit.ids import new_id
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur


def accepted(api: Api, cast: Cast) -> GuestLink:
    made = api.post(f"/customers/{cast.alice.id}/invitations")
    secret = made["url"].rpartition("/")[2]
    now = datetime.now(UTC)
    return guests.accept(secret, entry.nameless(now), now)


def code(cast: Cast) -> str:
    made: str = cast.act(one_time.fresh, customer=cast.alice)
    return made


def test_an_invitation_is_a_link(api: Api, cast: Cast) -> None:
    key = str(new_id())
    first = api.post(f"/customers/{cast.alice.id}/invitations", key=key)
    again = api.post(f"/customers/{cast.alice.id}/invitations", key=key)

    assert first.status == again.status == 201
    assert first.body.keys() == {"id", "customer", "url", "expires_at"}
    assert "/me/join/" in first["url"]
    assert again.replayed
    assert again.body == first.body
    assert (
        entry.invitation(first["url"].rpartition("/")[2], datetime.now(UTC)).customer == cast.alice
    )


def test_who_cannot_be_invited(api: Api, cast: Cast, as_role: Any) -> None:
    path = f"/customers/{cast.alice.id}/invitations"
    for stranger in (cast.charlie.id, new_id()):
        assert api.post(f"/customers/{stranger}/invitations").status == 404
    denied = as_role("bookkeeper").post(path)
    assert (denied.status, denied["right"]) == (403, "guests.invite")
    assert api.post(path, {"to": "x"})["code"] == "unknown_field"
    assert api.post(path, key=None)["code"] == "idempotency_key_missing"
    api.patch(
        f"/customers/{cast.alice.id}",
        {"version": cast.again(cast.alice).version, "active": False},
    )
    assert api.post(path)["code"] == "customer_inactive"


def test_a_phone_shown_to_the_waiter_links_the_bill(noon: Any, api: Api, cast: Cast) -> None:
    token = entry.token_for(accepted(api, cast))
    bill = cast.bill(5)

    linked = api.put(f"/bills/{bill.id}/customer", {"guest_token": token})
    assert (linked.status, linked["customer"]) == (200, str(cast.alice.id))
    noon.shift(timedelta(minutes=5, seconds=2))
    late = api.put(f"/bills/{bill.id}/customer", {"guest_token": token})
    assert (late.status, late["code"], late["field"]) == (410, "gone", "guest_token")


@pytest.mark.parametrize("token", ["", "x", "🙂", "x" * 300])
def test_a_token_of_nobody(api: Api, cast: Cast, token: str) -> None:
    answer = api.put(f"/bills/{cast.bill(5).id}/customer", {"guest_token": token})

    assert (answer.status, answer["code"]) == (404, "not_found"), answer.body
    assert answer["field"] == "guest_token"


def test_a_one_time_code_pays_once(api: Api, cast: Cast) -> None:
    cast.rule(proof_rule="always")
    given = {"tender": "wallet", "one_time_code": code(cast)}
    bills = [cast.bill(5, cast.alice) for _ in range(3)]
    key = str(new_id())

    first = api.post(f"/bills/{bills[0].id}/payments", given, key=key)
    again = api.post(f"/bills/{bills[0].id}/payments", given, key=key)
    twice = api.post(f"/bills/{bills[1].id}/payments", given)

    assert (first.status, first["due"], first["payments"][0]["proved_by"]) == (201, eur(0), "code")
    assert (again.status, again.replayed, again["created"]) == (201, True, first["created"])
    assert (twice.status, twice["code"]) == (409, "code_used")
    wrong = f"{(int(code(cast)) + 1) % 10**6:06}"
    answer = api.post(
        f"/bills/{bills[2].id}/payments", {"tender": "wallet", "one_time_code": wrong}
    )
    assert (answer.status, answer["code"]) == (409, "code_wrong")


def test_a_token_without_a_till_is_stopped_before_it_locks(api: Api, cast: Cast) -> None:
    cast.rule(proof_rule="always")
    good = code(cast)
    wrong = {"tender": "wallet", "one_time_code": f"{(int(good) + 1) % 10**6:06}"}
    path = f"/bills/{cast.bill(5, cast.alice).id}/payments"

    codes = [api.post(path, wrong)["code"] for _ in range(4)]

    assert codes == ["code_wrong"] * 3 + ["too_many_tries"]
    assert one_time.codes_locked(cast.house, cast.alice.id) is False


def test_one_proof_at_a_time(api: Api, cast: Cast) -> None:
    answer = api.post(
        f"/bills/{cast.bill(5, cast.alice).id}/payments",
        {"tender": "wallet", "one_time_code": code(cast), "pin": "7391"},
    )

    assert (answer.status, answer["code"]) == (422, "malformed")
