"""CSV as RFC 4180 has it: comma, CRLF, quotes where needed, UTF-8."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from habitue.exchange.reading.formulas import guarded
from habitue.exchange.writing.values import KEYS, Values, cell

_CHUNK = 1 << 16


def csv_chunks(
    rows: Iterable[Values],
    keys: Sequence[str] = KEYS,
    *,
    names: Mapping[str, str] | None = None,
    mark: bool = False,
    bare_phones: bool = False,
) -> Iterator[bytes]:
    """The file in pieces. `mark` puts the byte order mark that a spreadsheet looks for;
    `bare_phones` leaves `+33…` without its guard, for programs that know no guard."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    if mark:
        yield codecs.BOM_UTF8
    writer.writerow([(names or {}).get(key, key) for key in keys])
    for row in rows:
        writer.writerow(
            [guarded(cell(key, row.get(key)), bare_phones=bare_phones) for key in keys]
        )
        if held.tell() > _CHUNK:
            yield _taken(held)
    yield _taken(held)


def _taken(held: io.StringIO) -> bytes:
    piece = held.getvalue().encode("utf-8", "replace")
    held.seek(0)
    held.truncate()
    return piece
