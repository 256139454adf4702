"""How alike two words are: typing mistakes, swapped letters, forms of one name."""

from collections.abc import Sequence
from functools import lru_cache

EXACT, CLOSE, LIKE, OTHER = 3, 2, 1, 0  # of two words; LIKE: one may stand for the other


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> int:
    """EXACT, CLOSE (a slip or two), LIKE (an initial, a short form), or OTHER."""
    if one == other:
        return EXACT
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) <= 1 or (len(shorter) >= 3 and longer.startswith(shorter)):
        return LIKE if longer.startswith(shorter) else OTHER
    most = 0 if len(shorter) < 3 else 1 if len(longer) < 7 else 2
    return CLOSE if most and within(shorter, longer, most) else OTHER


def within(one: str, other: str, most: int) -> bool:
    """Whether at most so many slips lie between two words: a letter more, less, other, swapped."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return False  # a slip changes two letters at most
    return _slips(one, other, most) <= most


def _slips(one: str, other: str, most: int) -> int:
    """The number of slips (optimal string alignment); `most` + 1 where there are more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, there in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def shared(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of the longer of two lists of words is in the other: 0 to 1, slips forgiven."""
    if not one or not other:
        return 0.0
    left = list(other)
    found = 0.0
    for word in one:
        best = max(left, key=lambda there: likeness(word, there), default=None)
        if best is None:
            break
        how = likeness(word, best)
        if how != OTHER:
            found += (0.0, 0.6, 0.8, 1.0)[how]
            left.remove(best)
    return found / max(len(one), len(other))


def skeleton(word: str) -> str:
    """The consonants of a word as they sound, roughly, in any script; its first letter stays."""
    kept = [word[:1]]
    for letter in word[1:].translate(SOUNDS):
        if letter not in VOWELS and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)[:4]


VOWELS = frozenset("aeiouyhwаеиоуыэюяьъ")
SOUNDS = str.maketrans("bfvgjkqzxdnдбзгм", "pppccccsstmтпскн")
