"""The VAT report as a table: what became due at each rate, and what was taxed before.

Bills and their refunds at their rates; single-purpose vouchers on the day they were sold or given
back. What such value paid of bills was taxed then, and is told beside: it is in no sum here.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.bills.models import BillTender, Payment
from habitue.bills.vat import DueAt, vat_due
from habitue.house.days import starts_at
from habitue.house.models import House
from habitue.kit.shares import contained_tax
from habitue.paper.tables import Column, Table

COLUMNS = (
    Column("rate_bp", gettext_lazy("Rate, basis points"), "count"),
    Column("bills_gross", gettext_lazy("Bills"), "money"),
    Column("bills_tax", gettext_lazy("VAT of bills"), "money"),
    Column("refunds_gross", gettext_lazy("Refunds"), "money"),
    Column("refunds_tax", gettext_lazy("VAT of refunds"), "money"),
    Column("vouchers_gross", gettext_lazy("Vouchers sold"), "money"),
    Column("vouchers_tax", gettext_lazy("VAT of vouchers sold"), "money"),
    Column("vouchers_back_gross", gettext_lazy("Vouchers given back"), "money"),
    Column("vouchers_back_tax", gettext_lazy("VAT of vouchers given back"), "money"),
    Column("gross", gettext_lazy("In all"), "money"),
    Column("tax", gettext_lazy("VAT due"), "money"),
    Column("spent_gross", gettext_lazy("Paid with vouchers taxed when sold"), "money"),
    Column("spent_tax", gettext_lazy("VAT in it, not due again"), "money"),
)


def vat(house: House, first: date, last: date) -> Table:
    """A row for each rate; a bounded number of statements."""
    due = {one.rate_bp: one for one in vat_due(house, first, last)}
    spent = _spent(house, first, last)
    rates = sorted(due.keys() | spent.keys())
    rows = [[rate, *_cells(due.get(rate) or DueAt(rate)), *_taxed(rate, spent)] for rate in rates]
    sums = [sum(row[place] for row in rows) for place in range(1, len(COLUMNS))]
    return Table("vat", COLUMNS, rows, [[None, *sums]])


def _cells(one: DueAt) -> list[int]:
    return [*one.bills, *one.refunds, *one.vouchers, *one.vouchers_back, one.gross, one.tax]


def _taxed(rate: int, spent: Counter[int]) -> tuple[int, int]:
    return spent[rate], contained_tax(spent[rate], rate)


def _spent(house: House, first: date, last: date) -> Counter[int]:
    """What single-purpose value paid of bills in these days, by rate."""
    rows = Payment.objects.of(house).filter(
        tender=BillTender.WALLET,
        undone_at=None,
        at__gte=starts_at(house, first),
        at__lt=starts_at(house, last + timedelta(days=1)),
    )
    sums: Counter[int] = Counter()
    for taxed in rows.exclude(taxed=[]).values_list("taxed", flat=True):
        for rate, minor, *_rest in taxed:
            sums[rate] += minor
    return sums


def lines(table: Table) -> list[tuple[str, Sequence[int], Sequence[int]]]:
    """What each thing came to at each rate, gross and VAT: as a page shows it."""
    words = [
        _("Bills"),
        _("Refunds"),
        _("Single-purpose vouchers sold"),
        _("Single-purpose vouchers given back"),
        _("Due in all"),
        _("Paid with vouchers taxed when sold"),
    ]
    every = [*table.rows, *table.totals]
    told: list[tuple[str, Sequence[int], Sequence[int]]] = []
    for place, says in enumerate(words):
        gross = [row[1 + 2 * place] for row in every]
        tax = [row[2 + 2 * place] for row in every]
        if any(gross) or any(tax) or says == words[4]:
            told.append((says, gross, tax))
    return told
