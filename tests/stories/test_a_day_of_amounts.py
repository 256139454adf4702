"""A whole day with bills that are nothing but an amount (G84): another till keeps the lines.

Everything from points to accounts, refunds and shares works through the API on the amount alone,
and the books agree at the end of it.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from habitue.house.models import House
from habitue.staff import actions as staff
from habitue.staff.models import StaffMember
from tests.cast import PIN, Cast, act_in
from tests.conftest import offenders
from tests.fronts.api.conftest import Api, eur

RECEIPTS = count(1)


@pytest.fixture
def api(cast: Cast) -> Api:
    """The other till, with the owner's token."""
    member = StaffMember.objects.of(cast.house).get(role__key="owner")
    _row, secret = act_in(cast.house, staff.issue_token, member=member, name="POS", scopes=None)
    return Api(secret)


@pytest.fixture
def programme(cast: Cast) -> House:
    """A point for each euro, 5 % back, 10 % off for the company."""
    cast.rule(points_per_unit=1, point_worth_minor=5, earn_bp=500)
    return cast.house


def made(answer: Any) -> Any:
    assert answer.status < 300, answer.body
    return answer.body


def opened(api: Api, amount: int, **more: Any) -> Any:
    """A bill as the other till sends it: table, sum, the number of its receipt."""
    body = {"amount": eur(amount), "table": "12", "fiscal_ref": f"R-{next(RECEIPTS)}"} | more
    return made(api.post("/bills", body))


def pay(api: Api, bill: Any, tender: str, amount: int | None = None, **more: Any) -> Any:
    body = {"tender": tender} | more | ({"amount": eur(amount)} if amount else {})
    return made(api.post(f"/bills/{bill['id']}/payments", body))


def after(api: Api, bill: Any, verb: str, **body: Any) -> Any:
    return made(api.post(f"/bills/{bill['id']}/{verb}", body))


@pytest.mark.usefixtures("programme")
def test_a_day_of_nothing_but_amounts(api: Api) -> None:
    alice = regular(api)
    coffee, lunch = morning(api, alice), noon(api, alice)
    a_companys_table(api)
    strangers(api)
    evening(api, coffee, lunch)

    bills = made(api.get("/bills?limit=200"))["data"]
    assert all(bill["lines"] == [] for bill in bills)
    assert {bill["state"] for bill in bills} == {"closed", "on_account", "void"}
    # of the 2.00 that the coffee gave, lunch had taken all and gave half back: 1.00 stays spent
    kept = made(api.get(f"/bills/{lunch['id']}"))["earns"]["value"]["amount"]
    wallet = made(api.get(f"/customers/{alice['id']}/balances"))["wallet"]["total"]["amount"]
    assert (wallet, kept) == (12_000 + 200 - 3_000 + 1_500 - 100 + kept, 65)
    assert offenders() == []


def regular(api: Api) -> Any:
    """Alice, who pays 100 and receives 120."""
    alice = made(api.post("/customers", {"first_name": "Alice", "pin": PIN}))
    top_up = {"pays": eur(10_000), "receives": eur(12_000), "tender": "card"}
    made(api.post(f"/customers/{alice['id']}/top-ups", top_up))
    return alice


def morning(api: Api, alice: Any) -> Any:
    """Linked and paid with money: it earns."""
    coffee = opened(api, 4_010, customer=alice["id"])
    assert coffee["earns"] == {"value": eur(200), "points": 40}
    pay(api, coffee, "cash", tip=eur(90))
    assert after(api, coffee, "close")["state"] == "closed"
    return coffee


def noon(api: Api, alice: Any) -> Any:
    """Wallet, points and card on one bill."""
    lunch = opened(api, 5_000)
    made(api("PUT", f"/bills/{lunch['id']}/customer", {"customer": alice["id"]}))
    pay(api, lunch, "wallet", 3_000, pin=PIN)
    pay(api, lunch, "points", 200, pin=PIN)
    pay(api, lunch, "card")
    after(api, lunch, "close")
    return lunch


def a_companys_table(api: Api) -> None:
    """10 % off, in three shares: two on account, one paid at once; most of it settled."""
    acme = {"type": "company", "company_name": "Acme", "on_account_allowed": True}
    company = made(api.post("/customers", acme | {"discount_percent": 1_000}))
    table = opened(api, 10_000, customer=company["id"])
    shares = after(api, table, "split", parts=3)["shares"]
    assert [one["total"] for one in shares] == [eur(3_000)] * 3
    pay(api, shares[1], "card")
    after(api, shares[1], "close")
    made(api("PUT", f"/bills/{shares[2]['id']}/customer", {"customer": company["id"]}))
    for one in (shares[0], shares[2]):
        assert after(api, one, "save-on-account")["state"] == "on_account"
    owes = made(api.get(f"/customers/{company['id']}/balances"))["house_account"]["owes"]
    part = {"amount": eur(4_500), "tender": "bank_transfer"}
    made(api.post(f"/customers/{company['id']}/payments", part))
    assert owes == eur(6_000)


def strangers(api: Api) -> None:
    """Two sit together after all, and one bill was a mistake."""
    one, other = opened(api, 700), opened(api, 801)
    joined = after(api, one, "join", bills=[other["id"]])
    assert joined["total"] == eur(1_501)
    pay(api, joined, "cash", given=eur(2_000))
    after(api, joined, "close")
    assert after(api, opened(api, 99), "void", reason="Twice")["state"] == "void"


def evening(api: Api, coffee: Any, lunch: Any) -> None:
    """Half the lunch and all of the coffee go back the way they were paid."""
    half = {"amount": eur(2_500), "reason": "Cold"}
    made(api.post(f"/bills/{lunch['id']}/refunds", half))
    back = made(api.post(f"/bills/{coffee['id']}/refunds", {"reason": "Salted"}))
    assert back["amount"] == eur(4_010)
