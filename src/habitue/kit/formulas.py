"""Texts in files that a spreadsheet opens: none of them is ever calculated."""

import re

_CALCULATED = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]|'+\d")
_PHONE = re.compile(r"\+[\d\s().\-/]{5,}")


def guarded(text: str, *, bare_phones: bool = False) -> str:
    """The cell as a spreadsheet may safely open it."""
    if not _CALCULATED.match(text) or (bare_phones and _PHONE.fullmatch(text)):
        return text
    return "'" + text
