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


Figures: Any = create_model(
    "Figures", __base__=Out, **{column.key: _kind(column) for column in COLUMNS}
)
DayOut: Any = create_model("DayOut", __base__=Figures, day=(date, ...))
LoyaltyOut: Any = create_model(
    "LoyaltyOut",
    __base__=Out,
    **{
        "from": (date, ...),
        "to": (date, ...),
        "venue": (UUID | None, ...),
        "columns": (list[str], ...),
        "data": (list[DayOut], ...),
        "totals": (Figures, ...),
    },
)


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
