"""The slips of what went back: a refund of a bill, a top-up given back."""

from __future__ import annotations

import pytest

from habitue.bills import actions as bills
from habitue.kit.ids import new_id
from habitue.kit.refusals import NotFound
from habitue.prepaid import returning
from habitue.printing.models import Document, Printer
from tests.cast import Cast, eur
from tests.printers import FakePrinter
from tests.printing.conftest import Look
from tests.printing.test_receipts import put, said


def test_a_refund_s_slip(cast: Cast, paper: FakePrinter, printer: Printer, look: Look) -> None:
    cast.rule(earn_bp=500)
    cast.top_up(cast.alice, 10)
    bill = cast.bill(30, cast.alice)
    proof = cast.with_pin(cast.alice, cast.pin(cast.alice))
    cast.act(bills.pay, bill=bill, terms=bills.Terms("wallet", eur(10), proof=proof))
    cast.act(bills.pay, bill=bill, terms=bills.Terms("card", eur(20)))
    cast.act(bills.close, bill=bill)
    row = cast.act(bills.refund, bill=bill.id, by=cast.manager)

    words = said(put(cast, Document.REFUND, row.id))

    at = {word: words[place + 1] for place, word in enumerate(words[:-1])}
    assert f"Refund of bill {bill.number}" in words and "Alice Martin" in words
    assert (at["Wallet"], at["Card"], at["Refunded"]) == ("10.00", "20.00", "€30.00")
    assert at["Taken back of what it earned"] == "1.50"
    assert at["Has now"] == "30.00", "20.00 of them were there before"
    assert "Received" in words
    assert look() == [""] and len(paper.papers) == 1


def test_what_was_owed_is_said_to_be_owed_no_more(cast: Cast, printer: Printer) -> None:
    bill = cast.bill("43.10", cast.bob)
    cast.act(bills.save_on_account, bill=bill)
    row = cast.act(bills.refund, bill=bill.id, by=cast.manager)

    assert "43.10 off what is owed" in said(put(cast, Document.REFUND, row.id))


def test_a_top_up_given_back(cast: Cast, paper: FakePrinter, printer: Printer, look: Look) -> None:
    top_up = cast.top_up(cast.carol, 100, 120)
    row = cast.act(returning.refund_top_up, top_up=top_up.id, amount=eur(40))

    words = said(put(cast, Document.GIVEN_BACK, row.id, copy=True))

    at = {word: words[place + 1] for place, word in enumerate(words[:-1])}
    assert at["Paid for it"] == "100.00"
    assert at["Gift that ended"] == "20.00"
    assert at["Given back · Cash"] == "€40.00"
    assert at["Has now"] == "60.00"
    assert "Copy" in words and "Received" in words
    assert look() == [""] and len(paper.papers) == 1


@pytest.mark.parametrize("document", [Document.REFUND, Document.GIVEN_BACK], ids=str)
def test_of_what_is_not_there_nothing_is_said(cast: Cast, printer: Printer, document: str) -> None:
    with pytest.raises(NotFound):
        said(put(cast, document, new_id()))
