"""A bill on the guest's own phone: taken as theirs, paid, and nobody else's to see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from habitue.bills import actions as bills
from habitue.bills import guests as on_phone
from habitue.bills import reading
from habitue.bills.models import Bill, Link, Payment
from habitue.cards.proofs import Proof
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import GuestLink
from habitue.house.acting import Actor
from tests.cast import WRONG_PIN, Cast, eur, make_customer, make_item, refused

NOW = datetime.now(UTC)


def linked(cast: Cast, customer: Customer | None = None) -> GuestLink:
    """A guest of this house."""
    made = cast.act(guests.invite, customer=customer or cast.alice)
    secret = entry.invitation_path(made).rpartition("/")[2]
    return guests.accept(secret, entry.nameless(NOW), NOW)


def oneself(cast: Cast, customer: Customer | None = None) -> Actor:
    return entry.actor_for(linked(cast, customer))


def claim(cast: Cast, bill: Bill, customer: Customer | None = None) -> Bill:
    someone = customer or cast.alice
    claimed: Bill = cast.act(
        on_phone.claim, bill=bill, customer=someone, by=oneself(cast, someone)
    )
    return claimed


def pay(
    cast: Cast, bill: Bill, tender: str, amount: str = "", *, proof: Proof | None = None
) -> tuple[Bill, Payment]:
    paid: tuple[Bill, Payment] = cast.act(
        on_phone.pay_as_guest,
        bill=bill,
        customer=bill.customer,
        terms=bills.Terms(tender, eur(amount) if amount else None, proof=proof or Proof()),
        by=oneself(cast, bill.customer),
    )
    return paid


# -- whose bill --------------------------------------------------------------------------------


def test_a_walk_ins_bill_becomes_the_guests(cast: Cast) -> None:
    alice = make_customer(cast.house, discount_percent=1_000)
    bill = claim(cast, cast.bill(20), alice)

    link = Link.objects.of(cast.house).get(bill=bill)
    assert (bill.customer, bill.discount_bp) == (alice, 1_000)
    assert (link.how, link.actor[:6]) == ("guest", "guest:")
    assert reading.stand(cast.house, bill).due == 18_00


def test_ones_own_bill_stays_as_it_is(cast: Cast) -> None:
    bill = cast.bill(20, cast.alice)

    assert claim(cast, bill).version == bill.version
    assert Link.objects.of(cast.house).count() == 1


def test_the_bill_of_another_is_a_dead_link(cast: Cast) -> None:
    bill = cast.bill(20, cast.carol)

    with refused("gone") as no:
        claim(cast, bill)
    assert no.value.status == 410
    assert "Carol" not in no.value.sentence
    assert cast.again(bill).customer == cast.carol


def test_two_guests_on_one_bill(cast: Cast) -> None:
    bill = claim(cast, cast.bill(20))

    with refused("gone"):
        claim(cast, bill, cast.carol)


def test_a_bill_paid_in_part_is_asked_for_at_the_till(cast: Cast) -> None:
    bill = cast.bill(20)
    cast.pay(bill, "cash", 5)

    with refused("payments_exist"):
        claim(cast, bill)


def test_a_bill_that_is_over(cast: Cast) -> None:
    closed, void = cast.bill(20), cast.bill(20)
    cast.pay(closed, "cash")
    closed = cast.close(closed)
    void = cast.act(bills.void, bill=void, reason="")

    with refused("bill_closed"):
        claim(cast, closed)
    with refused("gone"):
        claim(cast, void)
    on_phone.show_to(closed, None, NOW + timedelta(hours=23))
    with refused("gone"):
        on_phone.show_to(closed, None, NOW + timedelta(hours=25))
    with refused("gone"):
        on_phone.show_to(void, None, NOW)


def test_a_stranger_sees_a_walk_ins_bill_only(cast: Cast) -> None:
    on_phone.show_to(cast.bill(20), None, NOW)
    on_phone.show_to(cast.bill(20), cast.carol.id, NOW)
    on_phone.show_to(cast.bill(20, cast.alice), cast.alice.id, NOW)
    for other in (None, cast.carol.id):
        with refused("gone"):
            on_phone.show_to(cast.bill(20, cast.alice), other, NOW)


def test_the_inactive_and_staff_claim_nothing(cast: Cast) -> None:
    by = oneself(cast, cast.carol)
    with refused("right_missing"):
        cast.act(on_phone.claim, bill=cast.bill(5), customer=cast.carol, by=cast.manager)
    cast.act(customers.edit, customer=cast.carol, fields={"active": False}, front="office")

    with refused("customer_inactive"):
        cast.act(on_phone.claim, bill=cast.bill(5), customer=cast.again(cast.carol), by=by)


def test_the_link_on_a_bill_finds_it_before_its_house_is_known(cast: Cast) -> None:
    bill = cast.bill(20)

    assert reading.by_public_token(bill.public_token) == (cast.house, bill.id)
    for nothing in ("", "x", "é\0", "x" * 5000):
        assert reading.by_public_token(nothing) is None


# -- paying it ---------------------------------------------------------------------------------


def test_the_wallet_pays_with_the_pin(cast: Cast) -> None:
    cast.pin(cast.alice)
    bill, payment = pay(
        cast, cast.bill(12, cast.alice), "wallet", "12", proof=cast.with_pin(cast.alice)
    )

    assert (payment.proved_by, bill.state) == ("pin", "open")
    assert reading.stand(cast.house, bill).due == 0
    assert cast.has(cast.alice).total == 8_00
    assert cast.close(bill).state == "closed"


def test_a_phone_pays_nothing_without_the_pin(cast: Cast) -> None:
    cast.rule(proof_rule="above", proof_above_minor=50_00)
    bill = cast.bill(12, cast.alice)

    with refused("proof_needed"):
        pay(cast, bill, "wallet")
    cast.pin(cast.alice)
    with refused("pin_wrong"):
        pay(cast, bill, "wallet", proof=cast.with_pin(cast.alice, WRONG_PIN))
    assert cast.has(cast.alice).total == 20_00


def test_paying_twice_is_impossible(cast: Cast) -> None:
    cast.pin(cast.alice)
    bill = cast.bill(5, cast.alice)
    pay(cast, bill, "wallet", proof=cast.with_pin(cast.alice))

    with refused("bill_paid"):
        pay(cast, bill, "wallet", proof=cast.with_pin(cast.alice))
    with refused("bill_paid"):
        cast.pay(bill, "cash")


def test_what_was_added_meanwhile_stays_due(cast: Cast) -> None:
    cast.pin(cast.alice)
    coffee = make_item(cast.house)
    bill = cast.act(bills.open_bill, lines=[bills.NewLine(item=coffee.id)])
    bill = claim(cast, bill)
    cast.act(bills.add_lines, bill=bill, lines=[bills.NewLine(item=coffee.id)])

    bill, _payment = pay(cast, bill, "wallet", "2", proof=cast.with_pin(cast.alice))

    assert reading.stand(cast.house, bill).due == 2_00


def test_on_account_where_the_house_allows_it(cast: Cast) -> None:
    bill, _payment = pay(cast, cast.bill(12, cast.bob), "house_account")

    assert reading.stand(cast.house, bill).due == 0
    assert cast.owes(cast.acme).owes == 12_00
    with refused("on_account_not_allowed"):
        pay(cast, cast.bill(12, cast.alice), "house_account")


def test_a_saved_bill_is_paid_from_the_phone(cast: Cast) -> None:
    cast.top_up(cast.bob, 20)
    cast.pin(cast.bob)
    saved = cast.save(cast.bill(12, cast.bob))

    bill, _payment = pay(cast, saved, "wallet", proof=cast.with_pin(cast.bob))

    assert bill.state == "closed"
    assert cast.owes(cast.acme).owes == 0


@pytest.mark.parametrize("tender", ["cash", "card", "other", "bank_transfer", "gold", ""])
def test_a_phone_takes_no_cash(cast: Cast, tender: str) -> None:
    with refused("malformed", field="tender"):
        pay(cast, cast.bill(12, cast.alice), tender)


def test_nobody_pays_the_bill_of_another(cast: Cast) -> None:
    bill = cast.bill(5, cast.carol)
    cast.pin(cast.alice)

    for other in (bill, cast.bill(5)):
        with refused("gone"):
            cast.act(
                on_phone.pay_as_guest,
                bill=other,
                customer=cast.alice,
                terms=bills.Terms("wallet", proof=cast.with_pin(cast.alice)),
                by=oneself(cast),
            )


# -- shown to a waiter -------------------------------------------------------------------------


def test_a_waiter_links_by_what_the_phone_shows(cast: Cast) -> None:
    token = entry.token_for(linked(cast))

    bill = cast.act(bills.link, bill=cast.bill(5), guest=token, by=cast.zoe)

    assert bill.customer == cast.alice
    assert Link.objects.of(cast.house).get().how == "guest"
    with refused("not_found", field="guest_token"):
        cast.act(bills.link, bill=bill, guest="x")
