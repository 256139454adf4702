"""Refunds at the till: where the money goes is seen before it goes."""

from __future__ import annotations

from typing import Any

from django.test import Client

from habitue.bills.models import Bill, Refund
from tests.fronts.till.stage import Stage


def closed(cashier: Client, stage: Stage, post: Any) -> Bill:
    post(cashier, "/till/bills/", item=stage.items["Café"].id)
    bill: Bill = Bill.objects.of(stage.house).latest("number")
    post(cashier, f"/till/bills/{bill.id}/lines/", item=stage.items["Steak frites"].id)
    post(cashier, f"/till/bills/{bill.id}/payments/", tender="cash")
    bill.refresh_from_db()
    assert bill.state == "closed"
    return bill


def test_an_ended_bill_offers_a_refund_and_shows_where_it_goes(
    cashier: Client, stage: Stage, post: Any
) -> None:
    bill = closed(cashier, stage, post)
    path = f"/till/bills/{bill.id}/refund/"
    line = bill.lines.get(name="Café")

    assert path in cashier.get(f"/till/bills/{bill.id}/paid/").content.decode()
    shown = cashier.get(f"{path}?line={line.id}")

    sums = shown.context["sums"]
    assert sums.amount.amount == line.total_minor
    assert [(way.kind, way.sum) for way in sums.ways] == [("other", sums.amount)]
    assert not Refund.objects.of(stage.house).exists()


def test_a_cashier_needs_someone_beside_them(cashier: Client, stage: Stage, post: Any) -> None:
    bill = closed(cashier, stage, post)

    answer = post(cashier, f"/till/bills/{bill.id}/refund/", reason="Cold")

    assert b"approval_staff" in answer.content
    assert not Refund.objects.of(stage.house).exists()


def test_too_much_is_said_on_the_page(cashier: Client, stage: Stage, post: Any) -> None:
    bill = closed(cashier, stage, post)

    answer = cashier.get(f"/till/bills/{bill.id}/refund/?amount=9999")

    assert "can still be refunded" in answer.content.decode()
