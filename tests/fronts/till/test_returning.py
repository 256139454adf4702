"""A top-up given back at the till: the sum is seen before, a slip is kept after."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.house.models import House
from habitue.prepaid.models import Lot, TopUp, TopUpRefund
from habitue.staff.models import RoleRight
from tests.fronts.till.stage import Stage


@pytest.fixture
def row(cashier: Client, stage: Stage, post: Any) -> TopUp:
    """Carol paid 100 and received 120."""
    where = f"/till/customers/{stage.carol.id}/top-ups/"
    post(cashier, where, pays="100", receives="120", tender="cash")
    return TopUp.objects.of(stage.house).latest("id")


def back(row: TopUp) -> str:
    return f"/till/customers/{row.customer_id}/top-ups/{row.id}/back/"


def may(stage: Stage) -> None:
    """The house lets its cashiers give top-ups back."""
    holder = RoleRight.objects.of(stage.house).filter(role__key="cashier").first()
    assert holder is not None
    RoleRight.objects.create(house=stage.house, role=holder.role, right="prepaid.refund_top_up")


def test_the_slip_offers_it_and_the_page_shows_the_sum(cashier: Client, row: TopUp) -> None:
    slip = cashier.get(back(row).removesuffix("back/")).content.decode()
    page = cashier.get(f"{back(row)}?amount=40")

    assert back(row) in slip
    told = page.context["sums"]
    steps = {step.key: step.sum.text for step in (*told.so_far, *told.now)}
    assert steps == {
        "paid": "100.00",
        "gift": "20.00",
        "amount": "40.00",
        "withdrawn": "20.00",
        "left": "60.00",
    }
    assert TopUpRefund.objects.count() == 0


def test_a_cashier_needs_someone_beside_them(cashier: Client, row: TopUp, post: Any) -> None:
    answer = post(cashier, back(row), reason="Moves")

    assert b"approval_staff" in answer.content
    assert TopUpRefund.objects.count() == 0


def test_it_is_given_back_once_with_a_slip(
    cashier: Client, row: TopUp, stage: Stage, post: Any
) -> None:
    may(stage)
    answers = [post(cashier, back(row), key="once", reason="Moves") for _press in range(2)]

    assert {answer.url for answer in answers} == {f"{back(row)}{TopUpRefund.objects.get().id}/"}
    slip = cashier.get(answers[0].url).content.decode()
    assert "Gift that ended" in slip
    assert "data-print" in slip, "without a printer the browser prints"
    page = cashier.get(back(row)).content.decode()
    assert "given back already" in page


def test_without_a_reason_nothing_goes_back(
    cashier: Client, row: TopUp, stage: Stage, post: Any
) -> None:
    may(stage)

    assert post(cashier, back(row)).status_code == 422
    assert TopUpRefund.objects.count() == 0


def test_only_on_their_own_page(cashier: Client, row: TopUp, stage: Stage) -> None:
    elsewhere = back(row).replace(str(row.customer_id), str(stage.alice.id))

    assert cashier.get(elsewhere).status_code == 404


def test_what_ends_is_said_on_their_page_and_on_the_slip(
    cashier: Client, row: TopUp, stage: Stage
) -> None:
    House.objects.filter(pk=stage.house.pk).update(gift_days=30)
    Lot.objects.of(stage.house).filter(kind="gift").update(expires_on="2199-12-12")

    pages = [f"/till/customers/{row.customer_id}/", back(row).removesuffix("back/")]

    for page in pages:
        shown = cashier.get(page).content.decode()
        assert "Gift</span>" in shown
        assert "until 12 Dec 2199" in shown


def test_a_part_that_cannot_go_back_leaves_the_sum_in_sight(
    cashier: Client, row: TopUp, post: Any
) -> None:
    unread = cashier.get(f"{back(row)}?amount=1x").content.decode()
    assert "can go back" in unread
    assert 'type="button" disabled' in unread

    again = post(cashier, back(row), amount="1", reason=" ")

    assert again.status_code == 422
    assert 'name="reason"' in again.content.decode()
