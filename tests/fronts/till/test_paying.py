"""Taking payment: tenders, proofs, taking back; the last one closes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill, Payment
from habitue.cards import one_time
from habitue.cards.models import Pin
from habitue.customers import actions as customers
from habitue.prepaid import actions as wallets
from habitue.prepaid import reports as prepaid
from tests.cast import act_in
from tests.digits import stands_in
from tests.fronts.till.stage import ALICES_CARD, ALICES_PIN, MARTHES_PIN, Stage


@pytest.fixture
def bill(cashier: Client, stage: Stage, post: Any) -> Bill:
    """Plat du jour for Alice: 16.00."""
    item = stage.items["Plat du jour"].id
    post(cashier, "/till/bills/", table=stage.tables["7"].id, item=item)
    found: Bill = Bill.objects.of(stage.house).get()
    post(cashier, f"/till/bills/{found.id}/customer/", customer=stage.alice.id)
    return found


@pytest.fixture
def pay(cashier: Client, bill: Bill, post: Any) -> Any:
    return lambda **fields: post(cashier, f"/till/bills/{bill.id}/payments/", **fields)


def has(stage: Stage) -> int:
    return prepaid.holdings(stage.house, [stage.alice.id])[stage.alice.id].total


def state(bill: Bill) -> str:
    bill.refresh_from_db()
    return bill.state


def test_the_wallet_pays_with_the_pin_and_closes(
    cashier: Client, stage: Stage, bill: Bill, pay: Any
) -> None:
    answer = pay(tender="wallet", amount="16.00", pin=ALICES_PIN)

    assert answer.url == f"/till/bills/{bill.id}/paid/"
    assert state(bill) == "closed"
    assert has(stage) == 400
    assert "Alice Martin now" in cashier.get(answer.url).content.decode()


def test_a_card_that_is_read_proves_as_well(stage: Stage, bill: Bill, pay: Any) -> None:
    pay(tender="wallet", amount="16.00", code=ALICES_CARD)

    assert Payment.objects.of(stage.house).get().proved_by == "card"
    assert state(bill) == "closed"


def test_ten_presses_pay_once(stage: Stage, pay: Any) -> None:
    for _press in range(10):
        answer = pay(key="pressed", tender="wallet", amount="16.00", pin=ALICES_PIN)

    assert answer.status_code == 303
    assert Payment.objects.of(stage.house).count() == 1
    assert has(stage) == 400


def test_a_wrong_pin_says_so_and_is_counted(stage: Stage, bill: Bill, pay: Any) -> None:
    answer = pay(tender="wallet", amount="16.00", pin="9999")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The PIN does not match." in page
    assert not stands_in(page, "9999")
    assert Pin.objects.of(stage.house).get(customer=stage.alice).wrong_in_a_row == 1


def test_five_wrong_pins_lock_spending(stage: Stage, bill: Bill, pay: Any) -> None:
    for _try in range(5):
        pay(tender="wallet", amount="16.00", pin="9999")

    answer = pay(tender="wallet", amount="16.00", pin=ALICES_PIN)

    assert "spending is locked" in answer.content.decode()
    assert state(bill) == "open"


def test_a_refusal_to_htmx_puts_the_payment_back_in_place(pay: Any) -> None:
    answer = pay(htmx=True, tender="wallet", amount="16.00", pin="9999")

    assert answer.headers["HX-Retarget"] == "#payment"
    assert answer.content.decode().lstrip().startswith('<div class="payment" id="payment"')


def test_cash_gives_change(cashier: Client, stage: Stage, bill: Bill, pay: Any) -> None:
    answer = pay(tender="cash", amount="16.00", given="20")

    page = cashier.get(answer.url).content.decode()
    assert state(bill) == "closed"
    assert "Change" in page
    assert Payment.objects.of(stage.house).get().given_minor == 2000


def test_a_part_is_paid_taken_back_and_paid_otherwise(
    cashier: Client, stage: Stage, bill: Bill, pay: Any, post: Any
) -> None:
    pay(tender="wallet", amount="6.00", pin=ALICES_PIN)
    assert has(stage) == 1400
    payment = Payment.objects.of(stage.house).get()

    post(cashier, f"/till/bills/{bill.id}/payments/{payment.id}/")

    assert has(stage) == 2000
    pay(tender="card", amount="16.00", tip="2")
    assert state(bill) == "closed"


def test_more_than_the_wallet_has_is_refused(stage: Stage, bill: Bill, pay: Any) -> None:
    pay(tender="card", amount="1")
    answer = pay(tender="wallet", amount="15.01", pin=ALICES_PIN)

    assert answer.status_code == 409
    assert "Only 15.00 is due." in answer.content.decode()


def test_a_tender_that_is_none_is_malformed(pay: Any) -> None:
    assert pay(tender="shells", amount="16.00").status_code == 422


def test_a_form_without_a_key_books_nothing(cashier: Client, bill: Bill) -> None:
    answer = cashier.post(f"/till/bills/{bill.id}/payments/", {"tender": "card"})

    assert answer.status_code == 422
    assert state(bill) == "open"


def test_over_the_limit_a_manager_lets_it_pass(
    cashier: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    terms = {"on_account_allowed": True, "credit_limit": stage.house.money(500)}
    act_in(stage.house, customers.edit, customer=stage.alice, fields=terms, front="office")
    asked = post(cashier, f"/till/bills/{bill.id}/account/")
    assert asked.status_code == 409
    assert "A manager can approve this" in asked.content.decode()

    post(
        cashier, f"/till/bills/{bill.id}/account/", approval_right="house_accounts.override_limit",
        approval_staff=stage.marthe.id, approval_pin=MARTHES_PIN, approval_reason="a regular",
    )  # fmt: skip

    assert state(bill) == "on_account"


def test_the_payment_page_shows_what_each_tender_takes(cashier: Client, bill: Bill) -> None:
    page = cashier.get(f"/till/bills/{bill.id}/pay/").content.decode()

    assert "Your PIN for" in page
    assert "Turn the screen to the guest." in page


def test_a_closed_bill_takes_no_more(pay: Any, bill: Bill) -> None:
    pay(tender="card", amount="16.00")

    answer = pay(tender="card", amount="16.00")

    assert answer.status_code in (303, 409)
    assert Payment.objects.of(bill.house).count() == 1


def test_the_code_of_the_phone_pays(cashier: Client, stage: Stage, bill: Bill, pay: Any) -> None:
    code = act_in(stage.house, one_time.fresh, customer=stage.alice)
    for asked in ("", "&split=amount"):
        page = cashier.get(f"/till/bills/{bill.id}/pay/?tender=wallet&by=code{asked}")
        assert 'name="one_time_code"' in page.content.decode()
        assert 'name="pin"' not in page.content.decode()

    wrong = f"{(int(code) + 1) % 10**6:06}"
    said = pay(tender="wallet", amount="16.00", by="code", one_time_code=wrong)
    assert (said.status_code, wrong in said.content.decode()) == (409, False)
    answer = pay(tender="wallet", amount="16.00", one_time_code=f"{code[:3]} {code[3:]}")

    assert answer.url == f"/till/bills/{bill.id}/paid/"
    assert Payment.objects.of(stage.house).get().proved_by == "code"


def test_a_part_is_proved_as_the_whole_is(cashier: Client, stage: Stage, bill: Bill) -> None:
    asked = f"/till/bills/{bill.id}/pay/?tender=wallet&split=amount"
    assert "Your PIN for" in cashier.get(asked).content.decode()

    Pin.objects.of(stage.house).delete()

    page = cashier.get(asked).content.decode()
    assert "There is no PIN yet, so the card proves it." in page
    assert 'name="pin"' not in page


def test_a_card_read_once_more_pays_nothing_that_needs_no_card(
    cashier: Client, stage: Stage, bill: Bill
) -> None:
    where = f"/till/bills/{bill.id}/pay"
    heard = f'data-wedge-url="{where}ments/"'
    assert heard in cashier.get(f"{where}/").content.decode()
    act_in(stage.house, wallets.end, customer=stage.alice, reason="spent elsewhere")

    read = {"tender": "wallet", "amount": "16.00", "code": ALICES_CARD, "operation_key": "1"}
    answer = cashier.post(f"{where}ments/", read, headers={"HX-Request": "true"})

    drawn = answer.content.decode()
    assert answer.status_code == 409 and 'name="tender" value="card"' in drawn
    assert 'data-wedge-url="' in drawn and heard not in drawn
