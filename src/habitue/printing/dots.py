"""Pictures of black dots: from a page, and from a logo somebody sent."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from habitue.kit.refusals import Malformed

INK = 150  # darker than this is black: letters keep their thin strokes
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
LOGO_BYTES = 2 * 2**20
LOGO_PIXELS = 20_000_000  # asked of the head of the file, before a dot of it is read
LOGO_WIDTH, LOGO_HEIGHT = 400, 240


class NoLogo(Malformed):
    says = _("This is not a picture: send a PNG, JPEG, GIF, WebP or BMP.")


class LogoTooLarge(Malformed):
    code = "too_large"
    status = 413
    says = _("This picture is too large: at most 2 MB and 20 million dots.")


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of whole bytes, a set bit is black, the first dot the highest bit."""

    width: int
    height: int
    bits: bytes

    @property
    def row(self) -> int:
        """Bytes in a row."""
        return (self.width + 7) // 8


def of_page(png: bytes, width: int) -> Dots:
    """A page as black dots, `width` wide: whatever is darker than ink."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as page:
        grey = _on_white(page)
    if grey.width != width:  # a page is set in points, and those are rounded to dots
        sized = Image.new("L", (width, grey.height), 255)
        sized.paste(grey)
        grey = sized
    return _packed(grey.point([0 if shade < INK else 255 for shade in range(256)]))


def of_logo(file: bytes) -> Dots:
    """A logo in dots, no wider than paper, greys as a raster; raises NoLogo, LogoTooLarge."""
    if len(file) > LOGO_BYTES:
        raise LogoTooLarge(field="logo")
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as sent:
            if sent.width * sent.height > LOGO_PIXELS:
                raise LogoTooLarge(field="logo")
            sent.draft("L", (2 * LOGO_WIDTH, 2 * LOGO_HEIGHT))  # a JPEG is read smaller
            grey = _on_white(sent)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        raise NoLogo(field="logo") from None
    except (SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise NoLogo(field="logo") from None  # what readers raise over files made to break them
    return _packed(_fitted(_trimmed(grey)).convert("1", dither=Image.Dither.FLOYDSTEINBERG))


def stacked(parts: Sequence[Dots], width: int) -> Dots:
    """One under the other, each in the middle."""
    whole = Image.new("1", (width, sum(part.height for part in parts)), 1)
    top = 0
    for part in parts:
        whole.paste(_unpacked(part), ((width - part.width) // 2, top))
        top += part.height
    return _packed(whole)


def grey(dots: Dots) -> bytes:
    """A byte a dot, black is 0: what reads codes wants it so."""
    return _unpacked(dots).convert("L").tobytes()


def png(dots: Dots) -> bytes:
    """The picture as a file to look at."""
    out = io.BytesIO()
    _unpacked(dots).save(out, "PNG")
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey; what can be seen through is white, as paper is."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("L")
    return picture.convert("L")


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without the white round it."""
    ink = picture.point([255 if shade < 240 else 0 for shade in range(256)]).getbbox()
    return picture.crop(ink) if ink else picture


def _fitted(picture: Image.Image) -> Image.Image:
    scale = min(LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height, 1)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _packed(picture: Image.Image) -> Dots:
    """To Pillow a set bit is white, to a printer black; what pads a row is not printed."""
    bits = picture.convert("1", dither=Image.Dither.NONE).tobytes()
    turned = bytes(byte ^ 0xFF for byte in bits)
    spare = -picture.width % 8
    if spare:
        row = (picture.width + 7) // 8
        kept = bytearray(turned)
        for last in range(row - 1, len(kept), row):
            kept[last] &= 0xFF << spare & 0xFF
        turned = bytes(kept)
    return Dots(picture.width, picture.height, turned)


def _unpacked(dots: Dots) -> Image.Image:
    white = bytes(byte ^ 0xFF for byte in dots.bits)
    return Image.frombytes("1", (dots.width, dots.height), white)
