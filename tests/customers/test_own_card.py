"""Staff who are customers too: nobody credits or uses their own card alone (I35)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.cards.proofs import Proof
from habitue.customers.models import Customer
from habitue.house.acting import Actor
from habitue.housekeeping import balances
from habitue.kit.ids import new_id
from habitue.operations.actions import Answer, Request, run
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.prepaid import returning
from habitue.staff.entry import by_token
from habitue.staff.models import StaffMember
from tests.cast import Cast, eur, make_customer, refused
from tests.fronts.api.conftest import token_of

KARIM = "Karim@example.org"


@pytest.fixture
def karim(cast: Cast) -> Actor:
    return cast.actor(cast.hire("Karim", "manager", email=KARIM.lower()), cast.till)


@pytest.fixture
def own(cast: Cast) -> Customer:
    """Karim's own card, with something on it."""
    someone = make_customer(cast.house, first_name="Karim", email=KARIM, on_account_allowed=True)
    cast.top_up(someone, 50)
    return cast.again(someone)


def adjusting(cast: Cast, own: Customer, by: Actor) -> None:
    terms = {"unit": "gift", "up": True, "amount": 100, "reason": "Me"}
    cast.act(balances.adjust, customer=own, by=by, **terms)


def topping_up(cast: Cast, own: Customer, by: Actor) -> None:
    terms = {"pays": eur(5), "receives": eur(5), "tender": "cash"}
    cast.act(prepaid.top_up, customer=own, by=by, **terms)


def paying_out(cast: Cast, own: Customer, by: Actor) -> None:
    cast.act(prepaid.pay_out, customer=own, tender="cash", by=by)


def linking(cast: Cast, own: Customer, by: Actor) -> None:
    cast.act(bills.link, bill=cast.bill(5), customer=own.id, by=by)


def spending(cast: Cast, own: Customer, by: Actor) -> None:
    cast.pay(cast.bill(5, own), "wallet", by=by, proof=Proof())


def saving(cast: Cast, own: Customer, by: Actor) -> None:
    cast.act(bills.save_on_account, bill=cast.bill(5, own), by=by)


def earning(cast: Cast, own: Customer, by: Actor) -> None:
    cast.rule(points_per_unit=1)
    bill = cast.bill(5, own)
    cast.pay(bill, "cash")
    cast.act(bills.close, bill=bill, by=by)


def refunding(cast: Cast, own: Customer, by: Actor) -> None:
    bill = cast.bill(5, own)
    cast.pay(bill, "wallet")
    cast.act(bills.refund, bill=cast.close(bill), by=by)


def giving_back(cast: Cast, own: Customer, by: Actor) -> None:
    top_up = cast.top_up(own, 5)
    cast.act(returning.refund_top_up, top_up=top_up.id, by=by)


WAYS = [
    *(adjusting, topping_up, paying_out, linking, spending, saving, earning, refunding),
    giving_back,
]


@pytest.mark.parametrize("way", WAYS)
def test_alone_with_ones_own_card(
    cast: Cast, karim: Actor, own: Customer, way: Callable[..., Any]
) -> None:
    cast.rule(proof_rule="vouch")

    with refused("right_missing", right="customers.serve_self"):
        way(cast, own, karim)


@pytest.mark.parametrize("way", WAYS)
def test_a_colleague_serves_them(
    cast: Cast, karim: Actor, own: Customer, way: Callable[..., Any]
) -> None:
    cast.rule(proof_rule="vouch")

    way(cast, own, cast.manager)


def test_with_a_colleague_beside_and_the_same_again(
    cast: Cast, karim: Actor, own: Customer
) -> None:
    def work(op: Operation) -> Answer:
        terms = {"pays": eur(5), "receives": eur(5), "tender": "cash"}
        return Answer(prepaid.top_up(op, customer=own, **terms).id)

    def asked(beside: Actor) -> Answer:
        return run(Request(cast.house, karim, key, "top up", beside), work)

    key = str(new_id())
    with refused("right_missing", right="customers.serve_self"):
        asked(karim)
    first, again = asked(cast.manager), asked(cast.manager)

    assert (first.id, again.replayed) == (again.id, True)
    assert cast.has(own).total == 5_500
    assert Operation.objects.of(cast.house).get(key=key).approver == cast.manager.label


def test_a_waiter_beside_is_not_enough(cast: Cast, karim: Actor, own: Customer) -> None:
    def work(op: Operation) -> Answer:
        bills.link(op, bill=bill, customer=own.id)
        return Answer()

    bill = cast.bill(5)
    with refused("right_missing"):
        run(Request(cast.house, karim, "k", "link", cast.zoe), work)


def test_an_owner_may(cast: Cast) -> None:
    owner = cast.owner
    [address] = owner.addresses
    own = make_customer(cast.house, first_name="Marthe", email=address)

    topping_up(cast, own, owner)

    assert cast.has(own).total == 500


def test_by_token_as_at_the_till(cast: Cast, karim: Actor, own: Customer) -> None:
    member = StaffMember.objects.of(cast.house).get(pk=karim.staff_id)
    found = by_token(token_of(cast.house, member))
    assert found is not None

    with refused("right_missing", right="customers.serve_self"):
        topping_up(cast, own, found[1])
