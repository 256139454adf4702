"""Two records become one: all value, every way in and every open bill go over, by entries."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.movements import statement
from habitue.cards import actions as cards
from habitue.cards.proofs import Proof, try_pin
from habitue.customers import actions as customers
from habitue.customers import reports
from habitue.customers.models import Customer
from habitue.housekeeping import actions as housekeeping
from habitue.kit.refusals import Refusal
from habitue.merging import actions as merging
from habitue.merging.actions import Merge, Wanted
from habitue.prepaid import returning
from habitue.prepaid.models import Lot
from tests.cast import ALICE_CARD, PIN, Cast, eur, make_customer, refused


def merged(cast: Cast, source: Customer, into: Customer, **picks: str) -> Merge:
    made: Merge = cast.act(
        merging.merge, kept=into.id, merged=source.id, wanted=Wanted(picks), by=cast.manager
    )
    return made


def undone(cast: Cast, merge: Merge) -> None:
    cast.act(merging.undo, merge=merge.id, by=cast.manager)


def test_value_goes_over_and_comes_back(cast: Cast) -> None:
    alice, carol = cast.alice, cast.carol
    cast.top_up(carol, 10, 12)

    made = merged(cast, alice, carol)

    assert (made.paid_minor, made.gift_minor) == (2000, 0)
    assert (cast.has(carol).paid, cast.has(carol).gift) == (3000, 200)
    assert cast.has(alice).total == 0
    undone(cast, made)
    assert cast.has(carol).total == 1200
    assert cast.has(alice).total == 2000


def test_lots_keep_what_they_are(cast: Cast) -> None:
    cast.rule(gift_days=30)
    cast.top_up(cast.alice, 10, 15)
    was = {(one.kind, one.expires_on, one.source, one.created_at) for one in _lots(cast.alice)}

    merged(cast, cast.alice, cast.carol)

    assert {(o.kind, o.expires_on, o.source, o.created_at) for o in _lots(cast.carol)} == was


def _lots(customer: Customer) -> list[Lot]:
    return list(Lot.objects.filter(wallet__holder=customer, remaining_minor__gt=0))


def test_points_go_over(cast: Cast) -> None:
    cast.rule(points_per_unit=1)
    cast.close(_paid(cast, cast.bill(30, cast.alice)))

    made = merged(cast, cast.alice, cast.carol)

    assert (cast.points(cast.alice), cast.points(cast.carol)) == (0, 30)
    undone(cast, made)
    assert (cast.points(cast.alice), cast.points(cast.carol)) == (30, 0)


def _paid(cast: Cast, bill: Any, tender: str = "cash") -> Any:
    cast.pay(bill, tender)
    return bill


def test_what_was_owed_and_in_hand_goes_over(cast: Cast) -> None:
    dan = make_customer(cast.house, first_name="Dan", on_account_allowed=True)
    cast.save(cast.bill(10, cast.bob))
    cast.act(bills.settle, customer=dan, amount=eur(4), tender="cash")

    made = merged(cast, cast.acme, dan)

    assert (made.owed_minor, cast.owes(dan).owes, cast.owes(dan).in_hand) == (1000, 1000, 400)
    assert cast.owes(cast.acme).owes == 0
    assert cast.again(cast.bob).payer_id == dan.id
    undone(cast, made)
    assert (cast.owes(dan).owes, cast.owes(cast.acme).owes) == (0, 1000)
    assert cast.again(cast.bob).payer_id == cast.acme.id


def test_a_debt_that_went_over_is_settled_there(cast: Cast) -> None:
    bill = cast.save(cast.bill(10, cast.bob))
    merged(cast, cast.acme, cast.carol)

    cast.act(bills.settle, customer=cast.carol, tender="cash", amount=None)

    assert cast.again(bill).state == "closed"
    assert cast.owes(cast.carol).owes == 0


def test_a_saved_bill_follows_when_it_is_reopened(cast: Cast) -> None:
    cast.rule(points_per_unit=1)
    dan = make_customer(cast.house, first_name="Dan", on_account_allowed=True)
    bill = cast.save(cast.bill(10, dan))
    merged(cast, dan, cast.carol)
    assert (cast.owes(cast.carol).owes, cast.points(cast.carol)) == (1000, 10)

    again = cast.act(bills.reopen, bill=bill)

    assert again.customer_id == cast.carol.id
    assert (cast.owes(cast.carol).owes, cast.points(cast.carol)) == (0, 0)


def test_what_was_in_hand_comes_back_in_hand_of_the_survivor(cast: Cast) -> None:
    dan = make_customer(cast.house, first_name="Dan", on_account_allowed=True)
    cast.act(bills.settle, customer=dan, amount=eur(4), tender="cash")
    bill = cast.save(cast.bill(10, dan))
    merged(cast, dan, cast.carol)
    assert cast.owes(cast.carol).owes == 600

    cast.act(bills.reopen, bill=bill)

    assert (cast.owes(cast.carol).owes, cast.owes(cast.carol).in_hand) == (0, 400)


def test_open_bills_go_over_with_what_was_paid_on_them(cast: Cast) -> None:
    bill = cast.bill(10, cast.alice)
    payment = cast.pay(bill, "wallet", 5)

    made = merged(cast, cast.alice, cast.carol)

    assert cast.again(bill).customer_id == cast.carol.id
    cast.act(bills.take_back, bill=bill, payment=payment.id)
    assert (cast.has(cast.alice).total, cast.has(cast.carol).total) == (0, 2000)
    with refused("merge_ambiguous"):
        undone(cast, made)


def test_a_refund_of_before_comes_to_the_survivor(cast: Cast) -> None:
    cast.rule(points_per_unit=1, point_worth_minor=10)
    for tender in ("wallet", "cash"):
        cast.close(_paid(cast, cast.bill(10, cast.alice), tender))
    spent = cast.bill(1, cast.alice)
    cast.close(_paid(cast, spent, "points"))
    paid = cast.bill(10, cast.alice)
    cast.close(_paid(cast, paid, "wallet"))
    merged(cast, cast.alice, cast.carol)
    points = cast.points(cast.carol)

    cast.act(bills.refund, bill=paid)
    cast.act(bills.refund, bill=spent)

    assert (cast.has(cast.alice).total, cast.has(cast.carol).total) == (0, 1000)
    assert cast.points(cast.carol) == points - 10 + 10
    assert cast.points(cast.alice) == 0


def test_a_top_up_of_before_is_given_back_to_the_survivor(cast: Cast) -> None:
    loaded = cast.top_up(cast.alice, 10, 12)
    merged(cast, cast.alice, cast.carol)

    cast.act(returning.refund_top_up, top_up=loaded.id)

    assert cast.has(cast.carol).total == 2000


def test_every_old_way_leads_to_the_survivor(cast: Cast) -> None:
    card, pin = cast.alice_card, cast.pin(cast.alice)
    code = cards_code(cast, cast.alice)
    cast.act(customers.edit, customer=cast.alice, fields={"user_id": "A-1"}, front="office")

    merged(cast, cast.alice, cast.carol)

    assert cards.whose(cast.house, ALICE_CARD).id == cast.carol.id
    assert cards.by_code(cast.house, code).id == cast.carol.id
    assert cast.act(customers.find, customer_id=cast.alice.id).id == cast.carol.id
    by_user_id = reports.by_user_id(cast.house, "A-1")
    assert by_user_id and by_user_id.id == cast.carol.id
    assert cast.found(code) == cast.found(card.number) == [cast.carol]
    assert cast.found("martin") == []
    assert try_pin(cast.house, cast.carol.id, pin).matched


def cards_code(cast: Cast, customer: Customer) -> str:
    from habitue.cards.reports import codes_of

    return codes_of(cast.house, [customer.id])[customer.id]


def test_cards_and_pin_come_back(cast: Cast) -> None:
    pin, card = cast.pin(cast.alice), cast.alice_card
    made = merged(cast, cast.alice, cast.carol)

    undone(cast, made)

    assert cast.again(card).customer_id == cast.alice.id
    assert try_pin(cast.house, cast.alice.id, pin).matched
    assert not try_pin(cast.house, cast.carol.id, pin).matched
    assert cast.found("martin") == [cast.alice]


def test_the_survivors_pin_stays(cast: Cast) -> None:
    cast.pin(cast.alice)
    cast.pin(cast.carol, "8264")

    merged(cast, cast.alice, cast.carol)

    assert try_pin(cast.house, cast.carol.id, "8264").matched
    assert not try_pin(cast.house, cast.carol.id, PIN).matched


def test_a_wallet_that_came_over_pays_with_the_pin_that_came_over(cast: Cast) -> None:
    cast.rule(proof_rule="always")
    pin = cast.pin(cast.alice)
    merged(cast, cast.alice, cast.carol)
    bill = cast.bill(10, cast.carol)

    cast.pay(bill, "wallet", proof=Proof(pin=try_pin(cast.house, cast.carol.id, pin)))

    assert cast.has(cast.carol).total == 1000


def test_fields_are_chosen_and_written_back(cast: Cast) -> None:
    terms = {"phones": ["+33612345678"], "notes": "window", "email": "a@example.org"}
    cast.act(customers.edit, customer=cast.alice, fields=terms, front="office")
    more = {"phones": ["+33687654321"], "notes": "quiet", "birthday": "1980-01-01"}
    cast.act(customers.edit, customer=cast.carol, fields=more, front="office")

    made = merged(cast, cast.alice, cast.carol, first_name="other", birthday="other")

    kept = cast.again(cast.carol)
    assert (kept.first_name, kept.last_name, kept.birthday) == ("Alice", "Duval", "")
    assert (kept.notes, kept.email) == ("quiet; window", "a@example.org")
    assert _phones(cast, kept) == ["+33687654321", "+33612345678"]
    undone(cast, made)
    kept = cast.again(cast.carol)
    assert (kept.first_name, kept.notes, kept.email) == ("Carol", "quiet", "")
    assert _phones(cast, kept) == ["+33687654321"]


def _phones(cast: Cast, customer: Customer) -> list[str]:
    return reports.phones_of(cast.house, [customer])[customer.id]


def test_what_was_changed_since_stays_when_undone(cast: Cast) -> None:
    made = merged(cast, cast.alice, cast.carol, first_name="other")
    kept = cast.again(cast.carol)
    cast.act(customers.edit, customer=kept, fields={"first_name": "Caro"}, front="office")

    undone(cast, made)

    assert cast.again(cast.carol).first_name == "Caro"


@pytest.mark.parametrize(("mine", "theirs"), [(True, False), (False, True), (True, True)])
def test_the_stricter_consent_stands(cast: Cast, mine: bool, theirs: bool) -> None:
    for one, says in ((cast.carol, mine), (cast.alice, theirs)):
        fields = {"marketing_allowed": says, "email_receipts": says, "on_hold": says}
        cast.act(customers.edit, customer=one, fields=fields, front="office")

    merged(cast, cast.alice, cast.carol)

    kept = cast.again(cast.carol)
    assert kept.marketing_allowed is kept.email_receipts is (mine and theirs)
    assert kept.on_hold is True


def test_a_user_id_is_one_records(cast: Cast) -> None:
    cast.act(customers.edit, customer=cast.alice, fields={"user_id": "A-1"}, front="office")

    made = merged(cast, cast.alice, cast.carol)

    assert (cast.again(cast.carol).user_id, cast.again(cast.alice).user_id) == ("A-1", "")
    undone(cast, made)
    assert (cast.again(cast.carol).user_id, cast.again(cast.alice).user_id) == ("", "A-1")


def test_history_is_shown_at_the_survivor(cast: Cast) -> None:
    cast.close(_paid(cast, cast.bill(5, cast.alice), "wallet"))
    cast.top_up(cast.carol, 1)
    merged(cast, cast.alice, cast.carol)

    told = statement(cast.house, cast.again(cast.carol))

    assert [row.what for row in told.rows] == [
        *("Topped up by cash", "Paid bill 1 from the wallet", "Topped up by cash")
    ]
    assert told.rows[0].left == eur(16)


def test_a_chain_leads_to_its_end_and_is_undone_from_there(cast: Cast) -> None:
    dan = make_customer(cast.house, first_name="Dan")
    first = merged(cast, cast.alice, cast.carol)
    second = merged(cast, cast.carol, dan)

    assert cast.act(customers.find, customer_id=cast.alice.id).id == dan.id
    assert cast.has(dan).total == 2000
    with refused("merge_ambiguous"):
        undone(cast, first)
    undone(cast, second)
    undone(cast, first)
    assert cast.has(cast.alice).total == 2000


def test_who_cannot_be_merged(cast: Cast) -> None:
    with refused("malformed"):
        merged(cast, cast.alice, cast.alice)
    with refused("not_found"):
        cast.act(merging.merge, kept=cast.alice.id, merged=cast.charlie.id)
    cast.act(housekeeping.archive, customer=cast.carol)
    with refused("customer_archived"):
        merged(cast, cast.alice, cast.carol)
    with refused("customer_archived"):
        merged(cast, cast.carol, cast.alice)


def test_merged_twice_and_undone_twice(cast: Cast) -> None:
    made = merged(cast, cast.alice, cast.carol)

    with refused("customer_archived"):
        merged(cast, cast.alice, cast.bob)
    undone(cast, made)
    with refused("already_reversed"):
        undone(cast, made)


@pytest.mark.parametrize("role", ["waiter", "cashier", "bookkeeper"])
def test_who_may_not(cast: Cast, role: str) -> None:
    someone = cast.actor(cast.hire("Ana", role))

    with refused("right_missing", right="customers.merge"):
        cast.act(merging.merge, kept=cast.alice.id, merged=cast.carol.id, by=someone)


def test_undone_until_something_came_after_it(cast: Cast) -> None:
    made = merged(cast, cast.alice, cast.carol)
    cast.top_up(cast.carol, 1)

    with refused("merge_ambiguous") as no:
        undone(cast, made)

    assert "Topped up by cash" in no.value.sentence


def test_a_bill_closed_since_is_whose(cast: Cast) -> None:
    bill = cast.bill(5, cast.alice)
    made = merged(cast, cast.alice, cast.carol)
    cast.close(_paid(cast, bill))

    with refused("merge_ambiguous", number=bill.number):
        undone(cast, made)


def test_an_open_bill_comes_back(cast: Cast) -> None:
    bill = cast.bill(5, cast.alice)
    made = merged(cast, cast.alice, cast.carol)

    undone(cast, made)

    assert cast.again(bill).customer_id == cast.alice.id


def test_merging_does_not_archive_restore_or_edit_the_merged(cast: Cast) -> None:
    merged(cast, cast.alice, cast.carol)

    with pytest.raises(Refusal):
        cast.act(housekeeping.restore, customer=cast.alice)
    with refused("customer_archived"):
        cast.act(customers.edit, customer=cast.alice, fields={"notes": "x"}, front="office")


def test_stale_versions(cast: Cast) -> None:
    with refused("version_conflict"):
        cast.act(
            merging.merge,
            kept=cast.alice.id,
            merged=cast.carol.id,
            wanted=Wanted({}, kept_version=99),
        )


@pytest.mark.parametrize("picks", [{"first_name": "third"}, {"cards": "other"}, {"x": "kept"}])
def test_picks_there_are_not(cast: Cast, picks: dict[str, str]) -> None:
    with refused("malformed"):
        merged(cast, cast.alice, cast.carol, **picks)


def test_nobody_belongs_to_themselves_afterwards(cast: Cast) -> None:
    merged(cast, cast.acme, cast.bob)

    bob = cast.again(cast.bob)
    assert (bob.parent_id, bob.payer_id) == (None, None)
