"""What must always be true of value that was taxed when it was sold: it is not taxed again."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from habitue.bills.models import BillTender, Payment, RefundPart
from habitue.bills.vat import summed
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.kit.shares import contained_tax
from habitue.prepaid.models import Lot, LotUse, TopUp


def taxed_parts_are_what_was_drawn(house: House) -> Examined:
    """What a payment or refund says of single-purpose value is what it moved of such lots."""
    lots = dict(Lot.objects.of(house).filter(vat_bp__isnull=False).values_list("id", "vat_bp"))
    drawn: dict[UUID, dict[int, int]] = {}
    uses = LotUse.objects.of(house).filter(lot__vat_bp__isnull=False)
    for entry, lot, minor in uses.values_list("entry_id", "lot_id", "amount_minor"):
        at = drawn.setdefault(entry, {})
        at[lots[lot]] = at.get(lots[lot], 0) + minor
    concerned = ~Q(taxed=[]) | Q(entry_id__in=list(drawn))
    payments = Payment.objects.of(house).filter(concerned, tender=BillTender.WALLET)
    parts = RefundPart.objects.of(house).filter(concerned, tender=BillTender.WALLET)
    said = [
        *_wrong(payments.values_list("id", "entry_id", "taxed"), drawn, 1),
        *_wrong(parts.values_list("id", "entry_id", "taxed"), drawn, -1),
    ]
    return Examined(payments.count() + parts.count(), said)


def _wrong(
    rows: Iterable[tuple[UUID, UUID, list[list[int]]]],
    drawn: dict[UUID, dict[int, int]],
    sign: int,
) -> list[str]:
    return [
        f"{id_} says {taxed} was taxed when sold"
        for id_, entry, taxed in rows
        if summed([taxed]) != {rate: sign * minor for rate, minor in drawn.get(entry, {}).items()}
    ]


def no_rate_was_paid_twice(house: House) -> Examined:
    """Single-purpose value paid no more of a bill than stood at its rate."""
    used: dict[UUID, dict[int, int]] = {}
    payments = Payment.objects.of(house).filter(undone_at=None).exclude(taxed=[])
    for bill, taxed in payments.values_list("bill_id", "taxed"):
        used[bill] = summed([used.get(bill, {}).items(), taxed])
    rows = Payment.objects.of(house).filter(bill_id__in=used, undone_at=None)
    vat = {
        bill: {rate: gross for rate, gross, _tax in rates}
        for bill, rates in rows.values_list("bill_id", "bill__vat")
        if rates
    }
    wrong = [
        f"bill {bill}: {minor} at {rate} paid, of {vat[bill].get(rate, 0)}"
        for bill, sums in used.items()
        if bill in vat
        for rate, minor in sums.items()
        if minor > vat[bill].get(rate, 0)
    ]
    return Examined(len(used), wrong)


def vouchers_carry_their_vat(house: House) -> Examined:
    """A single-purpose top-up states the VAT in what was paid; another none."""
    rows = TopUp.objects.of(house).values_list("id", "pays_minor", "vat_bp", "vat_minor")
    wrong = [
        f"{id_} states {vat} of VAT"
        for id_, pays, rate, vat in rows
        if vat != (0 if rate is None else contained_tax(pays, rate))
    ]
    return Examined(len(rows), wrong)


INVARIANTS = [
    Invariant("I20", "What was taxed when sold is what was drawn", taxed_parts_are_what_was_drawn),
    Invariant("I20", "A voucher paid only what its rate had", no_rate_was_paid_twice),
    Invariant("I20", "A voucher carries the VAT of its sale", vouchers_carry_their_vat),
]
