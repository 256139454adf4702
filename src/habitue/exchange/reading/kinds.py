"""What a file is by its first bytes, and one clear sentence for those that are no table."""

import re
import zipfile
from typing import BinaryIO, Literal

from django.utils.translation import gettext as _

from habitue.exchange.reading.table import UnreadableFile

Kind = Literal["csv", "xlsx", "vcard", "json"]

_LARGEST_UNPACKED = 400 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM\x36",
    b"II*\0",
    b"MM\0*",
    b"\0\0\0\x20ftyp",
)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PAGE = re.compile(rb"^\s*(<!doctype html|<html|<table|<\?xml|<!--|\{\\rtf)", re.IGNORECASE)
_JSON = re.compile(rb'^\s*(\[\s*\{|\{\s*["}])')
_OTHER_JSON = re.compile(rb'^\s*[\[{]\s*(["\[\]]|$)')
_CARD = re.compile(rb"^\s*begin:\s*vcard\s", re.IGNORECASE)
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\f\x0b\x1a\x1b")


def recognise(file: BinaryIO) -> Kind:
    """Which of our three readers takes the file; refuses what none of them can."""
    file.seek(0)
    start = file.read(4096)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t"):
        raise UnreadableFile(why=_("The file is empty."))
    if start.startswith(b"PK"):
        return _inside_zip(file)
    if start.startswith(_OLE):
        return "xlsx"
    _refuse_others(start)
    plain = start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")
    if _JSON.match(plain):
        return "json"
    return "vcard" if _CARD.match(plain) else "csv"


def _refuse_others(start: bytes) -> None:
    if start.startswith(b"%PDF"):
        why = _("This is a PDF. Export the list as CSV or XLSX instead.")
    elif start.startswith(_PICTURES):
        why = _("This is a picture. Export the list as CSV or XLSX instead.")
    elif start.startswith(_ARCHIVES):
        why = _("This is a packed archive. Unpack it and choose the CSV or XLSX inside.")
    elif _PAGE.match(start.removeprefix(b"\xef\xbb\xbf")):
        why = _("This is a web page or a text document. Save the list as CSV or XLSX instead.")
    elif _OTHER_JSON.match(start) and not _JSON.match(start):
        why = _("This is JSON, but neither one object a line nor a list of objects.")
    elif _is_binary(start):
        why = _("This is not a table. Export the list as CSV, XLSX or vCard.")
    else:
        return
    raise UnreadableFile(why=why)


def _is_binary(start: bytes) -> bool:
    """Too many control characters for a text, in whichever encoding."""
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if wide or (max(even, odd) > 4 * min(even, odd) and max(even, odd) > len(start) // 5):
        return False
    odd_ones = len(start) - len(start.translate(None, _CONTROL))
    return odd_ones > 4 + len(start) // 20


def _inside_zip(file: BinaryIO) -> Kind:
    packed = _("This is a packed archive. Unpack it and choose the CSV or XLSX inside.")
    broken = _("This spreadsheet is damaged. Save it again, or as CSV.")
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile(why=broken) from None
    sheets = any(name.startswith("xl/") for name in names) or "content.xml" in names
    if not sheets:
        raise UnreadableFile(why=packed)
    if size > _LARGEST_UNPACKED:
        raise UnreadableFile(why=_("This spreadsheet is too large. Save it as CSV."))
    return "xlsx"
