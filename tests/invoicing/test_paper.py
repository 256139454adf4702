"""The page one would send, the file a bookkeeper reads, the letter they go with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.house.models import House
from habitue.invoicing import actions as invoicing
from habitue.invoicing import letters, paper
from habitue.invoicing.models import Invoice
from habitue.invoicing.reports import sendings
from habitue.operations.writer import in_write_transaction
from habitue.outbox import sending
from habitue.paper import pages
from habitue.site import mailing
from tests.cast import Cast, refused
from tests.invoicing.eaters import MARCH, Eaters
from tests.mail import MailServer, mail_server

NAMES = ("Ольга Щербакова", "Γιάννης Παπαδόπουλος", "محمد الأحمد", '#panic("x") *_$ \\ <b>')


@pytest.fixture
def server(settings: Any, tmp_path: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.MAIL = mailing.from_url(running.url, tmp_path)
        settings.MAIL_FROM = "book@example.com"
        yield running


def delivered(eaters: Eaters) -> sending.Round:
    later = datetime.now(UTC) + timedelta(seconds=5)
    return sending.send_due(in_write_transaction, lambda: later)


def test_the_page_says_what_was_frozen(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 1234)
    eaters.pays(200)
    invoice = eaters.invoiced()
    House.objects.filter(pk=cast.house.pk).update(name="Elsewhere")

    said = paper.texts(cast.again(invoice).content, "en")

    assert said["house"]["name"] == "Chez Marthe"
    assert said["title"] == "Invoice 2026-0001"
    assert said["payer"] == ["Acme", "12 rue Mercière", "69002 Lyon", "Tax number FR40303265045"]
    assert said["facts"][0] == ["Period", "February 2026"]
    assert said["sums"] == [
        ["New in this invoice", "1,234.00"],
        ["Payments received", "−200.00"],
        ["To pay", "1,034.00"],
    ]
    assert said["owing"] == "Acme owes €1,034.00."
    assert said["vat"] == [["10%", "1,121.82", "112.18", "1,234.00"]]


def test_where_to_pay_stands_below(cast: Cast, eaters: Eaters) -> None:
    cast.rule(invoice_footer="IBAN FR76 3000\nWithin 30 days", tax_id="FR 40 303 265 045")
    eaters.eats(cast.bob)
    invoice = cast.act(
        invoicing.issue, payer=eaters.acme, from_on=date(2026, 2, 1), to_on=date(2026, 2, 28)
    )

    said = paper.texts(invoice.content, "en")

    assert said["footer"] == "IBAN FR76 3000\nWithin 30 days"
    assert said["house"]["tax"] == "Tax number FR 40 303 265 045"
    assert paper.pdf(invoice).startswith(b"%PDF-")


def test_nothing_owed_is_said_in_words(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 10)
    eaters.pays(10)

    assert paper.texts(eaters.invoiced().content, "en")["owing"] == "Acme owes nothing."


def test_it_is_in_the_language_of_who_pays(cast: Cast, eaters: Eaters) -> None:
    cast.act(customers.edit, customer=cast.acme, fields={"language": "fr"}, front="office")
    eaters.eats(cast.bob, 1234)
    invoice = eaters.invoiced()

    said = paper.texts(invoice.content, invoice.language)

    assert invoice.language == "fr"
    assert said["facts"][0][1] == "février 2026"
    assert said["sums"][0][1] == "1\u202f234,00"


@pytest.mark.parametrize("name", NAMES)
def test_any_name_prints(cast: Cast, eaters: Eaters, name: str) -> None:
    eaters.eats(eaters.hired(name), 12)
    invoice = eaters.invoiced()

    assert paper.pdf(invoice).startswith(b"%PDF-")
    assert paper.texts(invoice.content, "en")["people"][0]["name"] == name


def test_any_period_prints(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)

    invoice = eaters.invoiced(from_on=date.min, to_on=date.max)

    for language in ("en", "fr", "ru"):
        assert paper.texts(invoice.content, language)["facts"][0][1]
    assert paper.pdf(invoice).startswith(b"%PDF-")


def test_a_long_invoice_goes_over_pages(cast: Cast, eaters: Eaters) -> None:
    for _ in range(3):
        eaters.eats(cast.bob)
    content = eaters.invoiced(with_lines=True).content
    content["people"][0]["bills"] *= 40

    sheets = pages.pictures(paper.TEMPLATE, paper.texts(content, "ru"), 40)

    assert len(sheets) == 3
    assert all(sheet.startswith(b"\x89PNG") for sheet in sheets)


def test_the_same_invoice_is_the_same_file(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)
    invoice = eaters.invoiced()

    assert paper.pdf(invoice) == paper.pdf(cast.again(invoice))


def test_the_file_has_a_line_for_each_bill(cast: Cast, eaters: Eaters) -> None:
    eaters.eats_lines(cast.bob, ("Wine", "12.00", 2000), ("Lunch", "11.00", 1000))
    eaters.eats(eaters.hired("=HYPERLINK()"), "4.40")

    rows = list(csv.DictReader(io.StringIO(paper.as_csv(eaters.invoiced()))))

    assert [row["person"] for row in rows] == ["'=HYPERLINK()", "Bob"]
    assert rows[1] | {"bill": ""} == {
        "invoice": "2026-0001",
        "payer": "Acme",
        "person": "Bob",
        "date": "2026-02-02",
        "bill": "",
        "label": "",
        "amount": "23.00",
        "currency": "EUR",
        "tip": "0.00",
        "gross_10": "11.00",
        "vat_10": "1.00",
        "gross_20": "12.00",
        "vat_20": "2.00",
    }


def test_it_arrives_with_its_page(cast: Cast, eaters: Eaters, server: MailServer) -> None:
    eaters.eats(cast.bob, "43.10")
    invoice: Invoice = eaters.invoiced(send=True)

    assert delivered(eaters).sent == 1

    [mail] = server.taken
    [page] = mail.iter_attachments()
    body = mail.get_body(("plain",))
    assert mail["To"] == "compta@acme.example"
    assert mail["Subject"] == "Invoice 2026-0001 from Chez Marthe"
    assert body is not None
    assert "for February 2026. Acme owes €43.10." in body.get_content()
    assert page.get_filename() == "invoice-2026-0001.pdf"
    assert page.get_content() == paper.pdf(invoice)
    assert [one.state for one in sendings(cast.house, [invoice])[invoice.id]] == ["sent"]


def test_without_an_address_it_is_not_sent(cast: Cast, eaters: Eaters) -> None:
    cast.act(customers.edit, customer=cast.acme, fields={"email": ""}, front="office")
    eaters.eats(cast.bob)

    with refused("malformed", field="email"):
        eaters.invoiced(send=True)
    invoice = eaters.invoiced()
    with refused("malformed", field="to"):
        cast.act(invoicing.send, invoice=invoice)


def test_the_letter_speaks_as_the_page(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)
    eaters.eats(cast.bob, on=(3, 5))
    invoice = eaters.invoiced(**MARCH)

    assert letters.covering(invoice).subject == "Invoice 2026-0001 from Chez Marthe"
    assert "March 2026" in letters.covering(invoice).text
