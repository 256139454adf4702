"""Invoices issued by many at once: each charge on one, numbers without a gap."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.races.conftest import Till, at_once, eur, verified
from tests.serving import Served

pytestmark = pytest.mark.races


def company(till: Till, name: str) -> Any:
    fields = {"company_name": name, "on_account_allowed": True, "address": {"city": "Lyon"}}
    return till.made("POST", "/customers", fields)


def ate(till: Till, who: Any, amount: int = 100) -> Any:
    bill = till.made("POST", "/bills", {"amount": eur(amount)})
    till.made("PUT", f"/bills/{bill['id']}/customer", {"customer": who["id"]})
    return bill


def save(till: Till, bill: Any) -> Any:
    return till.made("POST", f"/bills/{bill['id']}/save-on-account")


def issuing(till: Till, who: Any, last: int) -> Any:
    body = {"payer": who["id"], "from": "2020-01-01", "to": f"2099-12-{last:02d}"}
    return lambda: till("POST", "/invoices", body)


def test_each_charge_is_on_one_invoice(served: Served, till: Till) -> None:
    acme = company(till, "Acme")
    for _ in range(6):
        save(till, ate(till, acme))

    answers = at_once([issuing(till, acme, 10 + n) for n in range(8)], 8)

    said = Counter((one.status_code, one.json().get("code", "")) for one in answers)
    assert said == {(201, ""): 1, (409, "already_invoiced"): 7}
    assert verified(served)


def test_numbers_of_many_payers_have_no_gap(served: Served, till: Till) -> None:
    companies = [company(till, f"Company {n}") for n in range(8)]
    for one in companies[:6]:
        save(till, ate(till, one))

    answers = at_once([issuing(till, one, 31) for one in companies], 8)

    numbers = sorted(one.json()["number"][-4:] for one in answers if one.status_code == 201)
    assert numbers == [f"{n:04d}" for n in range(1, 7)]
    assert verified(served)


def test_reopening_and_issuing_at_once(served: Served, till: Till) -> None:
    """A bill is on the invoice or open again: never both, never neither."""
    acme = company(till, "Acme")
    save(till, ate(till, acme))
    saved = [save(till, ate(till, acme)) for _ in range(5)]

    reopen = [
        lambda id_=one["id"]: till("POST", f"/bills/{id_}/reopen")  # type: ignore[misc]
        for one in saved
    ]
    pays = [
        lambda: till(
            "POST", f"/customers/{acme['id']}/payments", {"amount": eur(30), "tender": "cash"}
        )
    ]
    answers = at_once([*reopen[:2], issuing(till, acme, 31), *reopen[2:], *pays], 8)

    invoice = next(one.json() for one in answers if one.request.url.path.endswith("/invoices"))
    on_it = {bill["bill"] for person in invoice["people"] for bill in person["bills"]}
    reopened = {one.json()["id"] for one in answers if one.json().get("state") == "open"}
    assert on_it.isdisjoint(reopened)
    assert len(on_it) + len(reopened) == 6
    assert verified(served)
