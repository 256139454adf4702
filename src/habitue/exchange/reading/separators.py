"""Several values in one cell: how they are told apart, and joined so that they come back."""

import re

# Joins values that hold one of the usual separators; where it stands, it alone separates.
SURE = ":::"
_WRITTEN = r"\:\:\:"  # where a value itself holds one


def split(cell: str, usual: re.Pattern[str]) -> list[str]:
    """The values in a cell, in order, blank ones left out."""
    parts = cell.split(SURE) if SURE in cell else usual.split(cell)
    return [part.strip().replace(_WRITTEN, SURE) for part in parts if part.strip()]


def join(values: tuple[str, ...], usual: re.Pattern[str]) -> str:
    """One cell for several values, from which `split` makes the same values again."""
    plain = ", ".join(values)
    if split(plain, usual) == list(values):
        return plain
    written = [value.replace(SURE, _WRITTEN) for value in values]
    return f" {SURE} ".join(written) + (f" {SURE}" if len(written) == 1 else "")


PHONES = re.compile(r"\s*(?:[\n;|]|(?<=\d)\s*[,/]\s*(?=[+\d(]))\s*")
CARDS = re.compile(r"\s*[\n;,|]\s*")
TAGS = re.compile(r"\s*[\n;,|]\s*")
EMAILS = re.compile(r"\s*[\n;,]\s*")
