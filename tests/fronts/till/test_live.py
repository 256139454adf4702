"""A bill others change while it is looked at: drawn again, and said in a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.customers import actions as customers
from habitue.house.acting import Actor
from habitue.kit.ids import new_id
from tests.cast import act_in
from tests.fronts.till.stage import Stage

PHONE = Actor(label=f"guest:{new_id()}", everything=True, name="guest")
SCOPE = 4 if connection.vendor == "postgresql" else 0


@pytest.fixture
def bill(waiter: Client, stage: Stage, post: Any) -> Bill:
    post(waiter, "/till/bills/", table=stage.tables["7"].id, item=stage.items["Plat du jour"].id)
    return Bill.objects.of(stage.house).get()


@pytest.fixture
def shown(waiter: Client, bill: Bill) -> str:
    """What the open page says it has seen."""
    page = waiter.get(f"/till/bills/{bill.id}/").content.decode()
    return page.split('data-seen="')[1].split('"')[0]


def asked(client: Client, bill: Bill, seen: str, more: str = "") -> Any:
    where = f"/till/bills/{bill.id}/changes/?seen={seen}{more}"
    return client.get(where, headers={"HX-Request": "true"})


def said(answer: Any) -> str:
    told = json.loads(answer.headers.get("HX-Trigger", "{}"))
    return str(told.get("toast", {}).get("text", ""))


def test_nothing_is_sent_while_nothing_changed(
    waiter: Client, bill: Bill, shown: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6 + SCOPE):
        assert asked(waiter, bill, shown).status_code == 204


def test_a_guest_who_links_is_named(waiter: Client, stage: Stage, bill: Bill, shown: str) -> None:
    act_in(stage.house, bills.link, bill=bill, customer=stage.alice.id, by=PHONE)

    answer = asked(waiter, bill, shown)

    assert said(answer) == "Alice Martin linked this bill"
    assert 'id="side"' in answer.content.decode()
    assert "HX-Push-Url" not in answer.headers


def test_a_link_at_another_till_is_said_too(
    waiter: Client, stage: Stage, bill: Bill, shown: str
) -> None:
    act_in(stage.house, bills.link, bill=bill, customer=stage.carol.id)

    assert said(asked(waiter, bill, shown)) == "Carol Dubois’s bill now"


def test_a_line_added_elsewhere_needs_no_words(
    waiter: Client, stage: Stage, bill: Bill, shown: str
) -> None:
    new = bills.NewLine(item=stage.items["Café"].id, quantity=1000)
    act_in(stage.house, bills.add_lines, bill=bill, lines=[new])

    answer = asked(waiter, bill, shown)

    assert said(answer) == ""
    assert "Café" in answer.content.decode()


def test_a_payment_from_the_phone_is_said(
    waiter: Client, stage: Stage, bill: Bill, shown: str
) -> None:
    terms = bills.Terms(tender="card", amount=stage.house.money(500))
    act_in(stage.house, bills.pay, bill=bill, terms=terms, by=PHONE)

    assert said(asked(waiter, bill, shown)) == "Paid from the guest’s phone"


def test_the_payment_screen_comes_again_and_says_it(
    waiter: Client, stage: Stage, bill: Bill, shown: str
) -> None:
    terms = bills.Terms(tender="card", amount=stage.house.money(500))
    act_in(stage.house, bills.pay, bill=bill, terms=terms)

    answer = asked(waiter, bill, shown, "&whole=1")

    assert answer.headers["HX-Redirect"] == f"/till/bills/{bill.id}/pay/"
    assert "5.00 was paid elsewhere" in waiter.get(f"/till/bills/{bill.id}/pay/").content.decode()


def test_a_bill_closed_elsewhere_leads_to_how_it_ended(
    waiter: Client, stage: Stage, bill: Bill, shown: str
) -> None:
    act_in(stage.house, bills.pay, bill=bill, terms=bills.Terms(tender="card"), by=PHONE)
    act_in(stage.house, bills.close, bill=bill)

    answer = asked(waiter, bill, shown)

    assert answer.headers["HX-Redirect"] == f"/till/bills/{bill.id}/paid/"
    page = waiter.get(f"/till/bills/{bill.id}/paid/").content.decode()
    assert "Paid from the guest’s phone" in page


def test_a_guests_page_is_drawn_anew_when_the_office_changes_it(
    waiter: Client, stage: Stage
) -> None:
    where = f"/till/customers/{stage.acme.id}/"
    page = waiter.get(f"{where}?tab=cards").content.decode()
    seen = page.split('data-seen="')[1].split('"')[0]
    asks = f"{where}changes/?tab=cards&amp;"
    assert asks.removesuffix("&amp;") in page
    assert waiter.get(f"{where}changes/?tab=cards&seen={seen}").status_code == 204

    limit = stage.house.money(123_00)
    fields = {"credit_limit": limit}
    act_in(stage.house, customers.edit, customer=stage.acme, fields=fields, front="office")
    answer = waiter.get(f"{where}changes/?tab=cards&seen={seen}")

    drawn = answer.content.decode()
    assert answer.status_code == 200
    told = '<bdi class="money">123<span class="dec">.00</span></bdi>'
    assert told in drawn and told not in page
    assert drawn.startswith('<div class="of-one"') and "<html" not in drawn
    assert "till_person" not in answer.cookies


def test_a_guest_renamed_bears_the_name_everywhere(waiter: Client, stage: Stage) -> None:
    fields = {"company_name": "Zenith"}
    act_in(stage.house, customers.edit, customer=stage.acme, fields=fields, front="office")

    drawn = waiter.get(f"/till/customers/{stage.acme.id}/changes/").content.decode()

    assert "hx-swap-oob" in drawn and drawn.count("Zenith") >= 2


@pytest.mark.parametrize("seen", ["", "x", "1.-", "1.-.x", "9" * 40 + ".-.1", "٣.-.١", "1.<b>.0"])
def test_whatever_a_screen_says_it_saw(waiter: Client, bill: Bill, seen: str) -> None:
    assert asked(waiter, bill, seen).status_code == 200


def test_a_poll_keeps_no_till_awake(waiter: Client, bill: Bill, shown: str) -> None:
    assert "till_person" not in asked(waiter, bill, shown).cookies
