"""Two tills at once: real threads, real commits, both databases."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from habitue.bills import actions as bills
from habitue.cards import actions as cards
from habitue.cards.models import Pin
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.house.acting import CONSOLE
from habitue.house_accounts import actions as house_accounts
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.ledger import sealing
from habitue.operations.actions import Answer, Request, run
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from tests.cast import WRONG_PIN, Cast, eur, make_customer, opened_house
from tests.ledger.recomputing import wrong

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chez() -> Iterator[Cast]:
    cast = Cast(opened_house())
    yield cast
    sealing.seal_all()
    assert wrong(cast.house) == []


def at_once(works: list[Callable[[], Any]]) -> Counter[str]:
    """Run all of them at once; how often each came out which way."""
    told: list[str] = []
    start = threading.Barrier(len(works))

    def one(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            work()
        except Refusal as no:
            told.append(no.code)
        except Exception as problem:  # a crash must show, not vanish in its thread
            told.append(repr(problem))
        else:
            told.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def test_twelve_tills_spend_one_wallet(chez: Cast) -> None:
    opened = [chez.bill(4, chez.alice) for _ in range(12)]

    told = at_once([lambda bill=bill: chez.pay(bill, "wallet") for bill in opened])

    assert told == {"done": 5, "insufficient_value": 7}
    assert chez.has(chez.alice).total == 0


def test_one_bill_is_paid_once(chez: Cast) -> None:
    bill = chez.bill(4, chez.alice)

    told = at_once([lambda: chez.pay(bill, "wallet") for _ in range(8)])

    assert told == {"done": 1, "bill_paid": 7}


def test_the_last_of_a_limit_is_given_once(chez: Cast) -> None:
    opened = [chez.bill(100, chez.bob) for _ in range(8)]

    told = at_once([lambda bill=bill: chez.save(bill) for bill in opened])

    assert told == {"done": 5, "limit_exceeded": 3}
    assert chez.owes(chez.acme).owes == 50_000


def test_one_key_sent_twelve_times_is_done_once(chez: Cast) -> None:
    carol = chez.carol
    answers: list[Answer] = []

    def top_up(op: Operation) -> Answer:
        row = prepaid.top_up(op, customer=carol, pays=eur(5), receives=eur(6), tender="cash")
        return Answer(row.id, amounts={"receives": 600})

    def send() -> None:
        answers.append(run(Request(chez.house, CONSOLE, "one", "body"), top_up))

    assert at_once([send] * 12) == {"done": 12}
    assert len({answer.id for answer in answers}) == 1
    assert chez.has(carol).total == 600


def test_a_charge_is_taken_back_or_paid_never_both(chez: Cast) -> None:
    bill = chez.save(chez.bill(10, chez.bob))

    told = at_once(
        [lambda: chez.act(bills.reopen, bill=bill)] * 3
        + [lambda: chez.pay(bill, "cash", tip=0)] * 3
        + [
            lambda: chez.act(
                bills.settle, customer=chez.acme, amount=eur(10), tender="cash", bills=[bill.id]
            )
        ]
        * 3
    )

    assert not [one for one in told if "(" in one], told
    assert chez.owes(chez.acme).owes == 0


def pair(chez: Cast) -> tuple[Customer, Customer]:
    """Two who pay for each other, with money and programmes that touch both rows."""
    chez.rule(earn_bp=1_000, points_per_unit=1)
    ann = make_customer(chez.house, first_name="Ann", on_account_allowed=True)
    ben = make_customer(chez.house, first_name="Ben", on_account_allowed=True, payer=ann.id)
    chez.act(customers.edit, customer=ann, fields={"payer": ben.id}, front="office")
    for one in (ann, ben):
        chez.top_up(one, 100)
    return chez.again(ann), chez.again(ben)


def test_two_who_pay_for_each_other(chez: Cast) -> None:
    ann, ben = pair(chez)
    opened = [chez.bill(3, who) for who in (ann, ben) * 8]

    told = at_once([lambda bill=bill: chez.save(bill) for bill in opened])

    assert told == {"done": 16}
    assert (chez.owes(ann).owes, chez.owes(ben).owes) == (2400, 2400)


def test_settling_paying_alone_and_saving_meet(chez: Cast) -> None:
    ann, ben = pair(chez)
    saved = [chez.save(chez.bill(3, who)) for who in (ann, ben) * 4]
    opened = [chez.bill(3, who) for who in (ann, ben) * 3]
    works: list[Callable[[], Any]] = [lambda bill=bill: chez.save(bill) for bill in opened]
    works += [lambda bill=bill: chez.pay(bill, "wallet") for bill in saved]
    works += [
        lambda who=who: chez.act(bills.settle, customer=who, amount=eur(6), tender="cash")
        for who in (ann, ben) * 2
    ]
    works += [
        lambda who=who: chez.act(house_accounts.write_off, customer=who, reason="x")
        for who in (ann, ben)
    ]

    told = at_once(works)

    assert told.keys() <= {"done", "bill_paid", "bill_closed"}, told


def test_wrong_pins_at_once_lock_after_five(chez: Cast) -> None:
    chez.pin(chez.alice)
    opened = [chez.bill(1, chez.alice) for _ in range(10)]
    tried = chez.with_pin(chez.alice, WRONG_PIN)
    zoe = chez.zoe

    told = at_once(
        [lambda bill=bill: chez.pay(bill, "wallet", by=zoe, proof=tried) for bill in opened]
    )

    assert told.keys() <= {"pin_wrong", "spending_locked"}
    assert told["pin_wrong"] >= 5
    assert Pin.objects.of(chez.house).get().locked_at is not None


def test_one_card_for_two(chez: Cast) -> None:
    people = [make_customer(chez.house) for _ in range(6)]

    told = at_once(
        [lambda who=who: chez.act(cards.assign, customer=who, number="NEW-1") for who in people]
    )

    assert told == {"done": 1, "card_in_use": 5}


def test_one_user_id_for_two(chez: Cast) -> None:
    told = at_once([lambda: make_customer(chez.house, user_id="boss") for _ in range(6)])

    assert told == {"done": 1, "user_id_taken": 5}


def test_numbers_of_bills_have_no_twin(chez: Cast) -> None:
    assert at_once([lambda: chez.bill(1) for _ in range(10)]) == {"done": 10}
    assert chez.bill(1).number == 11


def test_topping_up_spending_and_taking_back_meet(chez: Cast) -> None:
    opened = [chez.bill(2, chez.alice) for _ in range(6)]
    paid = [(bill, chez.pay(bill, "wallet")) for bill in opened[:3]]
    works: list[Callable[[], Any]] = [lambda: chez.top_up(chez.alice, 5, 6)] * 3
    works += [lambda bill=bill: chez.pay(bill, "wallet") for bill in opened[3:]]
    works += [
        lambda bill=bill, one=one: chez.act(bills.take_back, bill=bill, payment=one.id)
        for bill, one in paid
    ]

    assert at_once(works) == {"done": 9}
    assert chez.has(chez.alice).total == 2000 + 1800 - 600
    assert ledger.turnover(chez.house, "open_bills")["open_bills"] == (600, 1200)
