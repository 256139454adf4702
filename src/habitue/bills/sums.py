"""What a bill comes to: discount, VAT per rate, what it would give back. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from habitue.kit.currencies import exponent
from habitue.kit.shares import added_tax, contained_tax, percent, percent_down, split


@dataclass(frozen=True, slots=True)
class Part:
    """A line, as the sums see it: its total before discount and its VAT rate."""

    minor: int
    vat_bp: int


@dataclass(frozen=True, slots=True)
class VatSum:
    """What stands at one rate after discount, VAT included, and the VAT in it."""

    rate_bp: int
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class Sums:
    """All in minor units. `total` is what is to be paid, without tips."""

    subtotal: int
    discount: int
    total: int
    vat: tuple[VatSum, ...] = field(default=())

    @property
    def tax(self) -> int:
        return sum(one.tax for one in self.vat)


def add_up(parts: Sequence[Part], discount_bp: int, *, vat_included: bool = True) -> Sums:
    """The sums of a bill: one percentage off, its cents to the lines by largest remainder.

    VAT is computed per rate on the sum after discount, half up.
    """
    subtotal = sum(part.minor for part in parts)
    discount = percent(subtotal, discount_bp)
    shares = split(discount, [part.minor for part in parts]) if subtotal > 0 else [0] * len(parts)
    at_rate: dict[int, int] = {}
    for part, share in zip(parts, shares, strict=True):
        at_rate[part.vat_bp] = at_rate.get(part.vat_bp, 0) + part.minor - share
    vat = tuple(_vat(rate, amount, vat_included) for rate, amount in sorted(at_rate.items()))
    return Sums(subtotal, discount, sum(one.gross for one in vat), vat)


def _vat(rate_bp: int, amount: int, included: bool) -> VatSum:
    if included:
        return VatSum(rate_bp, amount, contained_tax(amount, rate_bp))
    tax = added_tax(amount, rate_bp)
    return VatSum(rate_bp, amount + tax, tax)


def given_back(base: int, earn_bp: int) -> int:
    """Accumulation on what was truly paid, rounded down (decision 18)."""
    return percent_down(max(base, 0), earn_bp)


def points_for(base: int, per_unit: int, currency: str) -> int:
    """Points on what was truly paid: so many for each whole unit of money, rounded down."""
    one: int = 10 ** exponent(currency)
    return max(base, 0) * per_unit // one
