"""One settling by several tenders, for several bills and invoices at once."""

from datetime import date, timedelta
from typing import Any

from habitue.bills import actions as bills
from habitue.bills.actions import Taken
from habitue.bills.models import Bill
from habitue.customers.models import Customer
from habitue.house_accounts.reports import open_charges
from habitue.invoicing import actions as invoicing
from habitue.invoicing.models import Invoice
from habitue.kit.ids import new_id
from habitue.ledger import actions as ledger
from tests.cast import Cast, eur, make_customer, refused


def saved(cast: Cast, *amounts: int) -> list[Bill]:
    return [cast.save(cast.bill(amount, cast.bob)) for amount in amounts]


def settle(cast: Cast, *taken: tuple[str, int], **terms: Any) -> Any:
    given = [Taken(tender, eur(amount)) for tender, amount in taken]
    return cast.act(bills.settle, customer=cast.acme, taken=given, **terms)


def invoice_of_today(cast: Cast, noon: Any) -> Invoice:
    Customer.objects.of(cast.house).filter(pk=cast.acme.id).update(city="Lyon")
    today = date(2026, 3, 14) + timedelta(days=Invoice.objects.of(cast.house).count())
    invoice: Invoice = cast.act(
        invoicing.issue, payer=cast.again(cast.acme), from_on=today, to_on=today
    )
    noon.shift(timedelta(days=1))
    return invoice


def open_on(cast: Cast) -> list[int]:
    return [charge.open_minor for charge in open_charges(cast.house, cast.acme)]


def test_one_settling_by_three_tenders(cast: Cast, noon: Any) -> None:
    saved(cast, 10, 20)

    row = settle(cast, ("cash", 5), ("card", 20), ("bank_transfer", 8))

    assert (row.amount_minor, row.in_hand_minor, row.tender) == (3300, 300, "several")
    assert row.taken == [("cash", 500), ("card", 2000), ("bank_transfer", 800)]
    moves = ledger.entry_moves(cast.house, row.entry_id)
    assert [move.amount for move in moves] == [500, 2000, 500, 300]
    assert [move.credit.code.partition(":")[0] for move in moves] == [
        *["receivable"] * 3,
        "in_hand",
    ]
    assert (cast.owes(cast.acme).owes, cast.owes(cast.acme).in_hand) == (0, 300)


def test_a_tender_named_twice_is_one(cast: Cast, noon: Any) -> None:
    saved(cast, 10)

    row = settle(cast, ("cash", 2), ("cash", 3))

    assert (row.tender, row.taken) == ("cash", [("cash", 500)])


def test_nothing_and_too_many_are_no_tenders(cast: Cast, noon: Any) -> None:
    saved(cast, 10)

    for taken in ([("cash", 0)], [("cash", 5), ("card", 0)], [("wallet", 5)], [("cash", 1)] * 11):
        with refused("malformed"):
            settle(cast, *taken)
    assert open_on(cast) == [1000]


def test_no_amount_is_all_of_what_was_named(cast: Cast, noon: Any) -> None:
    rows = saved(cast, 10, 20, 30)

    named = [rows[0].id, rows[2].id]
    row = cast.act(bills.settle, customer=cast.acme, tender="cash", bills=named)

    assert row.amount_minor == 4000
    assert open_on(cast) == [2000]


def test_one_transfer_pays_three_invoices(cast: Cast, noon: Any) -> None:
    invoices = []
    for amount in (10, 20, 30):
        saved(cast, amount)
        invoices.append(invoice_of_today(cast, noon))
    late = saved(cast, 40)

    row = settle(cast, ("bank_transfer", 60), invoices=[one.id for one in invoices])

    assert (row.amount_minor, row.in_hand_minor) == (6000, 0)
    assert open_on(cast) == [4000]
    assert cast.again(late[0]).state == "on_account"


def test_invoices_and_bills_together_and_a_part_of_them(cast: Cast, noon: Any) -> None:
    saved(cast, 10, 20)
    invoice = invoice_of_today(cast, noon)
    later = saved(cast, 30, 40)

    settle(cast, ("cash", 45), invoices=[invoice.id], bills=[later[0].id])

    assert open_on(cast) == [1500, 4000]


def test_an_invoice_is_paid_once(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    invoice = invoice_of_today(cast, noon)
    settle(cast, ("cash", 10), invoices=[invoice.id])

    with refused("bill_paid"):
        settle(cast, ("cash", 10), invoices=[invoice.id])


def test_invoices_of_others_and_of_nobody(cast: Cast, noon: Any) -> None:
    saved(cast, 10)
    invoice = invoice_of_today(cast, noon)
    guest = make_customer(cast.house, on_account_allowed=True)

    with refused("not_found", field="invoices"):
        settle(cast, ("cash", 10), invoices=[invoice.id, new_id()])
    with refused("not_found", field="invoices"):
        cast.act(
            bills.settle, customer=guest, amount=eur(10), tender="cash", invoices=[invoice.id]
        )
