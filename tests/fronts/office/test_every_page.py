"""Every page of the office opens, whatever stands in the book; strangers and waiters stay out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from habitue.menu.models import VatRate
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
    "unpaid",
    "bills/",
    "bills/?state=open&day=2026-03-14&q=1",
    "settings/house",
    "settings/rules",
    "settings/mandatory",
    "settings/sites",
    "settings/tenders",
    "settings/tills",
    "settings/team",
    "settings/team/new",
    "settings/roles",
    "settings/tokens",
    *(f"settings/{shelf}/" for shelf in ("items", "categories", "levels", "rates", "areas")),
    *(f"settings/{shelf}/new" for shelf in ("items", "categories", "levels", "rates", "tables")),
]
OF_CUSTOMER = [
    "",
    "movements",
    "movements?kind=wallet",
    "bills",
    "people",
    "history",
    "top-up",
    "settle",
    "remains",
    "ways-in",
]


@pytest.mark.parametrize("page", PAGES)
def test_opens_in_an_empty_house(office: Desk, page: str) -> None:
    assert office.see(page).status_code == 200


@pytest.mark.parametrize("page", OF_CUSTOMER)
def test_opens_for_everyone_in_the_book(office: Desk, cast: Cast, page: str) -> None:
    cast.pay(cast.bill(10, cast.alice), "wallet", 4)
    cast.save(cast.bill(31, cast.bob))

    for customer in (cast.alice, cast.alice_card.customer, cast.acme, cast.bob, cast.carol):
        answer = office.see(f"customers/{customer.id}/{page}")
        assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("page", PAGES)
def test_opens_with_a_full_book(office: Desk, cast: Cast, page: str) -> None:
    make_item(cast.house)
    cast.pay(cast.bill(10, cast.alice), "cash")
    cast.save(cast.bill(31, cast.bob))

    assert office.see(page).status_code == 200


def test_a_bill_shows_all_that_happened_to_it(office: Desk, cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    cast.pay(bill, "cash", 4)

    answer = office.see(f"bills/{bill.id}/")

    assert answer.status_code == 200
    assert b"Alice Martin" in answer.content
    assert VatRate.objects.of(cast.house).exists()


@pytest.mark.parametrize("page", PAGES[2:])
def test_a_stranger_is_asked_who_they_are(cast: Cast, client: object, page: str) -> None:
    from django.test import Client

    answer = Client().get(f"/office/{page}")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/?next=/office/")


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("settings/")])
def test_a_waiter_does_not_change_the_house(as_role: Callable[[str], Desk], page: str) -> None:
    assert as_role("waiter").see(page).status_code == 403
