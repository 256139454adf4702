"""Which price level a bill has, and what its lines cost at it (decision 26)."""

from collections.abc import Iterable
from uuid import UUID

from habitue.bills.locking import contents
from habitue.bills.models import Bill, Line
from habitue.customers.models import Customer
from habitue.menu.models import ItemPrice
from habitue.operations.models import Operation


def level_for(bill: Bill, customer: Customer | None) -> UUID | None:
    """By hand, customer, table, area, venue, normal: the first that says something."""
    if bill.level_by_hand:
        return bill.level_id
    if customer is not None and customer.price_level_id:
        return customer.price_level_id
    if bill.table_id and bill.table is not None:
        table = bill.table
        found = table.price_level_id or table.area.price_level_id
        if found:
            return found
    return bill.venue.price_level_id


def reprice(op: Operation, bill: Bill, level: UUID | None) -> None:
    """Put the bill's lines at `level`; lines priced by hand stay as they are."""
    bill.level_id = level
    lines = [line for line in contents(op, bill).lines if not line.priced_by_hand]
    prices = prices_at(op, [line.item_id for line in lines if line.item_id], level)
    altered = [line for line in lines if _put_at(line, level, prices)]
    if altered:
        Line.objects.bulk_update(altered, ["unit_price_minor", "level"])


def _put_at(line: Line, level: UUID | None, prices: dict[UUID, int]) -> bool:
    """The line at the price it has at `level`; whether that is another."""
    before = line.unit_price_minor, line.level_id
    own = prices.get(line.item_id) if line.item_id else None
    line.unit_price_minor = line.base_price_minor if own is None else own
    line.level_id = None if own is None else level
    return (line.unit_price_minor, line.level_id) != before


def prices_at(op: Operation, items: Iterable[UUID], level: UUID | None) -> dict[UUID, int]:
    """The price of each item that has one at `level`."""
    if level is None:
        return {}
    rows = ItemPrice.objects.of(op.house).filter(level_id=level, item_id__in=list(items))
    return dict(rows.values_list("item_id", "price_minor"))
