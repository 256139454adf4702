"""Tax numbers as far as they can be looked at without asking anyone: shape and check digits.

Never a reason to refuse: a number may be of a kind nobody here knows. `doubtful` says only that a
number which reads like one of its country's has a slip of the pen in it.
"""

import re
from collections.abc import Callable, Sequence

Digits = Sequence[int]
CLEAN = re.compile(r"[\s.\-/]")
# VAT numbers without their prefix, of countries whose shape is known
SHAPES: dict[str, str] = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}", "DE": r"\d{9}", "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]", "FI": r"\d{8}", "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "GB": r"\d{9}|\d{12}|(GD|HA)\d{3}", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}", "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}",
    "PT": r"\d{9}", "RO": r"\d{2,10}", "SE": r"\d{10}01", "SI": r"\d{8}", "SK": r"\d{10}",
    "CHE": r"\d{9}(MWST|TVA|IVA)?",
}  # fmt: skip
PREFIX = re.compile(rf"({'|'.join(sorted(SHAPES, key=len, reverse=True))})(?=[A-Z0-9+*])(.+)")


def doubtful(typed: str, country: str) -> bool:
    """Whether a number of `country`, or of the prefix it has, cannot be right."""
    bare = CLEAN.sub("", typed).upper()
    prefixed = PREFIX.fullmatch(bare)
    if prefixed and any(sign.isdigit() for sign in prefixed[2]):
        land, rest = prefixed.groups()
        if not re.fullmatch(SHAPES[land], rest):
            return True
    else:
        land, rest = {"GR": "EL", "CH": "CHE"}.get(country, country), bare
    check = CHECKS.get(land)
    return bool(check and rest.isascii() and check(rest) is False)


def _digits(text: str) -> list[int]:
    return [int(sign) for sign in text]


def _weighed(digits: Digits, weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: Digits) -> bool:
    doubled = [digit * 2 for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(one // 10 + one % 10 for one in doubled)) % 10 == 0


def _at(rest: str) -> bool | None:
    if not re.fullmatch(r"U\d{8}", rest):
        return None
    *seven, last = _digits(rest[1:])
    parts = [d if at % 2 == 0 else 2 * d // 10 + 2 * d % 10 for at, d in enumerate(seven)]
    return (96 - sum(parts)) % 10 == last


def _be(rest: str) -> bool | None:
    if not re.fullmatch(r"[01]\d{9}", rest):
        return None
    return 97 - int(rest[:8]) % 97 == int(rest[8:])


def _de(rest: str) -> bool | None:
    if not re.fullmatch(r"\d{9}", rest):
        return None
    product = 10
    for digit in _digits(rest[:8]):
        product = 2 * ((digit + product) % 10 or 10) % 11
    return (11 - product) % 10 == int(rest[8])


def _dk(rest: str) -> bool | None:
    if not re.fullmatch(r"\d{8}", rest):
        return None
    return _weighed(_digits(rest), (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _fi(rest: str) -> bool | None:
    if not re.fullmatch(r"\d{8}", rest):
        return None
    return (11 - _weighed(_digits(rest), (7, 9, 10, 5, 8, 4, 2)) % 11) % 11 == int(rest[7])


def _fr(rest: str) -> bool | None:
    """A VAT number, a SIREN or a SIRET."""
    if re.fullmatch(r"\d{9}|\d{14}", rest):
        return luhn(_digits(rest)) or rest.startswith("356000000")  # the post counts otherwise
    if not re.fullmatch(r"\d{11}", rest):
        return None
    return (12 + 3 * (int(rest[2:]) % 97)) % 97 == int(rest[:2])


def _it(rest: str) -> bool | None:
    return luhn(_digits(rest)) if re.fullmatch(r"\d{11}", rest) else None


def _lu(rest: str) -> bool | None:
    return int(rest[:6]) % 89 == int(rest[6:]) if re.fullmatch(r"\d{8}", rest) else None


def _nl(rest: str) -> bool | None:
    if not re.fullmatch(r"\d{9}B\d{2}", rest):
        return None
    by_eleven = _weighed(_digits(rest[:8]), range(9, 1, -1)) % 11 == int(rest[8])
    letters = "".join(str(int(sign, 36)) for sign in f"NL{rest}")
    return by_eleven or int(letters) % 97 == 1


def _pl(rest: str) -> bool | None:
    if not re.fullmatch(r"\d{10}", rest):
        return None
    return _weighed(_digits(rest), (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(rest[9])


def _pt(rest: str) -> bool | None:
    if not re.fullmatch(r"\d{9}", rest):
        return None
    left = 11 - _weighed(_digits(rest), range(9, 1, -1)) % 11
    return (0 if left > 9 else left) == int(rest[8])


def _se(rest: str) -> bool | None:
    return luhn(_digits(rest[:10])) if re.fullmatch(r"\d{10}(01)?", rest) else None


def _che(rest: str) -> bool | None:
    found = re.fullmatch(r"(?:CHE)?(\d{9})(?:MWST|TVA|IVA)?", rest)
    if not found:
        return None
    digits = _digits(found[1])
    return (11 - _weighed(digits, (5, 4, 3, 2, 7, 6, 5, 4)) % 11) % 11 == digits[8]


def _ru(rest: str) -> bool | None:
    digits = _digits(rest) if rest.isdigit() else []
    tail = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    if len(digits) == 10:
        return _weighed(digits, tail) % 11 % 10 == digits[9]
    if len(digits) != 12:
        return None
    first = _weighed(digits, (7, *tail)) % 11 % 10
    return first == digits[10] and _weighed(digits, (3, 7, *tail)) % 11 % 10 == digits[11]


CHECKS: dict[str, Callable[[str], bool | None]] = {
    "AT": _at, "BE": _be, "CHE": _che, "DE": _de, "DK": _dk, "FI": _fi, "FR": _fr, "IT": _it,
    "LU": _lu, "NL": _nl, "PL": _pl, "PT": _pt, "RU": _ru, "SE": _se,
}  # fmt: skip
