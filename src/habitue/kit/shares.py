"""Dividing whole numbers without losing or inventing one (decision 22)."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in parts proportional to `weights`, by largest remainder, ties to the first.

    The parts add up to `total` exactly. Weights are not negative; all zero gives zeros and
    then needs a zero total.
    """
    whole = sum(weights)
    if not whole:
        assert total == 0, "nothing to divide over"
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    rests = [total * weight % whole for weight in weights]
    short = total - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: (-rests[i], i))[:short]:
        parts[index] += 1
    return parts


def share_out(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Each row divided over the columns, so that rows and columns both add up exactly.

    The rows and the columns have the same sum and are not negative. Each row goes by what its
    columns still lack, so that no column ever gets more than it is.
    """
    assert sum(rows) == sum(columns), "the same sum, by rows and by columns"
    lacking, shared = list(columns), []
    for row in rows:
        parts = split(row, lacking)
        lacking = [left - part for left, part in zip(lacking, parts, strict=True)]
        shared.append(parts)
    return shared


def percent(amount: int, basis_points: int) -> int:
    """`basis_points` of `amount`, half up (away from zero)."""
    product = abs(amount) * basis_points
    rounded = (product + 5_000) // 10_000
    return rounded if amount >= 0 else -rounded


def percent_down(amount: int, basis_points: int) -> int:
    """`basis_points` of a non-negative `amount`, rounded down."""
    return amount * basis_points // 10_000


def contained_tax(gross: int, basis_points: int) -> int:
    """The tax inside a price that includes it, half up: 120.00 at 20 % holds 20.00."""
    sign = 1 if gross >= 0 else -1
    numerator, denominator = abs(gross) * basis_points, 10_000 + basis_points
    return sign * ((2 * numerator + denominator) // (2 * denominator))


def added_tax(net: int, basis_points: int) -> int:
    """The tax on top of a price that does not include it, half up."""
    return percent(net, basis_points)
