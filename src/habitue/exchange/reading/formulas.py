"""The guard against formulas in spreadsheets, put on when writing and taken off when reading.

A cell that a spreadsheet would calculate begins with one of `= + - @`, a tab or a line end, after
any number of apostrophes. Writing puts one apostrophe before exactly such cells (and before one
that is an apostrophe and a figure); reading takes one away from exactly those that have one. So
every text comes back as it was, and so does `'+33…` or `'0612…` of another program.
"""

import re

_CALCULATED = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]|'+\d")
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n\d]")
_PHONE = re.compile(r"\+[\d\s().\-/]{5,}")


def guarded(text: str, *, bare_phones: bool = False) -> str:
    """The cell as a spreadsheet may safely open it."""
    if not _CALCULATED.match(text) or (bare_phones and _PHONE.fullmatch(text)):
        return text
    return "'" + text


def unguarded(text: str) -> str:
    """The cell without its guard, ours or another program's (`'+33…`)."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def kept(text: str) -> str:
    """The text as it stands in a file without formulas, so that `unguarded` leaves it whole."""
    return "'" + text if unguarded(text) != text else text
