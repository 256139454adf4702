"""QR codes and barcodes: drawn as one path of dark modules, and read back from grey pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import zxingcpp
from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Malformed

SIDES = range(16, 4097)  # a frame of a camera, a photograph of a sheet
PIXELS_MAX = 9_000_000
READABLE = zxingcpp.barcode_formats_from_str("QRCode,Code128,EAN13,EAN8")


class NotAFrame(Malformed):
    says = _("This is not a picture to read codes from.")


@dataclass(frozen=True)
class Drawing:
    """A code in modules: `path` fills the dark ones. The quiet zone is the page's own affair."""

    width: int
    height: int
    path: str

    def svg(self, quiet: int = 0) -> str:
        """A picture of its own, black on white, with `quiet` light modules at the sides."""
        width = self.width + 2 * quiet
        top = quiet if self.width == self.height else 0  # bars are quiet left and right only
        height = self.height + 2 * top
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/>'
            f'<path transform="translate({quiet} {top})" d="{self.path}"/></svg>'
        )


def qr(content: str) -> Drawing:
    """Never a Micro QR, which most readers do not know."""
    return _drawn(_modules(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M"))


def code128(content: str, height: int = 24) -> Drawing:
    """Any Latin-1 text up to 80 characters; `height` in modules."""
    return _bars(content, zxingcpp.BarcodeFormat.Code128, height)


def ean13(digits: str, height: int = 24) -> Drawing:
    """Thirteen digits with a sound check digit."""
    return _bars(digits, zxingcpp.BarcodeFormat.EAN13, height)


def read(gray: bytes, width: int, height: int) -> list[str]:
    """What every QR code, Code 128 and EAN says in a picture of one byte a pixel, row by row.

    Raises NotAFrame where the sizes are absurd or do not fit the bytes.
    """
    if width not in SIDES or height not in SIDES or width * height > PIXELS_MAX:
        raise NotAFrame(field="frame")
    if len(gray) != width * height:
        raise NotAFrame(field="frame")
    frame = memoryview(gray).cast("B", (height, width))
    found = zxingcpp.read_barcodes(frame, formats=READABLE, text_mode=zxingcpp.TextMode.Plain)
    return list(dict.fromkeys(code.text for code in found if code.text))


def _bars(content: str, kind: zxingcpp.BarcodeFormat, height: int) -> Drawing:
    row = _modules(content, kind)[0]  # each row is the whole code
    path = "".join(f"M{start} 0h{length}v{height}h-{length}z" for start, length in _runs(row))
    return Drawing(len(row), height, path)


def _drawn(rows: Sequence[Sequence[bool]]) -> Drawing:
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return Drawing(len(rows[0]), len(rows), path)


def _modules(content: str, kind: zxingcpp.BarcodeFormat, **terms: str) -> list[list[bool]]:
    """The dark modules, row by row; a pure Python writer takes twenty times as long."""
    image: Any = zxingcpp.create_barcode(content, kind, **terms).to_image(add_quiet_zones=False)
    dots, (_height, width) = bytes(image), image.shape
    return [
        [dot == 0 for dot in dots[start : start + width]] for start in range(0, len(dots), width)
    ]


def _runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Where the dark modules of a row begin and how many stand side by side."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
