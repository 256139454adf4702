"""A report as a file: tables of figures, as CSV for programs and XLSX for a bookkeeper's hands.

Amounts are whole minor units until the last moment; in a spreadsheet they are numbers that add
up there too, in CSV plain figures with a full stop. Texts are never calculated.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise

from habitue.kit.currencies import exponent
from habitue.kit.formulas import guarded
from habitue.kit.money import Money

Kind = Literal["text", "money", "count", "day", "moment"]
WIDTHS: dict[str, int] = {"text": 26, "money": 14, "count": 10, "day": 12, "moment": 18}


@dataclass(frozen=True, slots=True)
class Column:
    """`key` heads it in CSV, in every language; `label` in a spreadsheet."""

    key: str
    label: str | Promise
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one value a column: text, whole units, a date or a moment; None is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Sequence[Any]] = field(default_factory=tuple)


def as_csv(table: Table, currency: str, zone: tzinfo, *, mark: bool = False) -> bytes:
    """RFC 4180. `mark` puts the byte order mark that a spreadsheet looks for."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(column.key for column in table.columns), "currency"])
    for row in (*table.rows, *table.totals):
        cells = zip(table.columns, row, strict=True)
        writer.writerow([*(_text(one, cell, currency, zone) for one, cell in cells), currency])
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8", "replace")


def as_xlsx(tables: Sequence[Table], currency: str, zone: tzinfo) -> bytes:
    """A sheet for each of `tables`; the totals of one stand in bold below it."""
    from xlsxwriter import Workbook  # large, and seldom asked for

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for number, table in enumerate(tables, 1):
        _fill(book, f"{number} {table.name}"[:31], table, currency, zone)
    book.close()
    return out.getvalue()


def _text(column: Column, cell: Any, currency: str, zone: tzinfo) -> str:
    if cell is None:
        return ""
    match column.kind:
        case "money":
            return Money(cell, currency).text
        case "moment":
            return str(cell.astimezone(zone).isoformat(timespec="seconds"))
        case "day":
            return cell.isoformat() if isinstance(cell, date) else str(cell)
        case "count":
            return str(cell)
        case _:
            return guarded(str(cell))


def _fill(book: Any, name: str, table: Table, currency: str, zone: tzinfo) -> None:
    sheet = book.add_worksheet("".join(one for one in name if one not in "[]:*?/\\'"))
    digits = exponent(currency)
    formats = {
        "money": "#,##0" + ("." + "0" * digits if digits else ""),
        "count": "#,##0",
        "day": "yyyy-mm-dd",
        "moment": "yyyy-mm-dd hh:mm",
        "text": "@",
    }
    plain = {kind: book.add_format({"num_format": one}) for kind, one in formats.items()}
    bold = {kind: book.add_format({"num_format": f, "bold": True}) for kind, f in formats.items()}
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, str(column.label), bold["text"])
        sheet.set_column(place, place, WIDTHS[column.kind])
    for line, row in enumerate((*table.rows, *table.totals), 1):
        looks = plain if line <= len(table.rows) else bold
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            if cell is not None:
                _write(sheet, (line, place), cell, (column.kind, digits, zone), looks[column.kind])
    sheet.freeze_panes(1, 0)


def _write(
    sheet: Any, place: tuple[int, int], cell: Any, how: tuple[Kind, int, tzinfo], look: Any
) -> None:
    kind, digits, zone = how
    if kind == "money":
        sheet.write_number(*place, Decimal(cell).scaleb(-digits), look)
    elif kind == "count":
        sheet.write_number(*place, cell, look)
    elif isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.astimezone(zone).replace(tzinfo=None), look)
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, look)
    else:
        sheet.write_string(*place, str(cell), look)
