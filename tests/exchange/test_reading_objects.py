"""JSON: one object a line, or one list of objects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habitue.customers import catalogue
from habitue.exchange.reading import UnreadableFile
from habitue.exchange.reading.drafts import Refused
from habitue.kit.money import Money
from tests.exchange.reads import drafts, fates, table

GOOD = {"first_name": "Zoé", "phone": "06 12 34 56 78"}


def lines(*several: Any) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in several)


def test_each_line_is_a_row() -> None:
    found = table(lines({"first_name": "Ann", "address": {"city": "Lyon"}}, {"Last name": "Bo"}))

    assert (found.format, found.columns) == ("jsonl", ("first_name", "address.city", "Last name"))
    assert [row.cells for row in found.rows()] == [("Ann", "Lyon", ""), ("", "", "Bo")]
    assert [one.fields.get("address.city") for one in drafts(found)] == ["Lyon", None]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_is_rows_too(indent: int | None) -> None:
    people = [{"first_name": f"Ann {n}", "tags": ["a,b", "c"]} for n in range(1_000)]

    found = table(json.dumps(people, indent=indent))
    told = drafts(found)

    assert (found.format, len(told)) == ("json", 1_000)
    assert told[999].fields["first_name"] == "Ann 999"
    assert told[0].fields["tags"] == ("a,b", "c")


def test_values_are_what_they_say() -> None:
    row = {
        **GOOD, "active": False, "credit_limit": {"amount": 5005, "currency": "EUR"},
        "opening_points": 12, "discount_percent": 12.5, "notes": None, "cards": ["A1", "00 2"],
    }  # fmt: skip

    [one] = drafts(lines(row))

    assert one.fields["credit_limit"] == Money(5005, "EUR")
    assert (one.fields["active"], one.fields["discount_percent"]) == (False, 1250)
    assert (one.cards, one.opening and one.opening.points) == (("A1", "00 2"), 12)


@pytest.mark.parametrize("more", [{}, {"user_id": "1"}, {"user_id": "1", "personal_code": "x",
                                                         "earn_percent": 0}])  # fmt: skip
@pytest.mark.parametrize(
    ("said", "points"), [("100", 100), ("100.0", 100), ("1250", 1250), ("5", 5), ("10000", 10_000)]
)
def test_whole_percentages_under_our_names_are_basis_points(
    said: str, points: int, more: dict[str, Any]
) -> None:
    row = json.dumps({**GOOD, **more})[:-1] + f', "discount_percent": {said}}}\n'

    [one] = drafts(row)

    assert one.fields["discount_percent"] == points


@pytest.mark.parametrize("key", ["Discount %", "discount percent", "rabatt"])
def test_under_other_names_they_are_percent(key: str) -> None:
    [one] = drafts(lines({**GOOD, key: 5}))

    assert one.fields["discount_percent"] == 500


def test_more_than_all_is_refused() -> None:
    [one] = fates(lines({**GOOD, "earn_percent": 10_001}))

    assert isinstance(one, Refused)
    assert one.field == "earn_percent"


def test_money_of_another_currency_is_refused() -> None:
    [one] = fates(lines({**GOOD, "credit_limit": {"amount": 5005, "currency": "USD"}}))

    assert isinstance(one, Refused)
    assert one.field == "credit_limit"


BROKEN = {
    "no JSON": '{"first_name": "Ann"',
    "a number": "42",
    "a list": '["Ann"]',
    "NaN": '{"first_name": "Ann", "opening_points": NaN}',
    "infinity": '{"first_name": "Ann", "opening_points": -Infinity}',
    "a name twice": '{"first_name": "Ann", "first_name": "Bob"}',
    "a name twice, inside": '{"first_name": "Ann", "address": {"city": "A", "city": "B"}}',
    "one way twice": '{"first_name": "Ann", "address.city": "A", "address": {"city": "B"}}',
    "nested": '{"first_name": "Ann", "notes": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "nested objects": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "nested as deep as can be decoded": '{"first_name":"A","x":' + "[" * 600 + "]" * 600 + "}",
    "nested objects in a list": '{"first_name":"A","x":[' + '{"a":' * 300 + "1" + "}" * 300 + "]}",
    "half a sign twice": r'{"\ud800": 1, "\ud800": 2}',
    "half a sign twice, inside": r'{"first_name": "A", "x": {"\ud800": 1, "\ud800": 2}}',
    "half a sign twice, in a list": r'{"first_name": "A", "x": [{"\ud800": 1, "\ud800": 2}]}',
    "NUL in a name twice": r'{"a\u0000": 1, "a\u0000": 2}',
    "too many names": json.dumps({f"k{n}": n for n in range(60_000)}),
    "a name too long": json.dumps({"first_name": "Ann", "k" * 500: 1}),
    "a line too long": '{"first_name": "' + "x" * (2 << 20) + '"}',
    "a cell too long": '{"first_name": "' + "x" * 40_000 + '"}',
    "not UTF-8": '{"first_name": "Zo\xe9"}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_line_spoils_no_other(what: str) -> None:
    bad = BROKEN[what].encode("latin-1")
    whole = b"\n".join((lines(GOOD).encode().strip(), bad, lines(GOOD).encode()))

    one, broken, other = fates(table(whole))

    assert isinstance(broken, Refused) and broken.reason.endswith(".")
    assert broken.reason.isprintable() and broken.reason.encode()
    assert not isinstance(one, Refused)
    assert not isinstance(other, Refused)


HALVES = st.sampled_from(["\ud800", "a\0", "user_id", "\udfff=", "x"])
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), HALVES,
    st.sampled_from(["EUR", "1e9", "01/02/2003", "a:::b", "-5", "9" * 400]),
    st.sampled_from([10**30, -(10**18), 1e308, 1e-300]),
)  # fmt: skip
ANYTHING = st.recursive(
    PLAIN,
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.dictionaries(st.one_of(st.text(max_size=5), HALVES), inside, max_size=4),
        st.fixed_dictionaries({"amount": inside, "currency": inside}),
        st.fixed_dictionaries({"amount": st.integers(), "currency": inside}),
    ),
    max_leaves=12,
)
KEYS = st.one_of(st.sampled_from([*catalogue.BY_KEY, "free.x", "address"]), st.text(max_size=5))


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, ANYTHING, max_size=8))
def test_any_value_in_any_field_has_a_fate(row: dict[str, Any]) -> None:
    [one, other] = fates(json.dumps(GOOD) + "\n" + json.dumps(row) + "\n")

    assert not isinstance(one, Refused)
    assert repr(other).encode()


def test_a_currency_that_is_no_text_is_no_money() -> None:
    row = '{"first_name": "A", "opening_paid": {"amount": 12, "currency": ["EUR"]}}'

    [one] = fates(row + "\n")

    assert isinstance(one, Refused)
    assert one.field == "opening_paid"


def test_a_broken_list_is_read_as_far_as_it_goes() -> None:
    text = json.dumps([GOOD, GOOD])

    cut, behind = fates(text[:-9]), fates(text + "x")

    assert [isinstance(one, Refused) for one in cut] == [False, True]
    assert [isinstance(one, Refused) for one in behind] == [False, False, True]


@pytest.mark.parametrize(
    "text", ['{\n  "customers": [\n    {"name": "Ann"}\n  ]\n}', '["Ann", "Bob"]', "[]", "{}\n{}"]
)
def test_what_is_no_list_of_people_is_said(text: str) -> None:
    with pytest.raises(UnreadableFile):
        table(text)


def test_too_many_names_in_the_whole_file_are_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table(lines(*({f"k{n}": 1} for n in range(300))))

    assert "256" in refusal.value.sentence


def test_signs_no_database_keeps_are_left_out() -> None:
    found = table('{"first_name": "A\\u0000nn\\ud800", "no\\u0000tes": "x", "last_name": "=1"}\n')

    [one] = drafts(found)

    assert one.fields == {
        "first_name": "Ann", "last_name": "=1", "notes": "x", "type": "person",
    }  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_each_unicode_is_read(codec: str) -> None:
    [one] = drafts(table(lines(GOOD).encode(codec)))

    assert one.fields["first_name"] == "Zoé"
