"""Money: whole minor units of one currency. A float never comes near it."""

import re
from dataclasses import dataclass
from functools import total_ordering

from habitue.kit.currencies import exponent

LARGEST = 2**53 - 1  # what JSON readers everywhere still read exactly
TYPED = re.compile(r"(?P<whole>\d{1,13})(?:[.,](?P<part>\d{1,3}))?")


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`amount` minor units (cents, yen, fils) of the ISO 4217 `currency`."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        assert type(self.amount) is int, "money is whole minor units"
        assert abs(self.amount) <= LARGEST, "money beyond 2^53"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: "Money") -> int:
        assert self.currency == other.currency, f"{self.currency} with {other.currency}"
        return other.amount

    @property
    def text(self) -> str:
        """Plain figures with a full stop, no currency sign: `12.00`."""
        digits = exponent(self.currency)
        sign, whole = ("-", -self.amount) if self.amount < 0 else ("", self.amount)
        if not digits:
            return f"{sign}{whole}"
        head, tail = divmod(whole, 10**digits)
        return f"{sign}{head}.{tail:0{digits}d}"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def typed(cls, text: str, currency: str) -> "Money | None":
        """What a person typed (`12`, `12,5`, `12.50`), or None when it is not an amount."""
        found = TYPED.fullmatch(text.strip().replace("\u00a0", "").replace("\u202f", ""))
        digits = exponent(currency)
        if not found or len(found["part"] or "") > digits:
            return None
        part = (found["part"] or "").ljust(digits, "0")
        minor = int(found["whole"] + part)
        return cls(minor, currency) if minor <= LARGEST else None


def zero(currency: str) -> Money:
    return Money(0, currency)
