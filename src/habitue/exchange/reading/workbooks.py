"""Spreadsheets: the sheet that looks like customers, with every cell as the text it stands for."""

import datetime as dt
from collections.abc import Generator, Sequence
from decimal import Decimal
from itertools import islice
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, load_workbook

from habitue.exchange.reading import bounds
from habitue.exchange.reading.headings import understand
from habitue.exchange.reading.layout import header_among
from habitue.exchange.reading.table import (
    AS_IT_IS,
    LONGEST_CELL,
    MOST_COLUMNS,
    TOP,
    Asked,
    Row,
    Table,
    UnreadableFile,
    named,
)  # fmt: skip

# Beyond fifteen figures a spreadsheet has already put zeros in the place of what was typed.
_ROUNDED = 10**15
_LOOKED_AT = 40

Cell = object


class _Sheet(NamedTuple):
    name: str
    cells: list[list[str]]
    header: int | None

    @property
    def understood(self) -> int:
        header = self.cells[self.header] if self.header is not None else []
        return sum(understand(cell.strip()) is not None for cell in header if cell.strip())


def read(file: BinaryIO, asked: Asked = AS_IT_IS) -> Table:
    """The table in an XLSX, XLS or ODS file; `asked` may say which line names the columns."""
    sheets = [sheet for sheet in _sheets(file) if any(any(row) for row in sheet.cells)]
    if not sheets:
        raise UnreadableFile(why=_("The spreadsheet is empty."))
    sheet = max(sheets, key=lambda sheet: sheet.understood)
    if asked.header is not None:
        there = 0 <= asked.header < len(sheet.cells)
        sheet = sheet._replace(header=asked.header if there else None)
    header = sheet.cells[sheet.header] if sheet.header is not None else []
    width = _width(sheet)
    if width > MOST_COLUMNS:
        why = _("The file has {count} columns; {most} is the most that can be read.")
        raise UnreadableFile(why=why.format(count=width, most=MOST_COLUMNS))
    return Table(
        format="xlsx",
        columns=named(header[:width], width),
        walk=lambda: _rows(sheet, width),
        header_line=sheet.header,
        warnings=_warnings(sheet, sheets),
        top=_top(sheet),
    )


def _sheets(file: BinaryIO) -> list[_Sheet]:
    file.seek(0)
    try:
        bounds.check(file)
        book = load_workbook(file)
        return [_sheet(book, name) for name in _visible(book)]
    except (CalamineError, ValueError, OSError) as damage:
        if "password" in str(damage).lower() or type(damage).__name__ == "PasswordError":
            raise UnreadableFile(why=_("This spreadsheet has a password.")) from None
        why = _("This spreadsheet is damaged. Save it again, or as CSV.")
        raise UnreadableFile(why=why) from None


def _visible(book: CalamineWorkbook) -> list[str]:
    shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    return shown or book.sheet_names


def _sheet(book: CalamineWorkbook, name: str) -> _Sheet:
    found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    cells = [[as_text(cell) for cell in row] for row in found]
    filled = [place for place, row in enumerate(cells) if any(cell.strip() for cell in row)]
    at = header_among([cells[place] for place in filled[:_LOOKED_AT]])
    return _Sheet(name, cells, filled[at] if at is not None else None)


def _top(sheet: _Sheet) -> tuple[tuple[int, tuple[str, ...]], ...]:
    filled = ((at, cells) for at, cells in enumerate(sheet.cells) if any(map(str.strip, cells)))
    return tuple((at, tuple(cells)) for at, cells in islice(filled, TOP))


def _width(sheet: _Sheet) -> int:
    """Up to the last column in which anything stands."""
    return max(
        (place + 1 for row in sheet.cells for place, cell in enumerate(row) if cell.strip()),
        default=0,
    )


def _warnings(sheet: _Sheet, sheets: Sequence[_Sheet]) -> list[str]:
    warnings = []
    if len(sheets) > 1:
        warnings.append(_("Only the sheet “{name}” was read.").format(name=sheet.name))
    if sheet.header is None:
        warnings.append(_("No line names the columns; say which is which."))
    return warnings


def _rows(sheet: _Sheet, width: int) -> Generator[Row]:
    number = 0
    start = 0 if sheet.header is None else sheet.header + 1
    for line, cells in enumerate(sheet.cells[start:], start):
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        if max(map(len, cells)) > LONGEST_CELL:
            yield Row(number, line, (), _("A cell is too long."))
        else:
            yield Row(number, line, (*cells[:width], *[""] * (width - len(cells))))


def as_text(cell: Cell) -> str:
    """A cell as the text somebody would have typed: never `6.12e8`, never `75001.0`."""
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _number(cell: int | float) -> str:
    if isinstance(cell, float) and not cell.is_integer():
        return format(Decimal(repr(cell)), "f") if abs(cell) < _ROUNDED else repr(cell)
    if abs(cell) >= _ROUNDED:
        return f"{cell:.14E}"
    return str(int(cell))
