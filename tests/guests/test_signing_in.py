"""A code by e-mail: who may have one, how long it lives, what a wrong one costs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from habitue.guests import entry
from habitue.guests.models import Guest, GuestLink, SignInCode
from tests.cast import Cast, make_customer, refused
from tests.guests.conftest import ALICE, Phone

pytestmark = pytest.mark.django_db


def test_a_code_lets_one_in_and_makes_the_guest(phone: Phone) -> None:
    guest = phone.enter(" Alice@Example.org ", language="fr")

    assert (guest.email, guest.language) == (ALICE, "fr")
    assert phone.enter() == guest
    assert phone.mails[0]["to"] == "Alice@example.org"
    assert Guest.objects.count() == 1


def test_a_code_may_be_typed_as_it_is_written(phone: Phone) -> None:
    code = phone.code()

    assert entry.enter(ALICE, f" {code[:3]} {code[3:]}", phone.at).email == ALICE


def test_no_code_is_kept_as_such(phone: Phone) -> None:
    code = phone.code()

    assert code not in " ".join(map(str, SignInCode.objects.values_list().get()))
    assert code not in phone.mails[0]["subject"]


def test_the_answer_is_the_same_for_an_address_nobody_has(cast: Cast, phone: Phone) -> None:
    make_customer(cast.house, first_name="Alice", email=ALICE)

    assert entry.ask_code(ALICE, phone.at) == entry.ask_code("nobody@example.org", phone.at)
    known, unknown = (re.sub(r"\d", "", mail["text"]) for mail in phone.mails)
    assert known == unknown
    assert Guest.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "alice", "a@b@c", "x" * 400 + "@example.org", "\0@x.fr"])
def test_what_is_no_address_gets_none(phone: Phone, typed: str) -> None:
    with refused("malformed", field="email"):
        entry.ask_code(typed, phone.at)
    with refused("malformed", field="email"):
        entry.enter(typed, "123456", phone.at)


def test_five_codes_an_hour_and_no_more(phone: Phone) -> None:
    for _time in range(5):
        entry.ask_code(ALICE, phone.at)
        phone.later(minutes=1)

    with refused("too_many_tries") as no:
        entry.ask_code(ALICE, phone.at)
    assert (no.value.status, no.value.facts["retry_after"]) == (429, 55 * 60)
    entry.ask_code("bob@example.org", phone.at)
    entry.ask_code(ALICE, phone.later(minutes=56).at)


def test_twelve_codes_a_day_and_no_more(phone: Phone) -> None:
    for _time in range(12):
        entry.ask_code(ALICE, phone.at)
        phone.later(minutes=30)

    with refused("too_many_tries") as no:
        entry.ask_code(ALICE, phone.at)
    assert no.value.facts["retry_after"] == 18 * 60 * 60
    entry.ask_code(ALICE, phone.later(hours=18, minutes=1).at)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "🙂", "\0", "٣٤٥"])
def test_a_code_nobody_sent(phone: Phone, typed: str) -> None:
    with refused("code_wrong"):
        entry.enter(ALICE, typed, phone.at)


def test_a_code_is_of_its_address(phone: Phone) -> None:
    code = phone.code()
    phone.code("bob@example.org")

    with refused("code_wrong"):
        entry.enter("bob@example.org", code, phone.at)


def test_a_code_works_once(phone: Phone) -> None:
    code = phone.code()
    entry.enter(ALICE, code, phone.at)

    with refused("code_used"):
        entry.enter(ALICE, code, phone.at)


def test_any_code_of_the_last_minutes_works_and_the_others_end_with_it(phone: Phone) -> None:
    first, second = phone.code(), phone.later(minutes=1).code()
    entry.enter(ALICE, first, phone.at)

    with refused("code_used"):
        entry.enter(ALICE, second, phone.at)


def test_a_code_dies_after_ten_minutes(phone: Phone) -> None:
    code = phone.code()

    with refused("gone") as no:
        entry.enter(ALICE, code, phone.later(minutes=10).at)
    assert no.value.status == 410


def test_five_wrong_tries_kill_a_code(phone: Phone, other_digits: Callable[[str], str]) -> None:
    code = phone.code()
    for _time in range(5):
        with refused("code_wrong"):
            entry.enter(ALICE, other_digits(code), phone.at)

    with refused("code_wrong") as no:
        entry.enter(ALICE, code, phone.at)
    assert "new code" in no.value.sentence
    assert phone.enter().email == ALICE


def test_four_wrong_tries_do_not(phone: Phone, other_digits: Callable[[str], str]) -> None:
    code = phone.code()
    for _time in range(4):
        with refused("code_wrong"):
            entry.enter(ALICE, other_digits(code), phone.at)

    assert entry.enter(ALICE, code, phone.at)


# -- proof of the e-mail is the link ---------------------------------------------------------


def test_every_house_with_this_address_opens(cast: Cast, phone: Phone) -> None:
    here = make_customer(cast.house, first_name="Alice", email="Alice@Example.ORG")
    there = make_customer(cast.other, first_name="Alice", email=ALICE)

    links = entry.links_of(phone.enter())

    assert [(one.house, one.customer, one.how) for one in links] == [
        (cast.house, here, "email"),
        (cast.other, there, "email"),
    ]
    assert all(map(entry.may_spend, links))


def test_signing_in_again_links_nothing_twice(cast: Cast, phone: Phone) -> None:
    make_customer(cast.house, email=ALICE)
    phone.enter()

    assert len(entry.links_of(phone.enter())) == GuestLink.objects.count() == 1


def test_an_address_of_two_customers_opens_neither(cast: Cast, phone: Phone) -> None:
    make_customer(cast.house, first_name="Alice", email=ALICE)
    make_customer(cast.house, first_name="Ahmed", email=ALICE)

    assert entry.links_of(phone.enter()) == []


def test_the_archived_and_the_inactive_are_not_linked(cast: Cast, phone: Phone) -> None:
    from habitue.housekeeping import actions as housekeeping

    cast.act(housekeeping.archive, customer=make_customer(cast.house, email=ALICE))
    make_customer(cast.other, email=ALICE, active=False)

    assert entry.links_of(phone.enter()) == []


def test_an_address_put_right_closes_the_house_to_who_had_it(cast: Cast, phone: Phone) -> None:
    from habitue.customers import actions as customers

    alice = make_customer(cast.house, first_name="Alice", email="alise@example.org")
    stranger = phone.enter("alise@example.org")
    cast.act(customers.edit, customer=alice, fields={"email": ALICE}, front="office")

    assert entry.links_of(stranger) == []
    assert [one.customer for one in entry.links_of(phone.enter())] == [alice]


def test_who_may_be_seen_is_noted_each_hour(phone: Phone) -> None:
    alice = phone.enter()

    known = entry.guest(str(alice.id), phone.later(minutes=30).at)
    assert known is not None
    assert known.last_seen_at == alice.last_seen_at
    known = entry.guest(alice.id, phone.later(minutes=40).at)
    assert known is not None
    assert known.last_seen_at == phone.at
    assert entry.guest("no id", phone.at) is entry.guest(None, phone.at) is None
