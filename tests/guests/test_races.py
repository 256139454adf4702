"""A code, an invitation, a one-time code, all used by many at once: one of them gets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from habitue.bills import actions as bills
from habitue.bills import guests as on_phone
from habitue.bills.models import Bill, Link
from habitue.cards import one_time
from habitue.cards.proofs import Proof
from habitue.customers.models import Customer
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import Guest, GuestLink
from habitue.ledger import sealing
from tests.bills.test_races import at_once
from tests.cast import Cast, make_customer, opened_house
from tests.guests.conftest import ALICE, Phone

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chez() -> Iterator[Cast]:
    yield Cast(opened_house())
    sealing.seal_all()


def test_one_code_lets_one_in(chez: Cast, phone: Phone) -> None:
    make_customer(chez.house, email=ALICE)
    code = phone.code()

    told = at_once([lambda: entry.enter(ALICE, code, phone.at) for _ in range(8)])

    assert told == {"done": 1, "code_used": 7}
    assert (Guest.objects.count(), GuestLink.objects.count()) == (1, 1)


def test_no_more_codes_than_five(chez: Cast, phone: Phone) -> None:
    told = at_once([lambda: entry.ask_code(ALICE, phone.at) for _ in range(12)])

    assert told == {"done": 5, "too_many_tries": 7}


def test_wrong_tries_are_not_outrun(chez: Cast, phone: Phone) -> None:
    code = phone.code()
    other = f"{(int(code) + 1) % 10**6:06}"

    assert at_once([lambda: entry.enter(ALICE, other, phone.at) for _ in range(8)]) == {
        "code_wrong": 8
    }
    assert at_once([lambda: entry.enter(ALICE, code, phone.at)]) == {"code_wrong": 1}


def test_one_invitation_is_taken_once(chez: Cast, phone: Phone) -> None:
    made = chez.act(guests.invite, customer=chez.alice)
    secret = entry.secret_of(made.id)
    people = [entry.nameless(phone.at) for _ in range(8)]

    told = at_once([lambda who=who: guests.accept(secret, who, phone.at) for who in people])

    assert told == {"done": 1, "gone": 7}
    assert GuestLink.objects.count() == 1


def test_one_code_pays_one_bill_of_eight(chez: Cast) -> None:
    opened = [chez.bill(1, chez.alice) for _ in range(8)]
    proof = Proof(one_time_code=chez.act(one_time.fresh, customer=chez.alice))

    told = at_once(
        [lambda bill=bill: chez.pay(bill, "wallet", by=chez.zoe, proof=proof) for bill in opened]
    )

    assert told == {"done": 1, "code_used": 7}
    assert chez.has(chez.alice).total == 19_00


def test_wrong_one_time_codes_are_not_outrun(chez: Cast) -> None:
    opened = [chez.bill(1, chez.alice) for _ in range(13)]
    code = chez.act(one_time.fresh, customer=chez.alice)
    wrong = Proof(one_time_code=f"{(int(code) + 1) % 10**6:06}")

    told = at_once(
        [
            lambda bill=bill: chez.pay(bill, "wallet", by=chez.zoe, proof=wrong)
            for bill in opened[1:]
        ]
    )

    assert told.keys() <= {"code_wrong", "spending_locked"}
    assert told["code_wrong"] >= 5
    right = Proof(one_time_code=code)
    assert at_once([lambda: chez.pay(opened[0], "wallet", by=chez.zoe, proof=right)]) == {
        "spending_locked": 1
    }


def test_many_phones_make_one_standing_code(chez: Cast) -> None:
    alice = chez.alice

    told = at_once([lambda: chez.act(one_time.fresh, customer=alice) for _ in range(6)])

    assert told == {"done": 6}


def test_two_phones_want_one_bill(chez: Cast, phone: Phone) -> None:
    bill = chez.bill(5)
    people = [chez.alice, chez.carol, chez.bob]

    told = at_once([lambda who=who: claim(chez, bill, who) for who in people])

    assert told == {"done": 1, "gone": 2}
    assert Link.objects.of(chez.house).filter(bill=bill).count() == 1


def test_a_phone_pays_once_while_the_till_takes_cash(chez: Cast) -> None:
    chez.pin(chez.alice)
    bill = chez.bill(5, chez.alice)
    proof = chez.with_pin(chez.alice)
    wallet = bills.Terms("wallet", proof=proof)
    by_phone = {"bill": bill, "customer": chez.alice, "terms": wallet}

    told = at_once(
        [lambda: chez.act(on_phone.pay_as_guest, **by_phone) for _ in range(5)]
        + [lambda: chez.pay(bill, "cash") for _ in range(3)]
    )

    assert told == {"done": 1, "bill_paid": 7}


def claim(chez: Cast, bill: Bill, customer: Customer) -> None:
    chez.act(on_phone.claim, bill=bill, customer=customer)
