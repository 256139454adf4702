"""Signing at the till: asked for before a bill goes on account, by finger or by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill
from habitue.house.models import House
from habitue.house_accounts.models import Charge, Signature
from tests.fronts.till.stage import Stage

SCRIBBLE = "M20 100L60 40L100 150L140 60"


@pytest.fixture
def bill(cashier: Client, stage: Stage, post: Any) -> Bill:
    """Bob's, of 21.00, in a house that wants a signature from 20.00 on."""
    House.objects.filter(pk=stage.house.pk).update(sign_from_minor=2000)
    table, item = stage.tables["4"], stage.items["Steak frites"]
    post(cashier, "/till/bills/", table=table.id, item=item.id)
    made: Bill = Bill.objects.of(stage.house).latest("number")
    post(cashier, f"/till/bills/{made.id}/customer/", customer=stage.bob.id)
    return made


def pay(client: Client, bill: Bill, post: Any, **more: Any) -> Any:
    where = f"/till/bills/{bill.id}/payments/"
    return post(client, where, tender="house_account", amount="21.00", **more)


def test_saving_goes_by_way_of_the_signature(cashier: Client, bill: Bill, post: Any) -> None:
    answer = post(cashier, f"/till/bills/{bill.id}/account/")

    assert answer.headers["Location"].endswith("/pay/?tender=house_account")
    shown = cashier.get(answer.headers["Location"]).content.decode()
    assert "Bob Marchetti signs" in shown
    assert 'name="signed_name"' in shown


@pytest.mark.parametrize(
    "how", [{"signature": SCRIBBLE}, {"signed_name": "Bob"}], ids=["drawn", "typed"]
)
def test_signed_it_goes_on_account(
    cashier: Client, stage: Stage, bill: Bill, post: Any, how: dict[str, str]
) -> None:
    pay(cashier, bill, post, **how)

    kept = Signature.objects.of(stage.house).get()
    assert (kept.path, kept.name) == (how.get("signature", ""), how.get("signed_name", ""))
    receipt = cashier.get(f"/till/bills/{bill.id}/receipt/").content.decode()
    assert (SCRIBBLE if kept.path else "<bdi>Bob</bdi>") in receipt


def test_unsigned_it_stays_open_and_says_why(
    cashier: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    answer = pay(cashier, bill, post)

    assert answer.status_code == 422
    assert "From 20.00 on a charge is signed" in answer.content.decode()
    assert not Charge.objects.of(stage.house).exists()


def test_a_scrawl_of_nonsense_is_refused(
    cashier: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    answer = pay(cashier, bill, post, signature='M0 0"/><script>')

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert not Charge.objects.of(stage.house).exists()


def test_a_small_one_needs_none(cashier: Client, stage: Stage, bill: Bill, post: Any) -> None:
    House.objects.filter(pk=stage.house.pk).update(sign_from_minor=5000)

    post(cashier, f"/till/bills/{bill.id}/account/")

    bill.refresh_from_db()
    assert bill.state == "on_account"
