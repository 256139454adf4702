"""Codes: what was drawn is read back, what is no picture is refused."""

from __future__ import annotations

import pytest

from habitue.paper import codes
from habitue.paper.codes import Drawing, NotAFrame
from tests.cameras import still


@pytest.mark.parametrize("words", ["https://example.com/b/abc", "1", "Zoé’s 日本", "x" * 300])
def test_a_qr_code_is_read_back(words: str) -> None:
    assert codes.read(*dots(codes.qr(words))) == [words]


@pytest.mark.parametrize("words", ["2900000000018", "CAFÉ-7", "a b c", "1" * 40])
def test_a_code_128_is_read_back(words: str) -> None:
    assert codes.read(*dots(codes.code128(words))) == [words]


def test_an_ean_is_read_back() -> None:
    assert codes.read(*dots(codes.ean13("2912345678906"))) == ["2912345678906"]


def test_a_camera_s_frame_is_read() -> None:
    assert codes.read(still("https://example.com/b/abc"), 640, 480) == [
        "https://example.com/b/abc"
    ]


@pytest.mark.parametrize("size", [16, 640])
def test_a_frame_without_a_code_holds_none(size: int) -> None:
    assert codes.read(b"\xb4" * (size * size), size, size) == []


@pytest.mark.parametrize(
    ("dots", "width", "height"),
    [
        (b"", 0, 0),
        (b"", -640, -480),
        (b"\x00" * 99, 640, 480),
        (b"\x00" * 15, 15, 1),
        (b"\x00" * 8192, 8192, 1),
        (b"", 4096, 4096),
        (b"", 10**9, 10**9),
    ],
)
def test_what_is_no_picture_is_refused(dots: bytes, width: int, height: int) -> None:
    with pytest.raises(NotAFrame):
        codes.read(dots, width, height)


def dots(code: Drawing, scale: int = 4) -> tuple[bytes, int, int]:
    """The code painted from its own path, four dots a module, on white."""
    quiet = 12
    width, height = code.width + 2 * quiet, code.height + 2 * quiet
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    for move in code.path.split("M")[1:]:
        place, run = move.split("h")[0], move.split("h")[1]
        x, y = (int(number) for number in place.split())
        length, tall = (int(number) for number in run.split("v"))
        for row in rows[y + quiet : y + quiet + tall]:
            row[x + quiet : x + quiet + length] = bytes(length)
    painted = b"".join(
        bytes(dot for dot in row for _ in range(scale)) for row in rows for _ in range(scale)
    )
    return painted, width * scale, height * scale
