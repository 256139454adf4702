"""The adjustments report as a table."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from habitue.bookkeeping.adjustments import Adjustment
from habitue.house.models import House
from habitue.paper.tables import Column, Table

COLUMNS = (
    Column("at", _("When"), "moment"),
    Column("day", _("Business day"), "day"),
    Column("sort", _("What")),
    Column("verb", _("Act")),
    Column("customer", _("Customer")),
    Column("bill", _("Bill"), "count"),
    Column("amount", _("Amount"), "money"),
    Column("points", _("Points"), "count"),
    Column("before", _("Before")),
    Column("after", _("After")),
    Column("detail", _("Detail")),
    Column("actor", _("By whom")),
    Column("approved_by", _("Approved by")),
    Column("reason", _("Reason")),
)


def tables(house: House, told: Sequence[Adjustment]) -> list[Table]:
    rows = [
        [
            one.at,
            one.day,
            str(one.sort),
            one.verb,
            one.subject.name,
            one.subject.bill.number if one.subject.bill else None,
            one.amount.minor,
            one.amount.points,
            _plain(house, one, one.amount.before),
            _plain(house, one, one.amount.after),
            one.detail,
            one.who,
            one.approved_by,
            one.reason,
        ]
        for one in told
    ]
    return [Table("adjustments", COLUMNS, rows)]


def _plain(house: House, one: Adjustment, held: int | None) -> str:
    """Points or money, as the balance was."""
    if held is None:
        return ""
    return str(held) if one.amount.minor is None else house.money(held).text
