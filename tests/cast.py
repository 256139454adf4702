"""The people in the tests, always the same: they live at Chez Marthe.

Alice has 20.00 in her wallet, a PIN and a card. Acme is a company with a house account, Bob is
Acme's. Zoé waits at the tables. Charlie belongs to another house and must always be refused.
Everyone is made by the real actions, and only when a test speaks of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Payment
from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.customers.reports import found
from habitue.customers.search import Asked
from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House, Till, Venue
from habitue.house.scope import house_scope
from habitue.house_accounts.reports import Standing as Owing
from habitue.house_accounts.reports import standing_of
from habitue.housekeeping.opening import Plan, open_house
from habitue.kit.ids import new_id
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal
from habitue.menu import actions as menu
from habitue.menu.models import Item
from habitue.operations import actions as operations
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid
from habitue.prepaid.reports import Holding, holdings
from habitue.staff import actions as staff
from habitue.staff.entry import actor_for, member_of
from habitue.staff.models import StaffMember

OPENED_AT = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
PIN = "7391"
WRONG_PIN = "4826"
ALICE_CARD = "MARTHE-0001"


def make_house(**changes: Any) -> House:
    """Chez Marthe: a café in Lyon that counts in euros."""
    given = {
        "slug": "chez-marthe",
        "name": "Chez Marthe",
        "country": "FR",
        "currency": "EUR",
        "timezone": "Europe/Paris",
        "language": "en",
        "created_at": OPENED_AT,
    }
    return House.objects.create(**given | changes)


def act_in(
    house: House, action: Callable[..., Any], *, by: Actor = CONSOLE, key: str = "", **terms: Any
) -> Any:
    """Run one action as one operation of `house`; what the action returned."""
    returned: list[Any] = []

    def work(op: Any) -> operations.Answer:
        returned.append(action(op, **terms))
        return operations.Answer()

    request = operations.Request(house=house, by=by, key=key or str(new_id()), what=key)
    operations.run(request, work)
    return returned[-1]


@contextmanager
def refused(code: str, **facts: Any) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """What stands inside is refused with `code` and these facts, in a sentence."""
    with pytest.raises(Refusal) as no:
        yield no
    assert no.value.code == code, no.value.sentence
    assert no.value.sentence
    assert {key: no.value.facts.get(key) for key in facts} == facts


def eur(text: str | int) -> Money:
    """`eur(20)` is 20.00 EUR, `eur("4.10")` what it says."""
    money = Money.typed(str(text), "EUR")
    assert money is not None
    return money


class Cast:
    """A house opened the real way, and the people in it."""

    def __init__(self, house: House) -> None:
        self.house = house

    def act(self, action: Callable[..., Any], *, by: Actor = CONSOLE, **terms: Any) -> Any:
        """Run `action` as an operation of its own; what it returned."""
        return act_in(self.house, action, by=by, **terms)

    def rule(self, **rules: Any) -> None:
        """Change rules of the house."""
        House.objects.filter(pk=self.house.pk).update(**rules)
        self.house.refresh_from_db()

    # -- who works here ----------------------------------------------------------------------

    @cached_property
    def venue(self) -> Venue:
        venue: Venue = Venue.objects.of(self.house).get()
        return venue

    @cached_property
    def till(self) -> Till:
        till: Till = Till.objects.create(house=self.house, venue=self.venue, name="Bar")
        return till

    def hire(self, name: str, role: str, **terms: Any) -> StaffMember:
        member: StaffMember = self.act(staff.hire, name=name, role=role, **terms)
        return member

    def actor(self, member: StaffMember, till: Till | None = None) -> Actor:
        """`member` acting, with the rights they have now, perhaps at a till."""
        found = member_of(self.house, member.id)
        assert found is not None
        actor = actor_for(found)
        return replace(actor, till_id=till.id, venue_id=till.venue_id) if till else actor

    @cached_property
    def zoe(self) -> Actor:
        return self.actor(self.hire("Zoé", "waiter"), self.till)

    @cached_property
    def cashier(self) -> Actor:
        return self.actor(self.hire("Karim", "cashier"), self.till)

    @cached_property
    def manager_member(self) -> StaffMember:
        return self.hire("Marthe", "manager")

    @cached_property
    def manager(self) -> Actor:
        return self.actor(self.manager_member, self.till)

    @cached_property
    def owner(self) -> Actor:
        return self.actor(StaffMember.objects.of(self.house).get(role__key="owner"))

    # -- who eats here -----------------------------------------------------------------------

    @cached_property
    def alice(self) -> Customer:
        """20.00 in her wallet, the PIN 7391, a card."""
        alice = make_customer(self.house, first_name="Alice", last_name="Martin")
        self.top_up(alice, 20)
        return alice

    @cached_property
    def alice_card(self) -> Card:
        card: Card = self.act(cards.assign, customer=self.alice, number=ALICE_CARD)
        return card

    @cached_property
    def acme(self) -> Customer:
        """A company with a house account and a limit of 500.00."""
        return make_customer(
            self.house,
            type="company",
            company_name="Acme",
            on_account_allowed=True,
            credit_limit=eur(500),
        )

    @cached_property
    def bob(self) -> Customer:
        """Acme's: he may eat on account, Acme pays."""
        return make_customer(
            self.house,
            first_name="Bob",
            parent=self.acme.id,
            payer=self.acme.id,
            on_account_allowed=True,
        )

    @cached_property
    def carol(self) -> Customer:
        """Nobody's: a regular with nothing set."""
        return make_customer(self.house, first_name="Carol", last_name="Duval")

    @cached_property
    def other(self) -> House:
        return opened_house("Chez Paul")

    @cached_property
    def charlie(self) -> Customer:
        """Of another house: always refused."""
        return make_customer(self.other, first_name="Charlie")

    # -- what they do ------------------------------------------------------------------------

    def top_up(self, customer: Customer, pays: int | str, receives: int | str = "") -> Any:
        return self.act(
            prepaid.top_up,
            customer=customer,
            pays=eur(pays),
            receives=eur(receives or pays),
            tender="cash",
        )

    def pin(self, customer: Customer, pin: str = PIN) -> str:
        """Give `customer` a PIN."""
        hashed = proofs.hash_pin(self.house, customer.id, pin)
        self.act(cards.set_pin, customer=customer, pin_hash=hashed)
        return pin

    def with_pin(self, customer: Customer, pin: str = PIN) -> proofs.Proof:
        return proofs.Proof(pin=proofs.try_pin(self.house, customer.id, pin))

    def bill(self, amount: int | str = 10, customer: Customer | None = None, **terms: Any) -> Bill:
        """An open bill of `amount`, linked to `customer`."""
        bill: Bill = self.act(bills.open_bill, amount=eur(amount), **terms)
        if customer is not None:
            bill = self.act(bills.link, bill=bill, customer=customer.id)
        return bill

    def pay(
        self, bill: Bill, tender: str = "cash", amount: int | str = "", **terms: Any
    ) -> Payment:
        """Pay on `bill`; the console vouches, so a proof is only needed where one is tested."""
        by = terms.pop("by", CONSOLE)
        given = bills.Terms(tender=tender, amount=eur(amount) if amount else None, **terms)
        payment: Payment = self.act(bills.pay, bill=bill, terms=given, by=by)[1]
        return payment

    def close(self, bill: Bill) -> Bill:
        closed: Bill = self.act(bills.close, bill=bill)
        return closed

    def save(self, bill: Bill, **terms: Any) -> Bill:
        saved: Bill = self.act(bills.save_on_account, bill=bill, **terms)
        return saved

    # -- how they stand ----------------------------------------------------------------------

    def has(self, customer: Customer) -> Holding:
        return holdings(self.house, [customer.id])[customer.id]

    def points(self, customer: Customer) -> int:
        return points.balances(self.house, [customer.id])[customer.id]

    def owes(self, customer: Customer) -> Owing:
        return standing_of(self.house, self.again(customer))

    def found(self, q: str, **facets: bool | None) -> list[Customer]:
        """Whom a search finds, newest first."""
        with house_scope(self.house):
            return found(self.house, Asked(q, **facets), limit=50)[0]

    def again(self, row: Any) -> Any:
        """`row` as it stands in the database now."""
        return type(row).objects.of(self.house).get(pk=row.pk)


def opened_house(name: str = "Chez Marthe", **rules: Any) -> House:
    """A house as `habitue setup` opens it; the console may vouch for guests."""
    house, _new = open_house(
        Plan(
            name=name,
            country="FR",
            currency="EUR",
            timezone="Europe/Paris",
            owner_email=f"{name.replace(' ', '.').casefold()}@example.org",
            owner_name="Marthe",
        )
    )
    House.objects.filter(pk=house.pk).update(**{"proof_rule": "vouch"} | rules)
    house.refresh_from_db()
    return house


def make_customer(house: House, **changes: Any) -> Customer:
    """A customer with the fields given; a first name where none is."""
    named = {"first_name", "last_name", "company_name"} & changes.keys()
    fields = changes if named else {"first_name": "Denise"} | changes
    customer: Customer = act_in(house, cards.register, fields=fields, front="office")
    return customer


def make_item(house: House, name: str = "Coffee", price: int | str = 2, **changes: Any) -> Item:
    """An item of the menu at `price`."""
    item: Item = act_in(house, menu.add_item, name=name, price_minor=eur(price).amount, **changes)
    return item
