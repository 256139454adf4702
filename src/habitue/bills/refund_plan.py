"""What a refund would come to, and where it would go. It reads and computes; it posts nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.bills import earning
from habitue.bills.models import (
    Bill,
    BillState,
    BillTender,
    Payment,
    Refund,
    RefundLine,
    RefundPart,
)
from habitue.bills.reading import Standing, as_left
from habitue.bills.refusals import BillVoid, NothingOnIt
from habitue.bills.worth import of_lines
from habitue.house import rows
from habitue.house.models import House
from habitue.house_accounts import gathering
from habitue.house_accounts.actions import Charge
from habitue.house_accounts.reports import given_up
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.shares import split
from habitue.prepaid import reports as prepaid

MONEY = frozenset({BillTender.CASH, BillTender.CARD, BillTender.BANK_TRANSFER, BillTender.OTHER})


class StillOpen(Refusal):
    code = "bill_unpaid"
    says = _("This bill has not closed. Take its payments back instead.")


class Refunded(Refusal):
    code = "already_reversed"
    says = _("There is nothing left of this to refund.")


class MoreThanPaid(Refusal):
    code = "overpaid"
    says = _("Only {left} of this bill can still be refunded.")


class TenderNotMoney(Refusal):
    code = "malformed"
    status = 422
    says = _("Money can go back as cash, by card, by bank transfer or otherwise.")


@dataclass(frozen=True, slots=True)
class SomeOf:
    """A line of the bill, or so many thousandths of it."""

    line: UUID
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked to be refunded: an amount, some lines, or all that is left."""

    amount: int | None = None
    lines: Sequence[SomeOf] = ()
    tender: str | None = None  # for money, instead of the tender it came by


@dataclass(frozen=True, slots=True)
class Part:
    """So much back to a payment, or off what was saved on account."""

    payment: Payment | None
    charge: Charge | None
    tender: str
    amount: int
    tip: int = 0
    points: int = 0
    owed: int = 0  # off what is still owed; the rest is then in hand


@dataclass(frozen=True, slots=True)
class LinePart:
    line: UUID
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A refund, before it is posted. All in minor units."""

    bill: Bill
    amount: int
    parts: Sequence[Part]
    vat: Sequence[tuple[int, int, int]]  # rate, gross, tax
    earned: int  # to be taken back of what the bill gave
    earned_left: int  # of that, what was not spent yet
    points: int
    earned_by: Mapping[int, int]  # what of it earned at rates of their own
    lines: Sequence[LinePart] = ()

    @property
    def tip(self) -> int:
        return sum(part.tip for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Past:
    """What earlier refunds of the bill took, and what of it was never paid nor is owed."""

    refunds: list[Refund]
    parts: list[RefundPart]
    lines: list[RefundLine] = field(default_factory=list)
    given_up: dict[UUID, int] = field(default_factory=dict)  # of charges: nobody paid it

    def of_payment(self, payment: UUID) -> int:
        return sum(part.amount_minor for part in self.parts if part.payment_id == payment)

    def tip_of(self, payment: UUID) -> int:
        return sum(part.tip_minor for part in self.parts if part.payment_id == payment)

    def points_of(self, payment: UUID) -> int:
        return sum(part.points for part in self.parts if part.payment_id == payment)

    def lost_of(self, payment: Payment) -> int:
        """Of what was paid by charging it; a tip on top of it is lost last."""
        rest = payment.amount_minor - self.of_payment(payment.id)
        return min(self.given_up.get(payment.charge_id, 0), rest) if payment.charge_id else 0

    def lost(self, standing: Standing) -> int:
        """What of the bill itself was given up."""
        paid = [one for one in standing.payments if not one.settles]
        saved = self.given_up.keys() - {one.charge_id for one in paid}
        return sum(map(self.lost_of, paid)) + sum(self.given_up[one] for one in saved)

    def of_charge(self, charge: UUID) -> int:
        return sum(part.amount_minor for part in self.parts if part.charge_id == charge)


def planned(house: House, bill: Bill, wanted: Wanted) -> Plan:
    """What would be posted. Raises BillInvoiced, BillVoid, StillOpen, Refunded, MoreThanPaid,
    NothingOnIt, NotFound (line), TenderNotMoney."""
    gathering.refuse_invoiced(house, bill.id)
    _refuse(bill, wanted)
    standing, past = as_left(house, bill), _past(house, bill)
    lines = _lines(house, standing, past, wanted.lines)
    amount = _amount(house, standing, past, wanted, lines)
    parts = _parts(house, standing, past, amount, wanted.tender)
    earned_by = _earned_by(standing, past, amount, lines)
    earned, points = _to_take_back(standing, past, amount, earned_by)
    left = sum(lot.remaining_minor for lot in prepaid.earned_under(house, f"bill:{bill.id}"))
    return Plan(
        bill=bill,
        amount=amount,
        parts=parts,
        vat=_vat(standing, past, amount, lines),
        earned=earned,
        earned_left=min(earned, left),
        points=points,
        earned_by=earned_by,
        lines=lines,
    )


def _refuse(bill: Bill, wanted: Wanted) -> None:
    if bill.state == BillState.VOID:
        raise BillVoid()
    if bill.state == BillState.OPEN:
        raise StillOpen()
    if wanted.tender is not None and wanted.tender not in MONEY:
        raise TenderNotMoney(field="tender")


def _past(house: House, bill: Bill) -> _Past:
    charges = [one.id for one in rows.find(Charge, house, bill_id=bill.id, reversed_at=None)]
    lost = given_up(house, charges)
    if not bill.refunded_minor:
        return _Past([], [], given_up=lost)
    refunds = rows.find(Refund, house, bill=bill.id, order="id")
    ids = [refund.id for refund in refunds]
    return _Past(
        refunds,
        rows.find(RefundPart, house, refund=ids, order="id"),
        rows.find(RefundLine, house, refund=ids, order="id"),
        lost,
    )


def _amount(
    house: House, standing: Standing, past: _Past, wanted: Wanted, lines: Sequence[LinePart]
) -> int:
    left = standing.total - standing.bill.refunded_minor - past.lost(standing)
    if left <= 0:
        raise Refunded()
    amount = wanted.amount
    if amount is None:
        amount = sum(part.amount for part in lines) if wanted.lines else left
    if amount <= 0:
        raise NothingOnIt(field="amount")
    if amount > left:
        raise MoreThanPaid(left=house.money(left))
    return amount


def _lines(
    house: House, standing: Standing, past: _Past, chosen: Sequence[SomeOf]
) -> list[LinePart]:
    """What the chosen lines came to, after the discount and with their VAT."""
    worth = of_lines(standing.lines, standing.sums) if chosen else {}
    found = {line.id: line for line in standing.lines}
    parts: list[LinePart] = []
    for some in chosen:
        line = found.get(some.line)
        if line is None or any(part.line == some.line for part in parts):
            raise NotFound("line", field="lines")
        before = [one for one in past.lines if one.line_id == line.id]
        quantity = line.quantity - sum(one.quantity for one in before)
        left = worth[line.id] - sum(one.amount_minor for one in before)
        taken = quantity if some.quantity is None else some.quantity
        if quantity <= 0:
            raise Refunded()
        if not 0 < taken <= quantity:
            raise NothingOnIt(field="lines")
        parts.append(LinePart(line.id, taken, left * taken // quantity))
    return parts


def _parts(
    house: House, standing: Standing, past: _Past, amount: int, tender: str | None
) -> list[Part]:
    """The amount over what paid the bill, in proportion to what is left of each; of a tip all,
    once nothing of the bill is left."""
    bill = standing.bill
    whole = bill.refunded_minor + amount + past.lost(standing) == bill.total_minor
    paid = [one for one in standing.payments if not one.settles]
    charges = {one.id: one for one in rows.find(Charge, house, bill_id=bill.id, reversed_at=None)}
    by_payment = {one.charge_id for one in paid if one.charge_id}
    saved = next((one for id_, one in charges.items() if id_ not in by_payment), None)
    left = [one.amount_minor - past.of_payment(one.id) - past.lost_of(one) for one in paid]
    left.append(
        saved.amount_minor - past.of_charge(saved.id) - past.given_up.get(saved.id, 0)
        if saved
        else 0
    )
    *shares, off_charge = split(amount, left)
    parts = []
    for one, share in zip(paid, shares, strict=True):
        tip = one.tip_minor - past.tip_of(one.id) if whole else 0
        if tip and one.charge_id:
            tip = max(tip - past.given_up.get(one.charge_id, 0) + past.lost_of(one), 0)
        if share or tip:
            charge = charges.get(one.charge_id) if one.charge_id else None
            parts.append(_back_to(one, charge, past, share, tip=tip, tender=tender))
    if saved:
        settlers = [one for one in standing.payments if one.settles]
        parts += _off_charge(saved, settlers, past, off_charge, whole=whole, tender=tender)
    return parts


def _back_to(
    payment: Payment,
    charge: Charge | None,
    past: _Past,
    amount: int,
    *,
    tip: int,
    tender: str | None,
) -> Part:
    if payment.tender == BillTender.HOUSE_ACCOUNT and charge is not None:
        owed = min(charge.open_minor, amount + tip)
        return Part(payment, charge, payment.tender, amount, tip, owed=owed)
    if payment.tender in MONEY:
        return Part(payment, None, tender or payment.tender, amount, tip)
    points = 0
    if payment.points:
        left = payment.amount_minor - past.of_payment(payment.id)
        points = (payment.points - past.points_of(payment.id)) * amount // left
    return Part(payment, None, payment.tender, amount, tip, points=points)


def _off_charge(
    charge: Charge,
    settlers: Sequence[Payment],
    past: _Past,
    amount: int,
    *,
    whole: bool,
    tender: str | None,
) -> list[Part]:
    """What is still owed comes off first; then what paid this bill alone goes back; what came
    by a settlement of the account stays in hand there."""
    owed = min(charge.open_minor, amount)
    left = [one.amount_minor - past.of_payment(one.id) for one in settlers]
    shares = split(min(amount - owed, sum(left)), left)
    parts = []
    for one, share in zip(settlers, shares, strict=True):
        tip = one.tip_minor - past.tip_of(one.id) if whole else 0
        if share or tip:
            part = _back_to(one, None, past, share, tip=tip, tender=tender)
            parts.append(replace(part, charge=charge))
    rest = amount - sum(shares)
    if rest:
        parts.append(Part(None, charge, BillTender.HOUSE_ACCOUNT, rest, owed=owed))
    return parts


def _to_take_back(
    standing: Standing, past: _Past, amount: int, earned_by: Mapping[int, int]
) -> tuple[int, int]:
    """Value and points the bill gave, in proportion to all that was refunded by now, rounded so
    that never more is kept than what was not refunded earns. What could not be taken then is
    asked again."""
    bill = standing.bill
    earns = earning.base(standing.total, standing.payments, past.refunds)
    back = earning.Back.of(past.refunds, more=amount, by=earned_by)
    may_keep = earning.kept(bill, earns, back)
    if may_keep is None:
        may_keep = _in_proportion(bill, past, amount)
    return max(bill.earned_minor - may_keep[0], 0), max(bill.earned_points - may_keep[1], 0)


def _earned_by(
    standing: Standing, past: _Past, amount: int, lines: Sequence[LinePart]
) -> dict[int, int]:
    """What of the refund had earned at rates of their own: that of the lines chosen, else in
    proportion to what is left."""
    programme = earning.programme_of(standing.bill)
    if programme is None or not programme.by:
        return {}
    before = earning.Back.of(past.refunds)
    left = programme.left(before)
    rest = standing.total - before.minor - sum(left.values())
    rate_of = {line.id: line.earn_bp for line in standing.lines}
    taken: dict[int | None, int] = dict.fromkeys([None, *left], 0)
    for part in lines:
        rate = rate_of[part.line] if rate_of[part.line] in left else None
        room = (rest if rate is None else left[rate]) - taken[rate]
        taken[rate] += min(part.amount, room)
    rooms = [rest - taken[None], *(left[rate] - taken[rate] for rate in left)]
    more = split(amount - sum(taken.values()), rooms)
    return {rate: taken[rate] + one for rate, one in zip(left, more[1:], strict=True)}


def _in_proportion(bill: Bill, past: _Past, amount: int) -> tuple[int, int]:
    """What a bill may keep of what it gave, where the programme it earned by was not kept."""
    total = bill.total_minor or 0
    left = total - bill.refunded_minor - amount
    earned = bill.earned_minor + sum(one.earned_minor for one in past.refunds)
    points = bill.earned_points + sum(one.earned_points for one in past.refunds)
    return earned * left // total, points * left // total


def _vat(
    standing: Standing, past: _Past, amount: int, lines: Sequence[LinePart]
) -> list[tuple[int, int, int]]:
    """The refund at each rate: that of the lines chosen, else in proportion to what is left."""
    left = {one.rate_bp: [one.gross, one.tax] for one in standing.sums.vat}
    for refund in past.refunds:
        for rate, gross, tax in refund.vat:
            left[rate][0] -= gross
            left[rate][1] -= tax
    rate_of = {line.id: line.vat_bp for line in standing.lines}
    at_rate = dict.fromkeys(left, 0)
    for part in lines:
        rate = rate_of[part.line]
        at_rate[rate] = min(at_rate[rate] + part.amount, left[rate][0])
    spread = split(
        amount - sum(at_rate.values()), [left[rate][0] - at_rate[rate] for rate in left]
    )
    found = []
    for (rate, (gross, tax)), more in zip(left.items(), spread, strict=True):
        part_gross = at_rate[rate] + more
        if part_gross:
            found.append((rate, part_gross, (2 * tax * part_gross + gross) // (2 * gross)))
    return found
