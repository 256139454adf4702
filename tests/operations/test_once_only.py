"""An operation happens once: same key, same answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.cards.models import Pin
from habitue.customers.models import Customer
from habitue.house.acting import CONSOLE, Actor
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound, Refusal
from habitue.ledger import actions as ledger
from habitue.operations.actions import Answer, Request, run
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.staff import actions as staff
from habitue.staff.models import Role
from tests.cast import WRONG_PIN, Cast, eur, refused

Work = Callable[[Operation], Answer]


class Busy(Refusal):
    code = "card_in_use"
    says = "Taken by {name}: {left} left."  # type: ignore[assignment]


def ask(
    cast: Cast, work: Work, *, key: str = "k1", what: Any = "body", by: Actor = CONSOLE
) -> Answer:
    return run(Request(cast.house, by, key, what), work)


def top_up(cast: Cast, customer: Customer) -> Work:
    def work(op: Operation) -> Answer:
        row = prepaid.top_up(
            op, customer=customer, pays=eur(100), receives=eur(120), tender="cash"
        )
        return Answer(row.id, created=row.id, status=201, amounts={"receives": 12000})

    return work


def test_the_same_call_gets_the_same_answer_and_moves_nothing(cast: Cast) -> None:
    first = ask(cast, top_up(cast, cast.carol))
    again = ask(cast, top_up(cast, cast.carol))

    assert (again.id, again.created, again.status) == (first.id, first.created, 201)
    assert again.amounts == {"receives": 12000}
    assert (first.replayed, again.replayed) == (False, True)
    assert cast.has(cast.carol).total == 12000


def test_equal_bodies_are_equal_however_spelled(cast: Cast) -> None:
    ask(cast, top_up(cast, cast.carol), what={"a": 1, "b": [2]})

    assert ask(cast, top_up(cast, cast.carol), what={"b": [2], "a": 1}).replayed


@pytest.mark.parametrize("other", ["another", {"body": 1}, None, ["body"]])
def test_the_key_with_another_body_is_turned_away(cast: Cast, other: Any) -> None:
    ask(cast, top_up(cast, cast.carol))

    with refused("idempotency_key_reused"):
        ask(cast, top_up(cast, cast.carol), what=other)
    assert cast.has(cast.carol).total == 12000


def test_a_refusal_is_remembered_with_its_facts(cast: Cast) -> None:
    told: list[str] = []

    def work(op: Operation) -> Answer:
        told.append("asked")
        raise Busy(left=Money(250, "EUR"), name="Alice", customer=cast.alice.id)

    for _round in range(3):
        with refused("card_in_use", left=Money(250, "EUR")) as no:
            ask(cast, work)

    assert told == ["asked"]
    assert no.value.replayed
    assert "Alice" not in str(Operation.objects.of(cast.house).get(key="k1").answer)


def test_a_refused_key_stays_refused_when_it_would_do_now(cast: Cast) -> None:
    bill = cast.bill(30, cast.alice)

    def work(op: Operation) -> Answer:
        return Answer(bills.pay(op, bill=bill, terms=bills.Terms("wallet"))[1].id)

    with refused("insufficient_value", has=eur(20)):
        ask(cast, work)
    cast.top_up(cast.alice, 50)
    with refused("insufficient_value", has=eur(20)):
        ask(cast, work)
    assert ask(cast, work, key="k2").id


@pytest.mark.parametrize("status", [403, 404, 422, 429])
def test_other_refusals_leave_no_trace(cast: Cast, status: int) -> None:
    class Otherwise(Refusal):
        code = "otherwise"

    Otherwise.status = status

    def no(op: Operation) -> Answer:
        raise Otherwise()

    with refused("otherwise"):
        ask(cast, no)

    assert not Operation.objects.of(cast.house).filter(key="k1").exists()
    assert ask(cast, top_up(cast, cast.carol), what="mended").status == 201


def test_what_was_done_before_a_refusal_is_undone(cast: Cast) -> None:
    top_carol_up = top_up(cast, cast.carol)

    def work(op: Operation) -> Answer:
        top_carol_up(op)
        raise Busy(left=1)

    with refused("card_in_use"):
        ask(cast, work)
    assert cast.has(cast.carol).total == 0


def test_what_must_be_kept_is_kept_although_refused(cast: Cast) -> None:
    cast.pin(cast.alice)
    bill = cast.bill(10, cast.alice)

    for wrong in (1, 2):
        with refused("pin_wrong"):
            cast.pay(bill, "wallet", by=cast.zoe, proof=cast.with_pin(cast.alice, WRONG_PIN))
        assert Pin.objects.of(cast.house).get().wrong_in_a_row == wrong


def test_a_replayed_wrong_pin_counts_once(cast: Cast) -> None:
    cast.pin(cast.alice)
    bill = cast.bill(10, cast.alice)
    proof = cast.with_pin(cast.alice, WRONG_PIN)

    def work(op: Operation) -> Answer:
        bills.pay(op, bill=bill, terms=bills.Terms("wallet", proof=proof))
        return Answer()

    for _round in range(7):
        with refused("pin_wrong"):
            ask(cast, work)
    assert Pin.objects.of(cast.house).get().wrong_in_a_row == 1


def test_rights_are_asked_again_before_a_replay(cast: Cast) -> None:
    karim = cast.hire("Karim", "cashier")
    ask(cast, top_up(cast, cast.carol), by=cast.actor(karim))
    role = Role.objects.of(cast.house).get(key="cashier")
    cast.act(staff.set_rights, role=role, rights={"customers.see": None})

    with refused("right_missing", right="prepaid.top_up"):
        ask(cast, top_up(cast, cast.carol), by=cast.actor(karim))
    assert ask(cast, top_up(cast, cast.carol)).replayed


def test_rights_are_asked_again_before_a_refusal_is_told_again(cast: Cast) -> None:
    bill = cast.bill(10)
    cast.pay(bill)

    def work(op: Operation) -> Answer:
        return Answer(bills.pay(op, bill=bill, terms=bills.Terms("cash"))[0].id)

    with refused("bill_paid"):
        ask(cast, work, by=cast.zoe)
    bookkeeper = cast.actor(cast.hire("Ada", "bookkeeper"))
    with refused("right_missing"):
        ask(cast, work, by=bookkeeper)


def test_a_crash_leaves_nothing(cast: Cast) -> None:
    top_carol_up = top_up(cast, cast.carol)
    before = Operation.objects.count()

    def work(op: Operation) -> Answer:
        top_carol_up(op)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(cast, work)
    assert cast.has(cast.carol).total == 0
    assert Operation.objects.count() == before
    assert ask(cast, top_up(cast, cast.carol)).status == 201


def test_keys_are_the_houses_own(cast: Cast) -> None:
    other = Cast(cast.other)
    ask(cast, top_up(cast, cast.carol))

    assert not ask(other, top_up(other, other.carol), what="another").replayed


def test_a_fingerprint_tells_nothing_of_the_body(cast: Cast) -> None:
    ask(cast, top_up(cast, cast.carol), what={"pin": "7391"})

    row = Operation.objects.of(cast.house).get(key="k1")
    assert len(bytes(row.fingerprint)) == 32
    assert b"7391" not in bytes(row.fingerprint)


def test_another_houses_rows_are_refused_before_anything(cast: Cast) -> None:
    with refused("not_found", field="customer"):
        cast.act(prepaid.pay_out, customer=cast.charlie, tender="cash")
    with refused("not_found", field="role"):
        role = Role.objects.of(cast.other).get(key="waiter")
        cast.act(staff.set_rights, role=role, rights={})


def test_what_an_approver_lent_is_written_down(cast: Cast) -> None:
    bill = cast.bill(10)

    def void(op: Operation) -> Answer:
        return Answer(bills.void(op, bill=bill, reason="spilled").id)

    with refused("right_missing", right="bills.void"):
        run(Request(cast.house, cast.zoe, "v1", "void"), void)
    with refused("right_missing"):
        run(Request(cast.house, cast.zoe, "v1", "void", approved_by=cast.cashier), void)
    run(Request(cast.house, cast.zoe, "v1", "void", approved_by=cast.manager), void)

    row = Operation.objects.of(cast.house).get(key="v1")
    assert (row.actor, row.approver) == (cast.zoe.label, cast.manager.label)
    assert Bill.objects.of(cast.house).get().state == "void"


def test_a_scoped_token_is_not_widened_by_its_own_person(cast: Cast) -> None:
    token = replace(cast.manager, rights={"bills.open": None}, token_id=cast.house.id)
    bill = cast.bill(10)

    with refused("right_missing"):
        run(
            Request(cast.house, token, "v1", "void", approved_by=cast.manager),
            lambda op: Answer(bills.void(op, bill=bill).id),
        )


def test_not_found_is_told_alike_for_missing_and_foreign(cast: Cast) -> None:
    assert NotFound("bill").sentence == NotFound("bill", field="bill").sentence
    assert ledger.balances(cast.house, ["wallet:nobody:paid"]) == {"wallet:nobody:paid": 0}
