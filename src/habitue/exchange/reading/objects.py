"""JSON: one object a line, or one list of objects, as the rows of a table.

A line that cannot be read spoils no other. Numbers stay as they were written; what is nested is
named by its way, `address.city`. Memory is bounded by the longest row, whatever the file holds.
"""

import io
import json
import re
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from habitue.exchange.reading import encodings
from habitue.exchange.reading.objectcells import (
    Number,
    Twice,
    Unusable,
    as_cell,
    check,
    flat,
    said_twice,
)  # fmt: skip
from habitue.exchange.reading.records import Line, lines_of, opened
from habitue.exchange.reading.table import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    Row,
    Table,
    UnreadableFile,
    named,
)  # fmt: skip

_LOOKED_AT = 8  # lines: a third of them must be objects
_PIECE = 1 << 16
_BETWEEN = re.compile(r"[\s,]*")
_HALVES = re.compile("[\ud800-\udfff]")


Found = tuple[int, str | None, str]  # line, text, fault
Open = Callable[[], io.TextIOWrapper]
Walk = Callable[[], Generator[Found]]


def read(file: BinaryIO, *, language: str, encoding: str | None = None) -> Table:
    """The table in a JSON file: one row an object. Raises UnreadableFile."""
    written = encodings.recognise(file, language, encoding)
    errors = "strict"
    if written.warning:  # JSON is UTF-8: a line that is not is refused, never guessed at
        written, errors = encodings.Encoding("utf-8", "utf-8"), "surrogateescape"
    open_ = partial(opened, file, written.codec, errors)
    is_list = _begins(open_).startswith("[")
    if not is_list and not _is_of_lines(_first(open_)):
        why = _("This is JSON, but neither one object a line nor a list of objects.")
        raise UnreadableFile(why=why)
    walk = partial(_elements if is_list else _each_line, open_)
    keys = _keys(walk)
    columns = named(keys, len(keys))
    return Table(
        format="json" if is_list else "jsonl",
        columns=columns,
        walk=lambda: _rows(walk, keys),
        encoding=written.name,
        header_line=None,
        warnings=[],
    )


# -- rows -------------------------------------------------------------------------------------


def _keys(walk: Walk) -> list[str]:
    """Every key of the file, in the order they come."""
    keys: dict[str, None] = {}
    with closing(walk()) as source:
        for _line, text, _fault in source:
            with suppress(Unusable):
                keys |= dict.fromkeys(_flat(text))
            if len(keys) > MOST_COLUMNS:
                why = _("The file has {count} columns; {most} is the most that can be read.")
                raise UnreadableFile(why=why.format(count=len(keys), most=MOST_COLUMNS))
    if not keys:
        raise UnreadableFile(why=_("No column could be found in this file."))
    return list(keys)


def _rows(walk: Walk, keys: list[str]) -> Generator[Row]:
    with closing(walk()) as source:
        for number, found in enumerate(source, 1):
            try:
                yield Row(number, found[0], _cells(found, keys))
            except Unusable as why:
                yield Row(number, found[0], (), str(why))


def _cells(found: Found, keys: list[str]) -> tuple[str, ...]:
    """The cells of one object. Raises Unusable."""
    _line, text, fault = found
    if fault:
        raise Unusable(fault)
    values = _flat(text)
    cells = tuple(as_cell(key, values.get(key)) for key in keys)
    if max(map(len, cells)) > LONGEST_CELL:
        raise Unusable(_("A cell is too long."))
    return cells


def _flat(text: str | None) -> dict[str, Any]:
    """The values of an object by their way. Raises Unusable."""
    if text is None:
        raise Unusable(_("The row is too long."))
    if _HALVES.search(text):
        raise Unusable(_("The line is not written in UTF-8."))
    try:
        found = _DECODER.decode(text.strip())
    except RecursionError:
        raise Unusable(_("The line is nested too deeply.")) from None
    except ValueError:
        raise Unusable(_("The line is no JSON.")) from None
    if not isinstance(found, dict | Twice):
        raise Unusable(_("The line is no object."))
    check(found)
    assert isinstance(found, dict)
    values: dict[str, Any] = {}
    for key, value in flat(found):
        _add(values, key, value)
    return values


def _add(values: dict[str, Any], key: str, value: Any) -> None:
    if key in values:
        raise said_twice(key)
    if isinstance(value, Number) and not _is_finite(value):
        raise Unusable(_("“{said}” is no number.").format(said=value[:60]))
    if len(key) > 200 or len(values) >= MOST_COLUMNS:
        raise Unusable(_("The line has too many names, or too long ones."))
    values[key] = value


def _is_finite(value: Number) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _pairs(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    return Twice(next(key for key, _value in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=Number, parse_int=Number, parse_constant=Number
)


# -- where one object ends ----------------------------------------------------------------------


def _each_line(open_: Open) -> Generator[Found]:
    """One object a line."""
    text = open_()
    with closing(lines_of(text)) as several:
        for number, line in several:
            if line is None or not line.isspace():
                yield number, line, ""


def _elements(open_: Open) -> Generator[Found]:
    """The objects of one list; where one cannot be read, nothing behind it can."""
    text = open_()
    try:
        yield from _in_list(text)
    finally:
        text.detach()


def _in_list(text: io.TextIOWrapper) -> Generator[Found]:
    held, line, at = text.read(_PIECE).replace("\0", ""), 0, 0
    at = held.index("[") + 1
    line += held.count("\n", 0, at)
    while True:
        begins = _after(held, at)
        line, at = line + held.count("\n", at, begins), begins
        end = _end_of(held, at)
        if end and end < len(held):
            yield line, held[at:end], ""
            line, at = line + held.count("\n", at, end), end
        elif held.startswith("]", at):
            if (held[at + 1 :] + text.read(_PIECE)).strip():
                yield line, "", _("Behind the list stands something else.")
            return
        elif len(held) - at <= LONGEST_ROW and (more := text.read(_PIECE).replace("\0", "")):
            held, at = held[at:] + more, 0
        else:
            yield line, "", _("From here on the list cannot be read.")
            return


def _after(text: str, at: int) -> int:
    """The first place that is neither blank nor a comma."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _end_of(text: str, at: int) -> int:
    """Where the value that begins at a place ends; 0 where it does not, as far as can be seen."""
    with suppress(ValueError, RecursionError):
        return _DECODER.raw_decode(text, at)[1]
    return 0


def _begins(open_: Open) -> str:
    text = open_()
    try:
        return text.read(_PIECE).replace("\0", "").lstrip("\ufeff \t\r\n")
    finally:
        text.detach()


def _first(open_: Open) -> list[Line]:
    """The first lines with something in them."""
    with closing(lines_of(open_())) as several:
        filled = (line for line in several if line.text is None or line.text.strip())
        return list(islice(filled, _LOOKED_AT))


def _is_of_lines(start: list[Line]) -> bool:
    """Whether lines are objects by and large; one object over many lines is something else."""
    return 3 * sum(map(_is_object, start)) >= len(start) > 0


def _is_object(line: Line) -> bool:
    with suppress(ValueError, RecursionError):
        return isinstance(_DECODER.decode((line.text or "").strip()), dict | Twice)
    return False
