"""The demo house is made by the real actions, and its books are right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.bills.models import Bill
from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.guests import entry
from habitue.house.models import House
from habitue.invoicing.models import Invoice
from habitue.site.demo import book, filling, papers


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, db: None) -> House:
    monkeypatch.setattr(filling, "WALLETS", 2)
    return filling.fill(lambda _: None, days_=2, regulars=30)


def test_it_has_people_bills_and_tables(small: House) -> None:
    states = set(Bill.objects.of(small).values_list("state", flat=True))

    assert Customer.objects.of(small).count() == 30
    assert {"open", "closed"} <= states


def test_the_known_are_found_by_their_cards(small: House) -> None:
    found = [cards.whose(small, known.card).last_name for known in book.KNOWN]

    assert found == [known.last for known in book.KNOWN]


def test_its_past_is_recorded_now(small: House) -> None:
    oldest = Bill.objects.of(small).order_by("id")[0]

    assert oldest.opened_at < datetime.now(UTC) - timedelta(hours=20)
    assert oldest.business_day < datetime.now(UTC).date()


def test_last_month_is_invoiced_and_cards_wait(db: None, noon: Any) -> None:
    noon.move_to(datetime(2026, 3, 3, 12, tzinfo=UTC))

    house = filling.fill(lambda _: None, days_=6, regulars=30)

    months = {(one.from_on.month, one.to_on.day) for one in Invoice.objects.of(house)}
    assert months == {(2, 28)}
    assert Card.objects.of(house).filter(customer=None).count() == papers.SHEETS


def test_a_long_name_is_among_them(small: House) -> None:
    longest = max(len(one.display_name) for one in Customer.objects.of(small))

    assert longest >= 60


def test_again_it_keeps_what_is_there(habitue: Any, small: House) -> None:
    said = habitue("demo", "--no-serve")

    assert said.code == 0
    assert "kept as it is" in said.out
    assert "marthe@example.com" in said.out
    assert House.objects.count() == 1


def test_it_says_where_a_guest_begins_and_says_the_same_again(habitue: Any, small: House) -> None:
    first, second = (habitue("demo", "--no-serve").out for _ in range(2))
    address = first.rpartition("/me/join/")[2].split()[0]

    assert f"/me/join/{address}" in second
    assert entry.invitation(address, datetime.now(UTC)).customer.first_name == "Élodie"


def test_it_does_not_move_in_with_another_house(habitue: Any, house: House) -> None:
    House.objects.filter(pk=house.pk).update(name="Chez Paul")

    said = habitue("demo", "--no-serve")

    assert (said.code, House.objects.count()) == (1, 1)
