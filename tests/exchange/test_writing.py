import csv
import io
import json
import string
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from habitue.exchange.reading.formulas import guarded, kept, unguarded
from habitue.exchange.writing import KEYS, Values, csv_chunks, jsonl_chunks, labels, write_xlsx
from habitue.kit.money import Money
from tests.exchange.reads import FRENCH, drafts

NAUGHTY = [
    "=1+1", "+1+1", "-2", "@SUM(A1)", "'=1", "''+33", "'0612", "'quoted'", '"', '""', ",", ";",
    "a\u202eb", "مرحبا", "שלום", "👩‍👩‍👧", "\ufeffmark", "undefined", "NULL", "None", "true",
    "1E5", "1.0", "007", "a'b\"c", "Robert'); DROP TABLE--", "<script>", "%s%n", "Ω≈ç√", "\\",
    "＝1+1", "sep=;", ":::", "a ::: b", "x:::", "tab", "ﬁ", "Z̷a̷l̷g̷o̷", "_x0041_", "#REF!",
    "1/2", "--", "* star",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(NAUGHTY),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1),
)
LINE = (
    st.lists(WORDS, min_size=1, max_size=3)
    .map(" ".join)
    .map(lambda t: t[:60].strip())
    .filter(bool)
)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
CUSTOMERS = st.fixed_dictionaries(
    {"type": st.sampled_from(["person", "company"]), "last_name": LINE},
    optional={
        "first_name": LINE,
        "company_name": LINE,
        "user_id": LINE,
        "notes": TEXT,
        "description": TEXT,
        "tags": st.lists(LINE, min_size=1, max_size=3, unique=True).map(tuple),
        "active": st.booleans(),
        "discount_percent": st.integers(0, 10_000),
        "credit_limit": st.integers(0, 10**11).map(lambda cents: Money(cents, "EUR")),
        "birthday": st.sampled_from(["1980-03-22", "--02-29", "2008-01-09"]),
        "address.street": LINE,
        "address.country": st.sampled_from(["FR", "DE", "US"]),
        "phone": st.sampled_from(["+33 6 12 34 56 78", "06 12 34 56 78", "maison"]),
        "email": st.sampled_from(["anne@example.test", "Bob.Martin@example.test"]),
    },
)


def as_csv(rows: Sequence[Values], mark: bool = False, bare_phones: bool = False) -> bytes:
    return b"".join(csv_chunks(rows, mark=mark, bare_phones=bare_phones))


def as_xlsx(rows: Sequence[Values]) -> bytes:
    out = io.BytesIO()
    write_xlsx(rows, out)
    return out.getvalue()


@given(st.text())
@example("'=1")
@example("''")
@example("'5")
def test_every_text_survives_its_guard(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(kept(text)) == text


@given(st.text())
def test_no_guarded_cell_is_calculated(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    "tag",
    [
        "* a",
        "* * a",
        "*",
        ":::",
        r"\:\:\:",
        ":::::",
        r"\\:",
        r"a\:::b",
        r"\:\:\:\:",
        ":",
        "a:b",
        "\\",
        "x:::",
    ],
)
def test_whatever_joins_values_may_stand_in_them(tag: str) -> None:
    row: Values = {"type": "person", "last_name": "A", "tags": (tag, "b,c", tag + "d")}

    assert [draft.fields for draft in drafts(as_csv([row]))] == [row]
    assert [draft.fields for draft in drafts(as_csv([row | {"tags": (tag,)}]))] == [
        row | {"tags": (tag,)}
    ]


@settings(deadline=None, max_examples=150)
@given(st.lists(CUSTOMERS, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_a_csv_comes_back_unchanged(rows: list[Values], mark: bool, bare: bool) -> None:
    assert [draft.fields for draft in drafts(as_csv(rows, mark, bare))] == rows


@settings(deadline=None, max_examples=25)
@given(st.lists(CUSTOMERS, min_size=1, max_size=5))
def test_a_spreadsheet_comes_back_unchanged(rows: list[Values]) -> None:
    assert [draft.fields for draft in drafts(as_xlsx(rows))] == rows


@pytest.mark.parametrize("word", NAUGHTY)
def test_naughty_names_come_back(word: str) -> None:
    rows: list[Values] = [{"type": "person", "last_name": word, "tags": (word, "VIP")}]

    assert [draft.fields for draft in drafts(as_csv(rows))] == rows


def test_cards_phones_and_consent_come_back() -> None:
    row: Values = {
        "type": "person",
        "last_name": "Dupré",
        "phone": "+33 6 12 34 56 78",
        "phones": ("+33 6 12 34 56 78", "01 23 45 67 89 / 12"),
        "marketing_allowed": True,
        "tax_exempt": False,
    }

    [draft] = drafts(as_csv([row | {"cards": ("600123456789", "04,A2")}]))

    assert draft.fields == row
    assert draft.cards == ("600123456789", "04,A2")
    assert draft.type_is_stated


@pytest.mark.parametrize(
    ("currency", "amount"), [("EUR", 123456), ("JPY", 1234), ("KWD", 1234), ("KWD", 1234567)]
)
def test_a_limit_of_any_currency_comes_back(currency: str, amount: int) -> None:
    from dataclasses import replace

    row: Values = {"last_name": "A", "type": "person", "credit_limit": Money(amount, currency)}

    [draft] = drafts(as_csv([row]), replace(FRENCH, currency=currency))

    assert draft.fields == row


def test_a_csv_is_what_the_standard_says() -> None:
    written = as_csv([{"last_name": 'O"Neil, A', "notes": "a\nb"}], mark=True)

    assert written.startswith(b"\xef\xbb\xbf" + b"type,first_name,last_name")
    [header, row] = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert header == list(KEYS)
    assert row[header.index("last_name")] == 'O"Neil, A'
    assert written.endswith(b"\r\n")


def test_a_phone_keeps_its_plus_for_programs_that_know_no_guard() -> None:
    rows: list[Values] = [{"last_name": "=A", "phone": "+33 6 12 34 56 78"}]

    assert b",'+33 6" in as_csv(rows)
    assert b",+33 6" in as_csv(rows, bare_phones=True)
    assert b",'=A," in as_csv(rows, bare_phones=True)


def test_columns_named_for_people_are_known_to_our_import() -> None:
    named = b"".join(csv_chunks([{"last_name": "A", "address.city": "B"}], names=labels()))

    [draft] = drafts(named)

    assert named.startswith(b"type,First name,Last name")
    assert draft.fields == {"last_name": "A", "type": "person", "address.city": "B"}


def test_json_lines_have_the_shape_of_the_api() -> None:
    [line] = jsonl_chunks(
        [{"last_name": "Ñ", "address.city": "B", "credit_limit": Money(5, "EUR"), "tags": ("a",)}]
    )

    assert json.loads(line) == {
        "last_name": "Ñ",
        "address": {"city": "B"},
        "credit_limit": {"amount": 5, "currency": "EUR"},
        "tags": ["a"],
    }


def test_a_long_export_leaves_in_pieces() -> None:
    letters = string.ascii_letters

    pieces = list(csv_chunks({"last_name": letters * 9} for _ in range(1_000)))

    assert len(pieces) > 3
    assert max(map(len, pieces)) < 70_000
