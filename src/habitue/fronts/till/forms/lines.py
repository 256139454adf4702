"""What is put on a bill: an item that was pressed, or an open amount; so many of it, its note."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from habitue.bills import pricing
from habitue.bills.actions import NewLine
from habitue.bills.models import Bill, Line
from habitue.fronts.till.forms.amounts import NotANumber, Typed, ident, money
from habitue.house.models import House
from habitue.menu import hours

MOST = 10_000_000  # thousandths


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


def same(house: House, bill: Bill, new: NewLine, at: datetime) -> Line | None:
    """The line of the bill that one more of this item would only raise: without a note, and
    priced as it would be now."""
    if new.item is None:
        return None
    rows = Line.objects.of(house).filter(
        bill=bill, item_id=new.item, removed_at=None, priced_by_hand=False, note=""
    )
    row: Line | None = rows.order_by("position").last()
    if row is None:
        return None
    by_hour = bill.venue.prices_by_hour
    prices = hours.price_list(house, [new.item], bill.level_id, by_hour=by_hour)
    own = prices.price(new.item, pricing.at_the_hour(bill, at))
    return row if row.level_id == (own[1] if own else None) else None


def thousandths(typed: str) -> int:
    """`2`, `0,25` or `1.5` as thousandths; nothing typed is none of it. Raises NotANumber."""
    plain = typed.strip().replace(",", ".")
    try:
        count = Decimal(plain or "0") * 1_000
    except InvalidOperation:
        raise NotANumber(field="count") from None
    if not count.is_finite() or count != int(count) or not 0 <= count <= MOST:
        raise NotANumber(field="count")
    return int(count)
