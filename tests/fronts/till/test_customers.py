"""Regulars at the till: list, page, quick add, cards, top-ups, settling."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from habitue.bills.models import Bill
from habitue.cards import proofs
from habitue.cards import reports as card_reports
from habitue.customers.models import Customer
from habitue.house_accounts import reports as accounts
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import TopUp
from habitue.staff.models import RoleRight
from tests.digits import stands_in
from tests.fronts.till.stage import Stage


def page_of(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return str(answer.content.decode())


def top_ups(someone: Customer) -> str:
    return f"/till/customers/{someone.id}/top-ups/"


@pytest.fixture
def owed(cashier: Client, stage: Stage, post: Any) -> list[Bill]:
    """Bob ate twice on Acme's account: 16.00 and 2.80."""
    for dish in ("Plat du jour", "Café"):
        post(cashier, "/till/bills/", item=stage.items[dish].id)
        bill = Bill.objects.of(stage.house).latest("number")
        fields = {"customer": stage.bob.id, "then": "account"}
        post(cashier, f"/till/bills/{bill.id}/customer/", **fields)
    return list(Bill.objects.of(stage.house).order_by("number"))


def test_pays_100_receives_120(cashier: Client, stage: Stage, post: Any) -> None:
    answer = post(cashier, top_ups(stage.carol), pays="100", receives="120", tender="cash")

    held = prepaid.holdings(stage.house, [stage.carol.id])[stage.carol.id]
    assert (held.paid, held.gift) == (10_000, 2_000)
    slip = page_of(cashier, answer.url)
    assert "Gift of the house" in slip
    assert "120" in slip


def test_what_is_received_is_what_is_paid_unless_typed(
    cashier: Client, stage: Stage, post: Any
) -> None:
    post(cashier, top_ups(stage.carol), pays="50", receives="", tender="card")

    assert prepaid.holdings(stage.house, [stage.carol.id])[stage.carol.id].total == 5_000


def test_a_top_up_pressed_twice_is_one(cashier: Client, stage: Stage, post: Any) -> None:
    for _press in range(2):
        post(cashier, top_ups(stage.carol), key="once", pays="10", tender="cash")

    assert TopUp.objects.of(stage.house).filter(customer=stage.carol).count() == 1


def test_less_received_than_paid_keeps_what_was_typed(
    cashier: Client, stage: Stage, post: Any
) -> None:
    answer = post(cashier, top_ups(stage.carol), pays="100", receives="90", tender="cash")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "cannot give less" in page
    assert 'value="100' in page


def test_a_waiter_may_not_top_up_but_a_manager_may_approve(
    waiter: Client, stage: Stage, post: Any
) -> None:
    answer = post(waiter, top_ups(stage.carol), pays="100", receives="120", tender="cash")

    assert answer.status_code == 403
    assert "A manager can approve this" in answer.content.decode()
    assert not TopUp.objects.of(stage.house).filter(customer=stage.carol).exists()


def test_the_page_shows_every_movement(cashier: Client, stage: Stage, post: Any) -> None:
    post(cashier, top_ups(stage.alice), pays="10", receives="12", tender="cash")

    page = page_of(cashier, f"/till/customers/{stage.alice.id}/")

    assert page.count("Topped up") >= 2  # 20.00 before; now paid in and gift in one line
    assert "Paul" in page


@pytest.mark.parametrize("tab", ["movements", "bills", "cards"])
def test_each_tab_stands(cashier: Client, stage: Stage, tab: str) -> None:
    assert "Alice Martin" in page_of(cashier, f"/till/customers/{stage.alice.id}/?tab={tab}")


def test_a_stranger_is_not_in_the_book(cashier: Client) -> None:
    assert cashier.get(f"/till/customers/{uuid4()}/").status_code == 404


def test_without_the_right_nobody_is_seen(cashier: Client, stage: Stage) -> None:
    RoleRight.objects.of(stage.house).filter(right="customers.see").delete()

    assert cashier.get("/till/customers/").status_code == 403


def test_a_new_guest_in_a_few_words(cashier: Client, stage: Stage, post: Any) -> None:
    post(cashier, "/till/customers/new/", name="Ines Carvalho", phone="06 11 22 33 44",
         pin="4182", pin_again="4182", card="NFC-1")  # fmt: skip

    ines = Customer.objects.of(stage.house).get(first_name="Ines")
    assert ines.last_name == "Carvalho"
    assert proofs.try_pin(stage.house, ines.id, "4182").matched
    assert [card.number for card in card_reports.cards_of(stage.house, [ines.id])[ines.id]] == [
        "NFC-1"
    ]


def test_two_pins_that_differ_keep_what_was_typed(cashier: Client, post: Any) -> None:
    answer = post(cashier, "/till/customers/new/", name="Ines", pin="4182", pin_again="4183")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The two PINs differ" in page
    assert 'value="Ines"' in page
    assert not stands_in(page, "4182")


def test_a_new_guest_takes_the_bill_along(cashier: Client, stage: Stage, post: Any) -> None:
    post(cashier, "/till/bills/", item=stage.items["Café"].id)
    bill = Bill.objects.of(stage.house).get()

    post(cashier, "/till/customers/new/", name="Ines", bill=bill.id)

    bill.refresh_from_db()
    assert bill.customer is not None
    assert bill.customer.first_name == "Ines"


def test_a_card_is_given_by_reading_it(cashier: Client, stage: Stage, post: Any) -> None:
    post(cashier, f"/till/customers/{stage.carol.id}/cards/", code="550011")

    assert card_reports.cards_of(stage.house, [stage.carol.id])[stage.carol.id]


def test_a_card_of_someone_else_is_refused(cashier: Client, stage: Stage, post: Any) -> None:
    answer = post(cashier, f"/till/customers/{stage.carol.id}/cards/", code="741708235506")

    assert answer.status_code == 409
    assert "belongs to Alice Martin" in answer.content.decode()


def test_view_unpaid_and_settle_all(
    cashier: Client, stage: Stage, owed: list[Bill], post: Any
) -> None:
    assert "Acme" in page_of(cashier, "/till/unpaid/")

    where = f"/till/customers/{stage.acme.id}/settlements/"
    answer = post(cashier, where, amount="18.80", tender="cash")

    assert "Owes nothing" in page_of(cashier, answer.url)
    assert accounts.unpaid(stage.house) == []
    assert {bill.state for bill in Bill.objects.of(stage.house)} == {"closed"}


def test_ticked_bills_are_settled_alone(
    cashier: Client, stage: Stage, owed: list[Bill], post: Any
) -> None:
    where = f"/till/customers/{stage.acme.id}/settlements/"

    post(cashier, where, amount="2.80", tender="cash", bills=[str(owed[1].id)])

    assert [bill.state for bill in Bill.objects.of(stage.house).order_by("number")] == [
        "on_account",
        "closed",
    ]


def test_a_saved_bill_is_paid_alone(
    cashier: Client, stage: Stage, owed: list[Bill], post: Any
) -> None:
    assert f"Bill {owed[0].number}" in page_of(cashier, "/till/saved/")

    post(cashier, f"/till/bills/{owed[0].id}/payments/", tender="card", amount="16.00")

    owed[0].refresh_from_db()
    assert owed[0].state == "closed"


def test_a_saved_bill_is_opened_again(
    cashier: Client, stage: Stage, owed: list[Bill], post: Any
) -> None:
    post(cashier, f"/till/bills/{owed[0].id}/reopening/")

    owed[0].refresh_from_db()
    assert owed[0].state == "open"
    assert accounts.owed_by(stage.house, [stage.acme.id])[stage.acme.id] == 280


def test_a_guest_is_corrected_while_they_stand_there(
    cashier: Client, stage: Stage, post: Any
) -> None:
    where = f"/till/customers/{stage.carol.id}/edit/"
    assert "Carol Dubois" in page_of(cashier, where)

    post(cashier, where, type="person", name="Carol Dubois", phone="06 55 44 33 22", version=1)

    stage.carol.refresh_from_db()
    assert (stage.carol.first_name, stage.carol.last_name) == ("Carol", "Dubois")
    assert "06 55 44 33 22" in page_of(cashier, f"/till/customers/{stage.carol.id}/")


def test_more_of_a_guest_stands_on_tabs(cashier: Client, stage: Stage, post: Any) -> None:
    where = f"/till/customers/{stage.carol.id}/edit/"
    assert "Street" in page_of(cashier, f"{where}?tab=contact")
    assert "Birthday" in page_of(cashier, f"{where}?tab=advanced")
    contact = {"address.street": "3 quai Perrache", "email_receipts": "on"}

    post(cashier, where, tab="contact", version=1, **contact)
    refused = post(cashier, where, tab="advanced", version=2, birthday="yesterday")

    stage.carol.refresh_from_db()
    assert (stage.carol.street, stage.carol.email_receipts) == ("3 quai Perrache", True)
    assert (stage.carol.first_name, stage.carol.birthday) == ("Carol", "")
    assert refused.status_code == 422 and 'value="yesterday"' in refused.content.decode()


def test_a_stale_correction_is_shown_again(cashier: Client, stage: Stage, post: Any) -> None:
    where = f"/till/customers/{stage.carol.id}/edit/"
    post(cashier, where, type="person", name="Caroline Dubois", version=1)

    answer = post(cashier, where, type="person", name="Carole Dubois", version=1)

    assert answer.status_code == 409
    assert 'value="Carole Dubois"' in answer.content.decode()


def test_a_guest_sets_a_pin(cashier: Client, stage: Stage, post: Any) -> None:
    post(cashier, f"/till/customers/{stage.carol.id}/pin/", pin="7204", pin_again="7204")

    assert proofs.try_pin(stage.house, stage.carol.id, "7204").matched


def test_a_pin_too_easy_is_refused(cashier: Client, stage: Stage, post: Any) -> None:
    answer = post(cashier, f"/till/customers/{stage.carol.id}/pin/", pin="1234", pin_again="1234")

    assert answer.status_code == 409
    assert "too easy to guess" in answer.content.decode()


def test_a_settlement_is_opened_from_the_movements(
    cashier: Client, stage: Stage, owed: list[Bill], post: Any
) -> None:
    answer = post(
        cashier, f"/till/customers/{stage.acme.id}/settlements/", amount="2.80", tender="cash"
    )

    assert f'href="{answer.url}"' in page_of(cashier, f"/till/customers/{stage.acme.id}/")


def test_the_bills_of_a_company_are_those_of_its_people(
    cashier: Client, stage: Stage, owed: list[Bill], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.till.views.customers.BILLS_SHOWN", 1)
    older, newer = (f'href="/till/bills/{bill.id}/"' for bill in owed)
    path = f"/till/customers/{stage.acme.id}/?tab=bills"

    first = page_of(cashier, path)
    second = page_of(cashier, f"{path}&before={owed[-1].id}")

    assert (newer in first, older in first) == (True, False)
    assert (newer in second, older in second) == (False, True)
    assert f"before={owed[-1].id}" in first and 'rel="next"' not in second
    assert "Bob" in first
