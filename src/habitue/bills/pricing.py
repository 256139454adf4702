"""Which price level a bill has, and what its lines cost at it (decision 26)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from habitue.bills import category_terms
from habitue.bills.locking import contents
from habitue.bills.models import Bill, Line
from habitue.customers.models import Customer
from habitue.menu import hours
from habitue.menu.hours import PriceList
from habitue.operations.models import Operation


def level_for(bill: Bill, customer: Customer | None) -> UUID | None:
    """By hand, customer, group, table, area, venue, normal: the first that says something."""
    if bill.level_by_hand:
        return bill.level_id
    own: UUID | None = customer.term("price_level_id") if customer is not None else None
    if own:
        return own
    if bill.table_id and bill.table is not None:
        table = bill.table
        found = table.price_level_id or table.area.price_level_id
        if found:
            return found
    return bill.venue.price_level_id


def at_the_hour(bill: Bill, at: datetime) -> datetime | None:
    """When the hour is asked: never where the level was chosen by hand or is the guest's own.

    It is theirs as the bill has it, whatever became of their terms since: the first payment
    freezes it.
    """
    return None if bill.level_by_hand or _is_own(bill) else at


def _is_own(bill: Bill) -> bool:
    """Whether the level the bill has came with its guest."""
    if bill.customer is None or bill.level_id is None:
        return False
    theirs = bill.customer.term("price_level_id")
    return bool(theirs == bill.level_id or bill.level_id != level_for(bill, None))


def reprice(op: Operation, bill: Bill, level: UUID | None) -> None:
    """Put the bill's lines at `level`, or at the hour they were added in; lines priced by hand
    stay as they are."""
    bill.level_id = level
    lines = [line for line in contents(op, bill).lines if not line.priced_by_hand]
    prices = prices_at(op, bill, [line.item_id for line in lines if line.item_id])
    altered = [line for line in lines if _put_at(bill, line, prices)]
    if altered:
        Line.objects.bulk_update(altered, ["unit_price_minor", "level"])


def rerate(op: Operation, bill: Bill) -> None:
    """Give the bill's lines what their categories say for whose it is now."""
    altered = category_terms.give(bill, contents(op, bill).lines)
    if altered:
        Line.objects.bulk_update(altered, ["discount_bp", "earn_bp"])


def _put_at(bill: Bill, line: Line, prices: PriceList) -> bool:
    """The line at the price it has in `prices`; whether that is another."""
    before = line.unit_price_minor, line.level_id
    found = line.item_id and prices.price(line.item_id, at_the_hour(bill, line.added_at))
    line.unit_price_minor, line.level_id = found or (line.base_price_minor, None)
    return (line.unit_price_minor, line.level_id) != before


def prices_at(op: Operation, bill: Bill, items: Iterable[UUID]) -> PriceList:
    """What items cost on this bill: at its level, and by the hour."""
    return hours.price_list(op.house, items, bill.level_id, by_hour=bill.venue.prices_by_hour)
