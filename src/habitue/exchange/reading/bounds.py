"""How large a spreadsheet would be in memory, found out before it is unpacked.

A sheet is held as a rectangle from its first to its last cell: one stray cell in the last corner
would make it 17 thousand million cells. So the corner is looked for in the packed text, piece by
piece, and what would not fit is refused in a sentence.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from habitue.exchange.reading.table import UnreadableFile

MOST_CELLS = 3_000_000  # of the rectangle: 200,000 rows of 15 columns
MOST_REPEATED = 2_000  # times a cell with something in it may stand for itself
PIECE = 1 << 20
OVERLAP = 200  # so that no tag is cut in two
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]{0,100}?r="([A-Za-z]{1,3})(\d{1,7})"')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d{4,})"([^>]{0,300}value-type)?')


def check(file: BinaryIO) -> None:
    """Raises UnreadableFile where a sheet is too large to be held."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.file_size:
                    _sheet(archive, entry)
                elif entry.filename == "content.xml":
                    _document(archive, entry)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return  # whoever opens it says what is wrong with it
    finally:
        file.seek(0)


def _sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    rows = columns = cells = 0
    for piece in _pieces(archive, entry):
        cells += sum(1 for _one in _ANY_CELL.finditer(piece))
        for letters, number in _CELL.findall(piece):
            rows = max(rows, int(number))
            columns = max(columns, _column(letters))
        if max(rows * columns, cells) > MOST_CELLS:
            raise UnreadableFile(why=_("This spreadsheet is too large. Save it as CSV."))


def _document(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A cell or a row that stands for itself a million times, with something in it."""
    for piece in _pieces(archive, entry):
        for _which, times, filled in _REPEATED.findall(piece):
            if (filled and int(times) > MOST_REPEATED) or len(times) > 7:
                raise UnreadableFile(why=_("This spreadsheet is too large. Save it as CSV."))


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as text:
        rest = b""
        while piece := text.read(PIECE):
            cut = piece.rfind(b"<") if len(piece) == PIECE else len(piece)
            cut = cut if cut > 0 else len(piece)
            yield (rest + piece[:cut])[: PIECE + OVERLAP]
            rest = piece[cut:]
        if rest:
            yield rest


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place
