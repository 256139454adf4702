"""A report's tables as JSON: a row is its cells by column, money as everywhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import create_model

from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.house.models import House
from habitue.paper.tables import Column, Table

_KINDS: dict[str, Any] = {
    "text": str,
    "money": MoneyOut | None,
    "count": int | None,
    "day": date | None,
    "moment": datetime | None,
}


def row_model(name: str, columns: Sequence[Column]) -> Any:
    """The schema of a row of these columns."""
    fields: dict[str, Any] = {
        one.key: (_KINDS[one.kind], "" if one.kind == "text" else None) for one in columns
    }
    return create_model(name, __base__=Out, **fields)


def report_model(name: str, first: Sequence[Column], **others: Sequence[Column]) -> Any:
    """The schema of a report: `data` are the rows of the first table, the others by name."""
    row: Any = row_model(f"{name}Row", first)
    fields: dict[str, Any] = {
        "from": (date, ...),  # a word of Python's, so no class can spell it
        "to": (date, ...),
        "data": (list[row], ...),
        "totals": (list[row], ...),
    }
    for key, columns in others.items():
        parts = "".join(part.title() for part in key.split("_"))
        fields[key] = (list[row_model(f"{name}{parts}", columns)], ...)  # type: ignore[misc]
    return create_model(f"{name}Out", __base__=Out, **fields)


def show(house: House, days: tuple[date, date], tables: Sequence[Table]) -> dict[str, Any]:
    whole, *others = tables
    return {
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "data": _rows(house, whole, whole.rows),
        "totals": _rows(house, whole, whole.totals),
        **{table.name: _rows(house, table, table.rows) for table in others},
    }


def _rows(house: House, table: Table, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [
        {one.key: _cell(house, one, cell) for one, cell in zip(table.columns, row, strict=True)}
        for row in rows
    ]


def _cell(house: House, column: Column, cell: Any) -> Any:
    if cell is None:
        return "" if column.kind == "text" else None
    if column.kind == "money":
        return minor(house, cell).plain()
    if isinstance(cell, datetime):
        return cell.astimezone(house.zone).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
