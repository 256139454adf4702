"""Refunds at the till: where the money goes is seen before it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill, Refund
from habitue.printing import actions as printing
from habitue.printing.models import Document, Job
from tests.cast import act_in
from tests.fronts.till.stage import MARTHES_PIN, Stage


@pytest.fixture
def at_owner(stage: Stage, at: Callable[[Any, str], Client]) -> Client:
    return at(stage.marthe, MARTHES_PIN)


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


def test_a_refund_has_a_slip_that_prints(stage: Stage, post: Any, at_owner: Client) -> None:
    bill = closed(at_owner, stage, post)
    made = act_in(
        stage.house,
        printing.add_printer,
        venue=stage.till.venue,
        name="Bar",
        host="192.168.1.87",
        by_itself=[Document.REFUND],
        tills=[stage.till.id],
    )

    answer = post(at_owner, f"/till/bills/{bill.id}/refund/", reason="Cold", amount="5")

    row = Refund.objects.of(stage.house).get()
    assert answer.url == f"/till/bills/{bill.id}/refunds/{row.id}/"
    slip = at_owner.get(answer.url).content.decode()
    assert f"Refund of bill {bill.number}" in slip and "Received" in slip
    [job] = Job.objects.of(stage.house)
    assert (job.document, job.of, job.printer, job.copy) == ("refund", row.id, made, False)
    post(at_owner, "/till/printing/put/", document="refund", of=row.id)
    assert Job.objects.of(stage.house).filter(copy=True).count() == 1
    assert answer.url in at_owner.get(f"/till/bills/{bill.id}/paid/").content.decode()


def test_a_refund_of_another_bill_has_no_slip_here(
    stage: Stage, post: Any, at_owner: Client
) -> None:
    one, other = closed(at_owner, stage, post), closed(at_owner, stage, post)
    post(at_owner, f"/till/bills/{one.id}/refund/", reason="Cold")
    row = Refund.objects.of(stage.house).get()

    assert at_owner.get(f"/till/bills/{other.id}/refunds/{row.id}/").status_code == 404


def test_too_much_is_said_on_the_page(cashier: Client, stage: Stage, post: Any) -> None:
    bill = closed(cashier, stage, post)

    answer = cashier.get(f"/till/bills/{bill.id}/refund/?amount=9999")

    assert "can still be refunded" in answer.content.decode()
