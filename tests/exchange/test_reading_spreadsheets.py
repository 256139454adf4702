import datetime as dt
import io
from typing import Any
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from habitue.exchange.reading import UnreadableFile
from habitue.exchange.reading.workbooks import as_text
from tests.exchange.reads import drafts, table


def workbook(*rows: list[Any], more: dict[str, list[list[Any]]] | None = None) -> bytes:
    out = io.BytesIO()
    book = Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, content in {"Sheet1": list(rows), **(more or {})}.items():
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(content):
            sheet.write_row(line, 0, cells)
    book.close()
    return out.getvalue()


def test_numbers_stay_what_was_typed() -> None:
    [found] = drafts(
        workbook(
            ["Nom", "Prénom", "Téléphone", "Code postal", "Date de naissance", "Solde", "Actif"],
            ["Dupont", "Anne", 612345678, 1000.0, dt.date(1980, 3, 22), -43.1, True],
        )
    )

    assert found.phones[0].e164 == "+33612345678"
    assert found.fields["address.postal_code"] == "01000"
    assert found.fields["birthday"] == "1980-03-22"
    assert found.fields["active"] is True
    assert found.opening is not None
    assert found.opening.owes.amount == 4310


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (612345678.0, "612345678"),
        (75001, "75001"),
        (12.5, "12.5"),
        (1e-07, "0.0000001"),
        (0.1 + 0.2, "0.30000000000000004"),
        (123456789012345, "123456789012345"),
        (4111111111111111.0, "4.11111111111111E+15"),
        (False, "no"),
        (None, ""),
        (dt.datetime.fromisoformat("1980-03-22"), "1980-03-22"),
        (dt.datetime.fromisoformat("1980-03-22T12:30"), "1980-03-22T12:30:00"),
        ("a\0b", "ab"),
    ],
)
def test_a_cell_is_the_text_it_stands_for(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_a_spreadsheet_is_described_like_any_table() -> None:
    found = table(workbook(["", ""], ["First name", "Last name"], ["A", "B"], [], ["C", "D"]))

    assert (found.format, found.encoding, found.delimiter) == ("xlsx", None, None)
    assert found.header_line == 1
    assert [(row.number, row.line, row.cells) for row in found.rows()] == [
        (1, 2, ("A", "B")),
        (2, 4, ("C", "D")),
    ]


def test_the_sheet_that_speaks_of_customers_is_read() -> None:
    found = table(
        workbook(["Read me"], more={"Guests": [["First name", "Phone"], ["Anne", "06"]]})
    )

    assert found.columns == ("First name", "Phone")
    assert "Guests" in found.warnings[0]


def test_an_empty_spreadsheet_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table(workbook([]))

    assert refusal.value.sentence == "The spreadsheet is empty."


def test_a_packed_list_is_refused_with_advice() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("customers.csv", "Name\nBob\n")

    with pytest.raises(UnreadableFile) as refusal:
        table(out.getvalue())

    assert "Unpack" in refusal.value.sentence


def test_a_spreadsheet_that_swells_is_refused() -> None:
    out = io.BytesIO()
    with (
        ZipFile(out, "w", compression=8) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(500):
            sheet.write(bytes(1 << 20))

    with pytest.raises(UnreadableFile) as refusal:
        table(out.getvalue())

    assert "too large" in refusal.value.sentence


def test_a_torn_spreadsheet_is_refused() -> None:
    whole = workbook(["Name"], ["Bob"])
    out = io.BytesIO()
    with ZipFile(io.BytesIO(whole)) as source, ZipFile(out, "w") as torn:
        for name in source.namelist():
            torn.writestr(name, b"<broken" if "sheet1" in name else source.read(name))

    with pytest.raises(UnreadableFile):
        table(out.getvalue())
