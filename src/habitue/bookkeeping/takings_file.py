"""The shift report as tables: all its rows in one, then the counts of each shift."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from habitue.bookkeeping.takings import INSTEAD_WORDS, ROW_WORDS, Takings
from habitue.paper.tables import Column, Table
from habitue.shifts.models import TenderKind

ROWS = (
    Column("section", _("Section")),
    Column("row", _("Row")),
    Column("words", _("In words")),
    Column("tender", _("Tender")),
    Column("in", _("In"), "money"),
    Column("out", _("Out"), "money"),
    Column("count", _("Number"), "count"),
)
COUNTS = (
    Column("shift", _("Shift"), "count"),
    Column("till", _("Till")),
    Column("opened", _("Opened"), "moment"),
    Column("closed", _("Closed"), "moment"),
    Column("tender", _("Tender")),
    Column("expected", _("Expected"), "money"),
    Column("counted", _("Counted"), "money"),
    Column("difference", _("Difference"), "money"),
    Column("note", _("Note")),
)
SALES_WORDS = {
    "sold": _("Sold"),
    "unsold": _("Opened again"),
    "refunded": _("Refunded"),
    "discounts": _("Discounts"),
    "voided": _("Bills voided"),
    "gifts": _("Gifts with top-ups"),
    "earned": _("Given back on bills"),
}
WAYS = {"wallet": _("Wallet"), "house_account": _("On account")}


def tables(told: Takings) -> list[Table]:
    return [Table("shift", ROWS, _rows(told)), Table("counts", COUNTS, _counts(told))]


def way_words(way: str) -> str:
    """A tender, or what a tip was given with, in words."""
    return str(TenderKind(way).label) if way in TenderKind.values else str(WAYS.get(way, way))


def _rows(told: Takings) -> list[list[Any]]:
    rows: list[list[Any]] = [
        ["sales", "sold", str(SALES_WORDS["sold"]), "", told.sold, 0, told.sales],
        ["sales", "unsold", str(SALES_WORDS["unsold"]), "", 0, told.unsold, None],
        ["sales", "refunded", str(SALES_WORDS["refunded"]), "", 0, told.refunded, None],
        ["sales", "discounts", str(SALES_WORDS["discounts"]), "", 0, told.discounts, None],
        ["sales", "voided", str(SALES_WORDS["voided"]), "", None, None, told.voided],
    ]
    rows += [
        ["money", one.what, str(ROW_WORDS[one.what]), one.tender, *_both(one), one.entries]
        for one in told.money
    ]
    rows += [
        ["not_money", key, str(INSTEAD_WORDS[key]), "", minor, 0, None]
        for key, minor in told.instead.items()
    ]
    rows += [
        ["tips", one.label, one.name, way, minor, 0, None]
        for one in told.tips
        for way, minor in one.by.items()
    ]
    rows += [
        ["given", key, str(SALES_WORDS[key]), "", 0, minor, None]
        for key, minor in (("gifts", told.gifts), ("earned", told.earned))
    ]
    return rows


def _both(one: Any) -> tuple[int, int]:
    return one.incoming, one.outgoing


def _counts(told: Takings) -> list[list[Any]]:
    return [
        [
            one.shift.number,
            str(one.shift.till or one.shift.venue),
            one.shift.opened_at,
            one.shift.closed_at,
            count.tender,
            count.expected,
            count.counted,
            count.difference if one.shift.closed_at else None,
            one.shift.note,
        ]
        for one in told.shifts
        for count in one.counts
    ]
