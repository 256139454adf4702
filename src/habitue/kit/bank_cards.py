"""Bank cards recognised, so that they are dropped before anything is written down."""

import re

from habitue.kit import text

# Track 1 and track 2 as a swipe sends them, wherever they stand.
_TRACK = re.compile(r"%[A-Z]?\s*\d[\d ]{11,22}\^|;\s*\d{12,19}\s*=", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\-‐‑–—.]+")
# Inside running text: digits in one piece, or in the groups printed on a card.
_INSIDE = re.compile(
    r"(?<![\d+])"
    r"(?:\d{13,19}|\d{4}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,3})?|\d{4}[ \-]\d{6}[ \-]\d{4,5})"
    r"(?!\d)"
)
_SHORTEST = 13  # digits of any number of theirs, and signs of any track
# The first digits that banks' schemes own, and how long their numbers are.
_SCHEMES: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = tuple(
    (re.compile(prefix), frozenset(lengths))
    for prefix, lengths in (
        (r"4", (13, 16, 19)),  # Visa
        (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),  # Mastercard
        (r"3[47]", (15,)),  # American Express
        (r"6011|64[4-9]|65|622", range(16, 20)),  # Discover
        (r"30[0-5]|3095|36|3[89]", range(14, 20)),  # Diners
        (r"35(?:2[89]|[3-8])", range(16, 20)),  # JCB
        (r"62|81", range(16, 20)),  # UnionPay
        (r"50|5[6-8]|6304|6390|67", range(16, 20)),  # Maestro, Elo, Verve
        (r"220[0-4]", range(16, 20)),  # Mir
    )
)


def is_bank_card(typed: str) -> bool:
    """Whether what was swiped or typed is the number or a track of a bank card."""
    if len(typed) < _SHORTEST:
        return False
    if _TRACK.search(typed):
        return True
    bare = _SEPARATORS.sub("", typed)
    if not bare.isdecimal():
        return False
    return _is_number(text.digits(bare))


def holds_bank_card(prose: str) -> bool:
    """Whether a bank card stands somewhere in a longer text, such as a note."""
    return len(prose) >= _SHORTEST and (
        is_bank_card(prose)
        or any(_is_number(text.digits(found[0])) for found in _INSIDE.finditer(prose))
    )


def without_bank_cards(prose: str) -> str:
    """The text with every bank card number or track left out."""
    if _TRACK.search(prose) or is_bank_card(prose):
        return ""
    return _INSIDE.sub(lambda m: "" if _is_number(text.digits(m[0])) else m[0], prose)


def _is_number(number: str) -> bool:
    known = any(len(number) in sizes and start.match(number) for start, sizes in _SCHEMES)
    return known and _luhn(number)


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
