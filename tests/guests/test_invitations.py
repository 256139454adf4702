"""A house invites: who may, what the link is good for, and once only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from habitue.audit.models import AuditLine
from habitue.cards import one_time, proofs
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import Guest, GuestLink, Invitation
from habitue.house.acting import Actor
from tests.cast import PIN, WRONG_PIN, Cast, make_customer, refused
from tests.guests.conftest import ALICE, Phone

pytestmark = pytest.mark.django_db


def invited(cast: Cast, customer: Customer | None = None, by: Actor | None = None) -> str:
    """The secret of an invitation."""
    made: Invitation = cast.act(
        guests.invite, customer=customer or cast.alice, by=by or cast.manager
    )
    return entry.invitation_path(made).removeprefix("/me/join/")


def test_an_invitation_opens_the_house(cast: Cast, phone: Phone) -> None:
    secret = invited(cast)
    asked = entry.invitation(secret, phone.at)
    guest = entry.nameless(phone.at, "fr")

    link = guests.accept(secret, guest, phone.at)

    assert (asked.house, asked.customer) == (cast.house, cast.alice)
    assert entry.links_of(guest) == [link]
    assert (link.how, entry.may_spend(link)) == ("invitation", True)
    verbs = AuditLine.objects.of(cast.house).values_list("verb", "actor")
    assert ("guests.link", f"guest:{guest.id}") in verbs
    assert ("guests.invite", cast.manager.label) in verbs


def test_the_secret_is_not_kept(cast: Cast) -> None:
    secret = invited(cast)

    assert len(secret) == 32
    assert secret not in " ".join(map(str, Invitation.objects.values_list().get()))


@pytest.mark.parametrize("role", ["waiter", "cashier", "manager"])
def test_who_works_with_guests_may_invite(cast: Cast, role: str) -> None:
    assert invited(cast, by=cast.actor(cast.hire("Someone", role)))


def test_a_bookkeeper_may_not(cast: Cast) -> None:
    with refused("right_missing", right="guests.invite"):
        invited(cast, by=cast.actor(cast.hire("Bea", "bookkeeper")))


def test_nobody_of_another_house_is_invited(cast: Cast) -> None:
    with refused("not_found"):
        invited(cast, cast.charlie)


def test_the_archived_and_the_inactive_are_not_invited(cast: Cast, phone: Phone) -> None:
    inactive = make_customer(cast.house, active=False)
    with refused("customer_inactive"):
        invited(cast, inactive)

    secret = invited(cast, cast.carol)
    cast.act(customers.edit, customer=cast.carol, fields={"active": False}, front="office")
    with refused("gone"):
        entry.invitation(secret, phone.at)
    with refused("gone"):
        guests.accept(secret, entry.nameless(phone.at), phone.at)


def test_an_invitation_is_taken_once(cast: Cast, phone: Phone) -> None:
    secret = invited(cast)
    guest = entry.nameless(phone.at)
    link = guests.accept(secret, guest, phone.at)

    with refused("gone") as no:
        guests.accept(secret, entry.nameless(phone.at), phone.at)
    assert no.value.status == 410
    with refused("gone"):
        entry.invitation(secret, phone.at)
    assert guests.accept(secret, guest, phone.at) == link  # pressed twice, he is in already
    assert GuestLink.objects.count() == 1


def test_an_invitation_lives_fourteen_days(cast: Cast, phone: Phone) -> None:
    secret = invited(cast)
    entry.invitation(secret, phone.later(days=13, hours=23).at)

    with refused("gone"):
        guests.accept(secret, entry.nameless(phone.at), phone.later(hours=2).at)


def test_a_new_invitation_ends_the_one_before(cast: Cast, phone: Phone) -> None:
    old, new = invited(cast), invited(cast)

    with refused("gone"):
        entry.invitation(old, phone.at)
    assert entry.invitation(new, phone.at)


@pytest.mark.parametrize("secret", ["", "x" * 32, "é\0", "x" * 5000])
def test_an_invitation_nobody_made(db: None, phone: Phone, secret: str) -> None:
    with refused("not_found"):
        entry.invitation(secret, phone.at)


# -- what an invitation is not ---------------------------------------------------------------


def test_a_waiter_cannot_invite_themselves_into_a_purse(cast: Cast, phone: Phone) -> None:
    """Who may set no PIN hands out no way to spend: the guest types theirs once."""
    cast.pin(cast.alice)
    link = guests.accept(invited(cast, by=cast.zoe), entry.nameless(phone.at), phone.at)
    by = entry.actor_for(link)

    with refused("proof_needed"):
        cast.act(guests.fresh_code, link=link, by=by)
    with refused("pin_wrong"):
        wrong = proofs.try_pin(cast.house, cast.alice.id, WRONG_PIN)
        cast.act(guests.fresh_code, link=link, pin=wrong, by=by)
    right = proofs.try_pin(cast.house, cast.alice.id, PIN)
    assert cast.act(guests.fresh_code, link=link, pin=right, by=by)
    assert cast.act(guests.fresh_code, link=cast.again(link), by=by)


def test_the_right_address_makes_a_waiters_invitation_good(cast: Cast, phone: Phone) -> None:
    alice = make_customer(cast.house, email=ALICE)
    make_customer(cast.house, first_name="Ahmed", email=ALICE)
    guest = phone.enter()

    link = guests.accept(invited(cast, alice, by=cast.zoe), guest, phone.at)

    assert entry.may_spend(link)


def test_an_invitation_outlives_an_address(cast: Cast, phone: Phone) -> None:
    guest = phone.enter("private@example.org")

    guests.accept(invited(cast), guest, phone.at)

    assert [one.customer for one in entry.links_of(guest)] == [cast.alice]


# -- with and without an e-mail --------------------------------------------------------------


def test_a_phone_without_an_address_gets_one_later(cast: Cast, phone: Phone) -> None:
    here = entry.nameless(phone.at)
    guests.accept(invited(cast), here, phone.at)

    assert phone.enter(here=here) == here
    assert Guest.objects.get().email == ALICE


def test_what_a_phone_was_linked_to_comes_along(cast: Cast, phone: Phone) -> None:
    known = phone.enter()
    here = entry.nameless(phone.at)
    guests.accept(invited(cast), here, phone.at)

    assert phone.enter(here=here) == known
    assert [one.customer for one in entry.links_of(known)] == [cast.alice]
    assert entry.links_of(here) == []


def test_whoever_has_an_address_brings_nothing_along(cast: Cast, phone: Phone) -> None:
    bob = phone.enter("bob@example.org")
    guests.accept(invited(cast), bob, phone.at)

    assert entry.links_of(phone.enter(here=bob)) == []
    assert len(entry.links_of(bob)) == 1


# -- leaving ---------------------------------------------------------------------------------


def test_who_left_is_not_linked_again_by_their_address(cast: Cast, phone: Phone) -> None:
    alice = make_customer(cast.house, email=ALICE)
    guest = phone.enter()
    guests.leave(guest, entry.links_of(guest)[0])

    assert entry.links_of(phone.enter()) == []
    guests.accept(invited(cast, alice), guest, phone.at)
    assert len(entry.links_of(guest)) == 1


def test_nobody_leaves_for_another(cast: Cast, phone: Phone) -> None:
    link = guests.accept(invited(cast), entry.nameless(phone.at), phone.at)
    stranger = entry.nameless(phone.at)

    with refused("not_found"):
        guests.leave(stranger, link)
    with refused("not_found"):
        entry.link_of(stranger, link.id)
    assert entry.link_of(link.guest, str(link.id)) == link


def test_the_house_takes_a_phone_off(cast: Cast, phone: Phone) -> None:
    guest = entry.nameless(phone.at)
    link = guests.accept(invited(cast), guest, phone.at)
    by = entry.actor_for(link)

    cast.act(guests.take_off, link=link, by=cast.manager)

    assert entry.links_of(guest) == []
    with refused("not_found"):
        cast.act(guests.fresh_code, link=link, by=by)
    with refused("right_missing"):
        cast.act(guests.take_off, link=link, by=by)


def test_no_staff_may_act_as_a_guest(cast: Cast, phone: Phone) -> None:
    link = guests.accept(invited(cast), entry.nameless(phone.at), phone.at)

    for by in (cast.zoe, cast.manager, cast.owner):
        with refused("right_missing", right="oneself"):
            cast.act(guests.fresh_code, link=link, by=by)
        with refused("right_missing", right="oneself"):
            cast.act(one_time.fresh, customer=cast.alice, by=by)


# -- the phone shown to a waiter -------------------------------------------------------------


def test_the_phone_names_its_guest_for_five_minutes(noon: Any, cast: Cast, phone: Phone) -> None:
    link = guests.accept(invited(cast), entry.nameless(phone.at), phone.at)
    token = entry.token_for(link)

    assert entry.customer_by_token(cast.house, token) == cast.alice
    assert len(token) < 300
    noon.shift(timedelta(minutes=5, seconds=2))
    with refused("gone", field="guest_token") as no:
        entry.customer_by_token(cast.house, token)
    assert no.value.status == 410


@pytest.mark.parametrize("token", ["", "x", "WyJ4Il0:1:2", "\0", "🙂" * 100])
def test_a_text_nobody_signed(cast: Cast, token: str) -> None:
    with refused("not_found", field="guest_token"):
        entry.customer_by_token(cast.house, token)


def test_a_token_is_of_its_house_and_of_a_standing_link(cast: Cast, phone: Phone) -> None:
    guest = entry.nameless(phone.at)
    link = guests.accept(invited(cast), guest, phone.at)
    token = entry.token_for(link)

    with refused("not_found", field="guest_token"):
        entry.customer_by_token(cast.other, token)
    guests.leave(guest, link)
    with refused("not_found", field="guest_token"):
        entry.customer_by_token(cast.house, token)
    assert replace(entry.actor_for(link), rights={}).rights == {}
