"""XLSX in which every cell is text: telephones keep their zeros, and nothing is calculated."""

from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO

from habitue.exchange.reading.formulas import kept
from habitue.exchange.writing.values import KEYS, Values, cell


def write_xlsx(
    rows: Iterable[Values],
    out: BinaryIO,
    keys: Sequence[str] = KEYS,
    *,
    names: Mapping[str, str] | None = None,
) -> None:
    """Write the rows to `out` as one sheet; rows are spooled to disk, not held in memory."""
    from xlsxwriter import Workbook  # large, and seldom asked for

    book = Workbook(out, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    for place, key in enumerate(keys):
        sheet.write_string(0, place, (names or {}).get(key, key), text)
    for line, row in enumerate(rows, 1):
        for place, key in enumerate(keys):
            if written := cell(key, row.get(key)):
                sheet.write_string(line, place, kept(written), text)
    sheet.freeze_panes(1, 0)
    book.close()
