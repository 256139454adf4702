"""A house leaves another program: people, points, gift cards, debts, each in a file of its own."""

from __future__ import annotations

import pytest

from habitue.customers.models import Customer
from habitue.exchange import reconciling
from habitue.exchange.models import Import
from habitue.exchange.reconciling import Line
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.house_accounts.models import Charge
from habitue.house_accounts.reports import standing_of
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid
from tests.exchange.takes import counts, only, taken

TOAST = [
    "Guest ID,First Name,Last Name,Email,Phone\n"
    "t1,Ann,Blake,ann@example.org,617 682 0225\nt2,Bob,Stone,,617 682 0226\n",
    "Rewards Account Number,Email,Phone,Current Points,Lifetime Points\n"
    "7001,ann@example.org,,120,900\n7002,,617 682 0226,40,40\n",
    "Card #,Amount Remaining,Status\n7001,25.00,Active\n9001,15.50,Active\n9002,0.00,Active\n",
]
SQUARE = [
    "Reference ID,First Name,Last Name,Email Address,Phone Number,Memo,Square Customer ID\n"
    ",Ann,Blake,ann@example.org,'+16176820225,Window seat,SQ1\n",
    "Gift Card Number,Status,Balance,Initial Value,Customer Name\n"
    "7783 3200 0001,Active,€25.00,€50.00,\n7783 3200 0002,Deactivated,€0.00,€50.00,\n",
]
SHOPIFY = [
    "Customer ID,First Name,Last Name,Email,Phone,Tags\n'7001,Ann,Blake,ann@example.org,,vip\n",
    "Id,Last Characters,Customer Name,Email,Initial Balance,Current Balance,Enabled?\n"
    "55501,a1b2,Ann Blake,ann@example.org,50.00,30.00,true\n55502,c3d4,,,20.00,20.00,true\n",
]
BILLS = {
    "en": "Invoice Number,Date,Customer,Amount,Amount Due\n"
    "1,14/02/2026,Boss & Co Ltd,80.00,43.10\n2,28/02/2026,Boss & Co Ltd,20.00,20.00\n"
    "3,13/02/2026,Ann Blake,9.00,9.00\n",
    "fr": "N° facture;Date de facture;Client;Montant TTC;Reste à payer\n"
    "1;14/02/2026;Boss & Co Ltd;80,00;43,10\n2;28/02/2026;Boss & Co Ltd;20,00;20,00\n"
    "3;13/02/2026;Ann Blake;9,00;9,00\n",
    "de": "Rechnungsnummer;Rechnungsdatum;Kunde;Betrag;Offen\n"
    "1;14.02.2026;Boss & Co Ltd;80,00;43,10\n2;28.02.2026;Boss & Co Ltd;20,00;20,00\n"
    "3;13.02.2026;Ann Blake;9,00;9,00\n",
    "ru": "Номер счета;Дата;Контрагент;Сумма;Остаток долга\n"
    "1;14.02.2026;Boss & Co Ltd;80,00;43,10\n2;28.02.2026;Boss & Co Ltd;20,00;20,00\n"
    "3;13.02.2026;Ann Blake;9,00;9,00\n",
}


def sheets(house: House) -> list[Line]:
    with house_scope(house):
        rows = Import.objects.of(house).order_by("at", "id")
        return [line for row in rows for line in reconciling.sheet(row)]


def value(house: House, one: Customer) -> int:
    with house_scope(house):
        return prepaid.holdings(house, [one.id])[one.id].total


def test_guests_rewards_and_gift_cards_of_toast(house: House) -> None:
    guests, rewards, gifts = (taken(house, file) for file in TOAST)

    assert (counts(guests), counts(rewards)) == ((2, 0, 0, 0), (0, 2, 0, 0))
    assert [gifts[key] for key in ("created", "updated", "skipped")] == [1, 1, 1]
    ann = only(house, first_name="Ann")
    assert (points.balances(house, [ann.id])[ann.id], value(house, ann)) == (120, 2500)
    assert [(line.kind, line.file, line.holds) for line in sheets(house)] == [
        ("points", 160, True),
        ("paid", 4050, True),
    ]


def test_customers_and_gift_cards_of_square(house: House) -> None:
    people, cards = (taken(house, file) for file in SQUARE)

    assert (people["created"], cards["created"], cards["skipped"]) == (1, 1, 1)
    assert value(house, only(house, last_name="Gift card …0001")) == 2500
    assert only(house, first_name="Ann").active


def test_customers_and_gift_cards_of_shopify(house: House) -> None:
    """Of a card whose number the file keeps to itself nothing can be read: it is refused."""
    people, cards = (taken(house, file) for file in SHOPIFY)

    assert (people["created"], cards["updated"], len(cards["refused"])) == (1, 1, 1)
    ann = only(house, first_name="Ann")
    assert (value(house, ann), ann.user_id) == (3000, "7001")
    [line] = sheets(house)
    assert (line.file, line.refused, line.booked, line.holds) == (5000, 2000, 3000, True)


@pytest.mark.parametrize("language", BILLS)
def test_unpaid_bills_by_name_with_their_days(house: House, language: str) -> None:
    taken(house, "first_name,last_name,email\nAnn,Blake,ann@example.org\n")

    told = taken(house, BILLS[language])
    again = taken(house, BILLS[language] + "\n")

    assert (counts(told), counts(again)) == ((1, 2, 0, 0), (0, 0, 3, 0))
    firm = only(house, company_name="Boss & Co Ltd")
    assert standing_of(house, firm).owes == 6310
    days = Charge.objects.of(house).filter(account__customer=firm).order_by("business_day")
    assert [day.isoformat() for day in days.values_list("business_day", flat=True)] == [
        "2026-02-14",
        "2026-02-28",
    ]
    assert sheets(house)[0].holds and sheets(house)[0].booked == 7210


def test_whose_debt_it_is_among_two_of_one_name_is_not_guessed(house: House) -> None:
    taken(house, "first_name,last_name,email\nAnn,Blake,a@example.org\nAnn,Blake,b@example.org\n")

    told = taken(house, "Customer,Date,Amount Due\nAnn Blake,14/02/2026,9.00\n")

    assert counts(told) == (0, 0, 0, 1)
    assert told["refused"][0]["reason"].startswith("Several")
