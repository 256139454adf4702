"""CSV and its relatives: a stream of rows out of a delimited text."""

from collections.abc import Generator
from contextlib import closing
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from habitue.exchange.reading import encodings, layout
from habitue.exchange.reading.records import Line, Record, lines, records
from habitue.exchange.reading.table import (
    AS_IT_IS,
    MOST_COLUMNS,
    TOP,
    Asked,
    Row,
    Table,
    UnreadableFile,
    named,
)  # fmt: skip

_LOOKED_AT_LINES = 300
_LOOKED_AT_SIZE = 1 << 19


def read(
    file: BinaryIO, *, language: str, encoding: str | None = None, asked: Asked = AS_IT_IS
) -> Table:
    """The table in a delimited text; refused only when it is not in the encoding asked for."""
    written = encodings.recognise(file, language, encoding)
    start = _start(file, written.codec)
    laid = layout.find(start, asked)
    if laid.width > MOST_COLUMNS:
        why = _("The file has {count} columns; {most} is the most that can be read.")
        raise UnreadableFile(why=why.format(count=laid.width, most=MOST_COLUMNS))
    columns = named(laid.header.cells if laid.header else [], laid.width)
    if not columns:
        raise UnreadableFile(why=_("No column could be found in this file."))
    return Table(
        format="csv",
        columns=columns,
        walk=lambda: _rows(file, written.codec, laid, len(columns)),
        encoding=written.name,
        delimiter=layout.DELIMITERS.get(laid.dialect.delimiter, laid.dialect.delimiter),
        header_line=laid.header.line if laid.header else None,
        warnings=_warnings(written, laid),
        top=_top(start, laid),
    )


def _warnings(written: encodings.Encoding, laid: layout.Layout) -> list[str]:
    warnings = [written.warning] if written.warning else []
    if laid.header is None:
        warnings.append(_("No line names the columns; say which is which."))
    return warnings


def _top(start: list[Line], laid: layout.Layout) -> tuple[tuple[int, tuple[str, ...]], ...]:
    found = records(iter(start[laid.first :]), laid.dialect)
    filled = (one for one in found if not one.is_blank and not one.fault)
    return tuple((one.line, tuple(one.cells)) for one in islice(filled, TOP))


def _start(file: BinaryIO, codec: str) -> list[Line]:
    """The first lines, enough to see the layout and never more than fits in memory."""
    start: list[Line] = []
    size = 0
    with closing(lines(file, codec)) as source:
        for line in source:
            start.append(line)
            size += len(line.text or "")
            if len(start) >= _LOOKED_AT_LINES or size > _LOOKED_AT_SIZE:
                break
    return start


def _rows(file: BinaryIO, codec: str, laid: layout.Layout, width: int) -> Generator[Row]:
    number = 0
    after = laid.header.line if laid.header else laid.first - 1
    with closing(lines(file, codec)) as source:
        for record in records(source, laid.dialect):
            if record.line <= after or record.is_blank:
                continue
            number += 1
            yield _row(number, record, width)


def _row(number: int, record: Record, width: int) -> Row:
    cells, more = record.cells[:width], record.cells[width:]
    if record.fault:
        return Row(number, record.line, (), record.fault)
    if any(cell.strip() for cell in more):
        fault = _("The row has more cells than there are columns; something may have shifted.")
        return Row(number, record.line, (), fault)
    return Row(number, record.line, (*cells, *[""] * (width - len(cells))))
