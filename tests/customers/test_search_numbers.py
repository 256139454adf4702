"""Numbers that look alike: cards with the same beginning, the same few digits again and again."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habitue.cards import actions as cards
from habitue.customers.models import SearchRow
from habitue.customers.search import grams
from habitue.customers.search.indexing import tokens_of
from habitue.house import sql
from habitue.kit import phones
from tests.cast import Cast, make_customer
from tests.customers.test_search import undone

NUMBERS = st.text("0012", min_size=1, max_size=14)


def alike(cast: Cast, count: int = 8) -> None:
    for number in range(count):
        one = make_customer(cast.house, last_name=f"N{number}")
        cast.act(cards.assign, customer=one, number=f"FID-2910000{number}7{number}")


def looked_at(cast: Cast, *words: str) -> int:
    """How many customers the index offers, to be compared with the words."""
    asked = set(grams.asked_tokens(cast.house.id, words, [], []))
    return sum(asked <= set(tokens_of(row)) for row in SearchRow.objects.of(cast.house))


@pytest.mark.parametrize("q", ["0000000000", "00000000", "91000009", "2910000075", "29100291"])
def test_no_one_is_looked_at_for_digits_nobody_has_together(cast: Cast, q: str) -> None:
    alike(cast)

    assert looked_at(cast, "000") == 8
    assert looked_at(cast, q) == 0
    assert cast.found(q) == []


def test_few_are_looked_at_for_what_few_have(cast: Cast) -> None:
    alike(cast)

    assert looked_at(cast, "00000") == 1
    assert [one.last_name for one in cast.found("29100000")] == ["N0"]


def test_what_most_have_is_not_asked_of_the_index(cast: Cast) -> None:
    sample = ["zoe 2910000"] * 24

    asked = grams.asked_tokens(cast.house.id, ["zoe", "29100", "ann"], [], sample)

    assert asked == grams.asked_tokens(cast.house.id, ["ann"], [], [])
    assert len(grams.asked_tokens(cast.house.id, ["zoe"], [], sample)) == 1


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    held=st.lists(NUMBERS, min_size=1, max_size=6, unique=True),
    asked=st.lists(st.one_of(NUMBERS, st.lists(NUMBERS, max_size=3).map(" ".join)), max_size=8),
)
def test_numbers_as_a_plain_reader_would_find_them(
    cast: Cast, held: list[str], asked: list[str]
) -> None:
    with undone():
        for number in held:
            cast.act(cards.assign, customer=make_customer(cast.house), number=f"K{number}")
        texts = {row.customer_id: row.text for row in SearchRow.objects.of(cast.house)}
        for q in asked:
            ways = [words for words in (q.split(), [phones.asked(q) or ""]) if all(words)]
            expected = {
                id_
                for id_, line in texts.items()
                if any(words and all(word in line for word in words) for words in ways)
            }
            assert {one.id for one in cast.found(q, archived=None)} == expected, q


def test_a_book_of_before_is_given_the_new_grams(cast: Cast) -> None:
    alike(cast, 2)
    empty = {
        "sqlite": "INSERT INTO customers_grams (customers_grams) VALUES ('delete-all')",
        "postgresql": "UPDATE customers_search SET grams = '{}'",
    }
    sql.execute(empty[connection.vendor])
    migration = import_module("habitue.customers.migrations.0010_grams_of_numbers")

    migration.again(None, SimpleNamespace(connection=connection))

    assert [one.last_name for one in cast.found("0000171")] == ["N1"]
    offered = sql.rows(
        "SELECT count(*) FROM customers_grams WHERE customers_grams MATCH %s"
        if connection.vendor == "sqlite"
        else "SELECT count(*) FROM customers_search WHERE grams @> ARRAY[%s]",
        [*grams.asked_tokens(cast.house.id, ["00001"], [], [])],
    )
    assert offered == [(1,)]
