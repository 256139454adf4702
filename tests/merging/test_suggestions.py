"""Who may be the same guest: found by what they share, with a reason, and never merged."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.customers.models import Customer
from habitue.housekeeping import actions as housekeeping
from habitue.merging import actions as merging
from habitue.merging import looking, reports
from habitue.merging.likeness import likeness, within
from tests.cast import Cast, make_customer, refused
from tests.looks import look


def looked(cast: Cast) -> list[tuple[set[str], list[str]]]:
    look(cast)
    found, _more = reports.suggestions(cast.house)
    return [({str(one.first), str(one.second)}, one.reasons) for one in found]


def two(cast: Cast, first: dict[str, Any], second: dict[str, Any]) -> tuple[Customer, Customer]:
    for number in range(20):
        make_customer(cast.house, first_name=f"Guest{number}", last_name=f"Nobody{number}")
    return make_customer(cast.house, **first), make_customer(cast.house, **second)


ANA = {"first_name": "Ana", "last_name": "Weber"}
ROY, JO = {"last_name": "Roy"}, {"first_name": "Jo"}
BORN = {"birthday": "1984-05-31"}


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (ROY | {"phone": "06 12 34 56 78"}, JO | {"phone": "+33612345678"}, "phone"),
        (ROY | {"email": "Roy@x.org"}, JO | {"email": "roy@x.org"}, "email"),
        (ROY | {"tax_id": "FR 123"}, {"company_name": "Le Roy", "tax_id": "fr-123"}, "number"),
        (ANA | BORN, ANA | BORN | {"last_name": "Wéber"}, "birthday"),
        (ANA | BORN, ANA | {"birthday": "1984-05-13", "last_name": "Webber"}, "birthday_like"),
        (ANA, {"first_name": "Weber", "last_name": "Ana"}, "swapped"),
        (ANA, ANA, "name"),
        ({"company_name": "Atelier Nord"}, {"company_name": "ATELIER NORD."}, "company"),
        (
            {"first_name": "Иван", "last_name": "Петров"} | BORN,
            {"first_name": "Иван", "last_name": "Пётров"} | BORN,
            "name",
        ),
    ],
)
def test_a_reason_is_given(
    cast: Cast, first: dict[str, Any], second: dict[str, Any], reason: str
) -> None:
    one, other = two(cast, first, second)

    [(who, reasons)] = looked(cast)

    assert who == {str(one), str(other)}
    assert reason in reasons


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ANA, ANA | {"first_name": "Tom"}),
        (
            ANA | {"birthday": "1990-01-02", "phone": "0611111111"},
            ANA | {"birthday": "1961-07-24", "phone": "0622222222"},
        ),
        ({"company_name": "Cafe Nord"}, {"company_name": "Cafe Sud"}),
    ],
)
def test_others_are_left_alone(cast: Cast, first: dict[str, Any], second: dict[str, Any]) -> None:
    two(cast, first, second)

    assert looked(cast) == []


def test_not_the_same_is_remembered(cast: Cast) -> None:
    same = {"first_name": "Ana", "last_name": "Weber"}
    one, other = two(cast, same, same)
    assert len(looked(cast)) == 1

    cast.act(merging.not_the_same, one=other.id, other=one.id)
    cast.act(merging.not_the_same, one=one.id, other=other.id)

    assert reports.count(cast.house) == 0
    assert looked(cast) == []


def test_someone_archived_or_merged_is_suggested_no_more(cast: Cast) -> None:
    same = {"first_name": "Ana", "last_name": "Weber"}
    one, other = two(cast, same, same)
    third = make_customer(cast.house, **same)
    assert len(looked(cast)) == 3

    cast.act(merging.merge, kept=one.id, merged=other.id)
    assert reports.count(cast.house) == 1
    cast.act(housekeeping.archive, customer=third)
    assert reports.count(cast.house) == 0


def test_pages_go_on_where_the_last_ended(cast: Cast) -> None:
    for _ in range(5):
        make_customer(cast.house, first_name="Ana", last_name="Weber")
    looked(cast)

    first, further = reports.suggestions(cast.house, limit=4)
    rest, end = reports.suggestions(cast.house, limit=20, after=further)

    assert len({one.id for one in [*first, *rest]}) == reports.count(cast.house) == 10
    assert end is None


def test_nobody_of_another_house_is_suggested(cast: Cast) -> None:
    make_customer(cast.house, first_name="Charlie", phone="0612345678")
    make_customer(cast.other, first_name="Charlie", phone="0612345678")

    assert looked(cast) == []
    with refused("not_found"):
        cast.act(merging.not_the_same, one=cast.alice.id, other=cast.charlie.id)


def test_only_who_may_merge_may_look(cast: Cast) -> None:
    with refused("right_missing"):
        cast.act(looking.ask, by=cast.zoe)


@pytest.mark.parametrize(
    ("one", "other", "most", "expected"),
    [
        ("durand", "durant", 1, True),
        ("durand", "duradn", 1, True),
        ("durand", "drnd", 1, False),
        ("", "a", 1, True),
        ("abc", "xyz", 2, False),
    ],
)
def test_slips(one: str, other: str, most: int, expected: bool) -> None:
    assert within(one, other, most) is expected


def test_an_initial_may_stand_for_a_name() -> None:
    assert likeness("j", "jean") == likeness("jean", "j") == 1
    assert likeness("jean", "paul") == 0
