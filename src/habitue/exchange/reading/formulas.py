"""The guard against formulas in spreadsheets, put on when writing and taken off when reading.

A cell that a spreadsheet would calculate begins with one of `= + - @`, a tab or a line end, after
any number of apostrophes. Writing puts one apostrophe before exactly such cells (and before one
that is an apostrophe and a figure); reading takes one away from exactly those that have one. So
every text comes back as it was, and so does `'+33…` or `'0612…` of another program.
"""

import re

from habitue.kit.formulas import guarded

__all__ = ["guarded", "kept", "unguarded"]

_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n\d]")


def unguarded(text: str) -> str:
    """The cell without its guard, ours or another program's (`'+33…`)."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def kept(text: str) -> str:
    """The text as it stands in a file without formulas, so that `unguarded` leaves it whole."""
    return "'" + text if unguarded(text) != text else text
