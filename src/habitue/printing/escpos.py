"""ESC/POS: the few commands a picture needs, and what a printer answers.

Epson's reference names them; the printers of two dozen other makers understand these same ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from habitue.printing.dots import Dots
from habitue.printing.models import Trouble

ESC, GS, DLE, EOT = b"\x1b", b"\x1d", b"\x10", b"\x04"
BEGIN = ESC + b"@"
FEED_AND_CUT = ESC + b"d\x04" + GS + b"V\x42\x00"
HOW_IS_PAPER = GS + b"r\x01"  # answered in its turn: when what came before it was printed
BAND = 128  # rows of dots in one command: buffers are small

# A printer obeys DLE EOT, DLE ENQ and DLE DC4 at once, even in the middle of a picture, and the
# last of them opens the drawer: one dot more, and no picture holds them.
REAL_TIME = re.compile(b"\x10[\x04\x05\x14]")
HARMLESS = {b"\x10\x04": b"\x10\x0c", b"\x10\x05": b"\x10\x0d", b"\x10\x14": b"\x10\x1c"}


def picture(dots: Dots) -> bytes:
    """The picture from the first row to the cut."""
    return BEGIN + b"".join(_bands(dots)) + FEED_AND_CUT


def asking(what: int) -> bytes:
    """DLE EOT: 1 the printer, 2 why it is off line, 3 what is wrong, 4 the paper."""
    return DLE + EOT + bytes([what])


def _bands(dots: Dots) -> Iterator[bytes]:
    for top in range(0, dots.height, BAND):
        rows = min(BAND, dots.height - top)
        head = GS + b"v0\x00" + dots.row.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield head + unobeyed(dots.bits[top * dots.row : (top + rows) * dots.row])


def unobeyed(bits: bytes) -> bytes:
    """The same dots with none that a printer would obey."""
    return REAL_TIME.sub(lambda found: HARMLESS[found[0]], bits)


@dataclass(frozen=True, slots=True)
class Status:
    """What a printer said of itself."""

    cause: int  # answer to 2
    paper: int  # answer to 4

    @property
    def trouble(self) -> str:
        """A Trouble, or nothing."""
        if self.cause & 0x04:
            return Trouble.COVER
        if self.paper & 0x60 or self.cause & 0x20:
            return Trouble.PAPER
        return Trouble.FAULT if self.cause & 0x40 else ""


def is_status(byte: int) -> bool:
    """Whether this answers DLE EOT: those have bits 1 and 4 set, 0 and 7 not."""
    return byte & 0x93 == 0x12


def is_end(byte: int) -> bool:
    """Whether this answers `HOW_IS_PAPER`, and so says that all before it was printed."""
    return byte & 0x90 == 0
