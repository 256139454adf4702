"""A summary as a file: a line for each bill, figures plain, for programs and spreadsheets."""

import csv
import io

from habitue.bills.summary import Summary
from habitue.house.models import House
from habitue.kit.formulas import guarded

COLUMNS = ("person", "date", "bill", "label", "state", "total", "on_account", "open", "currency")


def as_csv(house: House, told: Summary) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for person in told.people:
        for row in person.rows:
            sums = (house.money(each).text for each in (row.total, row.charged, row.open))
            names = (
                person.customer.display_name,
                row.bill.business_day.isoformat(),
                f"{row.bill.number}",
                row.bill.label,
                str(row.bill.state),
            )
            table.writerow([*(guarded(one) for one in names), *sums, house.currency])
    return out.getvalue()
