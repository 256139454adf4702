"""The grey dots of a PNG, so that codes can be read back from what was rendered."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from habitue.paper import codes


class Grey(NamedTuple):
    dots: bytes
    width: int
    height: int


def read_codes(png: bytes) -> list[str]:
    """What a reader finds in this picture."""
    return codes.read(*grey(png))


def grey(png: bytes) -> Grey:
    """The green of every dot, which is nearest to its brightness (8 bits, RGB or RGBA)."""
    width, height, depth, colours = struct.unpack(">IIBB", png[16:26])
    raw = zlib.decompress(_packed(png))
    assert depth == 8 and colours in (2, 6)
    rows = _rows(raw, width, 3 if colours == 2 else 4)
    return Grey(b"".join(rows), width, height)


def _rows(raw: bytes, width: int, per_dot: int) -> Iterator[bytes]:
    """The green of each dot, the filters of PNG undone; they never mix the colours."""
    stride = 1 + width * per_dot
    above = bytes(width)
    for start in range(0, len(raw), stride):
        line = bytearray(raw[start + 2 : start + stride : per_dot])
        above = bytes(_unfiltered(raw[start], line, above))
        yield above


def _packed(png: bytes) -> bytes:
    at, parts = 8, []
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            parts.append(png[at + 8 : at + 8 + size])
        at += size + 12
    return b"".join(parts)


def _unfiltered(kind: int, line: bytearray, above: bytes) -> bytearray:
    left = upper_left = 0
    for x, value in enumerate(line):
        upper = above[x]
        foreseen = (0, left, upper, (left + upper) // 2)[kind] if kind < 4 else 0
        if kind == 4:
            foreseen = _paeth(left, upper, upper_left)
        line[x] = left = (value + foreseen) & 255
        upper_left = upper
    return line


def _paeth(left: int, upper: int, upper_left: int) -> int:
    guess = left + upper - upper_left
    by_left, by_upper, by_corner = abs(guess - left), abs(guess - upper), abs(guess - upper_left)
    if by_left <= by_upper and by_left <= by_corner:
        return left
    return upper if by_upper <= by_corner else upper_left
