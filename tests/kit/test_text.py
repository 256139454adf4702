import pytest
from hypothesis import given
from hypothesis import strategies as st

from habitue.kit import text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Élodie\u00a0 DUPRÉ ", "elodie dupre"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Øre Æsir Đorđe Œuf", "ore aesir dorde oeuf"),
        ("Ёлка Алёна", "елка алена"),
        ("İstanbul ışık", "istanbul isik"),
        ("e\u0301", "e"),
        ("O’Brien O`Brien", "o'brien o'brien"),
        ("٠٦١٢", "0612"),
        ("a\u200bb\u202ec", "abc"),
        ("山田", "山田"),
    ],
)
def test_search_sees_the_same_word_however_it_was_typed(typed: str, stored: str) -> None:
    assert text.normalise(typed) == stored


@given(st.text())
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = text.normalise(typed)

    assert text.normalise(once) == once


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_part_of_a_name_is_found_in_the_name(before: str, after: str) -> None:
    whole, part = text.normalise(before + "dup" + after), text.normalise("DÜP")

    assert part in whole


def test_digits_are_all_that_is_left() -> None:
    assert text.digits("+33 (0)6.12-34") == "330612 34".replace(" ", "")
    assert text.digits("٠٦/१२") == "0612"
    assert text.digits("maison") == ""


def test_words_come_once_and_in_order() -> None:
    assert text.words(" Dupré 06 DUPRE  anne ") == ["dupre", "06", "anne"]


def test_grams_are_the_runs_inside_words_only() -> None:
    assert text.grams("Zoé B") == {"z", "o", "e", "zo", "oe", "zoe", "b"}


def test_grams_of_numbers_tell_them_apart() -> None:
    grams = text.grams("29100000012")

    assert {"00000", "000000", "91000"} <= grams
    assert not {"9100", "0000000"} & grams  # four of several kinds; seven noughts are not there
    assert text.longest_grams("000000") == ["000000"]
    assert text.longest_grams("0612345") == ["06123", "61234", "12345"]
    assert text.longest_grams("zoe9") == ["zoe", "oe9"]


@given(st.text("01a", max_size=90), st.data())
def test_whatever_contains_a_word_has_its_grams(typed: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(typed)))
    part = typed[start : data.draw(st.integers(start, min(start + 60, len(typed))))]

    assert set(text.longest_grams(part)) <= text.grams(typed)


@given(st.text(max_size=30))
def test_every_gram_stands_in_a_word(typed: str) -> None:
    words = text.normalise(typed).split()

    assert all(any(gram in word for word in words) for gram in text.grams(typed))


def test_what_a_printer_would_obey_is_not_kept() -> None:
    assert text.storable("Al\x1b@ice\x00\x7f\x9b") == "Al@ice"
    assert text.storable("\ud83dB") == "B"
    assert (
        text.storable("two\r\nlines\tand 👩‍👧 \u202eback") == "two\r\nlines\tand 👩‍👧 \u202eback"
    )
