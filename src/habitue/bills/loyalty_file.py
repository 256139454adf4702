"""The loyalty report as a file: a line for each day, figures plain, the totals last."""

import csv
import io

from habitue.bills.loyalty import Column, Loyalty
from habitue.house.models import House

TOTAL = "total"


def as_csv(house: House, report: Loyalty) -> str:
    """Keys of the API as headings: programs read it the same in every language."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(["day", *(column.key for column in report.columns), "currency"])
    rows = [(day.on.isoformat(), day.figures) for day in report.days]
    for says, figures in [*rows, (TOTAL, report.totals)]:
        cells = [_cell(house, report, column, figures[column.key]) for column in report.columns]
        table.writerow([says, *cells, house.currency])
    return out.getvalue()


def _cell(house: House, report: Loyalty, column: Column, figure: int) -> str:
    if not report.counts(column):
        return ""
    return house.money(figure).text if column.kind == "money" else str(figure)
