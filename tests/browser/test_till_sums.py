"""What is typed is what is taken: parts and tips by card or PIN, refunds of what is ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_till import ENROL, READ, begin, told
from tests.browser.tills import furnished, marthe
from tests.fronts.till.stage import ALICES_CARD
from tests.serving import Installation, Served

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def room(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with furnished(prepared, tmp_path_factory.mktemp("sums")) as running:
        yield running


@pytest.fixture(scope="module")
def secret(room: Served) -> str:
    return told(room.installation, ENROL)


@pytest.fixture
def till(room: Served, secret: str, visit: Open) -> Open:
    """`till()`: Marthe at the enrolled till."""
    return partial(marthe, visit, room, secret)


def tip(page: Page, sum_: str) -> None:
    page.locator(".tip summary").click()
    page.locator("input[name=tip]").fill(sum_)


def test_a_card_that_is_read_pays_the_part_and_the_tip_that_are_typed(
    till: Open, room: Served
) -> None:
    page = till()
    bill = begin(page, "4", "Plat du jour")
    page.evaluate(READ, ALICES_CARD)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    page.goto(f"{bill}pay/?split=amount&tender=wallet")
    page.locator("#pay-form input[name=amount]").fill("5")
    tip(page, "1.50")
    expect(page.locator(".pin-ask")).to_have_text("Your PIN for 6.50")
    expect(page.locator(".pay-mid .btn-sum")).to_contain_text("6.50")

    page.evaluate("sessionStorage.removeItem('wedge:last')")
    page.evaluate(READ, ALICES_CARD)

    expect(page.locator(".due")).to_contain_text("11.00")
    taken = room.installation.asked("SELECT amount_minor, tip_minor FROM bills_payment")
    assert [tuple(one) for one in taken] == [(500, 150)]


def test_the_change_follows_the_tip(till: Open) -> None:
    page = till()
    bill = begin(page, "5", "Plat du jour")
    page.goto(f"{bill}pay/?tender=cash")
    page.locator("input[name=given]").fill("50")
    expect(page.locator(".mirror")).to_contain_text("34.00")

    tip(page, "4")

    expect(page.locator(".mirror")).to_contain_text("30.00")
    expect(page.locator(".pay-mid .btn-sum")).to_contain_text("20.00")


def test_what_is_ticked_is_what_the_key_refunds(till: Open) -> None:
    page = till()
    bill = begin(page, "7", "Plat du jour", "Sole meunière")
    page.goto(f"{bill}pay/?tender=card")
    page.locator(".pay-mid .btn-main").click()
    page.wait_for_url("**/paid/")
    page.get_by_role("link", name="Refund").click()
    page.get_by_label("Why").fill("cold")
    refund = page.get_by_role("button", name="Refund")
    expect(refund).to_contain_text("45.50")

    page.locator("li", has_text="Plat du jour").locator("input").check()

    expect(refund).to_contain_text("16.00")
    refund.click()
    page.wait_for_url("**/refunds/**")
    expect(page.locator(".receipt .sum")).to_contain_text("16.00")


ONE_PURSE = """import django; django.setup()
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house.models import House
from tests.cast import act_in
House.objects.update(one_purse=True)
alice = Customer.objects.get(last_name="Martin")
act_in(alice.house, customers.edit, customer=alice, front="office",
       fields={"on_account_allowed": True})
"""


def test_of_one_purse_the_pin_is_asked_for_no_more_than_is_typed(till: Open, room: Served) -> None:
    told(room.installation, ONE_PURSE)
    page = till()
    bill = begin(page, "8", "Plat du jour")
    page.evaluate(READ, ALICES_CARD)
    expect(page.locator(".strip-name")).to_have_text("Alice Martin")
    page.goto(f"{bill}pay/?split=amount&tender=house_account")

    page.locator("#pay-form input[name=amount]").fill("5")

    expect(page.locator(".pin-ask")).to_have_text("Your PIN for 5.00")
    expect(page.locator("#pay-form")).to_contain_text("5.00 from the wallet")


def test_the_reason_goes_on_being_typed_while_the_sum_comes(till: Open) -> None:
    page = till()
    bill = begin(page, "9", "Plat du jour")
    page.goto(f"{bill}pay/?tender=card")
    page.locator(".pay-mid .btn-main").click()
    page.wait_for_url("**/paid/")
    page.get_by_role("link", name="Refund").click()
    page.evaluate("() => { delete Element.prototype.moveBefore; }")  # as in most tablets
    page.get_by_label("Or an amount").fill("5")
    page.get_by_label("Why").click()
    page.keyboard.type("cold")

    expect(page.get_by_role("button", name="Refund")).to_contain_text("5.00")

    page.keyboard.type(" soup")
    expect(page.get_by_label("Why")).to_have_value("cold soup")
