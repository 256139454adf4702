"""How a delimited text is laid out: which delimiter, and on which line the columns are named."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from habitue.exchange.reading.headings import understand
from habitue.exchange.reading.records import Dialect, Line, Record, records
from habitue.exchange.reading.table import AS_IT_IS, MOST_COLUMNS, Asked
from habitue.kit import emails, text

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_SAID = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T].*)?")
_AMOUNT = re.compile(r"[-+]?\d[\d\s.,']*")
_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """The dialect, the record that names the columns (None: there is none), and the columns."""

    dialect: Dialect
    header: Record | None
    width: int
    first: int


def find(start: Sequence[Line], asked: Asked = AS_IT_IS) -> Layout:
    """The likeliest layout of a text that begins with these lines; `asked` overrules it."""
    said = _SAID.match(start[0].text or "") if start else None
    first = 1 if said else 0
    chosen = [mark for mark, name in DELIMITERS.items() if name == asked.delimiter]
    candidates = chosen or ([said[1]] if said else list(DELIMITERS))
    tries = (_try(start[first:], mark, first, asked.header) for mark in candidates)
    return max(tries, key=_quality)[1]


def _try(
    start: Sequence[Line], mark: str, first: int, asked: int | None
) -> tuple[list[Record], Layout]:
    spaced = any(line.text and f'{mark} "' in line.text for line in start)
    dialect = Dialect(mark, spaced)
    found = [r for r in records(iter(start), dialect) if not r.is_blank and not r.fault]
    at = header_among([record.cells for record in found])
    if asked is not None:
        at = next((place for place, one in enumerate(found) if one.line == asked), None)
    header = found[at] if at is not None else None
    body = found[at + 1 :] if at is not None else found
    return body, Layout(dialect, header, _width(header, body), first)


def _quality(tried: tuple[list[Record], Layout]) -> tuple[int, float, int]:
    """Names understood first, then rows of one width, then the number of columns."""
    body, layout = tried
    rows = [*([layout.header] if layout.header else []), *body]
    widths = Counter(len(row.cells) for row in rows)
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    even = count / len(rows) if width > 1 else 0.0
    return (_understood(layout.header.cells) if layout.header else 0, even, width)


def _width(header: Record | None, body: Sequence[Record]) -> int:
    """Columns of the header, or of most rows where those agree on more."""
    named = len(header.cells) if header else 0
    widths = Counter(len(record.cells) for record in body)
    usual, count = widths.most_common(1)[0] if widths else (named, 0)
    return usual if usual > named and 2 * count > len(body) else named or usual


def header_among(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows names the columns; None when the data begins at once."""
    if not rows:
        return None
    if rows[0] and rows[0][0] in ("EXTF", "DTVF") and len(rows) > 1:
        return 1
    width = max(_filled(row) for row in rows[:_LOOKED_AT])
    best = max(
        range(min(len(rows), _LOOKED_AT)),
        key=lambda at: (_understood(rows[at]), -at),
    )
    if _understood(rows[best]) and all(2 * _filled(row) < width + 1 for row in rows[:best]):
        return best
    at = next(at for at, row in enumerate(rows) if 2 * _filled(row) >= width)
    if _understood(rows[0]):
        return 0
    return None if any(_is_data(cell) for cell in rows[at]) else at


def _understood(cells: Sequence[str]) -> int:
    return sum(
        understand(cell.strip()) is not None for cell in cells[:MOST_COLUMNS] if cell.strip()
    )


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _is_data(cell: str) -> bool:
    """Whether a cell can hardly be the name of a column."""
    cell = cell.strip()
    if "@" in cell and emails.read(cell).address:
        return True
    return bool(_DATE.fullmatch(cell) or _AMOUNT.fullmatch(cell) or len(text.digits(cell)) > 6)
