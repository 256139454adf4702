"""A file that says somebody agreed, against what people said here."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.customers import actions as customers
from habitue.customers import checks, consenting
from habitue.customers.models import Consent, Customer, Objection
from habitue.exchange.models import Fate
from habitue.housekeeping.erasing import erase
from habitue.merging import actions as merging
from tests.cast import Cast
from tests.exchange.takes import counts, only, taken, tried
from tests.exchange.test_undo import undone

OLD = (
    "user_id,first_name,email,phone,newsletter\n"
    "1,Ada,ada@example.org,,yes\n2,Eve,eve@example.org,,yes\n3,Ann,,06 12 34 56 78,yes\n"
)


@pytest.fixture
def ada(cast: Cast) -> Customer:
    fields = {"first_name": "Ada", "email": "Ada@example.org", "phone": "+33612345678"}
    made: Customer = cast.act(customers.create, fields=fields, front="office")
    return made


def agreed(cast: Cast) -> dict[str, bool]:
    rows = Customer.objects.of(cast.house).kept().filter(user_id__in="123")
    return dict(rows.values_list("first_name", "marketing_allowed"))


def said(told: Any) -> list[Any]:
    return [(one["row"], one["field"]) for one in told["warnings"]]


def test_an_old_file_brings_back_the_erased_and_not_their_consent(
    cast: Cast, ada: Customer
) -> None:
    cast.act(erase, customer=ada)

    before = tried(cast.house, OLD)
    told = taken(cast.house, OLD)

    assert counts(told) == counts(before) == (3, 0, 0, 0)
    assert agreed(cast) == {"Ada": False, "Eve": True, "Ann": False}
    assert said(told) == said(before) and len(said(told)) == 2
    fate = Fate.objects.of(cast.house).get(customer_id=only(cast.house, user_id="1").id)
    assert "wanted no offers" in str(fate.warnings)
    assert Consent.objects.of(cast.house).count() == 1


def test_they_are_asked_anew_and_then_the_file_stands_in_nobodys_way(
    cast: Cast, ada: Customer
) -> None:
    cast.act(erase, customer=ada)
    taken(cast.house, OLD)

    cast.act(consenting.agree, customer=only(cast.house, user_id="1"), source="at the table")

    assert taken(cast.house, OLD)["unchanged"] == 3
    assert agreed(cast)["Ada"]


def test_whoever_said_no_here_is_not_changed_by_a_file(cast: Cast, ada: Customer) -> None:
    cast.act(consenting.agree, customer=ada)
    cast.act(consenting.withdraw, customer=ada)

    taken(cast.house, "email,newsletter,city\nada@example.org,yes,Lyon\n")

    now = cast.again(ada)
    assert (now.marketing_allowed, now.city) == (False, "Lyon")


def test_what_a_file_said_another_file_may_change(cast: Cast, ada: Customer) -> None:
    for answer in ("yes", "no", "yes"):
        taken(cast.house, f"email,newsletter\nada@example.org,{answer}\n")

    assert cast.again(ada).marketing_allowed


def test_one_known_by_another_sign_is_held_by_the_address_they_have(
    cast: Cast, ada: Customer
) -> None:
    eve = cast.act(customers.create, fields={"first_name": "Eve", "user_id": "2"}, front="office")
    cast.act(consenting.withdraw, customer=ada)
    cast.act(customers.edit, customer=eve, fields={"email": "ada@example.org"}, front="office")

    taken(cast.house, "user_id,newsletter\n2,yes\n")

    assert not cast.again(eve).marketing_allowed
    assert not checks.no_file_met_an_objection(cast.house).offenders


def test_an_import_taken_back_neither_objects_nor_lifts(cast: Cast, ada: Customer) -> None:
    cast.act(consenting.agree, customer=ada)
    taken(cast.house, "email,newsletter\nada@example.org,no\n")
    assert not cast.again(ada).marketing_allowed

    undone(cast.house)

    assert cast.again(ada).marketing_allowed
    assert not Objection.objects.of(cast.house).exists()


def test_what_was_put_back_beside_an_objection_is_no_word_of_a_file(
    noon: Any, cast: Cast, ada: Customer
) -> None:
    cast.act(consenting.agree, customer=ada)
    twin = cast.act(
        customers.create, fields={"first_name": "Eve", "email": "ada@example.org"}, front="office"
    )
    noon.shift(60)
    cast.act(erase, customer=twin)
    noon.shift(60)
    taken(cast.house, "first_name,phone,newsletter\nAda,+33612345678,no\n")
    undone(cast.house)

    assert cast.again(ada).marketing_allowed
    assert not checks.no_file_met_an_objection(cast.house).offenders


def test_whoever_was_kept_says_no_with_the_one_that_was_merged(cast: Cast, ada: Customer) -> None:
    eve = cast.act(
        customers.create, fields={"first_name": "Eve", "email": "eve@example.org"}, front="office"
    )
    cast.act(customers.edit, customer=ada, fields={"phone": ""}, front="office")
    cast.act(consenting.withdraw, customer=ada)
    cast.act(merging.merge, kept=eve.id, merged=ada.id)

    taken(cast.house, "email,newsletter\neve@example.org,yes\n")

    assert not cast.again(eve).marketing_allowed


def test_a_no_said_after_a_file_said_it_is_a_persons_word(cast: Cast, ada: Customer) -> None:
    for answer in ("yes", "no"):
        taken(cast.house, f"email,newsletter\nada@example.org,{answer}\n")

    cast.act(consenting.withdraw, customer=ada, source="a call")
    taken(cast.house, "email,newsletter\nada@example.org,yes\n")

    assert not cast.again(ada).marketing_allowed


def test_a_later_row_of_the_same_person_brings_no_consent_either(
    noon: Any, cast: Cast, ada: Customer
) -> None:
    cast.act(erase, customer=ada)
    noon.shift(60)

    taken(
        cast.house, "user_id,first_name,email,newsletter\n1,Ada,ada@example.org,yes\n1,Ada,,yes\n"
    )

    assert not only(cast.house, user_id="1").marketing_allowed
    assert not checks.no_file_met_an_objection(cast.house).offenders


def test_an_address_in_a_later_row_takes_the_consent_along(
    noon: Any, cast: Cast, ada: Customer
) -> None:
    cast.act(erase, customer=ada)
    noon.shift(60)

    taken(cast.house, "user_id,first_name,email,newsletter\n1,Ada,,yes\n1,Ada,ada@example.org,\n")

    assert not checks.no_file_met_an_objection(cast.house).offenders


def test_many_rows_are_asked_about_together(cast: Cast, ada: Customer) -> None:
    cast.act(consenting.withdraw, customer=ada)
    asked: list[int] = []
    for many in (10, 40):
        rows = [f"{many}-{n},P{n},p{many}-{n}@example.org" for n in range(many)]
        taken(cast.house, "user_id,first_name,email\n" + "\n".join(rows))
        with CaptureQueriesContext(connection) as seen:
            said = "\n".join(f"{row},yes" for row in rows)
            tried(cast.house, "user_id,first_name,email,newsletter\n" + said)
        asked.append(len(seen))

    assert asked[1] - asked[0] < 10
