"""Two records of the book become one: what is written of them, and who points at them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from habitue.customers import actions as customers
from habitue.customers import consents, search, waiting
from habitue.customers.models import Consent, Customer, CustomerPhone
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing

THEIR_USER_ID = "merged.user_id"  # beside the columns of the kept record
POINTERS = ("parent", "payer")


@dataclass(frozen=True, slots=True)
class Pointed:
    """Who belonged to the one that was merged, and whose bills they paid."""

    parent: Sequence[UUID]
    payer: Sequence[UUID]


def point_elsewhere(op: Operation, *, source: Customer, to: Customer) -> Pointed:
    """Whoever belongs to `source` or is paid for by them is `to`'s from now on; who that was."""
    found = {name: _pointing(op, name, source) for name in POINTERS}
    for name, ids in found.items():
        _point(op, name, [id_ for id_ in ids if id_ != to.id], to)
    return Pointed(**found)


def point_back(op: Operation, pointed: Mapping[str, Iterable[UUID]], source: Customer) -> None:
    """Undo `point_elsewhere`."""
    for name, ids in pointed.items():
        _point(op, name, list(ids), source)


def _pointing(op: Operation, name: str, source: Customer) -> list[UUID]:
    rows = Customer.objects.of(op.house).filter(**{name: source}).order_by("id")
    return list(rows.values_list("id", flat=True))


def _point(op: Operation, name: str, ids: Sequence[UUID], to: Customer) -> None:
    Customer.objects.of(op.house).filter(pk__in=ids).update(
        **{name: to, "version": F("version") + 1, "updated_at": op.at}
    )


def write(
    op: Operation, customer: Customer, columns: Mapping[str, Any], numbers: Sequence[str] | None
) -> dict[str, list[Any]]:
    """Give a locked customer these columns and phones; each as it was before and is now.

    What marketing they may get is kept with its day, as said by whoever merged.
    """
    told = {
        column: [getattr(customer, column), value]
        for column, value in columns.items()
        if getattr(customer, column) != value
    }
    for column, (_before, after) in told.items():
        setattr(customer, column, after)
    customers.check_user_id(customer)
    customers.check_links(customer)
    customer.version, customer.updated_at = customer.version + 1, op.at
    customer.save(update_fields=[*told, "version", "updated_at"])
    if "marketing_allowed" in told:
        _consent(op, customer)
    if numbers is not None:
        told |= _renumber(op, customer, numbers)
    search.index(customer)
    return told


def _renumber(op: Operation, customer: Customer, numbers: Sequence[str]) -> dict[str, list[Any]]:
    rows = CustomerPhone.objects.of(op.house).filter(customer=customer)
    before = list(rows.order_by("position").values_list("typed", flat=True))
    if before == list(numbers):
        return {}
    rows.delete()
    CustomerPhone.objects.bulk_create(
        customers.phone_row(customer, position, typed, op.house.country)
        for position, typed in enumerate(numbers)
    )
    return {"phones": [before, list(numbers)]}


def _consent(op: Operation, customer: Customer) -> None:
    """Withdrawn or given with the other record: in the words that were last used."""
    last = Consent.objects.of(op.house).filter(customer=customer).order_by("-at", "-id").first()
    consents.written(op, customer, channel=consents.MERGE, wording=last.wording if last else "")


def give_up_user_id(source: Customer, taken: str | None) -> dict[str, list[Any]]:
    """A user id is one record's: where the kept one takes `source`'s, it has none any more."""
    if not source.user_id_key or taken != source.user_id_key:
        return {}
    theirs = source.user_id
    take_user_id(source, "")
    return {THEIR_USER_ID: [theirs, ""]}


def take_user_id(customer: Customer, user_id: str) -> None:
    customer.user_id, customer.user_id_key = user_id, user_id.casefold() or None
    customers.check_user_id(customer)
    customer.save(update_fields=["user_id", "user_id_key"])


def leave(op: Operation, customer: Customer) -> None:
    """A locked customer leaves the book: they lead to whoever was kept."""
    publishing.forget(op, kind=waiting.KIND, target=customer)
    customer.archived_at = op.at
    _flip(op, customer)


def come_back(op: Operation, customer: Customer) -> None:
    """Undo `leave`."""
    customer.archived_at = None
    _flip(op, customer)


def _flip(op: Operation, customer: Customer) -> None:
    customer.version, customer.updated_at = customer.version + 1, op.at
    customer.save(update_fields=["archived_at", "version", "updated_at"])
    search.index(customer)


def visited(*people: Customer) -> dict[str, Any]:
    """The visits of several records, together."""
    when = [one.last_visit_at for one in people if one.last_visit_at]
    return {
        "visits": sum(one.visits for one in people),
        "last_visit_at": max(when, default=None),
    }
