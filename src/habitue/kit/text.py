"""Text as search sees it: without case, marks, look-alikes or odd spaces."""

import re
import unicodedata
from operator import add
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
# Numbers have most runs of three digits in common, and 0000 has 000 as 00000000 has it: five
# digits are grams too, and a digit again and again.
_DIGITS = re.compile(r"[0-9]{4,}")
_SAME = re.compile(r"([0-9])\1{3,59}")
_LONG = re.compile(r"([0-9])\1{4,59}|[0-9]{5}|([0-9])\2{3}")
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
    """What the words of a text are found by: every run of one, two and three characters, of five
    digits, and of one digit again and again."""
    found: set[str] = set()
    plain = normalise(text)
    for word in plain.split():
        pairs = list(map(add, word, word[1:]))
        found.update(word, pairs, map(add, pairs, word[2:]))
    for digits in _DIGITS.findall(plain):
        found.update([digits[i : i + 5] for i in range(len(digits) - 4)])
        for same in _SAME.finditer(digits):
            found.update([same[0][:size] for size in range(4, len(same[0]) + 1)])
    return found


def longest_grams(word: str) -> list[str]:
    """The fewest of the grams of a word that cover it; whatever contains it has them all."""
    found, reached = [], 0
    for start in range(len(word)):
        long = _LONG.match(word, start)
        gram = long[0] if long else word[start : start + 3]
        if start + len(gram) > reached:
            reached = start + len(gram)
            found.append(gram)
    return found
