"""How a bill would be split: what each share would hold and come to. It posts nothing.

What the shares come to is what the bill came to, to the cent: the lines before discount, the
discount, the tax where prices do not include it, and so the total (largest remainder, ties to
the first).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.bills import sums
from habitue.bills.models import Line, SharingKind
from habitue.bills.reading import Standing, default_vat_bp
from habitue.bills.refund_plan import SomeOf
from habitue.bills.sums import Odd, Part, Sums
from habitue.house.models import House
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.shares import share_out, split

MOST_SHARES = 50


class NotSplit(Refusal):
    code = "malformed"
    status = 422
    says = _("Choose 2 to {most} shares, with something on each.")


class MoreThanTotal(Refusal):
    code = "overpaid"
    says = _("The shares come to more than {total}, the whole bill.")


@dataclass(frozen=True, slots=True)
class Shares:
    """What was asked: so many equal parts, an amount each, or which lines go where.

    What `amounts` or `lines` leave stays on the bill; where they leave nothing, the first of
    them does.
    """

    parts: int = 0
    amounts: Sequence[int] = ()  # minor units, of what is to be paid
    lines: Sequence[Sequence[SomeOf]] = ()

    @property
    def kind(self) -> SharingKind:
        if self.parts:
            return SharingKind.PARTS
        return SharingKind.AMOUNTS if self.amounts else SharingKind.LINES


@dataclass(frozen=True, slots=True)
class Piece:
    """So much of a line on one share."""

    line: Line
    quantity: int
    unit_price: int
    name: str
    by_hand: bool  # a price of its own, that no price level changes

    @property
    def minor(self) -> int:
        return (self.quantity * self.unit_price * 2 + 1_000) // 2_000

    @property
    def is_whole(self) -> bool:
        return self.quantity == self.line.quantity and self.name == self.line.name


@dataclass(frozen=True, slots=True)
class Share:
    """What one share would hold."""

    pieces: Sequence[Piece]
    amount: int | None  # of an amount beside lines, or instead of them
    odd: Odd
    sums: Sums

    @property
    def total(self) -> int:
        return self.sums.total


@dataclass(frozen=True, slots=True)
class _Whole:
    """The bill to be split, as arithmetic."""

    lines: Sequence[Line]
    amount: int | None
    amount_bp: int  # the VAT rate of an amount
    discount_bp: int
    sums: Sums
    vat_included: bool

    @property
    def rows(self) -> list[int]:
        """What its lines come to, then its amount."""
        return [*(line.total_minor for line in self.lines), self.amount or 0]


@dataclass(slots=True)
class _Laid:
    """A share while it is laid out."""

    pieces: list[Piece] = field(default_factory=list)
    amount: int | None = None

    @property
    def subtotal(self) -> int:
        return sum(piece.minor for piece in self.pieces) + (self.amount or 0)


def planned(house: House, standing: Standing, wanted: Shares) -> list[Share]:
    """The shares of a bill, the first staying on it. Raises NotSplit, MoreThanTotal, NotFound."""
    bill = standing.bill
    whole = _Whole(
        standing.lines,
        bill.amount_minor,
        default_vat_bp(house) if bill.amount_minor is not None else 0,
        bill.discount_bp,
        standing.sums,
        house.prices_include_vat,
    )
    return shared(whole, wanted, house)


def shared(whole: _Whole, wanted: Shares, house: House) -> list[Share]:
    """The arithmetic of `planned`."""
    if wanted.lines:
        laid = _by_lines(whole, wanted.lines)
        return _settled(whole, laid, None)
    totals = _totals(whole, wanted, house)
    return _settled(whole, _by_amounts(whole, totals, wanted.parts), totals)


# -- by amount ---------------------------------------------------------------------------------


def _totals(whole: _Whole, wanted: Shares, house: House) -> list[int]:
    """What each share is to come to."""
    total = whole.sums.total
    if wanted.parts:
        _check_count(wanted.parts)
        totals = split(total, [1] * wanted.parts)
    else:
        left = total - sum(wanted.amounts)
        if left < 0:
            raise MoreThanTotal(total=house.money(total), field="amounts")
        totals = [left, *wanted.amounts] if left else list(wanted.amounts)
    _check_count(len(totals))
    if min(totals) <= 0:
        raise NotSplit(most=MOST_SHARES)
    return totals


def _check_count(count: int) -> None:
    if not 2 <= count <= MOST_SHARES:
        raise NotSplit(most=MOST_SHARES)


def _by_amounts(whole: _Whole, totals: Sequence[int], parts: int) -> list[_Laid]:
    """Every line over all shares, each in proportion to what its share is to come to."""
    columns = split(whole.sums.subtotal, _before_tax(whole, totals))
    shared_rows = share_out(whole.rows, columns)
    laid = [_Laid() for _total in totals]
    for line, minors in zip(whole.lines, shared_rows[:-1], strict=True):
        for share, piece in zip(laid, _pieces(line, minors, totals, parts), strict=True):
            if piece is not None:
                share.pieces.append(piece)
    for share, minor in zip(laid, shared_rows[-1], strict=True):
        share.amount = minor or None
    return laid


def _before_tax(whole: _Whole, totals: Sequence[int]) -> list[int]:
    """The totals without the tax that comes on top; all of it, where prices include theirs."""
    if whole.vat_included:
        return list(totals)
    taxes = split(whole.sums.tax, totals)
    return [total - tax for total, tax in zip(totals, taxes, strict=True)]


def _pieces(
    line: Line, minors: Sequence[int], totals: Sequence[int], parts: int
) -> list[Piece | None]:
    """A line by what each share gets of it: whole units of it where they come to just that."""
    units = _in_units(line, minors)
    if units is not None:
        return [_piece(line, quantity) if quantity else None for quantity in units]
    if not line.total_minor:
        return [_piece(line, line.quantity), *[None] * (len(minors) - 1)]
    whole = sum(totals)
    named = [
        f"1/{parts}" if parts else f"{max((200 * one + whole) // (2 * whole), 1)} %"
        for one in totals
    ]
    return [
        _priced(line, minor, f"{name} {_counted(line)}") if minor else None
        for minor, name in zip(minors, named, strict=True)
    ]


def _in_units(line: Line, minors: Sequence[int]) -> list[int] | None:
    """How many of it each share gets, where each gets whole ones and they come to its part."""
    if not line.total_minor:
        return None
    units = [line.quantity * minor // line.total_minor for minor in minors]
    fine = sum(units) == line.quantity and all(
        not unit % 1_000 and _comes_to(unit, line.unit_price_minor) == minor
        for unit, minor in zip(units, minors, strict=True)
    )
    return units if fine or line.quantity in units else None


# -- by lines ----------------------------------------------------------------------------------


def _by_lines(whole: _Whole, chosen: Sequence[Sequence[SomeOf]]) -> list[_Laid]:
    """What was chosen, on shares of its own; the rest stays."""
    quantities = _quantities(whole.lines, chosen)
    stays = whole.amount is not None or any(given[0] for given in quantities.values())
    if not stays:
        quantities = {line: given[1:] for line, given in quantities.items()}
    laid = [_Laid() for _share in range(len(chosen) + stays)]
    _check_count(len(laid))
    for line in whole.lines:
        _lay(line, quantities[line.id], laid)
    laid[0].amount = whole.amount
    if not all(share.pieces or share.amount for share in laid):
        raise NotSplit(most=MOST_SHARES)
    return laid


def _quantities(
    lines: Sequence[Line], chosen: Sequence[Sequence[SomeOf]]
) -> Mapping[UUID, list[int]]:
    """How many thousandths of each line stay, and how many go to each share."""
    found = {line.id: [line.quantity, *[0] * len(chosen)] for line in lines}
    for place, group in enumerate(chosen, start=1):
        if not group:
            raise NotSplit(most=MOST_SHARES)
        for some in group:
            given = found.get(some.line)
            if given is None:
                raise NotFound("line", field="lines")
            taken = given[0] if some.quantity is None else some.quantity
            if not 0 < taken <= given[0]:
                raise NotSplit(most=MOST_SHARES, field="lines")
            given[0] -= taken
            given[place] += taken
    return found


def _lay(line: Line, quantities: Sequence[int], laid: Sequence[_Laid]) -> None:
    """A line on its shares: by quantity where that comes to the same, else at prices of parts."""
    alone = [_comes_to(quantity, line.unit_price_minor) for quantity in quantities]
    minors = split(line.total_minor, quantities) if sum(alone) != line.total_minor else alone
    for share, quantity, own, minor in zip(laid, quantities, alone, minors, strict=True):
        if not minor and (line.total_minor or not quantity):
            continue  # no line of nothing, unless it was one
        if own == minor:
            share.pieces.append(_piece(line, quantity))
        else:
            share.pieces.append(_priced(line, minor, _counted(line, quantity)))


# -- what they come to -------------------------------------------------------------------------


def _settled(whole: _Whole, laid: Sequence[_Laid], totals: Sequence[int] | None) -> list[Share]:
    """Discount and tax over the shares, so that nothing is lost by rounding each alone."""
    subtotals = [share.subtotal for share in laid]
    weights = [_weight_off(whole, share) for share in laid]
    if totals is None:
        off = sums.over_parts(whole.sums.discount, subtotals, weights)
    else:
        nets = _before_tax(whole, totals)
        off = [of - net for of, net in zip(subtotals, nets, strict=True)]
    odds = [
        Odd(of, less, weight=weight)
        for of, less, weight in zip(subtotals, off, weights, strict=True)
    ]
    added = [_add(whole, share, odd) for share, odd in zip(laid, odds, strict=True)]
    if not whole.vat_included:
        odds = _taxed(whole, odds, added, totals)
        added = [_add(whole, share, odd) for share, odd in zip(laid, odds, strict=True)]
    if sum(one.total for one in added) != whole.sums.total:
        raise NotSplit(most=MOST_SHARES)
    return [
        Share(share.pieces, share.amount, odd, one)
        for share, odd, one in zip(laid, odds, added, strict=True)
    ]


def _weight_off(whole: _Whole, share: _Laid) -> int:
    """How much of the whole discount is off a share, beside the others."""
    rates = [(piece.minor, piece.line.discount_bp) for piece in share.pieces]
    rates.append((share.amount or 0, None))
    return sum(minor * (whole.discount_bp if off is None else off) for minor, off in rates)


def _add(whole: _Whole, share: _Laid, odd: Odd) -> Sums:
    parts = [
        Part(piece.minor, piece.line.vat_bp, piece.line.discount_bp) for piece in share.pieces
    ]
    if share.amount is not None:
        parts.append(Part(share.amount, whole.amount_bp))
    return sums.add_up(parts, whole.discount_bp, vat_included=whole.vat_included, odd=odd)


def _taxed(
    whole: _Whole, odds: Sequence[Odd], added: Sequence[Sums], totals: Sequence[int] | None
) -> list[Odd]:
    """The tax of the whole bill over the shares and their rates."""
    untaxed = [one.total - one.tax for one in added]
    weights = [sum(_weight(vat) for vat in one.vat) for one in added]
    if totals is not None:
        taxes = [total - net for total, net in zip(totals, untaxed, strict=True)]
    else:
        taxes = split(whole.sums.tax, weights) if sum(weights) else [0] * len(odds)
    found = []
    for odd, one, tax, weight in zip(odds, added, taxes, weights, strict=True):
        by_rate = split(tax, [_weight(vat) for vat in one.vat]) if weight else []
        said = {
            (vat.rate_bp, vat.gross - vat.tax): part
            for vat, part in zip(one.vat, by_rate, strict=False)
        }
        found.append(replace(odd, tax=said))
    return found


def _weight(vat: sums.VatSum) -> int:
    return (vat.gross - vat.tax) * vat.rate_bp


def _comes_to(quantity: int, unit_price: int) -> int:
    return (quantity * unit_price * 2 + 1_000) // 2_000


def _piece(line: Line, quantity: int) -> Piece:
    return Piece(line, quantity, line.unit_price_minor, line.name, line.priced_by_hand)


def _priced(line: Line, minor: int, name: str) -> Piece:
    return Piece(line, 1_000, minor, name[:120], by_hand=True)


def _counted(line: Line, quantity: int | None = None) -> str:
    """`2 × Espresso`; one of it is just its name."""
    many = line.quantity if quantity is None else quantity
    if many == 1_000:
        return line.name
    whole, rest = divmod(many, 1_000)
    return f"{whole}{f'.{rest:03}'.rstrip('0') if rest else ''} × {line.name}"
