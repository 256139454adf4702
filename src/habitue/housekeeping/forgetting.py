"""Emptying every row about someone, by the map of `personal`, in few statements.

As the archive file reads and writes every table of a house without knowing its room, so does
this: what a room adds is forgotten once it stands in the map.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model, Q

from habitue.house.models import House
from habitue.housekeeping.personal import TABLES, Table
from habitue.operations.models import Operation

AT_ONCE = 500


@dataclass(slots=True)
class Forgotten:
    """How many rows held something, by table; and every row that was about the person."""

    removed: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)

    def count(self, table: str, rows: int) -> None:
        if rows:
            self.removed[table] = self.removed.get(table, 0) + rows


def models() -> dict[str, type[Model]]:
    """Table -> model, of every table there is."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def forget_rows(op: Operation, people: Sequence[UUID]) -> Forgotten:
    """Empty or end every row that leads to one of `people`."""
    told, known = Forgotten(), models()
    for name, table in TABLES.items():
        model = known[name]
        for ids in chunks(ids_of(model, op.house, (*table.of, *table.seen), people)):
            told.touched.update(ids)
        if table.kept and (found := ids_of(model, op.house, table.seen, people)):
            told.kept[name] = len(found)
        for ids in chunks(ids_of(model, op.house, table.of, people)):
            told.count(name, _end(model, op, ids) if table.ends else _empty(model, op, table, ids))
    return told


def ids_of(
    model: type[Model], house: House, paths: Sequence[str], people: Sequence[UUID]
) -> list[UUID]:
    """The rows of this house from which one of `paths` leads to one of `people`."""
    if not paths:
        return []
    anyhow = Q()
    for path in paths:
        anyhow |= Q(**{f"{path}__in": people})
    rows = model._default_manager.filter(anyhow, house_id=house.id)
    return sorted(set(rows.values_list("pk", flat=True)))


def blank(column: "Field[Any, Any]") -> Any:
    """What stands in a column that says nothing."""
    return None if column.null else column.get_default()


def columns(model: type[Model], table: Table) -> "list[Field[Any, Any]]":
    """Those that are emptied."""
    return [one for one in model._meta.concrete_fields if one.name in table.emptied]


def says_something(values: Iterable[Any]) -> bool:
    return any(value not in (None, "", [], {}, b"") for value in values)


def _empty(model: type[Model], op: Operation, table: Table, ids: Sequence[UUID]) -> int:
    """How many of the rows said something."""
    emptied = columns(model, table)
    rows = model._default_manager.filter(house_id=op.house.id, pk__in=ids)
    saying = [
        pk
        for pk, *values in rows.values_list("pk", *(one.name for one in emptied))
        if says_something(values)
    ]
    if saying:
        some = model._default_manager.filter(house_id=op.house.id, pk__in=saying)
        some.update(**{one.name: blank(one) for one in emptied})
    return len(saying)


def _end(model: type[Model], op: Operation, ids: Sequence[UUID]) -> int:
    gone: int = model._default_manager.filter(house_id=op.house.id, pk__in=ids).delete()[0]
    return gone


def chunks(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    coming = iter(ids)
    while some := list(islice(coming, AT_ONCE)):
        yield some
