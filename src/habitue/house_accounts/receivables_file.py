"""The receivables as a file: a row for each payer who owes, the sum last."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.house.models import House
from habitue.house_accounts.receivables import AGES, Owing, Wanted, owing, together
from habitue.paper.tables import Column, Table

AT_ONCE = 1_000
COLUMNS = (
    Column("payer", gettext_lazy("Who pays")),
    Column("type", gettext_lazy("Type")),
    Column("user_id", gettext_lazy("User id")),
    Column("oldest_bill_on", gettext_lazy("Oldest bill"), "day"),
    Column("bills", gettext_lazy("Bills"), "count"),
    Column("to_pay", gettext_lazy("To pay"), "money"),
    *(Column(key, label, "money") for key, label in AGES),
    Column("in_hand", gettext_lazy("In hand"), "money"),
    Column("limit", gettext_lazy("Limit"), "money"),
    Column("left", gettext_lazy("Left of it"), "money"),
)


def tables(house: House, wanted: Wanted) -> list[Table]:
    """All of them, whatever page was looked at."""
    told = together(house, wanted)
    total = [_("Together"), "", "", None, told.bills, told.to_pay, *told.ages, None, None, None]
    return [Table("receivables", COLUMNS, [_cells(row) for row in _all(house, wanted)], [total])]


def _all(house: House, wanted: Wanted) -> Iterator[Owing]:
    after = None
    while True:
        some = owing(house, replace(wanted, limit=AT_ONCE, after=after))
        yield from some
        if len(some) < AT_ONCE:
            return
        after = some[-1].place


def _cells(row: Owing) -> list[Any]:
    payer = row.customer
    names = [payer.display_name, payer.type, payer.user_id or ""]
    sums = [row.oldest_on, row.bills, row.to_pay, *row.ages]
    return [*names, *sums, row.in_hand, row.limit, row.available]
