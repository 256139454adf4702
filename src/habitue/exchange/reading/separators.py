"""Several values in one cell: how they are told apart, and joined so that they come back."""

import re

# Joins values that hold one of the usual separators; where it stands, it alone separates.
SURE = ":::"
STAR = "* "
# Each looks behind itself so as to begin where a run does, not at each sign of it: that would
# take as long as the run is, times as long as the run is.
_COLON = re.compile(r"(?<!\\)(\\*):")  # with the backslashes before it
_ESCAPED = re.compile(r"(?<!\\)(\\+):")


def split(cell: str, usual: re.Pattern[str]) -> list[str]:
    """The values in a cell, in order, blank ones left out."""
    parts = cell.split(SURE) if SURE in cell else usual.split(cell)
    return [_ESCAPED.sub(_bare, part.strip()) for part in parts if part.strip()]


def _bare(found: re.Match[str]) -> str:
    return "\\" * ((len(found[1]) - 1) // 2) + ":"


def _escaped(value: str) -> str:
    """A value that holds the joint, or looks escaped, with a backslash before each colon."""
    if SURE not in value and "\\:" not in value:
        return value
    return _COLON.sub(lambda found: found[1] * 2 + "\\:", value)


def join(values: tuple[str, ...], usual: re.Pattern[str]) -> str:
    """One cell for several values, from which `split` makes the same values again."""
    plain = ", ".join(values)
    if split(plain, usual) == list(values):
        return plain
    written = [_escaped(value) for value in values]
    return f" {SURE} ".join(written) + (f" {SURE}" if len(written) == 1 else "")


def split_tags(cell: str) -> list[str]:
    """The tags in a cell, without the star that address books set before theirs."""
    found = (tag.removeprefix(STAR).strip() for tag in split(cell, TAGS))
    return [tag for tag in found if tag]


def join_tags(tags: tuple[str, ...]) -> str:
    """One cell for several tags, from which `split_tags` makes the same tags again."""
    return join(tuple(STAR + tag if tag.startswith(STAR) else tag for tag in tags), TAGS)


# Blanks around a value are taken off by `split`.
PHONES = re.compile(r"(?<!\s)\s*(?:[\n;|]|(?<=\d)\s*[,/]\s*(?=[+\d(]))")
CARDS = re.compile(r"[\n;,|]")
TAGS = re.compile(r"[\n;,|]")
EMAILS = re.compile(r"[\n;,]")
