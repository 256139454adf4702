"""F27: whatever is split, discounted, taxed and refunded, no cent is lost or invented.

Random bills, laid out by the arithmetic alone. `--faults` tries a million; the seed is printed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from habitue.bills.models import Line
from habitue.bills.refund_plan import SomeOf
from habitue.bills.split_plan import NotSplit, Share, Shares, planned
from habitue.bills.sums import Part, Sums, add_up
from habitue.kit.ids import new_id
from habitue.kit.money import Money
from habitue.kit.shares import share_out, split

SEED = int(os.environ.get("HABITUE_SEED", "20261122"))
RATES = (0, 550, 1_000, 2_000, 2_750, 888)


def houses() -> list[Any]:
    """Prices with VAT in them, and without."""
    return [
        SimpleNamespace(
            prices_include_vat=included, currency="EUR", money=lambda minor: Money(minor, "EUR")
        )
        for included in (True, False)
    ]


def some_lines(luck: random.Random) -> list[Line]:
    """Up to eight lines, of whole things and of what is weighed, some for nothing."""
    return [
        Line(
            id=new_id(),
            name=f"Dish {place}",
            quantity=luck.choice((1_000, 2_000, 3_000, luck.randint(1, 5_000))),
            unit_price_minor=luck.choice((0, luck.randint(1, 300), luck.randint(1, 9_999))),
            vat_bp=luck.choice(RATES),
            discount_bp=luck.choice((None, None, None, 0, 500, 10_000, luck.randint(1, 9_999))),
        )
        for place in range(luck.randint(1, 8))
    ]


def some_bill(luck: random.Random, house: Any) -> Any:
    """A bill as `planned` reads it: lines, a discount, those of categories, its sums."""
    lines, off = some_lines(luck), luck.choice((0, 0, 500, 1_000, luck.randint(1, 9_999)))
    added = add_up(parts_of(lines), off, vat_included=house.prices_include_vat)
    bill = SimpleNamespace(amount_minor=None, discount_bp=off)
    return SimpleNamespace(bill=bill, lines=lines, sums=added, total=added.total)


def parts_of(lines: list[Line]) -> list[Part]:
    return [Part(line.total_minor, line.vat_bp, line.discount_bp) for line in lines]


def some_shares(luck: random.Random, standing: Any) -> Shares:
    """Equal parts, amounts or lines, as a waiter might ask."""
    how = luck.randrange(3)
    if how == 0:
        return Shares(parts=luck.randint(2, 9))
    if how == 1 and standing.total > 3:
        first = luck.randint(1, standing.total - 2)
        return Shares(amounts=[first, luck.randint(1, standing.total - first)])
    groups: list[list[SomeOf]] = [[] for _ in range(luck.randint(1, 4))]
    for line in standing.lines:
        left = line.quantity
        for group in luck.sample(groups, luck.randint(0, len(groups))):
            taken = luck.choice((left, luck.randint(1, left), min(1_000, left))) if left else 0
            if taken:
                group.append(SomeOf(line.id, taken))
                left -= taken
    return Shares(lines=groups)


def check(standing: Any, wanted: Shares, shares: list[Share], *, vat_included: bool) -> None:
    """All that must hold of a split."""
    assert sum(share.total for share in shares) == standing.sums.total
    assert sum(share.sums.subtotal for share in shares) == standing.sums.subtotal
    assert sum(share.sums.discount for share in shares) == standing.sums.discount
    if not vat_included:
        assert sum(share.sums.tax for share in shares) == standing.sums.tax
    for line in standing.lines:
        pieces = [p for share in shares for p in share.pieces if p.line is line]
        assert sum(piece.minor for piece in pieces) == line.total_minor
        assert all(piece.minor > 0 for piece in pieces) or line.total_minor == 0
        assert all(piece.quantity > 0 for piece in pieces)
    for share in shares:
        assert 0 <= share.sums.discount <= share.sums.subtotal
        assert sum(vat.gross for vat in share.sums.vat) == share.total
        assert all(0 <= vat.tax <= vat.gross for vat in share.sums.vat)
    if wanted.parts:
        totals = [share.total for share in shares]
        assert totals == split(standing.total, [1] * wanted.parts)
        assert all(0 <= one - other <= 1 for one, other in pairwise(totals))
    if wanted.amounts:
        assert [share.total for share in shares][-len(wanted.amounts) :] == list(wanted.amounts)


def check_refunds(luck: random.Random, added: Sums) -> None:
    """In any number of parts, all of it comes back over what paid it, and no more."""
    paid = split(added.total, [luck.randint(0, 5) for _ in range(4)] + [1])
    left, given_back = list(paid), 0
    while sum(left):
        amount = luck.randint(1, sum(left))
        parts = split(amount, left)
        assert all(0 <= part <= rest for part, rest in zip(parts, left, strict=True))
        left = [rest - part for rest, part in zip(left, parts, strict=True)]
        given_back += amount
    assert given_back == added.total == sum(paid)


def tried(luck: random.Random, house: Any) -> int:
    """One random bill, split, and one of its shares refunded; whether it could be split."""
    standing = some_bill(luck, house)
    included = house.prices_include_vat
    assert sum(vat.gross for vat in standing.sums.vat) == standing.total
    wanted = some_shares(luck, standing)
    try:
        shares = planned(house, standing, wanted)
    except NotSplit:  # fewer cents than shares, or a share of nothing
        return 0
    check(standing, wanted, shares, vat_included=included)
    check_refunds(luck, luck.choice(shares).sums)
    return 1


def rounds(seed: int, count: int) -> Iterator[int]:
    luck, both = random.Random(seed), houses()
    for number in range(count):
        yield tried(luck, both[number % 2])


def test_no_cent_is_lost_or_invented() -> None:
    done = sum(rounds(SEED, 4_000))

    assert done > 2_500, done


@pytest.mark.faults
def test_no_cent_is_lost_or_invented_in_a_million_bills() -> None:
    count = int(os.environ.get("HABITUE_COUNT", "1000000"))

    done = sum(rounds(SEED, count))

    print(f"F27: seed {SEED}, {count} bills, {done} split, 0 cents lost or invented")
    assert done > count * 0.6, done


def test_rows_and_columns_add_up() -> None:
    luck = random.Random(SEED)
    for _ in range(2_000):
        rows = [luck.choice((0, 1, luck.randint(0, 10_000))) for _ in range(luck.randint(1, 9))]
        columns = split(sum(rows), [luck.randint(0, 9) for _ in range(5)] + [1])

        shared = share_out(rows, columns)

        assert [sum(row) for row in shared] == rows
        assert [sum(column) for column in zip(*shared, strict=True)] == columns
        assert min(min(row) for row in shared) >= 0
