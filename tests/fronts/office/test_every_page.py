"""Every page of the office opens, whatever stands in the book; strangers and waiters stay out."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast, make_item
from tests.fronts.office.conftest import Desk

PAGES = [
    "",
    "start",
    "customers/",
    "customers/?q=a",
    "customers/?view=owing",
    "customers/?view=credit&type=person&active=yes",
    "customers/?view=birthday",
    "customers/?view=unseen&sort=name",
    "customers/?view=archived",
    "customers/?sort=-visits&after=nonsense",
    "customers/new",
    "customers/new?type=company&typed=Acme",
    "customers/twins?phone=0612345678",
    "customers/pick?parent_name=ac",
    "customers/tag",
    "customers/export",
    "import/",
    "unpaid",
    "reports/receivables",
    "invoices/",
    "invoices/new",
    "reports/loyalty",
    "cards/batches/",
    "bills/",
    "bills/?state=open&day=2026-03-14&q=1",
    "settings/house",
    "settings/rules",
    "settings/mandatory",
    "settings/sites",
    "settings/tenders",
    "settings/products",
    "settings/tills",
    "settings/printers",
    "settings/team",
    "settings/team/new",
    "settings/roles",
    "settings/tokens",
    *(f"settings/{shelf}/" for shelf in ("items", "categories", "levels", "groups", "areas")),
    *("settings/rates/", "settings/groups/new"),
    *(f"settings/{shelf}/new" for shelf in ("items", "categories", "levels", "rates", "tables")),
]
OF_CUSTOMER = [
    "",
    "movements",
    "movements?kind=wallet",
    "account",
    "bills",
    "people",
    "history",
    "summary",
    "top-up",
    "wallet",
    "settle",
    "remains",
    "ways-in",
]


# A house is dear to open: each test walks through all pages and names those that fail.


def test_every_page_opens_in_an_empty_house(office: Desk) -> None:
    assert [page for page in PAGES if office.see(page).status_code != 200] == []


def test_every_page_opens_with_a_full_book(office: Desk, cast: Cast) -> None:
    make_item(cast.house)
    cast.pay(cast.bill(10, cast.alice), "cash")
    cast.save(cast.bill(31, cast.bob))

    assert [page for page in PAGES if office.see(page).status_code != 200] == []


def test_every_page_opens_for_everyone_in_the_book(office: Desk, cast: Cast) -> None:
    cast.pay(cast.bill(10, cast.alice), "wallet", 4)
    cast.save(cast.bill(31, cast.bob))
    people = [cast.alice, cast.alice_card.customer, cast.acme, cast.bob, cast.carol]

    pages = [f"customers/{one.id}/{page}" for one in people for page in OF_CUSTOMER]
    assert [page for page in pages if office.see(page).status_code != 200] == []


def test_a_bill_shows_whose_it_is(office: Desk, cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    cast.pay(bill, "cash", 4)

    answer = office.see(f"bills/{bill.id}/")

    assert answer.status_code == 200
    assert b"Alice Martin" in answer.content


def test_a_stranger_is_asked_who_they_are(cast: Cast) -> None:
    answers = [Client().get(f"/office/{page}") for page in PAGES]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer.headers["Location"].startswith("/?next=/office/") for answer in answers)


def test_a_waiter_does_not_change_the_house(as_role: Callable[[str], Desk]) -> None:
    desk = as_role("waiter")
    settings = [page for page in PAGES if page.startswith("settings/")]

    assert {desk.see(page).status_code for page in settings} == {403}
