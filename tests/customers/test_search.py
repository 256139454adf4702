"""Any characters, from the first, anywhere, in any field, newest first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habitue.cards import actions as cards
from habitue.cards.models import PersonalCode
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.customers.reports import found
from habitue.customers.search import Asked
from habitue.house.scope import house_scope
from habitue.housekeeping import actions as housekeeping
from habitue.kit.text import normalise
from tests.cast import Cast, make_customer


def names(cast: Cast, q: str, **facets: Any) -> list[str]:
    return [one.display_name for one in cast.found(q, **facets)]


def full(cast: Cast) -> Customer:
    eve = make_customer(
        cast.house,
        first_name="Éveline",
        last_name="O'Brien-Straße",
        company_name="Søren & Cie",
        email="eveline@example.org",
        phone="+33 6 12 34 56 78",
        search_code="ZK-77",
        user_id="U#99",
    )
    cast.act(cards.assign, customer=eve, number="MARTHE 0042")
    return eve


@pytest.mark.parametrize(
    "q",
    [
        *(
            "é",
            "E",
            "velin",
            "brien",
            "o’b",
            "STRASSE",
            "soren",
            "& cie",
            "line@ex",
            "example.org",
        ),
        *("06 12 34", "0612345678", "+33612", "0033 6 12", "345", "6.12.34", "zk-7", "u#9"),
        *("marthe", "0042", "the 00", "MARTHE0042", "eve bri", "brien eve cie", "78 line"),
    ],
)
def test_every_field_from_the_first_character(cast: Cast, q: str) -> None:
    full(cast)
    stranger = make_customer(cast.house, first_name="Xx")
    PersonalCode.objects.of(cast.house).filter(customer=stranger).update(code="999998")
    cards.push_proofs(stranger)  # a drawn code might hold the digits that are looked for

    assert names(cast, q) == ["Éveline O'Brien-Straße"]


@pytest.mark.parametrize("q", ["", "  ", "q", "eve nobody", "07 12", "%", "_", '"', "eve*", "\\"])
def test_what_finds_nobody(cast: Cast, q: str) -> None:
    full(cast)

    assert names(cast, q) == []


def test_by_personal_code(cast: Cast) -> None:
    eve = full(cast)
    code = PersonalCode.objects.of(cast.house).get(customer=eve).code

    assert names(cast, code) == names(cast, code[1:5]) == [eve.display_name]


@pytest.mark.parametrize(("kept", "q"), [("Фёдор", "федор"), ("Федор", "ФЁД"), ("Łukasz", "luk")])
def test_letters_people_type_in_several_ways(cast: Cast, kept: str, q: str) -> None:
    make_customer(cast.house, first_name=kept)

    assert names(cast, q) == [kept]


def test_another_house_is_never_searched(cast: Cast) -> None:
    assert cast.charlie.display_name == "Charlie"

    assert names(cast, "c") == names(cast, "charlie") == []


def test_facets(cast: Cast) -> None:
    for name, terms in (("Ann", {}), ("Anna", {"active": False})):
        make_customer(cast.house, first_name=name, **terms)
    make_customer(cast.house, type="company", company_name="Ann & Co")
    gone = make_customer(cast.house, first_name="Annie")
    cast.act(housekeeping.archive, customer=gone)

    assert names(cast, "ann") == ["Ann & Co", "Anna", "Ann"]
    assert names(cast, "ann", active=True) == ["Ann & Co", "Ann"]
    assert names(cast, "ann", active=False) == ["Anna"]
    assert names(cast, "ann", is_company=True) == ["Ann & Co"]
    assert names(cast, "ann", archived=True) == ["Annie"]
    assert names(cast, "ann", archived=None) == ["Annie", "Ann & Co", "Anna", "Ann"]


def test_what_changes_is_found_as_it_now_is(cast: Cast) -> None:
    eve = full(cast)
    [card] = cards.Card.objects.of(cast.house)
    fields = {"first_name": "Zelda", "phone": "0698765432", "email": ""}
    cast.act(customers.edit, customer=eve, fields=fields, front="office")
    cast.act(cards.release, card=card)

    for gone in ("veline", "0612345678", "example.org", "marthe"):
        assert names(cast, gone) == []
    for now in ("zelda", "98 76", "brien"):
        assert len(names(cast, now)) == 1


def test_a_list_goes_on_where_it_stopped(cast: Cast) -> None:
    for number in range(7):
        make_customer(cast.house, first_name=f"Ann{number}")

    seen, below = [], None
    while True:
        with house_scope(cast.house):
            page, below = found(cast.house, Asked("ann"), limit=3, below=below)
        seen += [one.first_name for one in page]
        if below is None:
            break

    assert seen == [f"Ann{number}" for number in reversed(range(7))]


WORDS = st.text(alphabet="aАàеё1 2-'_%\"", min_size=1, max_size=6)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(people=st.lists(WORDS, min_size=1, max_size=5), asked=st.lists(WORDS, max_size=4))
def test_as_a_plain_reader_would_find(cast: Cast, people: list[str], asked: list[str]) -> None:
    """The same as looking for each word in each line of text, on either database."""
    with undone():
        book = [make_customer(cast.house, last_name=name, first_name="w") for name in people]
        codes = dict(PersonalCode.objects.of(cast.house).values_list("customer_id", "code"))
        for q in asked:
            words = normalise(q).split()
            expected = [
                one.display_name
                for one in reversed(book)
                if words
                and all(word in normalise(f"w {one.last_name} {codes[one.id]}") for word in words)
            ]
            if not any(sign.isdigit() for sign in q):  # digits are also asked as a phone
                assert names(cast, q) == expected
            else:
                assert set(names(cast, q)) >= set(expected)
