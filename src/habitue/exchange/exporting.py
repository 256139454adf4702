"""The customers as rows of fields, in bounded memory: what an import reads back unchanged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from habitue.audit import actions as audit
from habitue.cards import reports as cards
from habitue.customers import free, reports, terms
from habitue.customers.catalogue import FIELDS, FREE
from habitue.customers.models import Customer
from habitue.exchange.links import coded, named
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.operations.rights import right

BATCH = 500
LINKS = ("parent", "payer")
COLUMNS = [field.key for field in FIELDS if field.key not in terms.ELSEWHERE]
Values = dict[str, Any]


def keys(house: House) -> tuple[str, ...]:
    """The columns of a file: the catalogue's fields, then the house's own."""
    own = (f"{FREE}{one.key}" for one in free.fields_of(house))
    return (*(field.key for field in FIELDS), *own)


def everyone(house: House) -> Iterator[Customer]:
    """All who are not archived, in the order they came, batch by batch by key."""
    rows = Customer.objects.of(house).kept().order_by("id")
    after = None
    while batch := list((rows.filter(pk__gt=after) if after else rows)[:BATCH]):
        yield from batch
        after = batch[-1].id


def chosen(house: House, ids: Iterable[UUID]) -> Iterator[Customer]:
    """Those of `ids`, in that order."""
    source = iter(ids)
    while some := list(islice(source, BATCH)):
        yield from reports.in_order(house, some)


def rows(house: House, customers: Iterable[Customer]) -> Iterator[Values]:
    """Every field of the catalogue for each customer."""
    names = {key: {row.id: row.name for row in rows} for key, rows in named(house).items()}
    source = iter(customers)
    while batch := list(islice(source, BATCH)):
        yield from _batch(house, batch, names)


def _batch(
    house: House, people: Sequence[Customer], named: Mapping[str, Mapping[UUID, str]]
) -> Iterator[Values]:
    ids = [one.id for one in people]
    numbers = reports.phones_of(house, people)
    proofs, codes = cards.cards_of(house, ids), cards.codes_of(house, ids)
    names = _names(house, people)
    for one in people:
        one.house = house
        told = {key: terms.value_of(one, key) for key in COLUMNS}
        told |= {key: names.get(told[key], "") for key in LINKS}
        told |= {key: rows.get(told[key], "") for key, rows in named.items()}
        told["phone"] = next(iter(numbers[one.id]), "")
        told["phones"] = numbers[one.id]
        told["cards"] = [card.number for card in proofs[one.id]]
        told |= {f"{FREE}{key}": value for key, value in one.free.items()}
        told["personal_code"] = codes.get(one.id, "")
        yield told


def _names(house: House, people: Sequence[Customer]) -> dict[UUID, str]:
    """What parents and payers are called: by user ID, else by name and personal code."""
    ids = {id_ for one in people for id_ in (one.parent_id, one.payer_id) if id_}
    if not ids:
        return {}
    codes = cards.codes_of(house, ids)
    return {
        row.id: row.user_id or coded(row.display_name, codes.get(row.id, ""))
        for row in Customer.objects.of(house).filter(pk__in=ids)
    }


def record(house: House, by: Actor) -> None:
    """Who took the book along: a line of the audit. Raises RightMissing."""
    key = f"export:{new_id()}"

    def work(op: Operation) -> Answer:
        export(op)
        return Answer()

    operations.run(Request(house, by, key, key), work)


@right("customers.export")
def export(op: Operation) -> None:
    audit.record(op, "customers.export")
