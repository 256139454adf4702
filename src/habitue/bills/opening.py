"""Opening a bill, adding to it, moving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import pricing
from habitue.bills.locking import changed, freshly, lock_open
from habitue.bills.models import Bill, Line
from habitue.bills.reading import default_vat_bp, stand
from habitue.bills.refusals import LineRefused, NothingOnIt, Overpaid
from habitue.house.counters import next_number
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.kit.seals import new_secret
from habitue.kit.text import storable
from habitue.menu.models import Item, PriceLevel, Table
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import actions as shifts

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
    bill.save(force_insert=True)
    if lines:
        _add(op, bill, lines)
    audit.record(op, "bills.open", on=bill)
    return freshly(op, bill)


@right("bills.open")
def add_lines(op: Operation, *, bill: Bill, lines: Sequence[NewLine]) -> tuple[Bill, list[Line]]:
    """Add to an open bill. Raises BillClosed, BillVoid, NotFound (item), LineRefused."""
    bill = lock_open(op, bill.id)
    added = _add(op, bill, lines)
    return changed(op, bill), added


@right("bills.open")
def remove_line(op: Operation, *, bill: Bill, line: UUID) -> Bill:
    """Take a line off; the record stays. Raises Overpaid where less than paid would remain."""
    bill = lock_open(op, bill.id)
    rows = Line.objects.of(op.house).filter(bill=bill, pk=line, removed_at=None)
    if not rows.update(removed_at=op.at, removed_by=op.by.label):
        raise NotFound("line")
    _still_covers(op, bill)
    audit.record(op, "bills.remove_line", on=bill)
    return changed(op, bill)


@right("bills.open")
def set_quantity(op: Operation, *, bill: Bill, line: UUID, quantity: int) -> Bill:
    """So many thousandths of a line instead; nothing takes it off."""
    if quantity <= 0:
        return remove_line(op, bill=bill, line=line)
    bill = lock_open(op, bill.id)
    row: Line | None = (
        Line.objects.of(op.house).filter(bill=bill, pk=line, removed_at=None).first()
    )
    if row is None:
        raise NotFound("line")
    row.quantity = quantity
    _check_line(row)
    row.save(update_fields=["quantity"])
    _still_covers(op, bill)
    return changed(op, bill)


@right("bills.open")
def alter(
    op: Operation,
    *,
    bill: Bill,
    version: int | None = None,
    label: str | None = None,
    table: Table | None = None,
    amount: Money | None = None,
    without_amount: bool = False,
) -> Bill:
    """Move a bill to another table, give it another amount or none. Raises VersionConflict."""
    bill = lock_open(op, bill.id, version)
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
    bill.save(update_fields=["amount_minor", "table", "label"])
    if bill.frozen_at is None:
        pricing.reprice(op, bill, pricing.level_for(bill, bill.customer))
    _still_covers(op, bill)
    audit.record(op, "bills.alter", on=bill)
    return changed(op, bill)


@right("bills.open")
def set_level(op: Operation, *, bill: Bill, level: PriceLevel | None) -> Bill:
    """Choose the price level by hand; None goes back to what the rules say."""
    bill = lock_open(op, bill.id, unpaid=True)
    bill.level_by_hand = level is not None
    bill.level_id = level.id if level else None
    pricing.reprice(op, bill, pricing.level_for(bill, bill.customer))
    bill.save(update_fields=["level_by_hand"])
    return changed(op, bill)


def _check_amount(op: Operation, amount: Money) -> None:
    if not 0 < op.house.minor(amount) <= MOST_MINOR:
        raise NothingOnIt(field="amount")


def _still_covers(op: Operation, bill: Bill) -> None:
    standing = stand(op.house, bill)
    if standing.due < 0:
        raise Overpaid(due=op.house.money(standing.total))


def _add(op: Operation, bill: Bill, lines: Sequence[NewLine]) -> list[Line]:
    wanted = [line.item for line in lines if line.item]
    items = {
        item.id: item
        for item in Item.objects.of(op.house)
        .filter(pk__in=wanted, retired_at=None)
        .select_related("vat_rate", "category")
    }
    prices = pricing.prices_at(op, items, bill.level_id)
    position = Line.objects.of(op.house).filter(bill=bill).count()
    if position + len(lines) > MOST_LINES:
        raise LineRefused(field="lines")
    rows = [
        _line(op, bill, line, position=position + number, items=items, prices=prices)
        for number, line in enumerate(lines, start=1)
    ]
    return Line.objects.bulk_create(rows)


def _line(
    op: Operation,
    bill: Bill,
    new: NewLine,
    *,
    position: int,
    items: dict[UUID, Item],
    prices: dict[UUID, int],
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
        row.category = storable(new.category)[:60] or (item.category.name if item.category else "")
        row.base_price_minor = item.price_minor
        row.unit_price_minor = prices.get(item.id, item.price_minor)
        row.level_id = bill.level_id if item.id in prices else None
        row.vat_bp = item.vat_rate.rate_bp if new.vat_bp is None else new.vat_bp
    else:
        row.name = storable(new.name).strip()[:120]
        row.category = storable(new.category)[:60]
        if not row.name or new.unit_price is None:
            raise LineRefused(field="lines")
        row.vat_bp = default_vat_bp(op.house) if new.vat_bp is None else new.vat_bp
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
