"""What of the menu and the room's plan waits for Send, and how Send applies it.

A house that publishes on Send draws up prices, items and tables in peace. What the kitchen is out
of is out at once; a new category, area, price level, group or rate is there at once, because no
till shows one before something or somebody stands in it.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.audit.reports import last_before
from habitue.house.models import House, HouseRow
from habitue.kit.refusals import Refusal
from habitue.menu import hours
from habitue.menu.models import (
    Area,
    Category,
    CustomerGroup,
    GroupTerm,
    Item,
    ItemPrice,
    PriceLevel,
    Table,
    VatRate,
)
from habitue.menu.naming import check_name
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.publishing.models import Draft

Row = TypeVar("Row", bound=HouseRow)

KINDS: dict[type[HouseRow], str] = {
    Item: "item",
    Table: "table",
    Area: "area",
    PriceLevel: "price_level",
    CustomerGroup: "customer_group",
    GroupTerm: "group_term",
    Category: "category",
    VatRate: "vat_rate",
}
MODELS = {kind: model for model, kind in KINDS.items()}
AT_ONCE = frozenset({"sold_out"})
PRICE = "price:"  # before the id of a level: what an item costs there
ENDS = "ends"  # taken off the menu, removed from the room
REMOVED = "menu.remove"
# rooms above, whose rows let go of what was removed, take hold of what is put back
returned: list[Callable[[Operation, HouseRow], object]] = []


class NoLongerThere(Refusal):
    code = "not_found"
    status = 404
    says = _("It is not there any more.")


def change(op: Operation, row: HouseRow, terms: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what waits of `terms`; what is left is to be changed now. Raises NoLongerThere."""
    if (terms.keys() <= AT_ONCE and not row._state.adding) or not publishing.on_send(op):
        return dict(terms)
    live = _live(op, row)
    later = {key: value for key, value in terms.items() if live is None or key not in AT_ONCE}
    before = {_column(row, key): getattr(live, _column(row, key), None) for key in later}
    after = {_column(row, key): value for key, value in later.items()}
    as_it_will_be = copy.copy(row)
    for key, value in later.items():
        setattr(as_it_will_be, key, value)
    check_name(as_it_will_be)
    hours.check(as_it_will_be)
    _keep(op, row, before, after, is_new=live is None)
    return {key: value for key, value in terms.items() if key not in later}


def _live(op: Operation, row: HouseRow) -> HouseRow | None:
    """The row as it stands, None for one that was not sent yet. Raises NoLongerThere."""
    live: HouseRow | None = type(row).objects.of(op.house).filter(pk=row.pk).first()
    if live is None and not reports.waiting(op.house, KINDS[type(row)], [row.pk]):
        raise NoLongerThere()
    row._state.adding = live is None
    return live


def add(op: Operation, row: HouseRow) -> bool:
    """Keep a new row for Send, with every column it has."""
    check_name(row)
    return publishing.on_send(op) and _keep(op, row, {}, _values(row), is_new=True)


def _values(row: HouseRow) -> dict[str, Any]:
    """What makes it what it is, by column."""
    skipped = {"id", "house_id", "retired_at"}
    columns = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in columns if name not in skipped}


def prices(op: Operation, item: Item, wanted: Mapping[PriceLevel, int]) -> bool:
    """Keep the prices per level; a level left out has the normal price."""
    if not publishing.on_send(op):
        return False
    live = _live_prices(op.house, item.pk)
    by_level = {level.pk: minor for level, minor in wanted.items()}
    levels = list(PriceLevel.objects.of(op.house).values_list("id", flat=True))
    before = {f"{PRICE}{level}": live.get(level) for level in levels}
    after = {f"{PRICE}{level}": by_level.get(level) for level in levels}
    return _keep(op, item, before, after, is_new=_live(op, item) is None)


def end(op: Operation, row: HouseRow) -> bool:
    """Keep that an item goes off the menu, a table out of the room, and so on."""
    if not publishing.on_send(op):
        return False
    if _live(op, row) is None:
        _record_end(op, row, reports.wanted(op.house, KINDS[type(row)], row.pk))
        publishing.forget(op, kind=KINDS[type(row)], target=row)
        return True
    return _keep(op, row, {ENDS: False}, {ENDS: True})


def stay(op: Operation, row: HouseRow) -> None:
    """Undo `end` of what is still live."""
    if publishing.on_send(op):
        _keep(op, row, {ENDS: False}, {ENDS: False})


def make_default(op: Operation, rate: VatRate) -> bool:
    if not publishing.on_send(op):
        return False
    now = getattr(_live(op, rate), "is_default", False)
    return _keep(op, rate, {"is_default": now}, {"is_default": True})


def _keep(
    op: Operation,
    row: HouseRow,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    is_new: bool = False,
) -> bool:
    return publishing.waits(
        op, kind=KINDS[type(row)], target=row, before=before, after=after, is_new=is_new
    )


def _column(row: HouseRow, key: str) -> str:
    return str(row._meta.get_field(key).attname)  # type: ignore[union-attr]


def _live_prices(house: House, item: UUID) -> dict[UUID, int]:
    rows = ItemPrice.objects.of(house).filter(item_id=item)
    return dict(rows.values_list("level_id", "price_minor"))


# -- as it will be -------------------------------------------------------------------------------


def as_wanted(house: House, row: Row) -> tuple[Row, dict[UUID, int]]:
    """`row` as it will be after Send, and an item's prices per level."""
    wanted = reports.wanted(house, KINDS[type(row)], row.pk)
    priced = _live_prices(house, row.pk) if isinstance(row, Item) else {}
    later = copy.copy(row)
    _put(later, wanted)
    for key, minor in wanted.items():
        if key.startswith(PRICE):
            priced[UUID(key.removeprefix(PRICE))] = minor
    return later, {level: minor for level, minor in priced.items() if minor is not None}


def found(house: House, model: type[Row], id_: UUID) -> Row | None:
    """One of them."""
    return next((row for row in unsent(house, model) if row.pk == id_), None)


def unsent(house: House, model: type[Row]) -> list[Row]:
    """The new rows of `model` that wait, as they will be; none of them is in the database."""
    return [_made(house, model, draft) for draft in reports.unsent(house, KINDS[model])]


def _made(house: House, model: type[Row], draft: Draft) -> Row:
    row = model(id=draft.target_id, house=house)
    _put(row, draft.wanted)
    return row


def _put(row: HouseRow, wanted: Mapping[str, Any]) -> None:
    columns = {field.attname: field for field in row._meta.concrete_fields}
    for key, value in wanted.items():
        if key in columns:
            setattr(row, key, columns[key].to_python(value))


# -- Send ----------------------------------------------------------------------------------------


def apply(op: Operation, draft: Draft) -> None:
    """Make one draft live. Raises NoLongerThere, NameTaken."""
    model = MODELS[draft.kind]
    row = _made(op.house, model, draft) if draft.is_new else _there(op, model, draft)
    if draft.wanted.get(ENDS):
        _end(op, row)
        return
    _store(op, row, draft)
    _price(op, row, draft.wanted)
    if isinstance(row, VatRate) and draft.wanted.get("is_default"):
        set_default(op, row)


for _kind in MODELS:
    publishing.applies(_kind)(apply)


def _there(op: Operation, model: type[HouseRow], draft: Draft) -> HouseRow:
    row: HouseRow | None = model.objects.of(op.house).filter(pk=draft.target_id).first()
    if row is None or getattr(row, "retired_at", None):
        raise NoLongerThere()
    return row


def _store(op: Operation, row: Row, draft: Draft) -> None:
    known = {field.attname for field in row._meta.concrete_fields} - {"is_default"}
    columns = [key for key in draft.changes if key in known]
    _put(row, {key: draft.wanted[key] for key in columns})
    check_name(row)
    if draft.is_new:
        row.save(force_insert=True)
        audit.record(op, "menu.add", on=row)
        if last_before(op.house, type(row), row.pk, REMOVED):
            tell_returned(op, row)
        return
    row.save(update_fields=columns)
    if isinstance(row, PriceLevel):
        hours.tell_venues(op.house)
    changes = {key: (before, after) for key, (before, after) in draft.changes.items()}
    audit.record(op, "menu.change", on=row, changes=changes)


def tell_returned(op: Operation, row: HouseRow) -> None:
    for hold in returned:
        hold(op, row)


def set_default(op: Operation, rate: VatRate) -> None:
    VatRate.objects.of(op.house).filter(is_default=True).update(is_default=False)
    VatRate.objects.of(op.house).filter(pk=rate.pk).update(is_default=True)


def _price(op: Operation, row: HouseRow, wanted: Mapping[str, Any]) -> None:
    for key, minor in wanted.items():
        if not key.startswith(PRICE):
            continue
        level = UUID(key.removeprefix(PRICE))
        ItemPrice.objects.of(op.house).filter(item_id=row.pk, level_id=level).delete()
        if minor is not None:
            ItemPrice.objects.create(
                house=op.house, item_id=row.pk, level_id=level, price_minor=minor
            )


def _end(op: Operation, row: HouseRow) -> None:
    if isinstance(row, Item | CustomerGroup):
        retire(op, row)
    else:
        remove(op, row)


def retire(op: Operation, row: Item | CustomerGroup) -> None:
    """Off the menu, or dissolved: it stays for what points at it."""
    type(row).objects.of(op.house).filter(pk=row.pk).update(retired_at=op.at)
    audit.record(op, "menu.retire", on=row)


def remove(op: Operation, row: HouseRow) -> None:
    """Take a table out of the room, or from a group what it had of a category."""
    _record_end(op, row, _values(row))
    type(row).objects.of(op.house).filter(pk=row.pk).delete()


def _record_end(op: Operation, row: HouseRow, was: Mapping[str, Any]) -> None:
    """With what it was, so that it can be put back."""
    changes = {column: (value, None) for column, value in was.items() if value is not None}
    audit.record(op, REMOVED, on=row, changes=changes)


def as_it_was(op: Operation, model: type[Row], id_: UUID) -> tuple[Row, dict[UUID, int]]:
    """What was removed under this id, and an item's prices per level. Raises NoLongerThere."""
    was = last_before(op.house, model, id_, REMOVED)
    row = model(id=id_, house=op.house)
    _put(row, was)
    if not was or not _stands(op.house, row):
        raise NoLongerThere()
    prices = {key.removeprefix(PRICE): was[key] for key in was if key.startswith(PRICE)}
    return row, {UUID(level): minor for level, minor in prices.items()}


def _stands(house: House, row: HouseRow) -> bool:
    """Whether all that it points at is still there."""
    named = [(field.related_model, getattr(row, field.attname)) for field in row._meta.fields]
    return all(
        other.objects.of(house).filter(pk=value).exists()
        for other, value in named
        if isinstance(other, type) and issubclass(other, HouseRow) and value is not None
    )
