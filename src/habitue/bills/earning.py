"""What a bill earns: on what was truly paid, for as much as was not refunded (decision 18)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from habitue.bills.models import Bill, BillTender, Payment, Refund
from habitue.kit.currencies import exponent
from habitue.operations.models import Operation
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid

NONE: Mapping[int, int] = MappingProxyType({})


def not_truly_paid(payment: Payment) -> int:
    """Points, gift and earned value do not earn again."""
    if payment.tender == BillTender.POINTS:
        return payment.amount_minor
    return payment.gift_minor + payment.earned_minor


def base(total: int, payments: Sequence[Payment], refunds: Sequence[Refund]) -> int:
    """What of the whole bill earns.

    What settled a saved bill later with points, gift or earned value counts for as much of the
    bill as was not refunded by then.
    """
    earns = total
    for one in payments:
        free = not_truly_paid(one)
        if free and one.settles:
            before = sum(r.amount_minor for r in refunds if (r.at, r.id) < (one.at, one.id))
            free = -(-free * total // (total - before))
        earns -= free
    return max(earns, 0)


@dataclass(frozen=True, slots=True)
class Programme:
    """By what a bill earns; `by`: what of its total earns by a rate of its own (ADR 0045).

    Value and points round down (decision 18); what earns nothing gives no points either.
    """

    earn_bp: int
    points_per_unit: int
    currency: str
    by: Mapping[int, int]  # minor units at a rate

    def gives(self, total: int, earns: int) -> tuple[int, int]:
        """Value and points of a bill of `total`, of which `earns` was truly paid."""
        if total <= 0 or earns <= 0:
            return 0, 0
        value = self._weight(total, self.by) * earns // (total * 10_000)
        pointed = _pointed(total, self.by) * earns * self.points_per_unit
        return value, pointed // (total * 10 ** exponent(self.currency))

    def keeps(self, total: int, earns: int, back: "Back") -> tuple[int, int]:
        """What of it stays when `back` was refunded."""
        value, some = self.gives(total, earns)
        left, by = total - back.minor, self.left(back)
        return (
            _part(value, self._weight(left, by), self._weight(total, self.by)),
            _part(some, _pointed(left, by), _pointed(total, self.by)),
        )

    def left(self, back: "Back") -> dict[int, int]:
        """What of `by` was not refunded."""
        return {rate: minor - back.by.get(rate, 0) for rate, minor in self.by.items()}

    def _weight(self, total: int, by: Mapping[int, int]) -> int:
        rest = total - sum(by.values())
        return rest * self.earn_bp + sum(rate * minor for rate, minor in by.items())


@dataclass(frozen=True, slots=True)
class Back:
    """What of a bill was refunded, and what of that had earned by rates of its own."""

    minor: int
    by: Mapping[int, int]

    @classmethod
    def of(cls, refunds: Iterable[Refund], *, more: int = 0, by: Mapping[int, int] = NONE) -> Self:
        """What `refunds` gave back, and `more` besides."""
        gone = Counter(by)
        for one in refunds:
            more += one.amount_minor
            gone.update(dict(one.earn_by))
        return cls(more, gone)


def _pointed(total: int, by: Mapping[int, int]) -> int:
    return total - by.get(0, 0)


def _part(minor: int, left: int, whole: int) -> int:
    return minor * left // whole if whole else 0


def programme_of(bill: Bill) -> Programme | None:
    """The one a bill that ended earned by; None: it was granted by none."""
    if bill.earn_bp is None or bill.points_per_unit is None:
        return None
    by = dict(bill.earn_by)
    return Programme(bill.earn_bp, bill.points_per_unit, bill.house.currency, by)


def kept(bill: Bill, earns: int, back: Back) -> tuple[int, int] | None:
    """Value and points a bill may keep that earns on `earns`; None: granted by no programme."""
    programme = programme_of(bill)
    return programme.keeps(bill.total_minor or 0, earns, back) if programme else None


def settle_free(op: Operation, bill: Bill, payment: Payment, paid: Sequence[Payment]) -> None:
    """A saved bill is settled with what does not earn: what it gave for so much is taken back.

    Of value as much as is left; `paid` is all that was paid before.
    """
    if not not_truly_paid(payment) or bill.customer_id is None:
        return
    refunds = list(Refund.objects.of(op.house).filter(bill=bill)) if bill.refunded_minor else []
    earns = base(bill.total_minor or 0, [*paid, payment], refunds)
    may_keep = kept(bill, earns, Back.of(refunds))
    if may_keep is None:
        return
    reference = f"bill:{bill.id}"
    due = max(bill.earned_minor - may_keep[0], 0)
    payment.unearned_minor = prepaid.unearn(op, reference=reference, most=due) if due else 0
    payment.unearned_spent_minor = due - payment.unearned_minor
    payment.unearned_points = max(bill.earned_points - may_keep[1], 0)
    if payment.unearned_points:
        points.take_back(
            op, customer_id=bill.customer_id, points=payment.unearned_points, reference=reference
        )
    bill.earned_minor -= payment.unearned_minor
    bill.earned_points -= payment.unearned_points
