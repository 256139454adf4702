"""Address books: vCard 2.1, 3.0 and 4.0, as many programs get them slightly wrong.

Cards are told apart and unfolded here, one at a time, so that a broken one spoils no other; a
line that cannot be read is left out. What a card says becomes the cells of one row.
"""

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import BinaryIO

from django.utils.translation import gettext as _

from habitue.exchange.reading import encodings
from habitue.exchange.reading.contentlines import Content, contents
from habitue.exchange.reading.records import Line, lines
from habitue.exchange.reading.table import LONGEST_CELL, LONGEST_ROW, Row, Table

COLUMNS = (
    "FN", "N.family", "N.given", "N.additional", "ORG", "is_company", "EMAIL", "EMAIL 2",
    "TEL", "TEL 2", "ADR.street", "ADR.street 2", "ADR.city", "ADR.region", "ADR.postal code",
    "ADR.country", "BDAY", "LANG", "URL", "NOTE", "CATEGORIES",
)  # fmt: skip
_BEGIN = re.compile(r"^\s*BEGIN:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(r"^\s*END:\s*VCARD\s*$", re.IGNORECASE)
_UNREAD = re.compile(r"^(?:\w+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NOT_A_PHONE = ("FAX", "PAGER", "TELEX", "MODEM")

Card = dict[str, list[Content]]


def read(file: BinaryIO, *, language: str, encoding: str | None = None) -> Table:
    """The table in a vCard file: one row a card."""
    written = encodings.recognise(file, language, encoding)
    return Table(
        format="vcard",
        columns=COLUMNS,
        walk=lambda: _rows(file, written.codec),
        encoding=written.name,
        header_line=None,
        warnings=[written.warning] if written.warning else [],
    )


def _rows(file: BinaryIO, codec: str) -> Generator[Row]:
    with closing(lines(file, codec)) as source:
        for number, (line, text, fault) in enumerate(_cards(source), 1):
            yield Row(number, line, (), fault) if fault else _row(number, line, text)


def _row(number: int, line: int, text: str) -> Row:
    cells = _cells(_card(text))
    if max(map(len, cells)) > LONGEST_CELL:
        return Row(number, line, (), _("A cell is too long."))
    return Row(number, line, cells)


def _cards(source: Iterator[Line]) -> Iterator[tuple[int, str, str]]:
    """Where each card starts, its text, and what is wrong with it as a whole."""
    unclosed = _("The card is not closed.")
    start, kept, size, skipping = -1, list[str](), 0, False
    for number, text in source:
        if text is not None and _BEGIN.match(text):
            if start >= 0:
                yield start, "", unclosed
            start, kept, size, skipping = number, [], 0, False
        elif start >= 0 and text is not None and _END.match(text):
            too_long = _("The card is too long.") if size > LONGEST_ROW else ""
            yield start, "".join(kept), too_long
            start = -1
        elif start >= 0:
            # pictures are long and of no use here: neither kept nor counted
            skipping = _is_unread(text, skipping)
            size += 0 if skipping else len(text or "")
            if not skipping and text is not None and size <= LONGEST_ROW:
                kept.append(text)
    if start >= 0:
        yield start, "", unclosed


def _is_unread(text: str | None, skipping: bool) -> bool:
    if text is None:
        return skipping
    if _UNREAD.match(text):
        return True
    return skipping and (text[:1] in " \t" or ":" not in text)


def _card(text: str) -> Card:
    card: Card = {}
    for content in contents(text):
        card.setdefault(content.name, []).append(content)
    return card


def _cells(card: Card) -> tuple[str, ...]:
    name = _parts(_first(card, "N"))
    emails = [_plain(line.value) for line in card.get("EMAIL", [])]
    phones = [_phone(line.value) for line in card.get("TEL", []) if _is_phone(line)]
    organisation = _parts(_first(card, "ORG"))
    street, more, city, region, code, country = _address(card)
    found = {
        "FN": _plain(_first(card, "FN")), "N.family": name[0], "N.given": name[1],
        "N.additional": name[2], "ORG": organisation[0], "is_company": _is_company(card),
        "EMAIL": emails[0] if emails else "", "EMAIL 2": "\n".join(emails[1:]),
        "TEL": phones[0] if phones else "", "TEL 2": "\n".join(phones[1:]),
        "ADR.street": street, "ADR.street 2": more, "ADR.city": city, "ADR.region": region,
        "ADR.postal code": code, "ADR.country": country, "BDAY": _plain(_first(card, "BDAY")),
        "LANG": _plain(_first(card, "LANG")), "URL": _plain(_first(card, "URL")),
        "NOTE": "\n".join(dict.fromkeys(_plain(line.value) for line in card.get("NOTE", []))),
        "CATEGORIES": ", ".join(_plain(line.value) for line in card.get("CATEGORIES", [])),
    }  # fmt: skip
    return tuple(found[column].strip() for column in COLUMNS)


def _is_company(card: Card) -> str:
    kind = (_first(card, "KIND") or _first(card, "X-ABSHOWAS")).upper()
    return "yes" if kind in ("ORG", "COMPANY") else ""


def _address(card: Card) -> tuple[str, ...]:
    """The fullest address, as street, second line, town, region, code, country."""
    addresses = [_parts(line.value) for line in card.get("ADR", [])]
    box, extended, street, city, region, code, country = max(
        addresses, key=lambda parts: sum(map(bool, parts[:7])), default=[""] * 7
    )[:7]
    more = ", ".join(part for part in (box, extended) if part)
    if not street:
        street, more = more, ""
    one_line = [", ".join(part.split("\n")) for part in (street, more)]
    return (*one_line, city, region, code, country)


def _first(card: Card, name: str) -> str:
    return next((line.value for line in card.get(name, []) if line.value.strip()), "")


def _parts(value: str) -> list[str]:
    """The components of a structured value, told apart by semicolons that are not escaped."""
    parts = re.split(r"(?<!\\);", value)
    return [_plain(part).strip() for part in parts] + [""] * (7 - len(parts))


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def _is_phone(content: Content) -> bool:
    kinds = " ".join(content.kinds)
    return bool(content.value.strip()) and not any(word in kinds for word in _NOT_A_PHONE)


def _phone(value: str) -> str:
    """`tel:+1-418-656-9254;ext=102` as a person would write it."""
    return re.sub(r"^tel:", "", _plain(value), flags=re.IGNORECASE).partition(";")[0].strip()
