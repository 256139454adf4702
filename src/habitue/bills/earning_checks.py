"""What must always be true of earning: recomputed from what was paid, refunded and settled."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from habitue.bills import earning, worth
from habitue.bills.models import Bill, Line, Payment, Refund
from habitue.bills.reading import Standing, stand_all
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant

AT_ONCE = 2_000
# what is judged by: other columns would take most of the time
OF_BILLS = (
    "number", "total_minor", "refunded_minor", "earn_bp", "points_per_unit", "earn_by",
    "earned_minor", "earned_points", "earned_carried_minor",
)  # fmt: skip
OF_PAYMENTS = (
    "bill_id", "at", "tender", "amount_minor", "gift_minor", "earned_minor", "settles",
    "unearned_minor", "unearned_spent_minor", "unearned_points",
)  # fmt: skip
OF_REFUNDS = (
    "bill_id", "at", "amount_minor", "earn_by", "earned_minor", "earned_spent_minor",
    "earned_points",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """A bill that was granted something, what paid it and what of it was refunded."""

    bill: Bill
    paid: list[Payment]
    refunds: list[Refund]

    @property
    def total(self) -> int:
        return self.bill.total_minor or 0

    @property
    def at_first(self) -> tuple[int, int]:
        """Value and points it was to give when it ended or was saved."""
        before = [one for one in self.paid if not one.settles]
        return _kept(self.bill, earning.base(self.total, before, []), [])

    @property
    def now(self) -> tuple[int, int]:
        """Value and points it may keep, as it was paid, settled and refunded since."""
        earns = earning.base(self.total, self.paid, self.refunds)
        return _kept(self.bill, earns, self.refunds)


def bills_earned_what_they_should(house: House) -> Examined:
    """What a bill gave is what its programme gives on what was truly paid, less what was taken
    back since."""
    return _judged(house)[0]


def no_bill_keeps_too_much(house: House) -> Examined:
    """What a bill keeps is earned by what was truly paid and not refunded; of value, save what
    was spent before it could be taken back."""
    return _judged(house)[1]


def bills_earn_by_their_lines(house: House) -> Examined:
    """What of a bill earned at rates of its own is what its lines say; what of it was refunded
    is what the lines chosen say, and no more than there was."""
    count, wrong = 0, list[str]()
    for bills in _by_rates(house):
        back = defaultdict[UUID, list[Refund]](list)
        refunds = Refund.objects.of(house).filter(bill__in=bills).only(*OF_REFUNDS)
        for refund in refunds.prefetch_related("lines__line").order_by("at", "id"):
            back[refund.bill_id].append(refund)
        for standing in stand_all(house, bills):
            count += 1
            if said := _not_by_its_lines(standing, back[standing.bill.id]):
                wrong.append(f"{standing.bill.number} {said}")
    return Examined(count, wrong)


def _not_by_its_lines(standing: Standing, refunds: list[Refund]) -> str:
    programme = earning.programme_of(standing.bill)
    assert programme is not None
    by = worth.by_earning(standing.lines, standing.sums)
    if programme.by != by:
        return f"says it earned by {programme.by}, its lines by {by}"
    left = dict(by)
    for refund in refunds:
        back, least = dict(refund.earn_by), Counter[int]()
        for one in refund.lines.all():
            if one.line.earn_bp in by:
                least[one.line.earn_bp] += one.amount_minor
        for rate in left.keys() | back.keys():
            had, gone = left.get(rate, 0), back.get(rate, 0)
            if not min(least[rate], had) <= gone <= had:
                return f"refunded {gone} of {had} that earned at {rate}, of lines {least[rate]}"
            left[rate] = had - gone
    if standing.total - sum(one.amount_minor for one in refunds) < sum(left.values()):
        return f"says more than is left earned at rates of its own: {left}"
    return ""


def _by_rates(house: House) -> Iterator[list[Bill]]:
    """Bills of which something earned at a rate of its own, or should have, some at a time."""
    lines = Line.objects.of(house).filter(bill=OuterRef("pk"), earn_bp__isnull=False)
    lines = lines.filter(removed_at=None)
    granted = Bill.objects.of(house).filter(earn_bp__isnull=False).order_by("id")
    return _some_at_a_time(house, granted.filter(~Q(earn_by=[]) | Exists(lines)))


def _judged(house: House) -> tuple[Examined, Examined]:
    """Both, in one reading of every bill that was granted something."""
    return sql.once(("earned", house.id), lambda: _judge(house))


def _judge(house: House) -> tuple[Examined, Examined]:
    count = 0
    gave, keeps = list[str](), list[str]()
    for story in _stories(house):
        count += 1
        for said, wrong in ((_not_what_it_gave(story), gave), (_keeps_too_much(story), keeps)):
            if said:
                wrong.append(f"{story.bill.number} {said}")
    return Examined(count, gave), Examined(count, keeps)


def _not_what_it_gave(story: Story) -> str:
    bill, (value, points) = story.bill, story.at_first
    value = max(value, bill.earned_carried_minor)
    value -= sum(one.earned_minor for one in story.refunds)
    value -= sum(one.unearned_minor for one in story.paid)
    points -= sum(one.earned_points for one in story.refunds)
    points -= sum(one.unearned_points for one in story.paid)
    if (bill.earned_minor, bill.earned_points) == (value, points):
        return ""
    has = f"{bill.earned_minor} and {bill.earned_points} points"
    return f"says it gave {has}, but what was paid gives {value} and {points}"


def _keeps_too_much(story: Story) -> str:
    bill, (value, points) = story.bill, story.now
    value += sum(one.earned_spent_minor for one in story.refunds)
    value += sum(one.unearned_spent_minor for one in story.paid)
    value += max(bill.earned_carried_minor - story.at_first[0], 0)
    if bill.earned_points <= points and bill.earned_minor <= value:
        return ""
    has = f"{bill.earned_minor} and {bill.earned_points} points"
    return f"keeps {has}, but what was paid and not refunded gives {value} and {points}"


def _kept(bill: Bill, earns: int, refunds: list[Refund]) -> tuple[int, int]:
    found = earning.kept(bill, earns, earning.Back.of(refunds))
    assert found is not None
    return found


def _stories(house: House) -> Iterator[Story]:
    for bills in _granted(house):
        payments = Payment.objects.of(house).filter(bill__in=bills, undone_at=None)
        refunds = Refund.objects.of(house).filter(bill__in=bills)
        paid, back = defaultdict(list), defaultdict(list)
        for payment in payments.only(*OF_PAYMENTS).order_by("at", "id"):
            paid[payment.bill_id].append(payment)
        for refund in refunds.only(*OF_REFUNDS).order_by("at", "id"):
            back[refund.bill_id].append(refund)
        for bill in bills:
            yield Story(bill, paid[bill.id], back[bill.id])


def _granted(house: House) -> Iterator[list[Bill]]:
    """Bills that were granted something by a programme they remember, some at a time."""
    found = Bill.objects.of(house).filter(earn_bp__isnull=False).only(*OF_BILLS)
    return _some_at_a_time(house, found.order_by("id"))


def _some_at_a_time(house: House, found: "QuerySet[Bill, Bill]") -> Iterator[list[Bill]]:
    last = None
    while bills := list((found.filter(pk__gt=last) if last else found)[:AT_ONCE]):
        for bill in bills:
            bill.house = house
        yield bills
        last = bills[-1].pk


INVARIANTS = [
    Invariant("I14", "A bill earned what its programme says", bills_earned_what_they_should),
    Invariant("I14", "A bill earns by what its lines say", bills_earn_by_their_lines),
    Invariant("I15", "No bill keeps what was not paid, or refunded", no_bill_keeps_too_much),
]
