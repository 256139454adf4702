"""The bills of a customer over any period, by person. Issues nothing, changes nothing.

Of a company these are its own, those of whoever belongs to it or is paid for by it, and those
that were put on its account by someone it no longer pays for.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from habitue.bills.models import Bill, BillState, Refund
from habitue.bills.sums import VatSum
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge

DEEPEST = 8  # companies of companies; customers never belong to themselves
MOST = 20_000  # bills in one summary


@dataclass(frozen=True, slots=True)
class Row:
    """A bill: what it came to less refunds, what of it is on the account, what of that is open."""

    bill: Bill
    charged: int
    open: int

    @property
    def total(self) -> int:
        return (self.bill.total_minor or 0) - self.bill.refunded_minor


@dataclass(frozen=True, slots=True)
class Person:
    """Who ate, and what."""

    customer: Customer
    rows: list[Row]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def charged(self) -> int:
        return sum(row.charged for row in self.rows)

    @property
    def open(self) -> int:
        return sum(row.open for row in self.rows)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everyone who ate, by name. `cut`: there are more bills than one summary holds."""

    customer: Customer
    from_on: date
    to_on: date
    people: list[Person]
    refunds: list[VatSum] = field(default_factory=list)
    cut: bool = False

    @property
    def bills(self) -> int:
        return sum(len(person.rows) for person in self.people)

    @property
    def total(self) -> int:
        return sum(person.total for person in self.people)

    @property
    def charged(self) -> int:
        return sum(person.charged for person in self.people)

    @property
    def open(self) -> int:
        return sum(person.open for person in self.people)

    @property
    def vat(self) -> list[VatSum]:
        """What stands at each rate, and the tax in it, as the bills and their refunds said it."""
        found: dict[int, list[int]] = {}
        for one in self._vat():
            sums = found.setdefault(one.rate_bp, [0, 0])
            sums[0] += one.gross
            sums[1] += one.tax
        return [VatSum(rate, *found[rate]) for rate in sorted(found) if found[rate][0]]

    def _vat(self) -> Iterator[VatSum]:
        for person in self.people:
            for row in person.rows:
                yield from (VatSum(*one) for one in row.bill.vat)
        for back in self.refunds:
            yield VatSum(back.rate_bp, -back.gross, -back.tax)


def summary(house: House, customer: Customer, from_on: date, to_on: date) -> Summary:
    """What `customer` and their people ate from `from_on` to `to_on`, both inclusive."""
    charges = _charges(house, customer, from_on, to_on)
    theirs = Q(customer_id__in=people_of(house, customer)) | Q(pk__in=charges)
    rows = (
        Bill.objects.of(house)
        .filter(theirs, business_day__range=(from_on, to_on))
        .filter(state__in=[BillState.CLOSED, BillState.ON_ACCOUNT], customer__isnull=False)
        .select_related("customer")
        .order_by("business_day", "number")
    )
    found = list(rows[: MOST + 1])
    people: dict[UUID, Person] = {}
    for bill in found[:MOST]:
        person = people.setdefault(bill.customer_id, Person(bill.customer, []))
        person.rows.append(Row(bill, *charges.get(bill.id, (0, 0))))
    named = sorted(people.values(), key=lambda one: one.customer.display_name.casefold())
    refunds = _refunds(house, [bill.id for bill in found[:MOST] if bill.refunded_minor])
    return Summary(customer, from_on, to_on, named, refunds, cut=len(found) > MOST)


def _refunds(house: House, bills: list[UUID]) -> list[VatSum]:
    """The VAT of what was given back of them."""
    rows = Refund.objects.of(house).filter(bill_id__in=bills).values_list("vat", flat=True)
    return [VatSum(*one) for vat in rows for one in vat]


def people_of(house: House, customer: Customer) -> set[UUID]:
    """`customer`, whoever belongs to them or is paid for by them, and those of these."""
    found = {customer.id}
    fresh: Collection[UUID] = found
    for _level in range(DEEPEST):
        below = Customer.objects.of(house).filter(Q(parent_id__in=fresh) | Q(payer_id__in=fresh))
        fresh = set(below.values_list("id", flat=True)) - found
        if not fresh:
            break
        found |= fresh
    return found


def _charges(
    house: House, customer: Customer, from_on: date, to_on: date
) -> dict[UUID, tuple[int, int]]:
    """(charged, open) on the customer's own account, by bill."""
    days = Bill.objects.of(house).filter(business_day__range=(from_on, to_on)).values("id")
    rows = Charge.objects.of(house).filter(
        account__customer_id=customer.id, reversed_at=None, bill_id__in=days
    )
    found: dict[UUID, tuple[int, int]] = {}
    for bill, amount, still in rows.values_list("bill_id", "amount_minor", "open_minor"):
        charged, open_ = found.get(bill, (0, 0))
        found[bill] = charged + amount, open_ + still
    return found
