"""What a bill comes to: discount, VAT per rate, what it would give back. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from habitue.kit.shares import added_tax, contained_tax, percent, split


@dataclass(frozen=True, slots=True)
class Part:
    """A line, as the sums see it: its total before discount, its VAT rate, and what is off it
    where that is not the bill's percentage."""

    minor: int
    vat_bp: int
    off_bp: int | None = None


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
    nets: tuple[int, ...] = field(default=())  # each part after its discount

    @property
    def tax(self) -> int:
        return sum(one.tax for one in self.vat)


@dataclass(frozen=True, slots=True)
class Odd:
    """The cents of a share: while its parts come to `of`, so much is off and so much is tax.

    Shares rounded each alone would lose or invent some. `tax` is by rate and amount, where
    prices do not include it. `weight`: what the parts are worth times what is off each; parts
    with another discount come to another. None: all parts have the same.
    """

    of: int
    discount: int
    tax: Mapping[tuple[int, int], int] = field(default_factory=dict)
    weight: int | None = None


def add_up(
    parts: Sequence[Part], discount_bp: int, *, vat_included: bool = True, odd: Odd | None = None
) -> Sums:
    """The sums of a bill: the percentages off, rounded once, the cents by largest remainder.

    VAT is computed per rate on the sum after discount, half up.
    """
    subtotal = sum(part.minor for part in parts)
    weights = [
        part.minor * (discount_bp if part.off_bp is None else part.off_bp) for part in parts
    ]
    if odd is not None and (odd.of != subtotal or odd.weight not in (None, sum(weights))):
        odd = None
    discount = odd.discount if odd else percent(sum(weights), 1)
    shares = over_parts(discount, [part.minor for part in parts], weights)
    nets = tuple(part.minor - share for part, share in zip(parts, shares, strict=True))
    at_rate: dict[int, int] = {}
    for part, net in zip(parts, nets, strict=True):
        at_rate[part.vat_bp] = at_rate.get(part.vat_bp, 0) + net
    said = odd.tax if odd else {}
    vat = tuple(
        _vat(rate, amount, vat_included, said.get((rate, amount)))
        for rate, amount in sorted(at_rate.items())
    )
    return Sums(subtotal, discount, sum(one.gross for one in vat), vat, nets)


def over_parts(discount: int, minors: Sequence[int], weights: Sequence[int]) -> list[int]:
    """The discount over the parts by what is off each, from none more than it comes to.

    The cents of a share may be more than its discounted parts come to.
    """
    if sum(minors) <= 0:
        return [0] * len(minors)
    shares = split(discount, weights if any(weights) else minors)
    kept = [min(share, minor) for share, minor in zip(shares, minors, strict=True)]
    rooms = [minor - share for minor, share in zip(minors, kept, strict=True)]
    more = split(discount - sum(kept), rooms) if discount > sum(kept) else [0] * len(kept)
    return [share + beside for share, beside in zip(kept, more, strict=True)]


def _vat(rate_bp: int, amount: int, included: bool, said: int | None) -> VatSum:
    if included:
        return VatSum(rate_bp, amount, contained_tax(amount, rate_bp))
    tax = added_tax(amount, rate_bp) if said is None else said
    return VatSum(rate_bp, amount + tax, tax)
