"""Consent: its day, channel, words and source, its end; and nothing that sells goes without."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.customers import consenting, letters
from habitue.customers.letters import Purpose
from habitue.customers.models import Consent, Customer
from habitue.outbox.models import Letter
from tests.cast import Cast, make_customer, refused


@pytest.fixture
def ada(cast: Cast) -> Customer:
    return make_customer(cast.house, first_name="Ada", email="ada@example.org")


def offer(cast: Cast, customer: Customer) -> Letter:
    letter: Letter = cast.act(
        letters.write,
        customer=cast.again(customer),
        purpose=Purpose.OFFER,
        subject="Oysters",
        text="On Friday.",
    )
    return letter


def last(customer: Customer) -> tuple[Any, ...]:
    row = Consent.objects.filter(customer=customer).order_by("-at", "-id")[0]
    return row.allowed, row.channel, row.wording, row.source


def test_a_consent_is_kept_in_the_words_of_the_house(cast: Cast, ada: Customer) -> None:
    cast.rule(marketing_wording="A letter a month about what is fresh.")

    cast.act(consenting.agree, customer=ada, source="Card at the till", by=cast.cashier)

    said = (True, "office", "A letter a month about what is fresh.", "Card at the till")
    assert last(ada) == said
    assert cast.again(ada).marketing_allowed


def test_said_again_is_a_consent_of_its_own_and_withdrawn_twice_is_once(
    cast: Cast, ada: Customer
) -> None:
    for _ in range(2):
        cast.act(consenting.agree, customer=ada, wording="Yes to letters")
    for _ in range(2):
        cast.act(consenting.withdraw, customer=ada, source="called")

    assert last(ada) == (False, "office", "Marketing allowed", "called")
    assert Consent.objects.filter(customer=ada).count() == 3


def test_no_offer_goes_to_who_did_not_agree(cast: Cast, ada: Customer) -> None:
    with refused("malformed"):
        offer(cast, ada)
    cast.act(customers.edit, customer=ada, fields={"email_receipts": True}, front="office")

    with refused("malformed"):
        offer(cast, ada)


def test_an_offer_that_waits_does_not_go_once_consent_is_withdrawn(
    cast: Cast, ada: Customer
) -> None:
    cast.act(consenting.agree, customer=ada)
    offer(cast, ada)

    cast.act(customers.edit, customer=ada, fields={"marketing_allowed": False}, front="api")

    assert not Letter.objects.of(cast.house).exists()


def test_the_archived_are_written_nothing_and_receipts_are_a_switch_of_their_own(
    cast: Cast, ada: Customer
) -> None:
    cast.act(consenting.agree, customer=ada)
    agreed = cast.again(ada)

    assert letters.wants(agreed, Purpose.OFFER) and not letters.wants(agreed, Purpose.RECEIPT)
    agreed.archived_at = agreed.created_at
    assert not letters.wants(agreed, Purpose.OFFER)


def test_a_waiter_may_not_record_one(cast: Cast, ada: Customer) -> None:
    with refused("right_missing", right="customers.edit"):
        cast.act(consenting.agree, customer=ada, by=cast.zoe)


def test_somebody_elses_customer_is_not_there(cast: Cast) -> None:
    with refused("not_found"):
        cast.act(consenting.agree, customer=cast.charlie)


def test_an_offer_that_waits_for_somebody_elses_no_does_not_go(cast: Cast) -> None:
    """Two have one address: the no of the one who reads it holds for what waits already."""
    ann, eve = (
        make_customer(cast.house, email=one) for one in ("us@example.org", "Us@example.org")
    )
    cast.act(consenting.agree, customer=eve)
    offer(cast, eve)

    cast.act(consenting.withdraw, customer=ann)

    assert not Letter.objects.of(cast.house).exists()
