"""What the law of a country says of paid value that ends: presets, to be confirmed.

No legal advice: each is what a house starts with, and the least its owner may choose. They are
marked *to be confirmed by your accountant* wherever they are shown. A country that is not here
has no least we know of, and starts with value that never ends.
"""

from dataclasses import dataclass

from habitue.kit import spans
from habitue.kit.spans import Span


@dataclass(frozen=True, slots=True)
class Preset:
    """`paid` is what a new house begins with ("" never ends), `least` what must be left to it.

    `renews`: the least counts from the last load of the wallet, not of each load.
    """

    paid: str
    least: str
    source: str
    renews: bool = False
    may_end: bool = True


NONE = Preset("", "", "")
PRESETS = {
    "US": Preset("5y", "5y", "15 U.S.C. § 1693l-1", renews=True),
    "DE": Preset("3e", "3e", "BGB §§ 195, 199"),
    "AT": Preset("", "30y", "ABGB § 1478"),
    "CH": Preset("10y", "10y", "OR Art. 127"),
    "IE": Preset("5y", "5y", "Consumer Protection (Gift Vouchers) Act 2019"),
    "AU": Preset("3y", "3y", "Competition and Consumer Act 2010, s 99B"),
    "NZ": Preset("3y", "3y", "Fair Trading (Gift Card Expiry) Amendment Act 2024"),
    "CA": Preset("", "", "Provincial gift card regulations", may_end=False),
}


def preset(country: str) -> Preset:
    return PRESETS.get(country.upper(), NONE)


def least(country: str) -> Span | None:
    """How long paid value must last there at least; None where no least is known."""
    return spans.read(preset(country).least)


def lasts_enough(country: str, paid: str) -> bool:
    """Whether paid value that lasts `paid` lasts as long as it must there."""
    law, span = preset(country), spans.read(paid)
    if span is None:
        return True
    floor = spans.read(law.least)
    return law.may_end and (floor is None or span.covers(floor))
