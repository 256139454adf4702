"""A bill as it stands: lines, sums, what is paid and due, what closing would give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from habitue.bills import earning, sums, worth
from habitue.bills.locking import contents
from habitue.bills.models import Bill, BillState, Contents, Line, Payment
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House
from habitue.house_accounts.reports import owed_on
from habitue.kit.text import storable
from habitue.menu.models import VatRate
from habitue.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Standing:
    """A bill read whole; all amounts in minor units."""

    bill: Bill
    lines: Sequence[Line]
    payments: Sequence[Payment]  # those not taken back
    sums: sums.Sums
    earn_bp: int
    earns_minor: int  # what closing would give back (or gave)
    earns_points: int
    owed: int = 0  # open charges of a bill saved on account

    @property
    def total(self) -> int:
        return self.sums.total

    @property
    def paid(self) -> int:
        """What was paid, whether before or after it was saved on account."""
        return sum(one.amount_minor for one in self.payments)

    @property
    def due(self) -> int:
        """What is still to be paid here: nothing once closed; a saved bill owes its charge."""
        if self.bill.state == BillState.ON_ACCOUNT:
            return self.owed
        return self.total - self.paid if self.bill.state == BillState.OPEN else 0

    @property
    def tips(self) -> int:
        return sum(one.tip_minor for one in self.payments)

    @property
    def discounts(self) -> list[tuple[int, int]]:
        """(rate, minor): what is off, by the rate at which it is."""
        whole = [(line.total_minor, line.discount_bp) for line in self.lines]
        whole.append((self.bill.amount_minor or 0, None))
        found: dict[int, int] = {}
        for (minor, own), net in zip(whole, self.sums.nets, strict=False):
            rate = self.bill.discount_bp if own is None else own
            found[rate] = found.get(rate, 0) + minor - net
        return sorted((rate, off) for rate, off in found.items() if off)


def stand(house: House, bill: Bill) -> Standing:
    """Read one bill whole: two queries beside the bill itself."""
    return stand_all(house, [bill])[0]


def in_hand(op: Operation, bill: Bill) -> Standing:
    """A bill whole that the operation holds locked; what it has read of it is not read again."""
    return _all(op.house, [bill], {bill.id: contents(op, bill)})[0]


def as_left(house: House, bill: Bill) -> Standing:
    """A bill whole as the action that returned it left it."""
    if bill.contents is None:
        return stand(house, bill)
    return _all(house, [bill], {bill.id: bill.contents})[0]


def stand_all(house: House, bills: Sequence[Bill]) -> list[Standing]:
    """Read many bills whole; the same two queries."""
    ids = [bill.id for bill in bills]
    found = {id_: Contents([], []) for id_ in ids}
    for line in rows.find(Line, house, bill=ids, removed_at=None, order="position"):
        found[line.bill_id].lines.append(line)
    for payment in rows.find(Payment, house, bill=ids, undone_at=None, order="at id"):
        found[payment.bill_id].payments.append(payment)
    return _all(house, bills, found)


def _all(house: House, bills: Sequence[Bill], read: Mapping[UUID, Contents]) -> list[Standing]:
    default_bp = (
        default_vat_bp(house) if any(bill.amount_minor is not None for bill in bills) else 0
    )
    saved = [bill.id for bill in bills if bill.state == BillState.ON_ACCOUNT]
    owed = owed_on(house, saved) if saved else {}
    return [
        _stand(house, bill, read[bill.id], default_bp=default_bp, owed=owed.get(bill.id, 0))
        for bill in bills
    ]


def by_public_token(token: str) -> tuple[House, UUID] | None:
    """The house and bill behind the QR on a bill; asked before any house is known.

    On PostgreSQL outside `house_scope`, as the owning role, like a bearer token.
    """
    bill = Bill.objects.filter(public_token=storable(token)).select_related("house").first()
    return (bill.house, bill.id) if bill else None


def default_vat_bp(house: House) -> int:
    """The rate of what says nothing of its own: the house's default, else its first, else none."""
    rate = rows.first(VatRate, house, order="-is_default id")
    return rate.rate_bp if rate else 0


def _stand(house: House, bill: Bill, read: Contents, *, default_bp: int, owed: int) -> Standing:
    lines, paid = read.lines, read.payments
    parts = [sums.Part(line.total_minor, line.vat_bp, line.discount_bp) for line in lines]
    if bill.amount_minor is not None:
        parts.append(sums.Part(bill.amount_minor, default_bp))
    added = sums.add_up(
        parts, bill.discount_bp, vat_included=house.prices_include_vat, odd=_odd(bill)
    )
    if bill.total_minor is not None:
        added = _as_booked(bill, added)
        earns, points, earn_bp = bill.earned_minor, bill.earned_points, 0
    else:
        earns, points, earn_bp = would_earn(house, bill, lines, added, paid)
    return Standing(bill, lines, paid, added, earn_bp, earns, points, owed)


def _odd(bill: Bill) -> sums.Odd | None:
    """The cents a split gave this bill, as long as its lines come to the same."""
    if bill.odd_of_minor is None:
        return None
    tax = {(rate, amount): tax for rate, amount, tax in bill.odd_tax}
    return sums.Odd(bill.odd_of_minor, bill.odd_discount_minor, tax, bill.odd_weight)


def _as_booked(bill: Bill, now: sums.Sums) -> sums.Sums:
    """The sums fixed when the sale was booked, whatever the house's rates say today."""
    vat = tuple(sums.VatSum(*one) for one in bill.vat)
    return replace(now, total=bill.total_minor or 0, vat=vat)


def would_earn(
    house: House, bill: Bill, lines: Sequence[Line], added: sums.Sums, paid: Sequence[Payment]
) -> tuple[int, int, int]:
    """(given back, points, rate) if the rest were paid with money now."""
    if bill.customer_id is None or bill.customer is None:
        return 0, 0, 0
    base = added.total - sum(earning.not_truly_paid(one) for one in paid)
    earn_bp = earn_rate(house, bill.customer)
    by = worth.by_earning(lines, added)
    programme = earning.Programme(earn_bp, house.points_per_unit, house.currency, by)
    return *programme.gives(added.total, base), earn_bp


def earn_rate(house: House, customer: Customer) -> int:
    """A customer's own accumulation or their group's, else the programme's."""
    own: int | None = customer.term("earn_bp")
    return own if own is not None else house.earn_bp


def discount_rate(house: House, customer: Customer | None) -> int:
    """The better of customer (or their group) and programme; a Walk-In has none."""
    if customer is None:
        return 0
    return max(customer.term("discount_bp") or 0, house.discount_bp)
