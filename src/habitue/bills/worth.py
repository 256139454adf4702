"""What each line of a bill is of its total."""

from collections.abc import Sequence
from uuid import UUID

from habitue.bills.models import Line
from habitue.bills.sums import Sums
from habitue.kit.shares import split


def of_lines(lines: Sequence[Line], sums: Sums) -> dict[UUID, int]:
    """What each line is of the total: what stands at its VAT rate, shared by what it cost.

    An amount beside the lines has its part where more stands than the lines come to.
    """
    vat_included = sum(sums.nets) == sums.total  # as it was booked, whatever the house does now
    nets = {line.id: net for line, net in zip(lines, sums.nets, strict=False)}
    beside_lines = len(sums.nets) > len(lines)
    worth: dict[UUID, int] = {}
    for rate in sums.vat:
        of_rate = [line for line in lines if line.vat_bp == rate.rate_bp]
        own = [nets[line.id] for line in of_rate]
        beside = max(rate.gross - (0 if vat_included else rate.tax) - sum(own), 0)
        if sum(own):
            shares = split(rate.gross, [*own, beside if beside_lines else 0])
            worth |= zip((line.id for line in of_rate), shares[:-1], strict=True)
    return dict.fromkeys(nets, 0) | worth


def by_earning(lines: Sequence[Line], sums: Sums) -> dict[int, int]:
    """What of the total, at each rate, is of lines that earn by one of their own."""
    if all(line.earn_bp is None for line in lines):
        return {}
    worth = of_lines(lines, sums)
    found: dict[int, int] = {}
    for line in lines:
        if line.earn_bp is not None:
            found[line.earn_bp] = found.get(line.earn_bp, 0) + worth[line.id]
    return {rate: minor for rate, minor in sorted(found.items()) if minor}
