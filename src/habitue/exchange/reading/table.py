"""What every file becomes: columns, and rows that can be walked through again and again."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from habitue.kit.refusals import Refusal

MOST_COLUMNS = 256
TOP = 8  # lines among which a person may choose the one that names the columns
LONGEST_CELL = 32 * 1024
LONGEST_ROW = 1024 * 1024


class UnreadableFile(Refusal):
    """The file as a whole is no table, or not in the encoding that was asked for."""

    code = "unreadable_file"
    status = 422
    says = "{why}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of the layout: the delimiter's name, the line (from 0) that names the
    columns, -1 where none does; empty and None: as it is found."""

    delimiter: str = ""
    header: int | None = None


AS_IT_IS = Asked()
NO_HEADER = -1


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its number from 1, the line it starts on, and its cells or what is wrong."""

    number: int
    line: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A file understood: how it was written, its columns, and its rows as a stream."""

    format: str
    columns: tuple[str, ...]
    walk: Callable[[], Generator[Row]]
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = 0
    warnings: list[str] = field(default_factory=list)
    top: tuple[tuple[int, tuple[str, ...]], ...] = ()  # the first lines: their number, cells

    def rows(self) -> Iterator[Row]:
        """The records after the header, from the first, blank ones left out."""
        return self.walk()

    def sample(self, size: int = 200) -> list[tuple[str, ...]]:
        """The cells of the first readable rows, for guessing what the columns hold."""
        rows = self.walk()
        with closing(rows):
            return list(islice((row.cells for row in rows if not row.fault), size))


def named(header: list[str], width: int) -> tuple[str, ...]:
    """Column names that are all there and all different, however the header was filled in."""
    names: dict[str, None] = {}
    for place in range(max(width, len(header))):
        written = header[place].strip() if place < len(header) else ""
        name = plain = written.lstrip("\ufeff") or f"Column {place + 1}"
        twin = 1
        while name in names:
            twin += 1
            name = f"{plain} ({twin})"
        names[name] = None
    return tuple(names)
