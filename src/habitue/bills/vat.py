"""VAT that is due: of a bill, less what was taxed when a single-purpose voucher was sold; and of a
house from one day to another, with the vouchers sold in between.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from habitue.bills.models import Bill, BillState, BillTender, Payment, Refund, RefundPart
from habitue.bills.reading import Standing
from habitue.bills.sums import VatSum
from habitue.house.days import starts_at
from habitue.house.models import House
from habitue.kit.shares import contained_tax
from habitue.ledger import actions as ledger
from habitue.prepaid.models import PayOut, TopUp, TopUpRefund

Rates = Iterable[Sequence[int]]  # rate, gross, tax
AROUND = timedelta(days=2)  # of a business day: zones and cuts


def due_of(standing: Standing) -> list[VatSum]:
    """What of a bill is taxed now, rate by rate; what single-purpose value paid is not again."""
    taxed = summed(one.taxed for one in standing.payments)
    return [_due(one, taxed.get(one.rate_bp, 0)) for one in standing.sums.vat]


def taxed_of(standing: Standing) -> list[VatSum]:
    """What of a bill was taxed before, when the voucher was sold."""
    due = {one.rate_bp: one for one in due_of(standing)}
    found = [
        VatSum(one.rate_bp, one.gross - due[one.rate_bp].gross, one.tax - due[one.rate_bp].tax)
        for one in standing.sums.vat
    ]
    return [one for one in found if one.gross]


def _due(whole: VatSum, taxed: int) -> VatSum:
    if not taxed:
        return whole
    left = whole.gross - taxed
    return VatSum(whole.rate_bp, left, contained_tax(left, whole.rate_bp))


def summed(lists: Iterable[Rates]) -> dict[int, int]:
    """Sums by rate of lists of [rate, sum]."""
    sums: dict[int, int] = {}
    for one in lists:
        for rate, minor, *_rest in one:
            sums[rate] = sums.get(rate, 0) + minor
    return sums


@dataclass(slots=True)
class DueAt:
    """At one rate, gross and tax of what was supplied, sold and given back; all in minor units.

    Refunds and what was given back count below zero, so that each pair adds up to `due`.
    """

    rate_bp: int
    bills: list[int] = field(default_factory=lambda: [0, 0])
    refunds: list[int] = field(default_factory=lambda: [0, 0])
    vouchers: list[int] = field(default_factory=lambda: [0, 0])
    vouchers_back: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def gross(self) -> int:
        return sum(one[0] for one in self._all)

    @property
    def tax(self) -> int:
        return sum(one[1] for one in self._all)

    @property
    def _all(self) -> tuple[list[int], ...]:
        return self.bills, self.refunds, self.vouchers, self.vouchers_back


def vat_due(house: House, first: date, last: date) -> list[DueAt]:
    """The VAT that became due from `first` to `last`, business days, by rate.

    Bills on the day their sale was booked, refunds on theirs, single-purpose vouchers on the day
    they were sold or given back. Expired ones stay taxed.
    """
    at_rate: dict[int, DueAt] = {}
    for kind, rate, gross, tax in _all_of(house, first, last):
        pair = getattr(at_rate.setdefault(rate, DueAt(rate)), kind)
        pair[0] += gross
        pair[1] += tax
    return [at_rate[rate] for rate in sorted(at_rate)]


def _all_of(house: House, first: date, last: date) -> Iterator[tuple[str, int, int, int]]:
    yield from _of_bills(house, first, last)
    yield from _of_refunds(house, first, last)
    yield from _of_vouchers(house, first, last)


def _of_bills(house: House, first: date, last: date) -> Iterator[tuple[str, int, int, int]]:
    since, until = starts_at(house, first) - AROUND, starts_at(house, last) + AROUND
    booked = Q(saved_at__range=(since, until))
    booked |= Q(saved_at=None, ended_at__range=(since, until))
    bills = list(
        Bill.objects.of(house)
        .filter(booked, sale_entry_id__isnull=False)
        .exclude(state=BillState.VOID)
        .values_list("id", "vat", "sale_entry_id")
    )
    days = ledger.kinds(house, [entry for _id, _vat, entry in bills])
    counted = [(id_, vat) for id_, vat, entry in bills if first <= days[entry][1] <= last]
    taxed = _taxed_by_bill(house, [id_ for id_, _vat in counted])
    for id_, vat in counted:
        for rate, gross, tax in vat:
            due = _due(VatSum(rate, gross, tax), taxed.get(id_, {}).get(rate, 0))
            yield "bills", rate, due.gross, due.tax


def _taxed_by_bill(house: House, bills: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """Of each bill, what single-purpose value paid at each rate."""
    found: dict[UUID, dict[int, int]] = {}
    payments = Payment.objects.of(house).filter(
        bill_id__in=bills, tender=BillTender.WALLET, undone_at=None
    )
    for bill, taxed in payments.exclude(taxed=[]).values_list("bill_id", "taxed"):
        found[bill] = summed([found.get(bill, {}).items(), taxed])
    return found


def _of_refunds(house: House, first: date, last: date) -> Iterator[tuple[str, int, int, int]]:
    """A refund takes back the VAT of what it gave back, as far as that was due.

    Every refund of those bills is walked through, so that parts add up to the whole to the cent.
    """
    inside = Refund.objects.of(house).filter(business_day__range=(first, last))
    bills = list(inside.values_list("bill_id", flat=True).distinct())
    refunds = list(Refund.objects.of(house).filter(bill_id__in=bills).order_by("id"))
    parts: dict[UUID, list[Rates]] = {}
    mine = RefundPart.objects.of(house).filter(refund__in=refunds).exclude(taxed=[])
    for refund, taxed in mine.values_list("refund_id", "taxed"):
        parts.setdefault(refund, []).append(taxed)
    left = _standing_vat(house, bills)
    for refund in refunds:
        of_bill = left[refund.bill_id]
        given, back = summed([refund.vat]), summed(parts.get(refund.id, []))
        for rate in of_bill:
            before = of_bill[rate]
            gross = given.get(rate, 0) - back.get(rate, 0)
            after = before - gross
            of_bill[rate] = after
            if gross and first <= refund.business_day <= last:
                tax = contained_tax(before, rate) - contained_tax(after, rate)
                yield "refunds", rate, -gross, -tax


def _standing_vat(house: House, bills: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """What of each bill was taxed when it was booked, by rate."""
    taxed = _taxed_by_bill(house, bills)
    rows = Bill.objects.of(house).filter(pk__in=bills).values_list("id", "vat")
    return {
        id_: {rate: gross - taxed.get(id_, {}).get(rate, 0) for rate, gross, _tax in vat}
        for id_, vat in rows
    }


def _of_vouchers(house: House, first: date, last: date) -> Iterator[tuple[str, int, int, int]]:
    days = (first, last)
    sold = TopUp.objects.of(house).filter(vat_bp__isnull=False, business_day__range=days)
    for rate, gross, tax in sold.values_list("vat_bp", "pays_minor", "vat_minor"):
        yield "vouchers", rate, gross, tax
    back = TopUpRefund.objects.of(house).filter(
        top_up__vat_bp__isnull=False, business_day__range=days
    )
    for row in back.select_related("top_up"):
        gross, tax = _voucher_back(house, row)
        yield "vouchers_back", row.top_up.vat_bp, -gross, -tax
    paid_out = PayOut.objects.of(house).filter(business_day__range=days).exclude(taxed=[])
    for rates in paid_out.values_list("taxed", flat=True):
        for rate, gross in rates:
            yield "vouchers_back", rate, -gross, -contained_tax(gross, rate)


def _voucher_back(house: House, row: TopUpRefund) -> tuple[int, int]:
    """Parts of a voucher given back take back, together, the VAT of its sale and no cent more."""
    earlier = TopUpRefund.objects.of(house).filter(top_up=row.top_up, pk__lt=row.pk)
    before = row.top_up.pays_minor - sum(earlier.values_list("amount_minor", flat=True))
    rate = row.top_up.vat_bp or 0
    tax = contained_tax(before, rate) - contained_tax(before - row.amount_minor, rate)
    return row.amount_minor, tax
