"""The lines of a vCard: unfolded, decoded, taken apart; a broken one is passed over.

Linear in the length of a line whatever stands in it: vobject's pattern for lines takes for ever
on some that merely lost a character, and such a file must not hold up the house.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = re.compile(r'[^:"]*+(?:"[^"]*+"[^:"]*+)*+:')
_PARAMS = re.compile(r'(?:[^;"]++|"[^"]*+")++')
_QUOTED = ("QUOTED-PRINTABLE", "Q")
_NAME = re.compile(r"(?:[\w\-]+\.)?([\w\-]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Content:
    """One property: its name, the words said of its type, its value with escapes as written."""

    name: str
    kinds: frozenset[str]
    value: str


def contents(text: str) -> Iterator[Content]:
    """The properties of a card, in order."""
    for line in _unfolded(text):
        if found := _taken_apart(line):
            yield found


def _unfolded(text: str) -> Iterator[str]:
    """Logical lines: a blank goes on the line before, and so does a soft break of 2.1."""
    parts: list[str] = []
    soft = False
    for line in re.split(r"\r\n|\n|\r", text):
        if soft:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [line]
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in parts[0].upper()
    yield "".join(parts)


def _taken_apart(line: str) -> Content | None:
    found = _HEAD.match(line)
    end = found.end() if found else line.find(":") + 1
    if not end:
        return None
    first, *params = _PARAMS.findall(line[: end - 1]) or [""]
    name = _NAME.fullmatch(first.strip())
    if not name:
        return None
    said = [_param(param) for param in params]
    kinds = frozenset(
        word for key, value in said if key in ("", "TYPE") for word in value.upper().split(",")
    )
    values = dict(said)
    quoted = "QUOTED-PRINTABLE" in kinds or values.get("ENCODING", "").upper() in _QUOTED
    value = _decoded(line[end:], values.get("CHARSET", "utf-8")) if quoted else line[end:]
    return Content(name[1].upper(), kinds, value)


def _param(written: str) -> tuple[str, str]:
    """`TYPE=cell` and the bare `CELL` of 2.1, which has no name."""
    key, equals, value = written.partition("=")
    return (key.strip().upper(), value.strip().strip('"')) if equals else ("", key.strip())


def _decoded(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset.strip())
    except (LookupError, UnicodeError, ValueError):
        return raw.decode("utf-8", "replace")
