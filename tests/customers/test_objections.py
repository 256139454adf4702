"""Whoever wants no offers: what is kept of their addresses, what lifts it, what it holds back."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from habitue.customers import actions as customers
from habitue.customers import checks, consenting, consents, letters, objections
from habitue.customers.letters import Purpose
from habitue.customers.models import Consent, Customer, Objection
from habitue.housekeeping import erasures
from habitue.housekeeping.erasing import erase
from habitue.housekeeping.keys import made_anew
from habitue.housekeeping.models import Why
from habitue.merging import actions as merging
from habitue.merging import undoing
from habitue.outbox.models import Letter
from tests.cast import Cast, make_customer, refused

ADA = {"email": "Ada@Example.org", "phone": "06 12 34 56 78"}


@pytest.fixture
def ada(cast: Cast) -> Customer:
    return add(cast, "Ada", **ADA)


def add(cast: Cast, name: str, front: str = "office", **fields: Any) -> Customer:
    made: Customer = cast.act(customers.create, fields={"first_name": name, **fields}, front=front)
    return made


def kept(cast: Cast) -> int:
    return int(Objection.objects.of(cast.house).count())


def offer(cast: Cast, customer: Customer, to: str = "") -> Letter:
    letter: Letter = cast.act(
        letters.write,
        customer=cast.again(customer),
        purpose=Purpose.OFFER,
        subject="Oysters",
        text="On Friday.",
        to=to,
    )
    return letter


def test_whoever_says_no_is_kept_as_digests_and_agreeing_lifts_them(
    cast: Cast, ada: Customer
) -> None:
    cast.act(consenting.withdraw, customer=ada)
    said = {one.digest for one in Objection.objects.of(cast.house)}

    assert said == objections.of(ada) and len(said) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in said)
    cast.act(consenting.agree, customer=ada, source="at the table")
    assert kept(cast) == 0


def test_a_no_goes_with_them_to_another_address(cast: Cast, ada: Customer) -> None:
    never_asked = add(cast, "Eve", email="eve@example.org")
    cast.act(consenting.withdraw, customer=ada)

    for one, email in ((ada, "new@example.org"), (never_asked, "other@example.org")):
        cast.act(customers.edit, customer=one, fields={"email": email}, front="office")

    assert kept(cast) == 3
    assert objections.standing(cast.house, objections.of(cast.again(ada))) == objections.of(
        cast.again(ada)
    )


def test_asked_and_said_no_is_written_down_once(cast: Cast, ada: Customer) -> None:
    for _ in range(2):
        cast.act(consenting.withdraw, customer=ada, source="asked")

    assert Consent.objects.filter(customer=ada, allowed=False).count() == 1


def test_the_guest_lifts_it_on_their_own_phone(cast: Cast, ada: Customer) -> None:
    cast.act(consenting.withdraw, customer=ada)

    cast.act(consenting.choose, customer=ada, marketing=True, receipts=False)

    assert kept(cast) == 0 and cast.again(ada).marketing_allowed


def test_no_offer_goes_to_the_address_whoever_has_it(cast: Cast, ada: Customer) -> None:
    eve = make_customer(cast.house, first_name="Eve", email="eve@example.org")
    cast.act(consenting.agree, customer=eve)
    cast.act(consenting.withdraw, customer=ada)

    assert offer(cast, eve)
    with refused("malformed"):
        offer(cast, eve, to=" ada@example.org")
    cast.act(customers.edit, customer=eve, fields={"email": ADA["email"]}, front="office")
    with refused("malformed"):
        offer(cast, eve)


def test_a_program_that_adds_someone_cannot_agree_for_them(cast: Cast, ada: Customer) -> None:
    cast.act(consenting.withdraw, customer=ada)

    again = add(cast, "Ada", "api", email="ada@example.org", marketing_allowed=True)
    other = add(cast, "Eve", "api", email="eve@example.org", marketing_allowed=True)

    assert not again.marketing_allowed and not again.consents.exists()
    assert other.marketing_allowed and kept(cast) == 2


def test_someone_in_front_of_the_till_can(cast: Cast, ada: Customer) -> None:
    cast.act(erase, customer=ada)

    again = add(cast, "Ada", "till", **ADA, marketing_allowed=True)

    assert again.marketing_allowed and kept(cast) == 0


@pytest.mark.parametrize(
    ("agreed", "reason", "digests"),
    [
        (False, Why.KEPT_LONG, 2),
        (True, Why.KEPT_LONG, 0),
        (True, Why.ASKED, 2),
    ],
)
def test_erasing_keeps_it_of_who_does_not_agree(
    cast: Cast, ada: Customer, agreed: bool, reason: str, digests: int
) -> None:
    if agreed:
        cast.act(consenting.agree, customer=ada)

    proof = cast.act(erase, customer=ada, reason=reason)

    assert kept(cast) == proof.kept.get("customers_objection", 0) == digests


def test_erasing_keeps_the_addresses_of_before_too(cast: Cast, ada: Customer) -> None:
    cast.act(customers.edit, customer=ada, fields={"email": "new@example.org"}, front="office")

    cast.act(erase, customer=ada)

    both = objections.digests(cast.house.id, ["ada@example.org", "new@example.org"])
    assert objections.standing(cast.house, both) == both


def test_merging_is_nobodys_word_and_both_addresses_are_kept_when_they_go(
    cast: Cast, ada: Customer
) -> None:
    eve = add(cast, "Eve", email="eve@example.org", marketing_allowed=True)
    merge = cast.act(merging.merge, kept=ada.id, merged=eve.id)
    assert kept(cast) == 0
    cast.act(undoing.undo, merge=merge.id)
    assert cast.again(eve).marketing_allowed and kept(cast) == 0

    cast.act(merging.merge, kept=ada.id, merged=eve.id)
    cast.act(erase, customer=cast.again(ada), reason=Why.KEPT_LONG)

    assert kept(cast) == 3


def test_another_house_has_its_own(cast: Cast, ada: Customer) -> None:
    cast.act(consenting.withdraw, customer=ada)

    theirs = objections.digests(cast.charlie.house_id, [ADA["email"]])

    assert theirs.isdisjoint(objections.of(ada))


def test_under_another_key_those_in_the_book_are_kept_anew(
    cast: Cast, ada: Customer, settings: Any
) -> None:
    gone = add(cast, "Eve", email="eve@example.org")
    cast.act(erase, customer=gone)
    cast.act(consenting.withdraw, customer=ada)
    settings.PEPPER = b"another pepper"

    made_anew(cast.house, cast.owner)

    assert {one.digest for one in Objection.objects.of(cast.house)} == objections.of(ada)


def test_verify_finds_an_offer_that_met_one(noon: Any, cast: Cast, ada: Customer) -> None:
    eve = make_customer(cast.house, first_name="Eve", email="eve@example.org")
    cast.act(consenting.agree, customer=eve)
    cast.act(consenting.withdraw, customer=ada)
    noon.shift(timedelta(hours=1))
    letter = offer(cast, eve)
    assert not checks.no_offer_met_an_objection(cast.house).offenders

    Letter.objects.filter(pk=letter.pk).update(to="ADA@example.org")

    assert len(checks.no_offer_met_an_objection(cast.house).offenders) == 1
    Letter.objects.filter(pk=letter.pk).delete()


def test_verify_finds_a_consent_that_a_file_brought_against_one(
    noon: Any, cast: Cast, ada: Customer
) -> None:
    cast.act(erase, customer=ada)
    noon.shift(timedelta(hours=1))
    again = add(cast, "Ada", "import", **ADA, marketing_allowed=True)

    assert len(checks.no_file_met_an_objection(cast.house).offenders) == 1
    cast.act(consenting.agree, customer=again)
    assert not checks.no_file_met_an_objection(cast.house).offenders


def test_what_a_file_says_is_no_persons_word(cast: Cast, ada: Customer) -> None:
    fields = {"marketing_allowed": True}
    cast.act(customers.edit, customer=ada, fields=fields, front=consents.FILE)
    cast.act(
        customers.edit, customer=ada, fields={"marketing_allowed": False}, front=consents.FILE
    )

    assert not consents.said_no(ada) and kept(cast) == 0


def test_a_merge_that_ends_a_consent_is_nobodys_no(cast: Cast, ada: Customer) -> None:
    eve = add(cast, "Eve", email="eve@example.org", marketing_allowed=True)
    cast.act(merging.merge, kept=eve.id, merged=ada.id)

    cast.act(customers.edit, customer=eve, fields={"email": "new@example.org"}, front="office")

    assert not consents.said_no(cast.again(eve)) and kept(cast) == 0


def test_the_list_beside_the_book_has_an_objection_of_before_the_erasure(
    cast: Cast,
    ada: Customer,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.DATA_DIR = tmp_path
    cast.act(consenting.withdraw, customer=ada)
    said = objections.of(ada)

    with django_capture_on_commit_callbacks(execute=True):
        cast.act(erase, customer=ada)

    assert all(one in erasures.path().read_text() for one in said)
