"""Someone of whom the house has something in every table there is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Line
from habitue.bills.refunding import Told as BillTold
from habitue.cards import actions as cards
from habitue.cards.models import OneTimeCode, TokenTries
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.exchange.models import Fate, Import
from habitue.guests.models import Guest, GuestLink, Invitation, SignInCode
from habitue.house_accounts import signatures
from habitue.house_accounts.signatures import Signed
from habitue.invoicing import actions as invoicing
from habitue.kit.ids import new_id
from habitue.merging import actions as merging
from habitue.merging.models import Distinct, Suggestion
from habitue.prepaid import lasting, returning
from habitue.prepaid.models import Lot, TopUp
from habitue.printing.models import Job, Printer
from tests.cast import Cast, eur, make_customer

MARK = "Zyxwvut"
DIGITS = "698765432"
EMAIL = f"{MARK.lower()}@example.org"


def known_everywhere(cast: Cast) -> Customer:
    """A regular called MARK: wallet, debt, bills, papers, a phone, an import, a history."""
    cast.rule(gift_days=30)
    customer = make_customer(cast.house, **_fields())
    cast.act(customers.edit, customer=customer, fields={"email": EMAIL}, front="office")
    _ways_in(cast, customer)
    _wallet(cast, customer)
    _bills(cast, customer)
    _account(cast, customer)
    _elsewhere(cast, customer)
    _twice(cast, customer)
    return cast.again(customer)


def _fields() -> dict[str, Any]:
    texts = (
        "first_name last_name company_name user_id search_code description notes tax_id"
        " address.street address.postal_code address.city address.region"
    )
    return {
        **{key: f"{MARK} {key}"[:20] for key in texts.split()},
        "email": f"old-{EMAIL}",
        "phone": f"+33 {DIGITS}",
        "website": f"https://{MARK.lower()}.example.org",
        "tags": [MARK],
        "allergies": MARK,
        "birthday": "1980-02-03",
        "marketing_allowed": True,
        "email_receipts": True,
        "on_account_allowed": True,
    }


def _ways_in(cast: Cast, customer: Customer) -> None:
    lost = cast.act(cards.assign, customer=customer, number=f"{MARK}-1")
    cast.act(cards.block, card=lost, reason=f"{MARK} lost it")
    cast.act(cards.assign, customer=customer, number=f"{MARK}-2")
    cast.pin(customer)
    now = customer.created_at
    own = {"house": cast.house, "customer": customer}
    OneTimeCode.objects.create(**own, digest=MARK, made_at=now, expires_at=now)
    TokenTries.objects.create(**own, token_id=new_id(), since=now)
    guest = Guest.objects.create(email=EMAIL, created_at=now, last_seen_at=now)
    link = GuestLink.objects.create(
        **own, guest=guest, how=GuestLink.BY_EMAIL, linked_at=now, proved_at=now
    )
    Invitation.objects.create(
        **own, digest=MARK, made_at=now, expires_at=now, used_at=now, link=link
    )
    SignInCode.objects.create(email=EMAIL, digest=MARK, made_at=now, expires_at=now)


def _wallet(cast: Cast, customer: Customer) -> None:
    cast.top_up(customer, 10)
    first = TopUp.objects.of(cast.house).get(customer=customer)
    told = returning.Told(reason=f"{MARK} did not want it")
    cast.act(returning.refund_top_up, top_up=first.id, told=told)
    cast.top_up(customer, 20, 24)
    lot = Lot.objects.of(cast.house).get(kind="gift", remaining_minor__gt=0)
    until = lot.expires_on + timedelta(days=30)
    cast.act(lasting.extend, lot=lot.id, until=until, reason=f"{MARK} was ill")


def _bills(cast: Cast, customer: Customer) -> None:
    line = bills.NewLine(name="Soup", quantity=1000, unit_price=eur(12), note=f"for {MARK}")
    bill = cast.act(bills.open_bill, lines=[line], label=f"{MARK}'s table")
    cast.act(bills.link, bill=bill, customer=customer.id)
    Bill.objects.of(cast.house).filter(pk=bill.pk).update(note=f"{MARK} sits outside")
    assert Line.objects.of(cast.house).get(bill=bill).note
    cast.pay(bill)
    cast.close(cast.again(bill))
    cast.act(bills.refund, bill=cast.again(bill), told=BillTold(reason=f"{MARK} was cross"))


def _account(cast: Cast, customer: Customer) -> None:
    bill = cast.bill(10, customer, label=MARK)

    def signed(op: Any) -> None:
        bills.save_on_account(op, bill=bill)
        signatures.sign(op, bill=bill.id, signed=Signed(name=MARK))

    cast.act(signed)
    today = cast.again(bill).business_day
    first = date(today.year, today.month, 1)
    invoice = cast.act(invoicing.issue, payer=customer, from_on=first, to_on=today)
    cast.act(invoicing.send, invoice=invoice)
    cast.act(bills.settle, customer=customer, amount=eur(12), tender="cash")


def _elsewhere(cast: Cast, customer: Customer) -> None:
    now = customer.created_at
    taken = Import.objects.create(house=cast.house, digest="", fingerprint="", at=now)
    Fate.objects.create(
        house=cast.house, of=taken, row=1, fate="updated", customer_id=customer.id,
        reason=MARK, warnings=[["email", MARK]],
    )  # fmt: skip
    printer = Printer.objects.create(
        house=cast.house, venue=cast.venue, name="Bar", host="192.0.2.9"
    )
    bill = Bill.objects.of(cast.house).filter(customer=customer).first()
    assert bill is not None
    Job.objects.create(
        house=cast.house, printer=printer, document="receipt", of=bill.id,
        texts={"name": MARK}, asked_at=now, since=now,
    )  # fmt: skip


def _twice(cast: Cast, customer: Customer) -> None:
    """They stood in the book twice, and there are others who look like them."""
    twin = make_customer(cast.house, first_name=f"{MARK} the second", allergies=MARK)
    cast.act(merging.merge, kept=customer.id, merged=twin.id)
    other = make_customer(cast.house, first_name="Somebody")
    first, second = sorted((customer.id, other.id))
    pair = {"house": cast.house, "first_id": first, "second_id": second}
    now = customer.created_at
    Suggestion.objects.create(**pair, score=3, reasons=[], found_at=now)
    Distinct.objects.create(**pair, at=now)


def said_in(marker: str) -> set[str]:
    """The tables of which some row says `marker`, in whatever column; views and indexes too."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "customers_grams":
                continue  # the index of SQLite is not to be read in rows: its shadow tables are
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(marker.lower() in _words(row) for row in cursor.fetchall()):
                found.add(table)
    return found


def _words(row: tuple[Any, ...]) -> str:
    parts = (
        bytes(one).decode(errors="ignore") if isinstance(one, bytes | memoryview) else str(one)
        for one in row
    )
    return " ".join(parts).lower()
