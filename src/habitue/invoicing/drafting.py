"""What an invoice of a payer would hold: read, grouped and added up, before it has a number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from habitue.bills.models import Bill, BillState, BillTender, Line, Payment
from habitue.bills.sums import VatSum
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge, Settled
from habitue.invoicing.models import Invoice, InvoicedPayment
from habitue.kit.shares import split
from habitue.ledger import actions as ledger

NO_RATE = -1  # what carries no VAT of ours: tips, what was brought over, adjustments


@dataclass(frozen=True, slots=True)
class Row:
    """One charge on an invoice: mostly a bill, or the part of it that was put on account."""

    charge: Charge
    bill: Bill | None
    on: date
    tip: int
    vat: tuple[VatSum, ...]
    lines: Sequence[Line] = ()

    @property
    def amount(self) -> int:
        return self.charge.amount_minor


@dataclass(frozen=True, slots=True)
class Eater:
    """Whose bills they were."""

    person: Customer
    rows: list[Row]

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)


@dataclass(frozen=True, slots=True)
class Paid:
    """Money or value that met invoiced charges since the last invoice."""

    on: date
    how: str  # a tender, or in_hand, refund, write_off, adjustment
    amount: int


@dataclass(frozen=True, slots=True)
class Draft:
    """All that would be on the paper but its number."""

    payer: Customer
    from_on: date
    to_on: date
    rows: Sequence[Row]
    previous: int
    payments: Sequence[Paid]
    shown: Sequence[UUID] = field(default=())  # the settled parts that `payments` shows

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.payments)

    @property
    def balance(self) -> int:
        return self.previous + self.total - self.paid

    @property
    def in_period(self) -> int:
        """How many rows lie in the period; the rest are late: of earlier days, never invoiced."""
        return sum(row.on >= self.from_on for row in self.rows)

    @property
    def by_person(self) -> list[Eater]:
        people: dict[UUID, Eater] = {}
        for row in self.rows:
            person = row.charge.person
            people.setdefault(person.id, Eater(person, [])).rows.append(row)
        return sorted(people.values(), key=lambda one: one.person.display_name.casefold())

    @property
    def vat(self) -> list[VatSum]:
        """What stands at each rate, and the tax in it as the bills said it; NO_RATE last."""
        found: dict[int, list[int]] = {}
        for part in (part for row in self.rows for part in row.vat):
            sums = found.setdefault(part.rate_bp, [0, 0])
            sums[0] += part.gross
            sums[1] += part.tax
        rates = sorted(found, key=lambda rate: (rate == NO_RATE, rate))
        return [VatSum(rate, *found[rate]) for rate in rates]


def draft(
    house: House,
    payer: Customer,
    from_on: date,
    to_on: date,
    *,
    only: Collection[UUID] | None = None,
    with_lines: bool = False,
) -> Draft:
    """Every charge of `payer` never invoiced, of a bill of the period or of an earlier day.

    `only` names the charges that are locked. A bill still open is left for the next invoice.
    """
    rows = [row for row in _rows(house, payer, with_lines) if row.on <= to_on]
    if only is not None:
        rows = [row for row in rows if row.charge.id in only]
    shown, payments = _payments(house, payer, {row.charge.id for row in rows})
    last = last_of(house, payer)
    previous = last.balance_minor if last else 0
    return Draft(payer, from_on, to_on, rows, previous, payments, shown)


def last_of(house: House, payer: Customer) -> Invoice | None:
    found: Invoice | None = (
        Invoice.objects.of(house).filter(payer=payer).order_by("-issued_at", "-id").first()
    )
    return found


def free(house: House, payer: Customer) -> QuerySet[Charge]:
    """The charges of `payer` that are on no invoice."""
    rows: QuerySet[Charge] = Charge.objects.of(house).filter(
        account__customer_id=payer.id, invoice_id=None, reversed_at=None
    )
    return rows


def _rows(house: House, payer: Customer, with_lines: bool) -> list[Row]:
    charges = free(house, payer)
    ids = charges.values("bill_id")
    bills = {bill.id: bill for bill in Bill.objects.of(house).filter(pk__in=ids)}
    tips = dict(
        Payment.objects.of(house)
        .filter(tender=BillTender.HOUSE_ACCOUNT, undone_at=None, tip_minor__gt=0)
        .filter(charge_id__in=charges.values("id"))
        .values_list("charge_id", "tip_minor")
    )
    lines = _lines(house, ids) if with_lines else {}
    rows = []
    for charge in charges.select_related("person"):
        bill = bills.get(charge.bill_id) if charge.bill_id else None
        if bill is None or bill.state in (BillState.ON_ACCOUNT, BillState.CLOSED):
            rows.append(_row(charge, bill, tips.get(charge.id, 0), lines))
    return sorted(rows, key=lambda row: (row.on, row.charge.at, row.charge.id))


def _lines(house: House, bills: QuerySet[Charge, Any]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = {}
    rows = Line.objects.of(house).filter(bill_id__in=bills, removed_at=None)
    for line in rows.order_by("bill_id", "position"):
        found.setdefault(line.bill_id, []).append(line)
    return found


def _row(charge: Charge, bill: Bill | None, tip: int, lines: dict[UUID, list[Line]]) -> Row:
    if bill is None:
        vat: tuple[VatSum, ...] = (VatSum(NO_RATE, charge.amount_minor, 0),)
        return Row(charge, None, charge.business_day, 0, vat)
    vat = vat_of_part(charge.amount_minor - tip, [VatSum(*one) for one in bill.vat])
    if tip:
        vat += (VatSum(NO_RATE, tip, 0),)
    return Row(charge, bill, bill.business_day, tip, vat, lines.get(bill.id, ()))


def vat_of_part(part: int, vat: Sequence[VatSum]) -> tuple[VatSum, ...]:
    """The share of `part` in the VAT of a bill, by largest remainder; all of it for the whole."""
    shares = split(part, [one.gross for one in vat])
    return tuple(
        VatSum(one.rate_bp, share, (2 * one.tax * share + one.gross) // (2 * one.gross))
        for one, share in zip(vat, shares, strict=True)
        if share
    )


def _payments(
    house: House, payer: Customer, charges: Collection[UUID]
) -> tuple[list[UUID], list[Paid]]:
    """What met charges of this or an earlier invoice and stands on none; grouped by entry."""
    shown = InvoicedPayment.objects.of(house).filter(settled_id=OuterRef("pk"))
    parts = [
        part
        for part in Settled.objects.of(house)
        .filter(~Exists(shown), charge__account__customer_id=payer.id, charge__reversed_at=None)
        .select_related("charge", "settlement")
        .order_by("id")
        if part.charge.invoice_id or part.charge_id in charges
    ]
    entries = list({part.entry_id for part in parts})
    kinds = ledger.kinds(house, entries)
    tenders = dict(
        Payment.objects.of(house).filter(entry_id__in=entries).values_list("entry_id", "tender")
    )
    found: dict[UUID, Paid] = {}
    for part in parts:
        kind, day = kinds[part.entry_id]
        how = part.settlement.tender if part.settlement else tenders.get(part.entry_id)
        before = found.get(part.entry_id)
        amount = part.amount_minor + (before.amount if before else 0)
        found[part.entry_id] = Paid(day, how or HOW.get(kind, "other"), amount)
    paid = sorted((one for one in found.values() if one.amount), key=lambda one: one.on)
    return [part.id for part in parts], paid


HOW = {
    "house_accounts.from_hand": "in_hand",
    "house_accounts.write_off": "write_off",
    "house_accounts.adjust": "adjustment",
    "house_accounts.refund": "refund",
}
