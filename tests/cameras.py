"""What Chromium's camera sees in a test: a code on a sheet, as raw video."""

from __future__ import annotations

from pathlib import Path

import segno
from playwright.sync_api import Browser

from tests import chromium

DESK, PAPER, INK = b"\xb4", b"\xeb", b"\x10"


def film(path: Path, content: str, *, width: int = 640, height: int = 480) -> Path:
    """A film of a QR code holding `content`, held still in the middle."""
    picture = still(content, width=width, height=height)
    colourless = b"\x80" * (width * height // 2)
    head = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + picture + colourless) * 2)
    return path


def still(content: str, *, width: int = 640, height: int = 480) -> bytes:
    """The grey dots of one picture; without content an empty desk."""
    if not content:
        return DESK * (width * height)
    code = [list(row) for row in segno.make_qr(content, error="m").matrix]
    size = min(width, height) * 6 // 10 // len(code)
    margin = 3 * size
    side = len(code) * size + 2 * margin
    left, top = (width - side) // 2, (height - side) // 2
    blank = DESK * left + PAPER * side + DESK * (width - left - side)
    rows = [DESK * width] * top + [blank] * margin
    for line in code:
        inked = b"".join((INK if dark else PAPER) * size for dark in line)
        edge = PAPER * margin
        rows += [DESK * left + edge + inked + edge + DESK * (width - left - side)] * size
    rows += [blank] * margin
    return b"".join(rows + [DESK * width] * (height - len(rows)))


def watching(browser: Browser, filmed: Path) -> Browser:
    """Another Chromium whose camera shows this film; it asks nobody."""
    return browser.browser_type.launch(
        executable_path=chromium.path(),
        args=[
            *chromium.arguments(),
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={filmed}",
        ],
    )
