import io
import tracemalloc

import pytest

from habitue.exchange.reading import UnreadableFile
from habitue.exchange.reading.records import Dialect, lines, records
from tests.exchange.reads import fates, table


def cells(text: str, language: str = "en") -> list[tuple[str, ...]]:
    return [row.cells for row in table(text, language).rows()]


@pytest.mark.parametrize(
    ("mark", "word"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")]
)
def test_the_delimiter_is_found(mark: str, word: str) -> None:
    found = table("Name,Phone,Note\nBob,06,a; b\nAnne,07,c\n".replace(",", mark))

    assert found.delimiter == word
    assert len(found.columns) == 3


def test_the_delimiter_that_excel_writes_down_is_believed() -> None:
    found = table("sep=;\nName;Phone\nBob;1,5\n")

    assert (found.delimiter, found.header_line) == ("semicolon", 1)
    assert [row.cells for row in found.rows()] == [("Bob", "1,5")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end: str) -> None:
    assert cells(end.join(["Name,Note", "Bob,x", "", "Anne,y"])) == [("Bob", "x"), ("Anne", "y")]


def test_quotes_newlines_and_delimiters_stand_in_cells() -> None:
    assert cells('Name,Note\n"O""Neil","a,b\nc"\n5" nail,x\n') == [
        ('O"Neil', "a,b\nc"),
        ('5" nail', "x"),
    ]


def test_a_space_before_a_quote_is_no_text() -> None:
    assert cells('Name, Note\nBob, "a, b"\nAnne, "c"\n') == [("Bob", "a, b"), ("Anne", "c")]


def test_a_quote_never_closed_costs_one_row() -> None:
    rows = list(table('Name,Note\n"Bob,x\nAnne,y\nZoé,z\n').rows())

    assert [row.cells for row in rows] == [(), ("Anne", "y"), ("Zoé", "z")]
    assert "never closed" in rows[0].fault


def test_short_rows_are_filled_and_long_ones_refused() -> None:
    rows = list(table("Name,Phone\nBob\nAnne,06,,\nZoé,07,08\n").rows())

    assert [row.cells for row in rows[:2]] == [("Bob", ""), ("Anne", "06")]
    assert "more cells" in rows[2].fault


def test_columns_the_header_forgot_are_numbered() -> None:
    found = table("Name,Phone\nBob,06,x\nAnne,07,y\n")

    assert found.columns == ("Name", "Phone", "Column 3")


def test_twin_headers_are_told_apart() -> None:
    found = table("Name,Phone,Phone,,Name\nBob,1,2,3,4\n")

    assert found.columns == ("Name", "Phone", "Phone (2)", "Column 4", "Name (2)")


def test_zero_bytes_are_left_out() -> None:
    assert cells("Name,Note\nB\0ob,x\n") == [("Bob", "x")]


def test_a_title_above_the_header_is_passed_over() -> None:
    found = table("Customer list of 14 March\n\nFirst name,Last name,E-mail\nA,B,a@b.test\n")

    assert found.header_line == 2
    assert found.columns == ("First name", "Last name", "E-mail")


def test_a_file_without_a_header_has_none() -> None:
    found = table("Anne,Dupont,anne@example.test\nBob,Martin,bob@example.test\n")

    assert found.header_line is None
    assert found.columns == ("Column 1", "Column 2", "Column 3")
    assert len(list(found.rows())) == 2
    assert found.warnings


def test_blank_rows_are_not_counted() -> None:
    rows = list(table("Name,Phone\n,\nBob,06\n  ,\n\nAnne,07\n").rows())

    assert [(row.number, row.line) for row in rows] == [(1, 2), (2, 5)]


def test_a_row_of_ten_megabytes_has_its_fate() -> None:
    found = fates("Name,Note\nBob," + "x" * 10_000_000 + "\nAnne,y\n")

    assert found[0].reason == "The row is too long."  # type: ignore[union-attr]
    assert found[1].fields["notes"] == "y"  # type: ignore[union-attr]


def test_a_cell_beyond_the_limit_refuses_its_row() -> None:
    rows = list(table("Name,Note\nBob," + "x" * 40_000 + "\nAnne," + "y" * 32_000 + "\n").rows())

    assert rows[0].fault == "A cell is too long."
    assert not rows[1].fault


def test_too_many_columns_refuse_the_file() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table(",".join(f"c{n}" for n in range(100_000)) + "\n1\n")

    assert "256" in refusal.value.sentence


def test_memory_stays_bounded_whatever_is_left_open() -> None:
    hostile = io.BytesIO(b'"a","b\n' * 150_000)

    tracemalloc.start()
    count = sum(1 for _ in records(lines(hostile, "utf-8"), Dialect()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count
    assert peak < 16_000_000


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \n", "empty"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "picture"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\x1f\x8b\x08...", "archive"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b'["Bob"]', "JSON"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" * 9, "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(content: bytes, word: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table(content)

    assert word in refusal.value.sentence
    assert refusal.value.status == 422
