"""Settling at the till: several tenders, the slip, a mistake."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from habitue.bills.models import Bill
from habitue.customers import actions as customers
from habitue.house.models import House
from habitue.house_accounts import reports as accounts
from habitue.house_accounts.models import Settlement
from tests.cast import act_in
from tests.fronts.till.stage import ALICES_PIN, Stage


@pytest.fixture
def where(cashier: Client, stage: Stage, post: Any) -> str:
    """Bob ate for 16.00 on Acme's account: where that is settled."""
    post(cashier, "/till/bills/", item=stage.items["Plat du jour"].id)
    bill = Bill.objects.of(stage.house).latest("number")
    post(cashier, f"/till/bills/{bill.id}/customer/", customer=stage.bob.id, then="account")
    return f"/till/customers/{stage.acme.id}/settlements/"


def owed(stage: Stage) -> int:
    return accounts.owed_by(stage.house, [stage.acme.id])[stage.acme.id]


def test_by_several_tenders_at_once(cashier: Client, stage: Stage, post: Any, where: str) -> None:
    answer = post(cashier, where, tender="several", by_cash="6", by_card="10", amount="16.00")

    [row] = Settlement.objects.of(stage.house)
    assert row.taken == [("cash", 600), ("card", 1000)]
    slip = cashier.get(answer.url).content.decode()
    assert "Owes nothing" in slip and "Together" in slip


def test_several_tenders_of_nothing(cashier: Client, stage: Stage, post: Any, where: str) -> None:
    answer = post(cashier, where, tender="several", by_cash="", by_card="0")

    assert answer.status_code == 422
    assert owed(stage) == 1600


def test_a_mistake_asks_a_manager(cashier: Client, stage: Stage, post: Any, where: str) -> None:
    slip = post(cashier, where, amount="16", tender="cash").url

    assert post(cashier, f"{slip}undoing/", reason="").status_code == 422
    asked = post(cashier, f"{slip}undoing/", reason="wrong guest")

    assert asked.status_code == 403
    assert "A manager can approve this" in asked.content.decode()
    assert owed(stage) == 0


@pytest.fixture
def bill(cashier: Client, stage: Stage, post: Any) -> Bill:
    """A dish of 21.00 for Alice, who has 20.00, a PIN, and may eat on account; one purse."""
    House.objects.filter(pk=stage.house.pk).update(one_purse=True)
    fields = {"on_account_allowed": True}
    act_in(stage.house, customers.edit, customer=stage.alice, fields=fields, front="office")
    post(cashier, "/till/bills/", item=stage.items["Steak frites"].id)
    bill = Bill.objects.of(stage.house).latest("number")
    post(cashier, f"/till/bills/{bill.id}/customer/", customer=stage.alice.id)
    return bill


def test_one_purse_asks_the_guest_before_it_saves(
    cashier: Client, stage: Stage, post: Any, bill: Bill
) -> None:
    sent = post(cashier, f"/till/bills/{bill.id}/account/")
    asks = cashier.get(sent.url).content.decode()
    post(cashier, f"/till/bills/{bill.id}/payments/", tender="house_account", pin=ALICES_PIN)

    assert sent.url == f"/till/bills/{bill.id}/pay/?tender=house_account"
    assert "from the wallet" in asks and 'name="purse" value="yes"' in asks
    bill.refresh_from_db()
    assert bill.state == "closed"
    assert [(one.tender, one.amount_minor) for one in bill.payments.order_by("id")] == [
        ("wallet", 2000),
        ("house_account", 100),
    ]


def test_one_purse_is_measured_before_it_is_taken(
    cashier: Client, stage: Stage, bill: Bill
) -> None:
    page = cashier.get(f"/till/bills/{bill.id}/pay/?tender=house_account")

    assert page.context["bar"] == [("has", 2000), ("owes", 100)]
    assert "m-owes" in page.content.decode()


def test_what_went_on_account_is_not_called_paid(
    cashier: Client, stage: Stage, post: Any, bill: Bill
) -> None:
    post(cashier, f"/till/bills/{bill.id}/payments/", tender="house_account", pin=ALICES_PIN)

    page = cashier.get(f"/till/bills/{bill.id}/paid/")
    assert page.context["later"].text == "1.00"
    words = " ".join(strip_tags(page.content.decode()).split())
    assert "20.00 of 21.00 is paid." in words
    post(cashier, f"/till/customers/{stage.alice.id}/settlements/", amount="1", tender="cash")
    assert cashier.get(f"/till/bills/{bill.id}/paid/").context["later"] is None


def test_one_purse_may_leave_the_wallet_alone(
    cashier: Client, stage: Stage, post: Any, bill: Bill
) -> None:
    page = cashier.get(f"/till/bills/{bill.id}/pay/?tender=house_account&purse=no")
    where = f"/till/bills/{bill.id}/payments/"
    assert post(cashier, where, tender="house_account").status_code == 409
    post(cashier, where, tender="house_account", purse="no")

    assert 'name="purse" value="no"' in page.content.decode()
    assert accounts.owed_by(stage.house, [stage.alice.id])[stage.alice.id] == 2100


def test_a_guest_chosen_for_the_account_is_asked_too(
    cashier: Client, stage: Stage, post: Any, bill: Bill
) -> None:
    post(cashier, f"/till/bills/{bill.id}/customer/none/")

    where = f"/till/bills/{bill.id}/customer/"
    answer = post(cashier, where, customer=stage.alice.id, then="account")

    assert answer.url == f"/till/bills/{bill.id}/pay/?tender=house_account"
    bill.refresh_from_db()
    assert (bill.state, bill.customer) == ("open", stage.alice)


def test_a_saved_bill_moves_to_another(
    cashier: Client, stage: Stage, post: Any, where: str
) -> None:
    fields = {"on_account_allowed": True}
    act_in(stage.house, customers.edit, customer=stage.carol, fields=fields, front="office")
    saved = Bill.objects.of(stage.house).latest("number")
    page = cashier.get(f"/till/bills/{saved.id}/paid/").content.decode()
    assert f"/till/bills/{saved.id}/customer/?then=move" in page
    assert cashier.get(f"/till/bills/{saved.id}/customer/?then=move").status_code == 200

    moves = f"/till/bills/{saved.id}/customer/"
    answer = post(cashier, moves, customer=stage.carol.id, then="move")

    assert answer.url == f"/till/bills/{saved.id}/paid/"
    assert owed(stage) == 0
    assert accounts.owed_by(stage.house, [stage.carol.id])[stage.carol.id] == 1600
