"""In which encoding a text file is: mark, strict UTF, then the code page of the house's language.

Bytes alone cannot tell cp1252 from cp1250 or cp1251; what is uncertain is chosen by the language
of the house and said aloud, never by statistics.
"""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from habitue.exchange.reading.table import UnreadableFile

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_WESTERN = ("cp1252", "cp850")
_CODE_PAGES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk"), ("cp1251", "cp866")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro", "sq"), ("cp1250", "cp852")),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257", "cp775")),
    "el": ("cp1253", "cp737"), "tr": ("cp1254", "cp857"), "he": ("cp1255", "cp862"),
    "ar": ("cp1256", "cp864"), "fa": ("cp1256", "cp864"), "vi": ("cp1258", "cp1252"),
    "ja": ("cp932", "cp1252"), "zh": ("gb18030", "cp1252"), "ko": ("cp949", "cp1252"),
    "th": ("cp874", "cp1252"),
}  # fmt: skip


# what a person may choose instead of what was found
OFFERED = (
    "utf-8", "utf-16", "cp1252", "iso8859-15", "cp850", "mac-roman", "cp1250", "cp852", "cp1251",
    "cp866", "koi8-r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp932", "gb18030",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` as reports say it, `codec` as Python opens it, and a warning when it is a choice."""

    name: str
    codec: str
    warning: str | None = None


def recognise(file: BinaryIO, language: str, asked: str | None = None) -> Encoding:
    """The encoding of a text file; `asked` is what a person said it is."""
    start = _start(file)
    mark = next((mark for mark in _MARKS if start.startswith(mark[0])), None)
    if asked:
        return _asked(file, asked, mark)
    if mark:
        return _certain(file, Encoding(mark[1], mark[2]))
    wide = _wide(start)
    if wide and _decodes(file, wide):
        return Encoding(wide, wide)
    if _every(file, bytes.isascii):
        return Encoding("ascii", "ascii")
    if _decodes(file, "utf-8"):
        return Encoding("utf-8", "utf-8")
    return _by_language(file, language)


def _asked(file: BinaryIO, asked: str, mark: tuple[bytes, str, str] | None) -> Encoding:
    try:
        found = codecs.lookup(asked.strip())
    except (LookupError, ValueError):
        found = None
    if found is None or not _is_for_files(found):
        raise UnreadableFile(
            why=_("There is no encoding called “{name}”. Try utf-8 or cp1252.").format(
                name=asked[:40]
            )
        )
    name = "utf-8" if found.name == "utf-8-sig" else found.name
    codec = mark[2] if mark and mark[1] == name else name
    return _certain(file, Encoding(name, codec))


def _is_for_files(found: codecs.CodecInfo) -> bool:
    escapes = ("unicode-escape", "raw-unicode-escape", "undefined", "idna", "punycode", "utf-7")
    return (
        getattr(found, "_is_text_encoding", True) and found.name.replace("_", "-") not in escapes
    )


def _certain(file: BinaryIO, encoding: Encoding) -> Encoding:
    if not _decodes(file, encoding.codec):
        why = _("This file is not written in {name}.").format(name=encoding.name)
        raise UnreadableFile(why=why)
    return encoding


def _by_language(file: BinaryIO, language: str) -> Encoding:
    pages = _CODE_PAGES.get(language.partition("-")[0].lower(), _WESTERN)
    name = next((page for page in pages if _decodes(file, page)), "latin-1")
    warning = _(
        "The file does not say how it is written; read as {name}. Look at the accents: "
        "if they are wrong, choose another encoding."
    ).format(name=name)
    return Encoding(name, name, warning)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    low, high = start[1::2].count(0), start[0::2].count(0)
    if low > len(start) // 5 and high * 4 < low:
        return "utf-16-le"
    if high > len(start) // 5 and low * 4 < high:
        return "utf-16-be"
    return None


def _decodes(file: BinaryIO, codec: str) -> bool:
    decode = codecs.getincrementaldecoder(codec)()
    try:
        for chunk in _chunks(file):
            decode.decode(chunk)
        decode.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _every(file: BinaryIO, true: Callable[[bytes], bool]) -> bool:
    return all(true(chunk) for chunk in _chunks(file))


def _start(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(4096)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
