"""A card, a phone or a tag read where nobody eats: among the regulars, or on a page of one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill
from habitue.cards import batches, tags
from habitue.customers import actions as customers
from habitue.merging import actions as merging
from habitue.staff.models import RoleRight
from tests.cast import act_in
from tests.fronts.till.stage import ALICES_CARD, Stage

READ = "/till/customers/read/"


def test_it_opens_their_page(waiter: Client, stage: Stage, post: Any) -> None:
    answer = post(waiter, READ, code=ALICES_CARD)

    assert answer["Location"] == f"/till/customers/{stage.alice.id}/"
    assert not Bill.objects.of(stage.house).exists()


@pytest.mark.parametrize("page", ["", "unpaid", "alice"])
def test_these_pages_hear_it(waiter: Client, stage: Stage, page: str) -> None:
    where = {"": "customers/", "unpaid": "unpaid/", "alice": f"customers/{stage.alice.id}/"}[page]

    assert f'data-wedge-url="{READ}"' in waiter.get(f"/till/{where}").content.decode()


def test_a_card_of_a_merged_record_opens_whoever_was_kept(
    waiter: Client, stage: Stage, post: Any
) -> None:
    act_in(stage.house, merging.merge, kept=stage.carol.id, merged=stage.alice.id)

    answer = post(waiter, READ, code=ALICES_CARD)

    assert answer["Location"] == f"/till/customers/{stage.carol.id}/"


def test_a_card_nobody_has_asks_whose_it_is(waiter: Client, stage: Stage, post: Any) -> None:
    printed = batches.unassigned(stage.house, act_in(stage.house, batches.make_batch, count=1))[0]

    for number in (printed, "999000111222"):
        answer = post(waiter, READ, code=number)

        assert answer["Location"] == f"/till/customers/?card={number}"
        asked = waiter.get(answer["Location"]).content.decode()
        assert "Whose card is it?" in asked


def test_a_tag_opens_its_bill_and_a_free_one_says_what_it_is(
    waiter: Client, stage: Stage, post: Any
) -> None:
    act_in(stage.house, tags.add, number="04A2B91C6F5E80")

    free = post(waiter, READ, code="04A2B91C6F5E80")
    post(waiter, "/till/bills/", code="04A2B91C6F5E80")
    taken = post(waiter, READ, code="04A2B91C6F5E80")

    assert "it stands for a bill" in free.content.decode()
    assert taken["Location"] == f"/till/bills/{Bill.objects.of(stage.house).get().id}/"


@pytest.mark.parametrize(
    "code", ["4111111111111111", "", "\x00", "https://elsewhere/b/1234567890"]
)
def test_anything_else_is_refused_on_the_list(waiter: Client, post: Any, code: str) -> None:
    answer = post(waiter, READ, code=code)

    page = answer.content.decode()
    assert answer.status_code in (404, 422)
    assert 'role="alert"' in page and "Here lately" in page
    assert "41111111" not in page


def test_after_a_refused_card_one_searches_on_and_unlocks_to_the_list(
    waiter: Client, post: Any
) -> None:
    page = post(waiter, READ, code="4111111111111111").content.decode()

    assert '<form method="get" action="/till/customers/" role="search">' in page
    assert waiter.get(READ)["Location"] == "/till/customers/"


def test_someone_not_active_is_not_opened(waiter: Client, stage: Stage, post: Any) -> None:
    fields = {"active": False}
    act_in(stage.house, customers.edit, customer=stage.alice, fields=fields, front="office")

    answer = post(waiter, READ, code=ALICES_CARD)

    assert answer.status_code == 409
    assert "not active" in answer.content.decode()


def test_who_may_not_see_regulars_is_not_shown_one(
    waiter: Client, stage: Stage, post: Any
) -> None:
    RoleRight.objects.of(stage.house).filter(right="customers.see").delete()

    answer = post(waiter, READ, code=ALICES_CARD)

    assert answer.status_code == 403
    assert str(stage.alice.id) not in answer.content.decode()
