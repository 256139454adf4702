"""The loyalty report: figures by column, null where a site counts none."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import create_model

from habitue.bills.loyalty import COLUMNS, Column, Loyalty
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.house.models import House


def _kind(column: Column) -> Any:
    figure = MoneyOut if column.kind == "money" else int
    return (figure if column.of_a_site else figure | None, None)


_FIGURES: dict[str, Any] = {column.key: _kind(column) for column in COLUMNS}
Figures: Any = create_model("Figures", __base__=Out, **_FIGURES)
DayOut: Any = create_model("DayOut", __base__=Figures, day=(date, ...))
_REPORT: dict[str, Any] = {
    "from": (date, ...),  # a word of Python's, so no class can spell it
    "to": (date, ...),
    "venue": (UUID | None, ...),
    "columns": (list[str], ...),
    "data": (list[DayOut], ...),
    "totals": (Figures, ...),
}
LoyaltyOut: Any = create_model("LoyaltyOut", __base__=Out, **_REPORT)


def show(house: House, report: Loyalty) -> dict[str, Any]:
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "venue": str(report.venue.id) if report.venue else None,
        "columns": [column.key for column in report.columns],
        "data": [
            {"day": day.on.isoformat(), **_figures(house, report, day.figures)}
            for day in report.days
        ],
        "totals": _figures(house, report, report.totals),
    }


def _figures(house: House, report: Loyalty, figures: dict[str, int]) -> dict[str, Any]:
    return {
        column.key: _figure(house, report, column, figures[column.key])
        for column in report.columns
    }


def _figure(house: House, report: Loyalty, column: Column, figure: int) -> Any:
    if not report.counts(column):
        return None
    return minor(house, figure).plain() if column.kind == "money" else figure
