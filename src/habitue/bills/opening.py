"""Opening a bill, adding to it, moving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from habitue.audit import actions as audit
from habitue.bills import category_terms, pricing
from habitue.bills.locking import changed, contents, lock_open
from habitue.bills.models import Bill, Contents, Line
from habitue.bills.reading import default_vat_bp, in_hand
from habitue.bills.refusals import LineRefused, NothingOnIt, Overpaid
from habitue.house import rows
from habitue.house.counters import next_number
from habitue.house.models import HouseRow
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.kit.seals import new_secret
from habitue.kit.text import storable
from habitue.menu import waiting as menu
from habitue.menu.hours import PriceList
from habitue.menu.models import Item, PriceLevel, Table
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import actions as shifts
from habitue.shifts import receipts

# of a line and of an amount: a thousand such lines are still far inside 2^53
MOST_MINOR = 10**12
MOST_QUANTITY = 10**10
MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class NewLine:
    """What is added: an item of the menu, or a name with a price. Quantity in thousandths."""

    item: UUID | None = None
    name: str = ""
    quantity: int = 1_000
    unit_price: Money | None = None
    vat_bp: int | None = None
    category: str = ""
    note: str = ""


@right("bills.open")
def open_bill(
    op: Operation,
    *,
    label: str = "",
    table: Table | None = None,
    venue: UUID | None = None,
    lines: Sequence[NewLine] = (),
    amount: Money | None = None,
    fiscal_ref: str = "",
    external_id: str = "",
    occurred_at: datetime | None = None,
) -> Bill:
    """A new bill, a Walk-In's until someone is linked.

    Raises VenueNeeded, NotFound, LineRefused.
    """
    if amount is not None:
        _check_amount(op, amount)
    place = table.area.venue if table is not None else shifts.venue_of(op, venue)
    op.venue_id = place.id
    bill = Bill(
        house=op.house,
        number=next_number(op.house, "bill"),
        venue=place,
        till_id=op.by.till_id,
        label=storable(label or (table.name if table else "")).strip()[:60],
        table=table,
        amount_minor=amount.amount if amount else None,
        opened_at=op.at,
        opened_by=op.by.label,
        opened_by_name=op.by.name,
        business_day=op.business_day,
        public_token=new_secret(18),
        fiscal_ref=fiscal_ref,
        external_id=external_id,
        occurred_at=occurred_at,
    )
    bill.level_id = pricing.level_for(bill, None)
    bill.contents = Contents([], [])
    receipts.claim(op, fiscal_ref, bill.id)
    rows.insert(bill)
    if lines:
        _add(op, bill, lines, position=0)
    audit.record(op, "bills.open", on=bill)
    return bill


@right("bills.open")
def add_lines(
    op: Operation, *, bill: Bill | UUID, lines: Sequence[NewLine]
) -> tuple[Bill, list[Line]]:
    """Add to an open bill. Raises BillClosed, BillVoid, NotFound (item), LineRefused."""
    bill = lock_open(op, bill)
    had = Line.objects.of(op.house).filter(bill=bill).count()  # those taken off among them
    added = _add(op, bill, lines, position=had)
    return changed(op, bill), added


@right("bills.open")
def remove_line(op: Operation, *, bill: Bill | UUID, line: UUID) -> Bill:
    """Take a line off; the record stays. Raises Overpaid where less than paid would remain."""
    bill = lock_open(op, bill)
    row = _line_on(op, bill, line)
    row.removed_at, row.removed_by = op.at, op.by.label
    rows.update(row, "removed_at", "removed_by")
    contents(op, bill).lines.remove(row)
    _still_covers(op, bill)
    audit.record(op, "bills.remove_line", on=bill)
    return changed(op, bill)


def _line_on(op: Operation, bill: Bill, line: UUID) -> Line:
    """A line of a bill held locked; raises NotFound."""
    found = next((one for one in contents(op, bill).lines if one.id == line), None)
    if found is None:
        raise NotFound("line")
    return found


@right("bills.open")
def set_quantity(op: Operation, *, bill: Bill | UUID, line: UUID, quantity: int) -> Bill:
    """So many thousandths of a line instead; nothing takes it off."""
    if quantity <= 0:
        return remove_line(op, bill=bill, line=line)
    bill = lock_open(op, bill)
    row = _line_on(op, bill, line)
    row.quantity = quantity
    _check_line(row)
    rows.update(row, "quantity")
    _still_covers(op, bill)
    return changed(op, bill)


def _seated_again(op: Operation, row: HouseRow) -> None:
    """Open bills of a table that was removed stand at it again once it is put back."""
    if isinstance(row, Table):
        left = Bill.objects.of(op.house).open().filter(table=None, label=row.name)
        left.filter(venue=row.area.venue_id).update(table=row, version=F("version") + 1)


menu.returned.append(_seated_again)


@right("bills.open")
def alter(
    op: Operation,
    *,
    bill: Bill | UUID,
    version: int | None = None,
    label: str | None = None,
    table: Table | None = None,
    amount: Money | None = None,
    without_amount: bool = False,
) -> Bill:
    """Move a bill to another table, give it another amount or none. Raises VersionConflict."""
    bill = lock_open(op, bill, version)
    if without_amount:
        bill.amount_minor = None
    if amount is not None:
        _check_amount(op, amount)
        bill.amount_minor = amount.amount
    if table is not None:
        bill.table, bill.label = table, table.name
    if label is not None:
        bill.label = storable(label).strip()[:60]
        bill.table = table
    if bill.frozen_at is None:
        pricing.reprice(op, bill, pricing.level_for(bill, bill.customer))
    _still_covers(op, bill)
    audit.record(op, "bills.alter", on=bill)
    return changed(op, bill, "amount_minor", "table", "label", "level")


@right("bills.open")
def set_note(op: Operation, *, bill: Bill | UUID, line: UUID, note: str) -> Bill:
    """What the kitchen or the waiter should mind of a line; nothing takes the note off."""
    bill = lock_open(op, bill)
    row = _line_on(op, bill, line)
    row.note = storable(note).strip()[:200]
    rows.update(row, "note")
    return changed(op, bill)


@right("bills.price_level")
def set_level(op: Operation, *, bill: Bill | UUID, level: PriceLevel | None) -> Bill:
    """Choose the price level by hand; None goes back to what the rules say."""
    bill = lock_open(op, bill, unpaid=True)
    bill.level_by_hand = level is not None
    bill.level_id = level.id if level else None
    pricing.reprice(op, bill, pricing.level_for(bill, bill.customer))
    audit.record(op, "bills.price_level", on=bill)
    return changed(op, bill, "level", "level_by_hand")


def _check_amount(op: Operation, amount: Money) -> None:
    if not 0 < op.house.minor(amount) <= MOST_MINOR:
        raise NothingOnIt(field="amount")


def _still_covers(op: Operation, bill: Bill) -> None:
    standing = in_hand(op, bill)
    if standing.due < 0:
        raise Overpaid(due=op.house.money(standing.total))


def _add(op: Operation, bill: Bill, lines: Sequence[NewLine], *, position: int) -> list[Line]:
    """Put `lines` on a bill after the `position` it has had."""
    there = contents(op, bill).lines
    if position + len(lines) > MOST_LINES:
        raise LineRefused(field="lines")
    wanted = [line.item for line in lines if line.item]
    named = rows.find(Item, op.house, id=wanted, retired_at=None, related=("vat_rate", "category"))
    items = {item.id: item for item in named}
    prices = pricing.prices_at(op, bill, items)
    unsaid = any(line.item is None and line.vat_bp is None for line in lines)
    vat_bp = default_vat_bp(op.house) if unsaid else 0
    added = [
        _line(op, bill, line, position + number, items=items, prices=prices, vat_bp=vat_bp)
        for number, line in enumerate(lines, start=1)
    ]
    category_terms.give(bill, added)
    rows.insert(*added)
    there.extend(added)
    return added


def _line(
    op: Operation,
    bill: Bill,
    new: NewLine,
    position: int,
    *,
    items: dict[UUID, Item],
    prices: PriceList,
    vat_bp: int,
) -> Line:
    row = Line(
        house=op.house,
        bill=bill,
        position=position,
        quantity=new.quantity,
        note=storable(new.note)[:200],
        added_at=op.at,
        added_by=op.by.label,
        priced_by_hand=new.unit_price is not None,
    )
    if new.item is not None:
        item = items.get(new.item)
        if item is None:
            raise NotFound("item", field="item")
        row.item, row.name = item, storable(new.name)[:120] or item.name
        row.category = storable(new.category).strip()[:60] or (
            item.category.name if item.category else ""
        )
        row.base_price_minor = item.price_minor
        own = prices.price(item.id, pricing.at_the_hour(bill, op.at))
        row.unit_price_minor, row.level_id = own or (item.price_minor, None)
        row.vat_bp = item.vat_rate.rate_bp if new.vat_bp is None else new.vat_bp
    else:
        row.name = storable(new.name).strip()[:120]
        row.category = storable(new.category).strip()[:60]
        if not row.name or new.unit_price is None:
            raise LineRefused(field="lines")
        row.vat_bp = vat_bp if new.vat_bp is None else new.vat_bp
    if new.unit_price is not None:
        row.unit_price_minor = new.unit_price.amount
        row.base_price_minor = row.unit_price_minor if new.item is None else row.base_price_minor
        op.house.minor(new.unit_price, "lines")
    _check_line(row)
    return row


def _check_line(row: Line) -> None:
    """More than nothing of it, at a price and a rate that a till could mean."""
    if not (
        0 < row.quantity <= MOST_QUANTITY
        and 0 <= row.unit_price_minor <= MOST_MINOR
        and row.total_minor <= MOST_MINOR
        and 0 <= row.vat_bp <= 10_000
    ):
        raise LineRefused(field="lines")
