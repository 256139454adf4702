"""Text as search sees it: without case, marks, look-alikes or odd spaces."""

import unicodedata
from itertools import pairwise
from unicodedata import category

# Letters that Unicode does not take apart, and signs people type in several ways.
_LOOK_ALIKES = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n",
    "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ĸ": "k", "ƒ": "f",
    "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'", "ʻ": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "“": '"', "”": '"', "„": '"', "\0": "",
}  # fmt: skip
_NOWHERE = {"Cc", "Cs"}  # control characters, surrogates
_NOT_DIGITS = bytes(
    code for code in range(256) if not chr(code).isascii() or code not in range(48, 58)
)


class _Folded(dict[int, str]):
    """What each character becomes, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(character: str) -> str:
    before, after = "", character
    while before != after:
        before, after = after, "".join(map(_step, after))
    return after


def _step(character: str) -> str:
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    if character.isspace():
        return " "
    if category(character) == "Cf" or unicodedata.combining(character):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKD", character).casefold()


_folded = _Folded()


def normalise(text: str) -> str:
    """The form in which text is stored for search and in which a query is asked."""
    plain = text.lower() if text.isascii() else text.translate(_folded)
    if "\0" in plain or "`" in plain:
        plain = plain.translate(_folded)
    return " ".join(plain.split())


def storable(text: str) -> str:
    """Without what no database keeps or no screen shows: controls but tab and ends of lines, and
    halves of characters. A printer would obey the former."""
    if text.isprintable():
        return text
    return "".join(one for one in text if one in "\t\n\r" or category(one) not in _NOWHERE)


def digits(text: str) -> str:
    """Only the digits, of any script, as 0-9."""
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
    return text.encode("ascii").translate(None, _NOT_DIGITS).decode("ascii")


def words(query: str) -> list[str]:
    """The normalised words of a query, each once, in the order typed."""
    return list(dict.fromkeys(normalise(query).split()))


def grams(text: str) -> set[str]:
    """Every run of one, two and three characters inside the words of a text."""
    found: set[str] = set()
    for word in normalise(text).split():
        found.update(word)
        found.update(map("".join, pairwise(word)))
        found.update(map("".join, zip(word, word[1:], word[2:], strict=False)))
    return found
