"""Once only: the same request under the same key is answered as the first time."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bills.models import Bill
from tests.cast import WRONG_PIN, Cast
from tests.fronts.api.conftest import Api, eur


def test_a_repeat_moves_nothing_and_says_so(api: Api, cast: Cast) -> None:
    path = f"/customers/{cast.carol.id}/top-ups"
    body = {"pays": eur(1000), "receives": eur(1200), "tender": "cash"}

    first = api.post(path, body, key="till-7:0001")
    again = api.post(path, dict(reversed(body.items())), key="till-7:0001")

    assert (first.status, first.replayed) == (201, False)
    assert (again.status, again.replayed, again.body) == (201, True, first.body)
    assert cast.has(cast.carol).total == 1200


@pytest.mark.parametrize("change", ["body", "path", "method"])
def test_a_key_stands_for_one_request_in_the_whole_house(api: Api, change: str) -> None:
    made = api.post("/bills", {"amount": eur(500)}, key="k")
    asked: dict[str, tuple[str, str, Any]] = {
        "body": ("POST", "/bills", {"amount": eur(501)}),
        "path": ("POST", "/customers", {"amount": eur(500)}),
        "method": ("PATCH", f"/bills/{made['id']}", {"version": 1, "amount": eur(500)}),
    }

    answer = (
        api(*asked[change], key="k")
        if change != "path"
        else api.post(f"/bills/{made['id']}/close", {}, key="k")
    )

    assert (answer.status, answer["code"]) == (422, "idempotency_key_reused")


def test_ids_and_amounts_stay_as_first_said_the_rest_is_as_it_stands(api: Api, cast: Cast) -> None:
    first = api.post("/bills", {"table": "T4", "amount": eur(900)}, key="k")
    api.patch(f"/bills/{first['id']}", {"version": 1, "table": "T9", "amount": eur(700)})

    again = api.post("/bills", {"table": "T4", "amount": eur(900)}, key="k")

    assert (again["id"], again["total"], again["due"]) == (first["id"], eur(900), eur(900))
    assert (again["table"], again["version"]) == ("T9", 2)


def test_the_new_part_is_told_again_even_when_it_is_gone(api: Api, cast: Cast) -> None:
    bill = api.post("/bills", {"amount": eur(900)})
    path = f"/bills/{bill['id']}/payments"
    paid = api.post(path, {"tender": "cash", "amount": eur(400)}, key="k")
    api.delete(f"{path}/{paid['created']}")

    again = api.post(path, {"tender": "cash", "amount": eur(400)}, key="k")

    assert (again["created"], again["due"]) == (paid["created"], eur(500))
    assert again["payments"][0]["amount"] == eur(400)
    assert api.get(f"/bills/{bill['id']}")["due"] == eur(900)


def test_a_refusal_of_the_house_is_remembered(api: Api, cast: Cast) -> None:
    bill = api.post("/bills", {"amount": eur(900)})
    path = f"/bills/{bill['id']}/close"

    first = api.post(path, key="k")
    api.post(f"/bills/{bill['id']}/payments", {"tender": "cash"})
    again = api.post(path, key="k")

    assert (first.status, first["code"], first.replayed) == (409, "bill_unpaid", False)
    assert (again.status, again["code"], again.replayed) == (409, "bill_unpaid", True)
    assert api.post(path, key="another").status == 200


def test_what_was_malformed_leaves_the_key_free(api: Api) -> None:
    assert api.post("/bills", {"amount": 5}, key="k").status == 422
    assert api.put(f"/bills/{'0' * 8}-0000-4000-8000-{'0' * 12}/customer", {}).status == 422
    assert api.post("/bills", {"amount": eur(5)}, key="k").status == 201


def test_a_wrong_pin_counts_once_however_often_it_is_sent(api: Api, cast: Cast) -> None:
    cast.pin(cast.alice)
    bill = cast.bill(5, cast.alice)
    path, body = f"/bills/{bill.id}/payments", {"tender": "wallet", "pin": WRONG_PIN}

    answers = [api.post(path, body, key="k") for _ in range(4)]

    assert {(one.status, one["code"]) for one in answers} == {(409, "pin_wrong")}
    assert api.post(path, {"tender": "wallet", "pin": "7391"}).status == 201


def test_rights_are_asked_again_before_a_repeat(cast: Cast, as_role: Any) -> None:
    zoe = as_role("waiter")
    body = {"amount": eur(500)}
    assert zoe.post("/bills", body, key="k").status == 201
    from habitue.staff import actions as staff
    from habitue.staff.models import Role

    cast.act(staff.set_rights, role=Role.objects.of(cast.house).get(key="waiter"), rights={})

    answer = zoe.post("/bills", body, key="k")

    assert (answer.status, answer["code"], answer["right"]) == (
        403,
        "right_missing",
        "bills.open",
    )


def test_put_patch_and_delete_may_carry_a_key(api: Api, cast: Cast) -> None:
    bill = cast.bill(5)
    body = {"version": 1, "table": "T2"}

    first = api.patch(f"/bills/{bill.id}", body, key="k")
    again = api.patch(f"/bills/{bill.id}", body, key="k")
    without = api.patch(f"/bills/{bill.id}", body)

    assert (first.status, again.status, again.replayed) == (200, 200, True)
    assert (without.status, without["code"]) == (409, "version_conflict")
    assert Bill.objects.of(cast.house).get().version == 2
