"""Paying bills: proofs, limits of them, and what is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import PIN, WRONG_PIN, Cast
from tests.fronts.api.conftest import Api, eur, token_of


@pytest.fixture
def strict(cast: Cast) -> Cast:
    """Spending always needs a proof, and Alice has a PIN."""
    cast.rule(proof_rule="always")
    cast.pin(cast.alice)
    return cast


@pytest.fixture
def till(strict: Cast) -> Api:
    """A token bound to a till, which may present cards."""
    everything = ["present_card", "bills.take_payment", "bills.see", "bills.open"]
    member = strict.hire("Zoé", "waiter")
    return Api(token_of(strict.house, member, till=strict.till, scopes=everything))


def test_a_wallet_needs_a_proof_and_a_pin_is_one(api: Api, strict: Cast) -> None:
    path = f"/bills/{strict.bill(5, strict.alice).id}/payments"

    without = api.post(path, {"tender": "wallet"})
    wrong = api.post(path, {"tender": "wallet", "pin": WRONG_PIN})
    paid = api.post(path, {"tender": "wallet", "pin": PIN, "amount": eur(300), "tip": eur(50)})

    assert (without.status, without["code"]) == (409, "proof_needed")
    assert (wrong.status, wrong["code"]) == (409, "pin_wrong")
    assert (paid.status, paid["due"], paid["tips"]) == (201, eur(200), eur(50)), paid.body
    assert paid["payments"][0]["proved_by"] == "pin"
    assert strict.has(strict.alice).total == 2000 - 350


def test_five_wrong_pins_lock_until_a_manager_unlocks(till: Api, api: Api, strict: Cast) -> None:
    path = f"/bills/{strict.bill(5, strict.alice).id}/payments"

    codes = [till.post(path, {"tender": "wallet", "pin": WRONG_PIN})["code"] for _ in range(6)]
    locked = till.post(path, {"tender": "wallet", "pin": PIN})
    unlocked = api.post(f"/customers/{strict.alice.id}/unlock")

    assert codes == ["pin_wrong"] * 5 + ["spending_locked"]
    assert (locked.status, locked["code"]) == (409, "spending_locked")
    assert unlocked.status == 200
    assert till.post(path, {"tender": "wallet", "pin": PIN}).status == 201


def test_a_token_without_a_till_is_stopped_first(api: Api, till: Api, strict: Cast) -> None:
    path = f"/bills/{strict.bill(5, strict.alice).id}/payments"

    tries = [api.post(path, {"tender": "wallet", "pin": WRONG_PIN}) for _ in range(4)]
    right = api.post(path, {"tender": "wallet", "pin": PIN})

    assert [one.status for one in tries] == [409, 409, 409, 429]
    assert (right.status, int(right.headers["Retry-After"]) > 3600) == (429, True)
    assert till.post(path, {"tender": "wallet", "pin": PIN}).status == 201


def test_a_card_read_proves_one_payment(till: Api, strict: Cast) -> None:
    path = f"/bills/{strict.bill(5, strict.alice).id}/payments"
    read = till.post("/card-reads", {"number": strict.alice_card.number})["id"]
    body = {"tender": "wallet", "card_read": read, "amount": eur(100)}

    first, second = till.post(path, body), till.post(path, body)

    assert (first.status, first["payments"][0]["proved_by"]) == (201, "card"), first.body
    assert (second.status, second["code"]) == (409, "read_expired")
    unknown = till.post(path, body | {"card_read": "nope"})
    assert (unknown.status, unknown["field"]) == (404, "card_read")


def test_a_read_is_good_for_a_minute(till: Api, strict: Cast, noon: Any) -> None:
    path = f"/bills/{strict.bill(5, strict.alice).id}/payments"
    read = till.post("/card-reads", {"number": strict.alice_card.number})["id"]
    noon.shift(timedelta(seconds=61))

    answer = till.post(path, {"tender": "wallet", "card_read": read})

    assert (answer.status, answer["code"]) == (409, "read_expired")


def test_points_pay_in_money(api: Api, strict: Cast) -> None:
    strict.rule(point_worth_minor=5)
    path = f"/customers/{strict.alice.id}/adjustments"
    api.post(path, {"unit": "points", "direction": "up", "amount": 100, "reason": "x"})
    bill = strict.bill(20, strict.alice)

    paid = api.post(f"/bills/{bill.id}/payments", {"tender": "points", "pin": PIN}
                    | {"amount": eur(400)})  # fmt: skip
    more = api.post(f"/bills/{bill.id}/payments", {"tender": "points", "pin": PIN})

    assert (paid["payments"][0]["points"], paid["due"]) == (80, eur(1600)), paid.body
    assert (more.status, more["code"]) == (409, "insufficient_value")


NOT_PAID_SO: list[tuple[Any, int, str]] = [
    ({"tender": "wallet", "pin": PIN, "card_read": "x"}, 422, "malformed"),
    ({"tender": "wallet", "pin": "12"}, 422, "malformed"),
    ({"tender": "wallet", "pin": 7391}, 422, "malformed"),
    ({"tender": "iou"}, 422, "malformed"),
    ({}, 422, "malformed"),
    ({"tender": "cash", "amount": eur(0)}, 422, "malformed"),
    ({"tender": "cash", "tip": 5}, 422, "malformed"),
    ({"tender": "cash", "amount": eur(501)}, 409, "overpaid"),
    ({"tender": "wallet", "one_time_code": "123456"}, 409, "code_wrong"),
    ({"tender": "house_account"}, 409, "on_account_not_allowed"),
    ({"tender": "cash", "occurred_at": "2999-01-01T00:00:00Z"}, 422, "malformed"),
]


def test_what_cannot_be_paid_so(api: Api, strict: Cast) -> None:
    bill = strict.bill(5, strict.alice)

    for body, status, code in NOT_PAID_SO:
        answer = api.post(f"/bills/{bill.id}/payments", body)

        assert (answer.status, answer["code"]) == (status, code), answer.body
    assert api.get(f"/bills/{bill.id}")["due"] == eur(500)


def test_a_walk_in_has_no_wallet(api: Api, cast: Cast) -> None:
    path = f"/bills/{cast.bill(5).id}/payments"

    assert api.post(path, {"tender": "wallet", "pin": PIN})["code"] == "customer_needed"


def test_more_than_the_wallet_has_is_refused_whole(api: Api, strict: Cast) -> None:
    bill = strict.bill(21, strict.alice)

    answer = api.post(f"/bills/{bill.id}/payments", {"tender": "wallet", "pin": PIN})

    assert (answer.status, answer["code"], answer["has"]) == (409, "insufficient_value", eur(2000))
    assert strict.has(strict.alice).total == 2000


def test_before_closing_a_payment_is_taken_back(api: Api, strict: Cast) -> None:
    bill = strict.bill(5, strict.alice)
    path = f"/bills/{bill.id}/payments"
    paid = api.post(path, {"tender": "wallet", "pin": PIN})

    back = [api.delete(f"{path}/{paid['created']}") for _ in range(2)]

    assert [(one.status, one["due"]) for one in back] == [(200, eur(500))] * 2
    assert strict.has(strict.alice).total == 2000
    api.post(path, {"tender": "cash"})
    api.post(f"/bills/{bill.id}/close")
    last = api.get(f"/bills/{bill.id}")["payments"][0]["id"]
    assert api.delete(f"{path}/{last}")["code"] == "bill_closed"


def test_what_another_system_knows_is_kept(api: Api, cast: Cast) -> None:
    body = {"tender": "cash", "given": eur(1000), "fiscal_ref": "F1", "external_id": "E1"}

    bill = api.post("/bills", {"amount": eur(500), "fiscal_ref": "B1"})
    paid = api.post(f"/bills/{bill['id']}/payments", body)["payments"][0]

    assert (bill["fiscal_ref"], paid["fiscal_ref"], paid["external_id"]) == ("B1", "F1", "E1")
    assert paid["given"] == eur(1000)
