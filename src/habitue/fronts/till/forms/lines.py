"""What is put on a bill: an item that was pressed, or an open amount."""

from habitue.bills.actions import NewLine
from habitue.bills.models import Bill, Line
from habitue.fronts.till.forms.amounts import Typed, ident, money
from habitue.house.models import House


def first(house: House, posted: Typed) -> list[NewLine]:
    """The line that was pressed; none where only a table or a guest was chosen."""
    item = ident(posted, "item")
    if item is not None:
        return [NewLine(item=item)]
    price = money(house, posted, "amount")
    if price is None:
        return []
    name = str(posted.get("name", "")).strip()
    return [NewLine(name=name or str(posted.get("otherwise", "")) or "—", unit_price=price)]


def same(house: House, bill: Bill, new: NewLine) -> Line | None:
    """The line of the bill that one more of this item would only raise."""
    if new.item is None:
        return None
    rows = Line.objects.of(house).filter(
        bill=bill, item_id=new.item, removed_at=None, priced_by_hand=False, note=""
    )
    row: Line | None = rows.order_by("position").last()
    return row
