"""How much the pages of the book ask of the database: a customer with everything, every tab."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.bills import actions as bills
from habitue.bills import movements
from habitue.cards import actions as cards
from habitue.customers import actions as customers
from habitue.customers import consenting, free
from habitue.customers.models import Customer
from habitue.house_accounts.models import Settlement
from habitue.menu import actions as menu
from habitue.merging import actions as merging
from habitue.prepaid import actions as prepaid
from habitue.prepaid import products
from habitue.prepaid.models import Lot, TopUp
from tests.cast import Cast, eur, make_customer
from tests.fronts.office.conftest import Desk

MOST = 20  # statements of a page
# PostgreSQL is told besides whose house it is, and in a transaction: these ask for nothing
SCOPE = ("SAVEPOINT", "RELEASE SAVEPOINT", "SET LOCAL", "RESET ROLE")


@pytest.fixture
def rich(cast: Cast) -> Customer:
    """A company that belongs to another, which now pays; people, value, cards, two merged in."""
    cast.rule(points_per_unit=1, earn_bp=500, default_limit_minor=90000)
    one = known(cast)
    eats(cast, one)
    for number in (1, 2):
        double = make_customer(
            cast.house, company_name=f"Lefevre {number}", on_account_allowed=True
        )
        cast.top_up(double, 5)
        if number == 1:
            cast.save(cast.bill(7, double))
        cast.act(merging.merge, kept=one.id, merged=double.id, by=cast.manager)
    changed = {"payer": str(cast.acme.id), "notes": "Knows the chef"}
    cast.act(customers.edit, customer=cast.again(one), fields=changed, front="office")
    cast.save(cast.bill(9, cast.again(one)))
    cast.bill(11, cast.again(one))
    cast.rule(publish_on_send=True)
    cast.act(
        customers.edit, customer=cast.again(one), fields={"allergies": "nuts"}, front="office"
    )
    found: Customer = cast.again(one)
    return found


def known(cast: Cast) -> Customer:
    cast.act(free.define, name="Seat", kind="text", choices=())
    level = cast.act(menu.add_level, name="Neighbours")
    group = cast.act(menu.add_group, name="Regulars", discount_bp=300, earn_bp=200)
    one: Customer = make_customer(
        cast.house,
        **{"type": "company", "company_name": "Lefèvre & Fils", "on_account_allowed": True},
        **{"parent": str(cast.acme.id), "price_level": level.id, "phone": "06 71 20 42 18"},
        **{
            "credit_limit": eur(300),
            "tags": ["jazz"],
            "free": {"seat": "window"},
            "group": group.id,
        },
    )
    for number in range(3):
        theirs: dict[str, Any] = dict.fromkeys(("parent", "payer"), str(one.id))
        guest = make_customer(cast.house, first_name=f"Guest {number}", group=group.id, **theirs)
        cast.bill(number + 1, guest)
    for card in ("7417 0823", "7417 0824"):
        cast.act(cards.assign, customer=one, number=card)
    cast.pin(one)
    cast.act(consenting.agree, customer=one, wording="Letters, please", source="a paper")
    return one


def eats(cast: Cast, one: Customer) -> None:
    lunch = cast.act(products.add, name="Lunch", purpose="single", vat_bp=1000)
    for by, product in ((cast.manager, lunch), (cast.owner, None), (cast.cashier, None)):
        sums: dict[str, Any] = {
            "customer": one,
            "pays": eur(20),
            "receives": eur(20),
            "tender": "cash",
        }
        cast.act(prepaid.top_up, by=by, **sums, product=product.id if product else None)
    cast.pay(cast.bill(10, one), "wallet")
    cast.close(paid(cast, one))
    for number in range(3):
        cast.save(cast.bill(10 + number, one))
    cast.act(bills.settle, customer=one, amount=eur(15), tender="cash", by=cast.cashier)
    cast.act(bills.settle, customer=one, amount=eur(2), tender="card", by=cast.manager)


def paid(cast: Cast, one: Customer) -> Any:
    bill = cast.bill(30, one)
    cast.pay(bill, "cash", by=cast.zoe)
    return bill


PAGES = (
    *("", "lately", "merged", "movements", "movements?kind=wallet", "wallet", "account", "bills"),
    *("people", "history", "top-up", "settle", "remains", "ways-in", "adjust", "erase"),
)


def test_a_customers_pages_ask_little(office: Desk, rich: Customer) -> None:
    asked = {path: asks(office, f"customers/{rich.id}/{path}") for path in PAGES}

    assert {path: some for path, some in asked.items() if len(some) > MOST} == {}


def test_so_do_older_movements_and_what_hangs_below(
    office: Desk, rich: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(movements.statement.__kwdefaults__ or {}, "size", 2)
    url, house = f"customers/{rich.id}/", rich.house
    older = office.see(f"{url}movements").context["told"].older
    below = [
        f"movements?before={older}",
        *(f"top-ups/{one.id}/back" for one in TopUp.objects.of(house).filter(customer=rich)[:1]),
        *(f"settlements/{one.id}" for one in Settlement.objects.of(house)[:1]),
        *(f"lots/{one.id}" for one in Lot.objects.of(house).filter(wallet__holder=rich)[:1]),
    ]

    asked = {path: asks(office, f"{url}{path}") for path in below}

    assert len(asked) == 4 and older
    assert {path: some for path, some in asked.items() if len(some) > MOST} == {}


def test_so_does_someone_who_is_no_owner(as_role: Any, rich: Customer) -> None:
    desk = as_role("manager")

    asked = {path: asks(desk, f"customers/{rich.id}/{path}") for path in PAGES[:10]}

    assert {path: some for path, some in asked.items() if len(some) > MOST} == {}


def test_many_merges_ask_no_more_than_one(office: Desk, cast: Cast) -> None:
    doubles = [make_customer(cast.house, last_name=f"Martin {number}") for number in range(4)]
    merged = f"customers/{cast.alice.id}/merged"
    numbers = []
    for double in doubles:
        cast.top_up(double, 5)
        cast.act(merging.merge, kept=cast.alice.id, merged=double.id, by=cast.manager)
        numbers.append(len(asks(office, merged)))

    shown = office.see(merged).content.decode()
    assert max(numbers[1:]) == numbers[1] <= MOST
    assert shown.count("can no longer be undone") == 3 and shown.count("Undo the merge") == 1


def test_a_page_of_the_list_with_every_column_asks_little(
    office: Desk, cast: Cast, rich: Customer
) -> None:
    for number in range(5):
        make_customer(cast.house, last_name=f"Guest {number}", parent=str(rich.id))
    keys = [row["column"].key for row in office.see("customers/columns").context["rows"]]
    office.send("customers/columns/keep", column=keys)
    office.send("customers/views/save?type=company&sort=name", name="Firms")
    office.see("customers/")  # what was kept is said once

    paths = ("", "?q=guest", "?type=company&sort=name", "?sort=-owes", "?tag=jazz&seen=never")
    asked = {path: asks(office, f"customers/{path}") for path in paths}

    assert {path: some for path, some in asked.items() if len(some) > MOST} == {}


def test_the_first_page_of_the_day_asks_little(office: Desk, cast: Cast, rich: Customer) -> None:
    for _number in range(3):
        cast.bill(10, rich)
    office.see("")  # what was kept is said once

    assert len(asks(office, "")) <= MOST
    assert len(asks(office, "start")) <= MOST


def asks(office: Desk, path: str) -> list[str]:
    """What a page asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        assert office.see(path).status_code == 200, path
    told = [one["sql"][:300] for one in asked.captured_queries]
    return [one for one in told if not one.startswith(SCOPE)]
