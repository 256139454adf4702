"""Paper at the till: by itself, asked for, waiting, once more; and money that never waits."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill
from habitue.customers.models import Customer
from habitue.outbox.models import Letter
from habitue.printing import actions as printing
from habitue.printing.models import Document, Job, JobState, Printer
from tests.cast import act_in
from tests.fronts.till.stage import Stage


@pytest.fixture
def printer(stage: Stage) -> Printer:
    """It prints receipts and slips by itself, and is out of paper."""
    made: Printer = act_in(
        stage.house,
        printing.add_printer,
        venue=stage.till.venue,
        name="Bar",
        host="192.168.1.87",
        by_itself=[Document.RECEIPT, Document.TOP_UP, Document.SETTLEMENT],
        tills=[stage.till.id],
    )
    Printer.objects.filter(pk=made.pk).update(trouble="paper")
    return made


def sold(client: Client, stage: Stage, post: Any) -> Bill:
    post(client, "/till/bills/", table=stage.tables["4"].id, item=stage.items["Café"].id)
    bill: Bill = Bill.objects.of(stage.house).latest("number")
    return bill


def paid(client: Client, stage: Stage, post: Any) -> Bill:
    bill = sold(client, stage, post)
    post(client, f"/till/bills/{bill.id}/payments/", tender="cash", amount="2.80", given="5")
    bill.refresh_from_db()
    return bill


def jobs(stage: Stage) -> list[Job]:
    return list(Job.objects.of(stage.house).order_by("asked_at", "id"))


def test_closing_prints_the_receipt_by_itself(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    bill = paid(cashier, stage, post)

    [job] = jobs(stage)
    assert bill.state == "closed"
    assert (job.document, job.of, job.number) == ("receipt", bill.id, str(bill.number))
    assert job.site == "http://testserver"


def test_the_paid_screen_says_what_is_wrong_in_words(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    bill = paid(cashier, stage, post)

    shown = cashier.get(f"/till/bills/{bill.id}/paid/").content.decode()

    assert "The printer is out of paper." in shown
    assert "The bill is safe" in shown


def test_ten_presses_print_once(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    bill = sold(cashier, stage, post)
    for _ in range(10):
        answer = post(
            cashier, "/till/printing/put/", key="one", document="bill", of=bill.id,
            next=f"/till/bills/{bill.id}/receipt/",
        )  # fmt: skip

    assert answer.headers["Location"] == f"/till/bills/{bill.id}/receipt/"
    assert [job.document for job in jobs(stage)] == ["bill"]


def test_asking_again_prints_a_copy(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    bill = paid(cashier, stage, post)

    post(cashier, "/till/printing/put/", document="receipt", of=bill.id)

    assert [job.copy for job in jobs(stage)] == [False, True]


def test_slips_print_by_themselves(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    bill = sold(cashier, stage, post)
    post(cashier, f"/till/bills/{bill.id}/customer/", customer=stage.bob.id, then="account")
    customer = f"/till/customers/{stage.acme.id}"
    post(cashier, f"{customer}/settlements/", amount="2.80", tender="cash")
    post(cashier, f"/till/customers/{stage.alice.id}/top-ups/", pays="20", tender="cash")

    assert [job.document for job in jobs(stage)] == ["receipt", "settlement", "top_up"]


def test_without_a_printer_the_browser_prints(cashier: Client, stage: Stage, post: Any) -> None:
    bill = paid(cashier, stage, post)

    shown = cashier.get(f"/till/bills/{bill.id}/receipt/").content.decode()

    assert jobs(stage) == []
    assert "data-print" in shown
    assert post(cashier, "/till/printing/put/", document="bill", of=bill.id).status_code == 422
    assert "No printer is set up" in cashier.get("/till/printing/").content.decode()


def test_what_waits_can_be_given_up_and_printed_once_more(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    paid(cashier, stage, post)
    [job] = jobs(stage)

    assert "Give up" in cashier.get("/till/printing/").content.decode()
    post(cashier, f"/till/printing/{job.id}/giving-up/")
    post(cashier, f"/till/printing/{job.id}/again/")

    assert [one.state for one in jobs(stage)] == ["given_up", "waiting"]
    again = post(cashier, f"/till/printing/{job.id}/giving-up/")
    assert again.status_code == 422


def test_what_was_perhaps_printed_is_asked_about(
    cashier: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    paid(cashier, stage, post)
    Printer.objects.filter(pk=printer.pk).update(trouble="")
    Job.objects.of(stage.house).update(state=JobState.UNSURE)
    [job] = jobs(stage)

    assert "perhaps printed" in cashier.get("/till/printing/state/").content.decode()
    post(cashier, f"/till/printing/{job.id}/there/")

    assert [one.state for one in jobs(stage)] == ["printed"]
    assert "notice" not in cashier.get("/till/printing/state/").content.decode()


@pytest.mark.parametrize("document", ["receipt", "shift", "nonsense", ""])
def test_nonsense_prints_nothing(
    cashier: Client, stage: Stage, printer: Printer, post: Any, document: str
) -> None:
    for of in (stage.alice.id, "nonsense", ""):
        answer = post(cashier, "/till/printing/put/", document=document, of=of)
        assert answer.status_code in (404, 422)

    assert jobs(stage) == []


def test_a_waiter_prints_no_shift(
    waiter: Client, stage: Stage, printer: Printer, post: Any
) -> None:
    answer = post(waiter, "/till/printing/put/", document="shift", of=stage.alice.id)

    assert answer.status_code == 403


def test_the_receipt_goes_by_mail_where_there_is_an_address(
    cashier: Client, stage: Stage, post: Any
) -> None:
    Customer.objects.filter(pk=stage.bob.pk).update(email="bob@example.com")
    bill = sold(cashier, stage, post)
    post(cashier, f"/till/bills/{bill.id}/customer/", customer=stage.bob.id)
    early = post(cashier, "/till/printing/mail/", of=bill.id)
    post(cashier, f"/till/bills/{bill.id}/payments/", tender="cash", amount="2.80", given="")

    assert "E-mail" in cashier.get(f"/till/bills/{bill.id}/paid/").content.decode()
    post(cashier, "/till/printing/mail/", of=bill.id)

    assert early.status_code == 422
    assert Letter.objects.of(stage.house).get().to == "bob@example.com"


def test_a_walk_in_has_no_address(cashier: Client, stage: Stage, post: Any) -> None:
    bill = paid(cashier, stage, post)

    assert post(cashier, "/till/printing/mail/", of=bill.id).status_code == 422
