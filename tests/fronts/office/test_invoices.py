"""Invoices in the office: who waits, what would be on it, issued, sent, taken home as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.invoicing.models import Invoice, Sending
from habitue.outbox.models import Letter
from tests.cast import Cast
from tests.fronts.office.conftest import Desk

PERIOD = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
def acme(cast: Cast, noon: Any) -> Customer:
    """Acme, with an address and an e-mail; Bob ate for 31.00 in March."""
    cast.save(cast.bill(31, cast.bob))
    fields = {"address.street": "12 rue Mercière", "address.city": "Lyon"}
    cast.act(
        customers.edit,
        customer=cast.acme,
        fields=fields | {"email": "compta@acme.example"},
        front="office",
    )
    return cast.acme


def issued(office: Desk, acme: Customer, **more: str) -> Invoice:
    answer = office.send("invoices/issue", payer=str(acme.id), **PERIOD | more)
    assert answer.status_code == 302, answer.content.decode()
    found: Invoice = Invoice.objects.of(office.cast.house).get()
    assert answer["Location"] == f"/office/invoices/{found.id}/"
    return found


def test_who_waits_for_an_invoice_is_named(office: Desk, acme: Customer) -> None:
    page = office.see("invoices/").content.decode()

    assert "Not invoiced yet" in page
    assert f"/office/invoices/new?payer={acme.id}" in page


def test_what_would_be_on_it_is_shown_before(office: Desk, acme: Customer) -> None:
    page = office.see("invoices/new", data={"payer": str(acme.id), **PERIOD}).content.decode()

    assert "Bob" in page
    assert "Issue the invoice" in page
    assert not Invoice.objects.of(office.cast.house).exists()


def test_a_usual_period_is_of_whom_was_chosen_and_wins_over_the_days(
    office: Desk, acme: Customer
) -> None:
    asked = {"payer": str(acme.id), "from": "2026-01-01", "to": "2026-01-31"}

    before = office.see("invoices/new", data={"payer": "", **PERIOD}).content.decode()
    pressed = office.see("invoices/new", data=asked | {"usual": "2026-03-01/2026-03-14"})

    assert 'formnovalidate name="usual" value="2026-03-01/2026-03-14"' in before
    assert "Issue the invoice" in pressed.content.decode()
    assert 'value="2026-03-14"' in pressed.content.decode()


def test_it_is_issued_once(office: Desk, acme: Customer) -> None:
    row = issued(office, acme)
    page = office.see(f"invoices/{row.id}/").content.decode()

    assert f"Invoice {row.number}" in page
    assert "Bob" in page
    assert "Not yet. Send it, or print the PDF." in page
    again = office.send("invoices/issue", payer=str(acme.id), **PERIOD)
    assert again.status_code == 409
    assert "This period is on an invoice already." in again.content.decode()


def test_its_bill_says_where_it_is(office: Desk, acme: Customer) -> None:
    row = issued(office, acme)
    bill = row.content["people"][0]["bills"][0]["id"]

    page = office.see(f"bills/{bill}/").content.decode()

    assert f'href="/office/invoices/{row.id}/">{row.number}</a>' in page
    assert "/reopen" not in page
    assert office.send(f"bills/{bill}/reopen").status_code == 409


def test_pressing_twice_is_one_invoice(office: Desk, acme: Customer) -> None:
    asked = {"payer": str(acme.id)} | PERIOD
    first = office.send("invoices/issue", key="twice", **asked)
    second = office.send("invoices/issue", key="twice", **asked)

    assert first["Location"] == second["Location"]
    assert Invoice.objects.of(office.cast.house).count() == 1


def test_it_is_sent_with_the_press_that_issues(office: Desk, acme: Customer) -> None:
    row = issued(office, acme, send="on")

    letter = Letter.objects.of(office.cast.house).get()
    assert (letter.to, letter.enclosures) == (
        "compta@acme.example",
        [["invoice.pdf", str(row.id)]],
    )
    assert "on its way" in office.see(f"invoices/{row.id}/").content.decode()


def test_it_is_sent_later_to_another(office: Desk, acme: Customer) -> None:
    row = issued(office, acme)

    office.send(f"invoices/{row.id}/send", to="boss@acme.example")
    wrong = office.send(f"invoices/{row.id}/send", to="the boss")

    assert [one.to for one in Sending.objects.of(office.cast.house)] == ["boss@acme.example"]
    assert wrong.status_code == 422


def test_its_files_can_be_taken_home(office: Desk, acme: Customer) -> None:
    row = issued(office, acme)

    page, table = office.see(f"invoices/{row.id}.pdf"), office.see(f"invoices/{row.id}.csv")

    assert page.content.startswith(b"%PDF-")
    assert page["Content-Disposition"] == f'attachment; filename="invoice-{row.number}.pdf"'
    assert table.content.decode("utf-8-sig").startswith("invoice,payer,person")


def test_a_month_with_no_bills(office: Desk, acme: Customer) -> None:
    asked = {"payer": str(acme.id), "from": "2026-01-01", "to": "2026-01-31"}

    page = office.see("invoices/new", data=asked)
    refused = office.send("invoices/issue", **asked)

    assert "Nothing to invoice in this period." in page.content.decode()
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "soon"},
        {"usual": "soon"},
        {"from": "2026-03-31", "to": "2026-03-01"},
        {"payer": "nobody"},
        {"payer": "01a200de-a8f7-70ae-aa3e-bb436ec69b13"},
    ],
)
def test_nonsense_is_a_sentence(office: Desk, acme: Customer, asked: dict[str, str]) -> None:
    given = {"payer": str(acme.id)} | PERIOD | asked

    assert office.see("invoices/new", data=given).status_code == 200
    assert office.send("invoices/issue", **given).status_code in (404, 422)


def test_a_company_without_an_address_is_told(office: Desk, cast: Cast, noon: Any) -> None:
    cast.save(cast.bill(31, cast.bob))
    asked = {"payer": str(cast.acme.id)} | PERIOD

    page = office.see("invoices/new", data=asked).content.decode()
    refused = office.send("invoices/issue", **asked)

    assert "Acme has no address yet, and an invoice needs one." in page
    assert refused.status_code == 422


def test_waiters_issue_nothing(
    as_role: Callable[[str], Desk], office: Desk, acme: Customer
) -> None:
    row, waiter = issued(office, acme), as_role("waiter")

    for path in ("invoices/", "invoices/new", f"invoices/{row.id}/", f"invoices/{row.id}.pdf"):
        assert waiter.see(path).status_code == 403, path
    assert waiter.send("invoices/issue", payer=str(acme.id), **PERIOD).status_code == 403
    assert waiter.see(f"customers/{acme.id}/summary").status_code == 403


def test_another_houses_invoice_is_not_there(office: Desk, acme: Customer, cast: Cast) -> None:
    row = issued(office, acme)
    stranger = cast.charlie

    assert office.see(f"customers/{stranger.id}/summary").status_code == 404
    assert office.send("invoices/issue", payer=str(stranger.id), **PERIOD).status_code == 404
    assert row.payer_id == acme.id


def test_a_summary_by_person(office: Desk, acme: Customer, cast: Cast) -> None:
    path = f"customers/{acme.id}/summary"

    page = office.see(path, data=PERIOD).content.decode()
    table = office.see(f"{path}.csv", data=PERIOD).content.decode("utf-8-sig")

    assert "Bob" in page
    assert "31.00" in page
    assert len(table.splitlines()) == 2
    january = office.see(path, data={"from": "2026-01-01", "to": "2026-01-31"})
    assert "No bills in this period." in january.content.decode()
