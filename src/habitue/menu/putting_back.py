"""Putting back what was taken off the menu or out of the room a moment ago."""

from typing import TypeVar
from uuid import UUID

from habitue.audit import actions as audit
from habitue.house import rows
from habitue.house.models import HouseRow
from habitue.menu import actions as menu
from habitue.menu import waiting
from habitue.menu.models import CustomerGroup, GroupTerm, Item, PriceLevel
from habitue.menu.naming import check_name
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.publishing import actions as publishing

Row = TypeVar("Row", bound=HouseRow)


@right("menu.edit")
def put_back(op: Operation, *, model: type[Row], id: UUID) -> Row:
    """It is there as it was, or waits for Send where it would. Twice changes nothing.

    What Send took off the menu comes back at once: only whoever may send may do that. Raises
    NoLongerThere, NameTaken where another one is called so since.
    """
    if model in (CustomerGroup, GroupTerm):
        op.require(menu.TERMS_RIGHT)
    row = rows.first(model, op.house, lock=True, id=id)
    if row is None:
        return waiting.found(op.house, model, id) or _again(op, model, id)
    if isinstance(row, Item | CustomerGroup) and row.retired_at is not None:
        _take_up(op, row)
    else:
        waiting.stay(op, row)
    return row


def _take_up(op: Operation, row: Item | CustomerGroup) -> None:
    if publishing.on_send(op):
        op.require("publishing.send")
    row.retired_at = None
    check_name(row)
    row.save(update_fields=["retired_at"])
    audit.record(op, "menu.put_back", on=row)


def _again(op: Operation, model: type[Row], id_: UUID) -> Row:
    """Of what was removed nothing is left but what the audit says of it."""
    row, prices = waiting.as_it_was(op, model, id_)
    if not waiting.add(op, row):
        row.save(force_insert=True)
        audit.record(op, "menu.put_back", on=row)
        waiting.tell_returned(op, row)
    if isinstance(row, Item) and prices:
        levels = PriceLevel.objects.of(op.house).in_bulk(list(prices))
        menu.set_prices(op, item=row, prices={levels[one]: prices[one] for one in levels})
    return row
