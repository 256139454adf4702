"""An invoice gathers what a payer was charged: all of it, once, and says so for ever."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from habitue.bills import actions as bills
from habitue.house_accounts import actions as house_accounts
from habitue.invoicing import actions as invoicing
from habitue.invoicing import content
from habitue.invoicing.drafting import draft
from habitue.invoicing.models import Invoice
from habitue.menu.models import VatRate
from tests.cast import Cast, eur, make_customer, refused
from tests.invoicing.eaters import FEBRUARY, MARCH, Eaters


def test_the_bills_of_a_period_stand_by_person(cast: Cast, eaters: Eaters) -> None:
    ann = eaters.hired("Ann")
    first, second = eaters.eats(cast.bob, 12), eaters.eats(cast.bob, 8, on=(2, 9))
    eaters.eats(ann, "4.50", on=(2, 9))
    eaters.to(2026, 3, 1)

    said = eaters.invoiced().content

    assert [(one["name"], one["total"]) for one in said["people"]] == [("Ann", 450), ("Bob", 2000)]
    assert [(b["on"], b["number"]) for b in said["people"][1]["bills"]] == [
        ("2026-02-02", first.number),
        ("2026-02-09", second.number),
    ]
    assert (said["previous"], said["total"], said["paid"], said["balance"]) == (0, 2450, 0, 2450)


def test_the_names_and_addresses_are_those_of_the_day(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)
    invoice = eaters.invoiced()

    cast.rule(name="Chez Paulette")

    said = cast.again(invoice).content
    assert said["house"]["name"] == "Chez Marthe"
    assert said["payer"] == {
        "id": str(cast.acme.id),
        "name": "Acme",
        "attention": "",
        "street": "12 rue Mercière",
        "postal_code": "69002",
        "city": "Lyon",
        "region": "",
        "country": "",
        "tax_id": "FR40303265045",
    }


def test_numbers_begin_anew_each_year_without_gaps(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)
    first = eaters.invoiced()
    with refused("already_invoiced"):
        eaters.invoiced()
    eaters.eats(cast.bob, on=(3, 2))
    second = eaters.invoiced(**MARCH)
    eaters.eats(cast.bob, on=(12, 31))
    eaters.to(2027, 1, 4)
    third = eaters.invoiced(from_on=date(2026, 12, 1), to_on=date(2026, 12, 31))

    assert [one.number for one in (first, second, third)] == [
        "2026-0001",
        "2026-0002",
        "2027-0001",
    ]


def test_what_comes_late_is_on_the_next_one(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 12)
    eaters.invoiced()
    late = eaters.eats(cast.bob, 5, on=(2, 27))
    eaters.eats(cast.bob, 7, on=(3, 3))

    [person] = eaters.invoiced(**MARCH).content["people"]

    assert [(one["number"], one["late"]) for one in person["bills"]] == [
        (late.number, True),
        (late.number + 1, False),
    ]


def test_later_bills_wait(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 12)
    eaters.eats(cast.bob, 30, on=(3, 1))

    assert eaters.invoiced().total_minor == 1200


def test_the_same_period_twice_is_refused(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)
    first = eaters.invoiced()
    eaters.eats(cast.bob, on=(2, 20))

    with refused("already_invoiced", invoice=first.id):
        eaters.invoiced()
    with refused("already_invoiced", invoice=first.id):
        eaters.invoiced(from_on=date(2026, 2, 2), to_on=date(2026, 2, 19))


def test_a_month_with_no_bills_is_no_invoice(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)

    with refused("nothing_to_invoice"):
        eaters.invoiced(from_on=date(2026, 1, 1), to_on=date(2026, 1, 31))
    with refused("nothing_to_invoice"):
        eaters.invoiced(**MARCH)


def test_a_period_cannot_end_before_it_begins(cast: Cast, eaters: Eaters) -> None:
    with refused("malformed", field="to"):
        eaters.invoiced(from_on=date(2026, 2, 2), to_on=date(2026, 2, 1))


def test_a_payer_without_an_address_is_named(cast: Cast, eaters: Eaters) -> None:
    nowhere = make_customer(cast.house, company_name="Nowhere", on_account_allowed=True)
    eaters.eats(nowhere)

    with refused("malformed", field="address", name="Nowhere"):
        eaters.invoiced(payer=nowhere)


def test_another_houses_payer_is_not_there(cast: Cast, eaters: Eaters) -> None:
    with refused("not_found"):
        eaters.invoiced(payer=cast.charlie)


def test_only_who_may_issues(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)

    with refused("right_missing"):
        eaters.invoiced(by=cast.zoe)


def test_vat_is_that_of_the_bills(cast: Cast, eaters: Eaters) -> None:
    eaters.eats_lines(cast.bob, ("Wine", "12.00", 2000), ("Lunch", "11.00", 1000))
    eaters.eats_lines(cast.bob, ("Lunch", "11.00", 1000))
    VatRate.objects.of(cast.house).update(rate_bp=2100)

    assert eaters.invoiced().content["vat"] == [[1000, 2200, 200], [2000, 1200, 200]]


def test_part_of_a_bill_has_its_share_of_the_vat(cast: Cast, eaters: Eaters) -> None:
    bill = cast.act(
        bills.open_bill,
        lines=[
            bills.NewLine(name="Wine", unit_price=eur(6), vat_bp=2000),
            bills.NewLine(name="Lunch", unit_price=eur(11), vat_bp=1000),
        ],
    )
    bill = cast.act(bills.link, bill=bill, customer=cast.bob.id)
    cast.pay(bill, "cash", 7)
    cast.save(bill)

    invoice = eaters.invoiced()

    assert invoice.content["vat"] == [[1000, 647, 59], [2000, 353, 59]]
    [row] = invoice.content["people"][0]["bills"]
    assert (row["amount"], row["total"]) == (1000, 1700)


def test_a_tip_on_account_carries_no_vat(cast: Cast, eaters: Eaters) -> None:
    bill = cast.bill(11, cast.bob)
    cast.pay(bill, "house_account", tip=200)
    cast.close(bill)

    invoice = eaters.invoiced()

    assert invoice.total_minor == 1300
    assert invoice.content["vat"] == [[1000, 1100, 100], [-1, 200, 0]]


def test_a_bill_still_open_waits(cast: Cast, eaters: Eaters) -> None:
    bill = cast.bill(20, cast.bob)
    cast.pay(bill, "house_account", 5)

    with refused("nothing_to_invoice"):
        eaters.invoiced()


def test_an_opening_balance_is_invoiced_once(cast: Cast, eaters: Eaters) -> None:
    cast.act(house_accounts.open_with, customer=eaters.acme, owes=eur(40), label="opening")

    said = eaters.invoiced().content

    assert said["people"][0]["bills"][0]["label"] == "opening"
    assert said["vat"] == [[-1, 4000, 0]]


def test_an_invoiced_bill_stays_as_it_is(cast: Cast, eaters: Eaters) -> None:
    bill = eaters.eats(cast.bob)
    eaters.invoiced()

    with refused("bill_invoiced"):
        cast.act(bills.reopen, bill=bill)
    with refused("bill_invoiced"):
        cast.act(bills.void, bill=bill)


def test_a_payment_on_account_that_was_invoiced_stays(cast: Cast, eaters: Eaters) -> None:
    bill = cast.bill(20, cast.bob)
    payment = cast.pay(bill, "house_account", 5)
    cast.save(bill)
    eaters.invoiced()

    with refused("bill_invoiced"):
        cast.act(bills.reopen, bill=bill)
    assert payment.charge_id


def test_a_bill_taken_back_is_not_invoiced(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob, 12)
    cast.act(bills.reopen, bill=eaters.eats(cast.bob, 99))

    assert eaters.invoiced().total_minor == 1200


def test_nothing_on_it_can_be_changed(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)
    invoice = eaters.invoiced()

    for spoil in (
        lambda: Invoice.objects.of(cast.house).update(total_minor=1),
        lambda: Invoice.objects.of(cast.house).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()

    assert content.digest(cast.again(invoice).content) == invoice.digest


def test_a_preview_writes_nothing(cast: Cast, eaters: Eaters) -> None:
    eaters.eats(cast.bob)

    before = draft(cast.house, eaters.acme, **FEBRUARY)

    assert (before.total, len(before.rows)) == (1200, 1)
    assert not Invoice.objects.of(cast.house).exists()
    assert eaters.invoiced().total_minor == before.total


def test_lines_stand_on_it_where_asked(cast: Cast, eaters: Eaters) -> None:
    eaters.eats_lines(cast.bob, ("Lunch", "11.00", 1000))

    [row] = eaters.invoiced(with_lines=True).content["people"][0]["bills"]

    assert row["lines"] == [{"name": "Lunch", "quantity": 1000, "amount": 1100}]


def test_who_pays_for_themselves_gets_one_too(cast: Cast, eaters: Eaters) -> None:
    ivy = make_customer(
        cast.house, first_name="Ivy", on_account_allowed=True, **{"address.city": "Lyon"}
    )
    eaters.eats(ivy, 9)

    assert eaters.invoiced(payer=ivy).balance_minor == 900


def test_issuing_is_an_act_of_this_room() -> None:
    assert invoicing.issue.__doc__
