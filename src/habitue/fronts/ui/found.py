"""Where the letters somebody searched for stand in a text, accents or none."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from habitue.kit import text as letters


def marked(text: str, query: str) -> SafeString:
    """The text with what was searched for marked, accents or none."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if hit else piece,)
            for piece, hit in pieces(str(text), str(query))
        ),
    )


def pieces(text: str, query: str) -> Iterator[tuple[str, bool]]:
    """The text cut into pieces, each with whether it was searched for."""
    hits = _hits(text, query)
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or hits[at] != hits[start]:
            yield text[start:at], hits[start]
            start = at


def _hits(text: str, query: str) -> list[bool]:
    """For each character, whether it belongs to one of the words searched for."""
    flat, origin = _flattened(text)
    hits = [False] * len(text)
    for word in letters.normalise(query).split():
        at = flat.find(word)
        while at >= 0:
            for place in origin[at : at + len(word)]:
                hits[place] = True
            at = flat.find(word, at + len(word))
    for place in sorted(set(range(1, len(text))) - set(origin)):
        hits[place] = hits[place - 1]  # a loose accent belongs to the letter before it
    return hits


def _flattened(text: str) -> tuple[str, list[int]]:
    """The text as search sees it, and from which character each of its letters came."""
    flat: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        plain = letters.normalise(character) if not character.isspace() else " "
        flat.append(plain)
        origin.extend([place] * len(plain))
    return "".join(flat), origin
