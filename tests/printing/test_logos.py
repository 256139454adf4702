"""Logos as people send them, and files made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from habitue.audit.models import AuditLine
from habitue.printing import actions as printing
from habitue.printing import dots, papers
from habitue.printing.dots import Dots, LogoTooLarge, NoLogo
from tests.cast import Cast


def drawn(size: tuple[int, int], mode: str = "RGB", kind: str = "PNG") -> bytes:
    """A black disc on white; seen through where the mode can."""
    picture = Image.new(mode, size, (255, 255, 255, 0) if mode == "RGBA" else "white")
    ImageDraw.Draw(picture).ellipse((4, 4, size[0] - 5, size[1] - 5), fill="black")
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_of_any_usual_kind_is_taken(kind: str) -> None:
    logo = dots.of_logo(drawn((300, 300), kind=kind))

    assert (logo.width, logo.height) == (240, 240)
    assert len(logo.bits) == logo.row * logo.height


def test_what_can_be_seen_through_is_paper() -> None:
    logo = dots.of_logo(drawn((200, 200), "RGBA"))

    black = sum(byte.bit_count() for byte in logo.bits)
    assert 0.70 < black / (logo.width * logo.height) < 0.85


def test_a_wide_one_fits_the_paper() -> None:
    logo = dots.of_logo(drawn((3000, 300)))

    assert logo.width == dots.LOGO_WIDTH
    assert logo.height < 60


def bomb(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of `width` by `height`."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"GIF89a" + b"\xff" * 40,
        drawn((60, 60))[:80],
        drawn((60, 60), kind="JPEG")[:200],
        bomb(3000, 3000),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
    ids=["empty", "words", "svg", "pdf", "gif", "half-png", "half-jpeg", "short", "eps"],
)
def test_what_is_no_picture_is_refused(file: bytes) -> None:
    with pytest.raises(NoLogo):
        dots.of_logo(file)


@pytest.mark.parametrize(
    "file", [bomb(60_000, 60_000), b"\0" * (dots.LOGO_BYTES + 1)], ids=["bomb", "long"]
)
def test_what_is_too_large_is_not_opened(file: bytes) -> None:
    with pytest.raises((LogoTooLarge, NoLogo)):
        dots.of_logo(file)


def test_any_bytes_after_a_true_head_are_a_picture_or_refused() -> None:
    whole = bytearray(drawn((64, 64)))
    for place in range(8, len(whole), 5):
        broken = bytes(whole[:place]) + bytes([whole[place] ^ 0x55]) + bytes(whole[place + 1 :])
        try:
            assert isinstance(dots.of_logo(broken), Dots)
        except NoLogo:
            pass
        except LogoTooLarge:
            pass


def test_the_logo_heads_every_paper(cast: Cast, tmp_path: Path) -> None:
    logo = dots.of_logo(drawn((100, 100)))
    cast.act(printing.set_logo, picture=logo)
    cast.act(printing.set_logo, picture=logo)
    texts: dict[str, Any] = {"title": "", "language": "en", "parts": [["head", "Chez Marthe"]]}

    kept = papers.logo_of(cast.house)
    with_it, without = papers.drawn(texts, 576, kept), papers.drawn(texts, 576)

    assert kept == logo
    assert with_it.height == without.height + logo.height + papers.GAP
    assert with_it.bits.endswith(without.bits)
    assert AuditLine.objects.of(cast.house).filter(verb="printing.set_logo").count() == 2


def test_without_it_the_name_stands_alone(cast: Cast) -> None:
    cast.act(printing.set_logo, picture=dots.of_logo(drawn((100, 100))))

    cast.act(printing.remove_logo)

    assert papers.logo_of(cast.house) is None
