"""Delimited text, record by record: a broken one is reported, never followed to the end of file.

Memory is bounded whatever the file holds: a line is read up to the longest row allowed, and a
quote that is not closed within that is a mistake in one record, after which reading goes on.
"""

import csv
import io
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from habitue.exchange.reading.table import LONGEST_CELL, LONGEST_ROW

_MOST_LINES = 2_000
_MOST_RESCUES = 50

# One cell may be as long as a row: the limit we mean is checked, and told, below.
csv.field_size_limit(2 * LONGEST_ROW)


class Line(NamedTuple):
    """A physical line, from 0; `text` is None when it was longer than any row may be."""

    number: int
    text: str | None


class Record(NamedTuple):
    """The cells that start on a line, or the fault that keeps them from being read."""

    line: int
    cells: list[str]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.fault and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a line are told apart."""

    delimiter: str = ","
    skip_space: bool = False


def lines(file: BinaryIO, codec: str) -> Generator[Line]:
    """The lines of a file, each read no further than the longest row."""
    yield from lines_of(opened(file, codec))


def opened(file: BinaryIO, codec: str, errors: str = "strict") -> io.TextIOWrapper:
    """The file as text from its beginning; to be detached, for it is not ours to close."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding=codec, errors=errors, newline="")


def lines_of(text: io.TextIOWrapper) -> Generator[Line]:
    """The lines of a text, each read no further than the longest row."""
    try:
        number = 0
        while line := text.readline(LONGEST_ROW):
            if len(line) == LONGEST_ROW and not line.endswith(("\n", "\r")):
                _skip_to_end(text)
                yield Line(number, None)
            else:
                yield Line(number, line.replace("\0", ""))
            number += 1
    finally:
        text.detach()


def _skip_to_end(text: io.TextIOWrapper) -> None:
    while (rest := text.readline(LONGEST_ROW)) and not rest.endswith(("\n", "\r")):
        pass


def records(source: Iterator[Line], dialect: Dialect) -> Generator[Record]:
    """The records of these lines, each with its cells or its fault."""
    waiting: deque[Line] = deque()
    rescues = 0
    while first := _following(waiting, source):
        if first.text is None:
            yield Record(first.number, [], _("The row is too long."))
            continue
        if first.text.isspace():
            continue
        gathered, closed = _gather(first, source, waiting, dialect)
        if closed:
            yield _cells(first.number, gathered, dialect)
            continue
        rescues += 1
        if rescues <= _MOST_RESCUES:
            waiting.extendleft(reversed(gathered[1:]))
            del gathered[1:]
        yield Record(first.number, [], _unclosed(gathered))


def _following(waiting: deque[Line], source: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(source, None)


def _unclosed(lost: list[Line]) -> str:
    if len(lost) == 1:
        return _("A quotation mark is opened and never closed.")
    return _(
        "A quotation mark is opened and never closed: {count} lines could not be read."
    ).format(count=len(lost))


def _gather(
    first: Line, source: Iterator[Line], waiting: deque[Line], dialect: Dialect
) -> tuple[list[Line], bool]:
    """The lines of one record, and whether its quotes are closed where they end."""
    gathered, size = [first], len(first.text or "")
    inside = _ends_inside(first.text or "", dialect, False)
    while inside:
        line = _following(waiting, source)
        if line is None:
            return gathered, False
        gathered.append(line)
        size += len(line.text or "")
        if line.text is None or size > LONGEST_ROW or len(gathered) > _MOST_LINES:
            return gathered, False
        inside = _ends_inside(line.text, dialect, True)
    return gathered, True


def _ends_inside(text: str, dialect: Dialect, inside: bool) -> bool:
    """Whether a quoted cell is still open at the end of a line."""
    if '"' not in text:
        return inside
    place = 0
    while True:
        if inside:
            place = _closing(text, place)
            if place < 0:
                return True
            inside = False
        elif _opens(text, place, dialect):
            place, inside = text.index('"', place) + 1, True
            continue
        place = text.find(dialect.delimiter, place) + 1
        if not place:
            return False


def _opens(text: str, place: int, dialect: Dialect) -> bool:
    if dialect.skip_space:
        while text.startswith(" ", place):
            place += 1
    return text.startswith('"', place)


def _closing(text: str, place: int) -> int:
    """Just after the quote that closes a cell, or -1; a doubled quote is a quote in the text."""
    while (place := text.find('"', place)) >= 0:
        if not text.startswith('""', place):
            return place + 1
        place += 2
    return -1


def _cells(number: int, gathered: list[Line], dialect: Dialect) -> Record:
    text = "".join(line.text or "" for line in gathered)
    reader = csv.reader((text,), delimiter=dialect.delimiter, skipinitialspace=dialect.skip_space)
    try:
        cells = next(reader, [])
    except csv.Error:
        return Record(number, [], _("The row cannot be read."))
    if len(text) > LONGEST_CELL and max(map(len, cells), default=0) > LONGEST_CELL:
        return Record(number, [], _("A cell is too long."))
    return Record(number, cells)
