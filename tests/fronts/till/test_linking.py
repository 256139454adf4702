"""Whose bill it is: by card, by code, by a tap; Undo; on whose account."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill
from habitue.cards import batches
from habitue.cards import reports as card_reports
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.fronts.till import guests
from habitue.fronts.ui import toasts
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.menu.models import PriceLevel
from habitue.merging import actions as merging
from tests.cast import act_in
from tests.fronts.till.stage import ALICES_CARD, Stage


@pytest.fixture
def bill(waiter: Client, stage: Stage, post: Any) -> Bill:
    item = stage.items["Plat du jour"].id
    post(waiter, "/till/bills/", table=stage.tables["7"].id, item=item)
    found: Bill = Bill.objects.of(stage.house).get()
    return found


def link(bill: Bill) -> str:
    return f"/till/bills/{bill.id}/customer/"


def whose(bill: Bill) -> Customer | None:
    bill.refresh_from_db()
    return bill.customer


def test_a_card_that_is_read_links_the_bill(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    answer = post(waiter, link(bill), code=ALICES_CARD)

    assert answer.status_code == 303
    assert whose(bill) == stage.alice
    page = waiter.get(answer.url).content.decode()
    assert "Alice Martin’s bill now" in page
    assert "walnuts" in page


def read_on_its_page(client: Client, bill: Bill, card: str) -> Any:
    fields = {"code": card, "operation_key": str(new_id())}
    headers = {"HX-Request": "true", "HX-Target": "side"}
    return client.post(link(bill), fields, headers=headers)


def test_on_the_bills_own_page_only_the_bill_is_drawn_anew(
    waiter: Client, stage: Stage, bill: Bill
) -> None:
    level = PriceLevel.objects.create(house=stage.house, name="Friends")
    Customer.objects.filter(pk=stage.alice.pk).update(price_level=level)

    answer = read_on_its_page(waiter, bill, ALICES_CARD)

    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith("<aside")
    said = json.loads(answer.headers["HX-Trigger"])
    assert said["toast"]["text"] == "Alice Martin’s bill now"
    assert said["toast"]["undo"].startswith(f"/till/bills/{bill.id}/customer/none/")
    assert "till:edition" in said
    assert "HX-Push-Url" not in answer.headers


@pytest.mark.parametrize("card", ["2900000099999", "4111111111111111"])
def test_whatever_else_a_read_says_is_a_whole_page(waiter: Client, bill: Bill, card: str) -> None:
    answer = read_on_its_page(waiter, bill, card)

    assert answer.status_code >= 400
    assert answer.content.decode().lstrip().lower().startswith("<!doctype")


def test_a_card_on_a_free_table_opens_its_bill(waiter: Client, stage: Stage, post: Any) -> None:
    post(waiter, "/till/bills/", table=stage.tables["9"].id, code=ALICES_CARD)

    assert Bill.objects.of(stage.house).get().customer == stage.alice


def test_a_personal_code_links_too(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    code = card_reports.codes_of(stage.house, [stage.carol.id])[stage.carol.id]

    post(waiter, link(bill), code=code)

    assert whose(bill) == stage.carol


def test_undo_gives_the_bill_back(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    post(waiter, link(bill), customer=stage.alice.id)
    post(waiter, link(bill), customer=stage.carol.id)
    undo = waiter.session[toasts.SHELF][-1]["undo"]

    post(waiter, undo)

    assert whose(bill) == stage.alice


def test_a_bill_can_be_nobodys_again(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    post(waiter, link(bill), customer=stage.alice.id)

    post(waiter, f"{link(bill)}none/")

    assert whose(bill) is None


def test_an_unknown_card_offers_to_give_it_to_someone(
    waiter: Client, bill: Bill, post: Any
) -> None:
    answer = post(waiter, link(bill), code="999000111222")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "No card with this number." in page
    assert "/till/customers/?card=999000111222" in page


def test_a_new_card_asks_whose_it_is(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    batch = act_in(stage.house, batches.make_batch, count=2)
    number = batches.unassigned(stage.house, batch)[0]

    with_a_bill = post(waiter, link(bill), code=number).content.decode()
    without = post(waiter, "/till/bills/", code=number)

    assert "This card is new. Whose is it?" in with_a_bill
    assert f"/till/customers/?card={number}" in with_a_bill
    assert without["Location"] == f"/till/customers/?card={number}"


def test_a_bank_card_is_never_shown_again(waiter: Client, bill: Bill, post: Any) -> None:
    answer = post(waiter, link(bill), code="4111111111111111")

    assert answer.status_code == 422
    assert "41111111" not in answer.content.decode()


@pytest.mark.parametrize("code", ["\x00", "74\x001708", "74\u202e17"])
def test_what_no_card_can_be_is_refused(
    waiter: Client, stage: Stage, bill: Bill, post: Any, code: str
) -> None:
    for where in (link(bill), "/till/bills/", f"/till/customers/{stage.alice.id}/cards/"):
        answer = post(waiter, where, code=code)

        assert 400 <= answer.status_code < 500
    assert Bill.objects.of(stage.house).count() == 1


def test_someone_not_active_is_refused_in_words(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    act_in(stage.house, customers.edit, customer=stage.carol, fields={"active": False},
           front="office")  # fmt: skip

    answer = post(waiter, link(bill), customer=stage.carol.id)

    assert answer.status_code == 409
    assert "not active" in answer.content.decode()
    assert whose(bill) is None


def test_letters_find_from_the_first_one(waiter: Client, bill: Bill) -> None:
    page = waiter.get(f"/till/bills/{bill.id}/guests/?q=a").content.decode()

    assert "<mark>A</mark>lice M<mark>a</mark>rtin" in page
    assert "Add “a” as a new guest" in page


def test_a_house_may_look_before_it_links(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    House.objects.filter(pk=stage.house.pk).update(confirm_before_linking=True)

    asked = post(waiter, link(bill), code=ALICES_CARD)
    assert "Is it Alice Martin?" in asked.content.decode()
    assert whose(bill) is None

    post(waiter, link(bill), customer=stage.alice.id, confirmed="1")
    assert whose(bill) == stage.alice


def test_by_an_old_id_or_card_it_is_whoever_was_kept(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    act_in(stage.house, merging.merge, kept=stage.carol.id, merged=stage.alice.id)
    House.objects.filter(pk=stage.house.pk).update(confirm_before_linking=True)

    for how in ({"customer": stage.alice.id}, {"code": ALICES_CARD}):
        asked = post(waiter, link(bill), **how).content.decode()
        assert stage.carol.display_name in asked and "Alice Martin" not in asked
    page = waiter.get(f"/till/customers/{stage.alice.id}/").content.decode()
    assert stage.carol.display_name in page
    post(waiter, link(bill), customer=stage.alice.id, confirmed="1")

    assert whose(bill) == stage.carol


def test_on_account_on_a_walk_in_goes_to_the_list_and_on(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    asked = post(waiter, f"/till/bills/{bill.id}/account/")
    assert asked.url == f"{link(bill)}?then=account"

    post(waiter, link(bill), customer=stage.bob.id, then="account")

    assert whose(bill) == stage.bob
    assert bill.state == "on_account"


def test_on_account_not_allowed_leaves_all_as_it_was(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    answer = post(waiter, link(bill), customer=stage.carol.id, then="account")

    assert answer.status_code == 409
    assert "may not eat on account" in answer.content.decode()
    assert whose(bill) is None


def test_the_ignore_list_and_allergies_are_said_first() -> None:
    one = Customer(tags=["jazz"], notes="by the window", allergies="walnuts", ignored=True)

    said = ["On the ignore list", "Allergies: walnuts", "jazz", "by the window"]

    assert guests.minds(one) == said
