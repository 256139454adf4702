"""Receipts by e-mail: sent where they were asked for, once, with the paper in the letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.operations import actions as operations
from habitue.outbox import enclosing
from habitue.outbox.models import Letter
from habitue.site import mailing, postman
from tests.cast import CONSOLE, Cast, eur, make_customer


@pytest.fixture
def mail(settings: Any, tmp_path: Path) -> None:
    settings.MAIL = mailing.from_url("folder:letters", tmp_path)


@pytest.fixture
def irina(cast: Cast) -> Customer:
    return make_customer(
        cast.house,
        first_name="Ирина",
        email="irina@example.com",
        email_receipts=True,
        language="ru",
        on_account_allowed=True,
    )


def paid(cast: Cast, customer: Customer) -> Bill:
    bill = cast.bill(10, customer)
    cast.act(bills.pay, bill=bill, terms=bills.Terms("cash", eur(10)))
    closed: Bill = cast.act(bills.close, bill=bill)
    return closed


def test_closing_sends_it_in_the_customer_s_language(
    cast: Cast, irina: Customer, mail: None
) -> None:
    bill = paid(cast, irina)

    letter = Letter.objects.of(cast.house).get()
    assert (letter.to, letter.language) == ("irina@example.com", "ru")
    assert str(bill.number) in letter.subject
    [file] = enclosing.made(cast.house, letter.enclosures)
    assert file.name == f"receipt-{bill.number}.pdf"
    assert file.content.startswith(b"%PDF")


def test_saving_on_account_sends_it_too(cast: Cast, irina: Customer, mail: None) -> None:
    cast.act(bills.save_on_account, bill=cast.bill(10, irina))

    assert Letter.objects.of(cast.house).count() == 1


@pytest.mark.parametrize(
    "fields", [{"email_receipts": False}, {"email": ""}], ids=["not asked for", "no address"]
)
def test_nobody_else_is_written_to(
    cast: Cast, irina: Customer, mail: None, fields: dict[str, Any]
) -> None:
    irina.refresh_from_db()
    cast.act(customers.edit, customer=irina, fields=fields, front="office", version=irina.version)

    paid(cast, irina)

    assert not Letter.objects.of(cast.house).exists()


def test_without_a_mail_server_none_piles_up(cast: Cast, irina: Customer) -> None:
    paid(cast, irina)

    assert not Letter.objects.of(cast.house).exists()


def test_a_bill_of_long_ago_is_no_news(cast: Cast, irina: Customer, mail: None) -> None:
    bill = cast.bill(10, irina)
    cast.act(bills.pay, bill=bill, terms=bills.Terms("cash", eur(10)))

    def close(op: Any) -> operations.Answer:
        bills.close(op, bill=bill)
        return operations.Answer()

    then = datetime.now(UTC) - timedelta(days=3)
    operations.run(operations.Request(cast.house, CONSOLE, "late", "late", at=then), close)

    assert not Letter.objects.of(cast.house).exists()


def test_the_postman_knows_how_it_is_made() -> None:
    assert postman.habitue.printing.letters.PDF in enclosing._KINDS
