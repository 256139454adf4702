"""A company that pays later: saving, limits, settling."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bookkeeping.adjustments import Asked, Sort, adjustments
from tests.cast import Cast
from tests.fronts.api.conftest import Api, eur


def saved(api: Api, cast: Cast, amount: int) -> Any:
    bill = cast.bill(amount, cast.bob)
    return api.post(f"/bills/{bill.id}/save-on-account")


def test_bob_eats_acme_pays(api: Api, cast: Cast) -> None:
    bill = saved(api, cast, 40)
    assert (bill.status, bill["state"], bill["due"]) == (200, "on_account", eur(4000)), bill.body
    bob = api.get(f"/customers/{cast.bob.id}/balances")["house_account"]
    acme = api.get(f"/customers/{cast.acme.id}/balances")["house_account"]
    assert (bob["owes"], bob["charged"]) == (eur(0), eur(4000))
    assert (bob["limit"], bob["available"]) == (eur(50000), eur(46000))
    assert (acme["owes"], acme["limit"]) == (eur(4000), eur(50000))
    row = api.get("/unpaid")["data"]
    assert [(one["customer"], one["to_pay"], one["bills"]) for one in row] == [
        (str(cast.acme.id), eur(4000), 1)
    ]

    paid = api.post(
        f"/customers/{cast.acme.id}/payments", {"amount": eur(5000), "tender": "bank_transfer"}
    )

    assert (paid.status, paid["in_hand"]) == (201, eur(1000)), paid.body
    assert paid["settled"] == [{"bill": bill["id"], "amount": eur(4000)}]
    closed = api.get(f"/bills/{bill['id']}")
    assert (closed["state"], closed["due"], closed["paid"]) == ("closed", eur(0), eur(4000))
    assert api.get("/unpaid")["data"] == []


def test_a_payment_may_name_its_bills(api: Api, cast: Cast) -> None:
    first, second = saved(api, cast, 10), saved(api, cast, 20)
    path = f"/customers/{cast.acme.id}/payments"
    body = {"amount": eur(2000), "tender": "cash"}

    paid = api.post(path, body | {"bills": [second["id"]]})
    twice = api.post(path, body | {"bills": [second["id"]]})
    unknown = api.post(path, body | {"bills": ["nope"]})

    assert paid["settled"] == [{"bill": second["id"], "amount": eur(2000)}]
    assert (twice.status, twice["code"]) == (409, "bill_paid")
    assert (unknown.status, unknown["field"]) == (404, "bills")
    assert api.get(f"/bills/{first['id']}")["state"] == "on_account"


def test_a_saved_bill_is_paid_alone_in_parts(api: Api, cast: Cast) -> None:
    bill = saved(api, cast, 40)
    path = f"/bills/{bill['id']}/payments"

    part = api.post(path, {"tender": "cash", "amount": eur(1500)})
    rest = api.post(path, {"tender": "card"})

    assert (part["state"], part["due"], part["paid"]) == ("on_account", eur(2500), eur(1500))
    assert (rest["state"], rest["due"]) == ("closed", eur(0))


def test_the_limit_holds_unless_a_manager_lets_it_pass(api: Api, cast: Cast, as_role: Any) -> None:
    bill = cast.bill(501, cast.bob)
    boss = cast.hire("Boss", "manager", pin="8264")
    approval = {"staff": str(boss.id), "pin": "8264", "reason": "old friends"}
    path = f"/bills/{bill.id}/save-on-account"

    refused = api.post(path)
    passed = as_role("waiter").post(path, {"approval": approval})

    assert (refused.status, refused["code"]) == (409, "limit_exceeded")
    assert refused["available"] == eur(50000)
    assert (passed.status, passed["state"]) == (200, "on_account"), passed.body


def test_an_override_is_listed_with_who_let_it_pass_and_why(
    api: Api, cast: Cast, as_role: Any
) -> None:
    bill = cast.bill(501, cast.bob)
    boss = cast.hire("Boss", "manager", pin="8264")
    approval = {"staff": str(boss.id), "pin": "8264", "reason": "old friends"}
    as_role("waiter").post(f"/bills/{bill.id}/save-on-account", {"approval": approval})

    today = cast.again(bill).business_day
    [told], _further = adjustments(cast.house, today, today, Asked(Sort.OVER_LIMIT))

    assert (told.approved_by, told.reason, told.amount.minor) == ("Boss", "old friends", 50_100)
    assert told.who != "Boss"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"on_account_allowed": False}, "on_account_not_allowed"), ({"on_hold": True}, "on_hold")],
)
def test_who_may_not_eat_on_account(api: Api, cast: Cast, change: Any, code: str) -> None:
    bill = cast.bill(5, cast.bob)
    api.patch(f"/customers/{cast.bob.id}", {"version": 1} | change)

    answer = api.post(f"/bills/{bill.id}/save-on-account")

    assert (answer.status, answer["code"]) == (409, code)
    assert api.get(f"/bills/{bill.id}")["state"] == "open"


def test_a_walk_in_cannot_be_saved(api: Api, cast: Cast) -> None:
    answer = api.post(f"/bills/{cast.bill(5).id}/save-on-account")

    assert (answer.status, answer["code"]) == (409, "customer_needed")


def test_a_saved_bill_is_reopened_and_voided(api: Api, cast: Cast) -> None:
    bill, other = saved(api, cast, 10), saved(api, cast, 20)

    reopened = api.post(f"/bills/{bill['id']}/reopen")
    void = api.post(f"/bills/{other['id']}/void", {"reason": "oops"})

    assert (reopened["state"], reopened["due"]) == ("open", eur(1000))
    assert void["state"] == "void"
    assert api.get(f"/customers/{cast.acme.id}/balances")["house_account"]["owes"] == eur(0)


def test_a_part_on_account_is_a_charge_of_its_own(api: Api, cast: Cast) -> None:
    bill = cast.bill(30, cast.bob)
    path = f"/bills/{bill.id}"

    part = api.post(f"{path}/payments", {"tender": "house_account", "amount": eur(1000)})
    rest = api.post(f"{path}/save-on-account")

    assert part["due"] == eur(2000)
    assert (rest["state"], rest["due"], rest["paid"]) == ("on_account", eur(2000), eur(1000))


def test_no_limit_is_null(api: Api, cast: Cast) -> None:
    api.patch(f"/customers/{cast.acme.id}", {"version": 1, "credit_limit": None})

    account = api.get(f"/customers/{cast.bob.id}/balances")["house_account"]

    assert (account["limit"], account["available"]) == (None, None)
