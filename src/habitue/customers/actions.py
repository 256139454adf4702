"""What can be done in the customer book."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers import consents, free, search, survivors, terms, waiting
from habitue.customers.models import Customer, CustomerPhone
from habitue.house import rows, sql
from habitue.kit import bank_cards, phones
from habitue.kit.ids import new_id
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.text import storable
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.publishing import actions as publishing
from habitue.publishing.models import Draft

__all__ = ["Customer", "create", "edit", "find", "mark_visit"]

# what a customer may cost the house, by column: a right of its own
TERMS = frozenset(
    {
        "credit_limit_minor",
        "on_account_allowed",
        "on_hold",
        "payer_id",
        "discount_bp",
        "earn_bp",
        "group_id",
    }
)


class UserIdTaken(Refusal):
    code = "user_id_taken"
    says = _("This user ID belongs to {name}.")


class VersionConflict(Refusal):
    code = "version_conflict"
    says = _("Someone changed this in the meantime. Look again, then save.")


class CustomerArchived(Refusal):
    code = "customer_archived"
    says = _("This customer was archived.")


class CustomerErased(CustomerArchived):
    says = _("This customer was erased: there is nobody to bring back.")


class CustomerInactive(Refusal):
    code = "customer_inactive"
    says = _("This customer is not active.")


class PayerLoop(Refusal):
    code = "malformed"
    status = 422
    says = _("A customer cannot belong to themselves, or to someone who belongs to them.")


@right("customers.create")
def create(
    op: Operation,
    *,
    fields: Mapping[str, Any],
    front: str,
    known: Mapping[str, Any] | None = None,
    id: UUID | None = None,
) -> Customer:
    """Add someone to the book.

    `fields` maps catalogue keys to values; `front` names whose mandatory rules hold; `known`
    tells what other rooms will add at once (`pin`, `cards`). Raises NameNeeded, FieldNeeded,
    FieldRefused, UserIdTaken, NotFound (parent, payer, price level).
    """
    customer = Customer(id=id or new_id(), house=op.house, created_at=op.at, updated_at=op.at)
    changes, _waits = _allowed(op, customer, fields)
    for column, (_before, after) in changes.items():
        setattr(customer, column, after)
    numbers = _numbers(op, customer, fields)
    terms.check_mandatory(
        op.house, front, customer, {"phone": numbers, "phones": numbers, **(known or {})}
    )
    check_user_id(customer)
    check_links(customer)
    consents.hold_back(customer, numbers, front)
    customer.save(force_insert=True)
    CustomerPhone.objects.bulk_create(numbers)
    if customer.marketing_allowed:
        _consent(op, customer, front)
    search.index(customer, numbers)
    audit.record(op, "customers.create", on=customer)
    return customer


@right("customers.edit")
def edit(
    op: Operation,
    *,
    customer: Customer,
    fields: Mapping[str, Any],
    front: str,
    version: int | None = None,
    wording: str = "",
) -> Customer:
    """Change `fields` of a customer; others stay. `wording`: in which words marketing was allowed.

    Raises VersionConflict where `version` is stale, CustomerArchived, and as `create`.
    """
    customer = lock(op, customer.id)
    if version is not None and version != customer.version:
        raise VersionConflict(version=customer.version)
    if customer.archived_at:
        raise CustomerArchived()
    changes, waits = _allowed(op, customer, fields)
    numbers, before = _renumbered(op, customer, fields)
    for column, (_before, after) in changes.items():
        setattr(customer, column, after)
    terms.check_mandatory(
        op.house, front, customer, {"phone": numbers, "phones": numbers, "pin": 1, "cards": 1}
    )
    if not changes and before is None and not waits:
        return customer
    check_user_id(customer)
    check_links(customer)
    store(op, customer, changes, front, wording)
    if "email" in changes or before is not None:
        consents.readdressed(op, customer, front)
    search.index(customer)
    told = free.told(changes)
    if before is not None:
        told["phone"] = (before, [row.typed for row in numbers])
    audit.record(op, "customers.edit", on=customer, changes=told)
    return customer


def _allowed(
    op: Operation, customer: Customer, fields: Mapping[str, Any]
) -> tuple[dict[str, tuple[Any, Any]], bool]:
    """What changes now, by someone who may; and whether something else waits for Send."""
    columns = terms.columns(op.house, fields)
    if "free" in columns:
        columns["free"] = free.merged(customer.free, columns["free"])
    _may_set_terms(op, _changes(customer, columns))
    now, waits = waiting.hold(op, customer, columns)
    return _changes(customer, now), waits


@publishing.applies(waiting.KIND)
def _sent(op: Operation, draft: Draft) -> None:
    """The terms that waited are live. Raises CustomerArchived."""
    customer = lock(op, draft.target_id)
    if customer.archived_at:
        raise CustomerArchived()
    terms.check_group(op.house, draft.wanted.get("group_id"))
    changes = {column: (getattr(customer, column), new) for column, new in draft.wanted.items()}
    for column, (_before, after) in changes.items():
        setattr(customer, column, after)
    store(op, customer, changes, "", "")
    audit.record(op, "customers.edit", on=customer, changes=free.told(changes))


def store(
    op: Operation, customer: Customer, changes: Mapping[str, Any], front: str, wording: str
) -> None:
    customer.version += 1
    customer.updated_at = op.at
    customer.save(update_fields=[*changes, "version", "updated_at"])
    if "marketing_allowed" in changes:
        _consent(op, customer, front, wording)


def lock(op: Operation, customer_id: UUID) -> Customer:
    """The customer, locked until the operation ends; raises NotFound."""
    found = rows.first(Customer, op.house, lock=True, id=customer_id)
    if found is None:
        raise NotFound("customer")
    return found


def lock_current(op: Operation, customer_id: UUID) -> Customer:
    """The customer, or whoever they were merged into, locked; raises NotFound."""
    found = lock(op, customer_id)
    kept = survivors.current(op.house, found)
    return found if kept.id == found.id else lock(op, kept.id)


def lock_all(op: Operation, ids: Iterable[UUID]) -> dict[UUID, Customer]:
    """Several customers, locked in one order whoever asks, as they now stand."""
    wanted = set(ids)
    people = rows.find(Customer, op.house, lock=True, id=wanted, order="id")
    found = {one.id: one for one in people}
    if len(found) != len(wanted):
        raise NotFound("customer", field="customer")
    return found


def hold(op: Operation, customer_id: UUID) -> None:
    """Whoever moves a customer's value takes turns on their row; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        sql.rows(
            "SELECT 1 FROM customers_customer WHERE house_id = %s AND id = %s"
            " FOR NO KEY UPDATE",  # rows that only name the customer need not wait
            [op.house.id, customer_id],
        )


def find(op: Operation, customer_id: UUID) -> Customer:
    """A customer of this house, or whoever they were merged into; raises NotFound."""
    found = rows.first(Customer, op.house, id=customer_id)
    if found is None:
        raise NotFound("customer", field="customer")
    return survivors.current(op.house, found)


def must_be_at_hand(customer: Customer) -> None:
    """Someone who may be linked and charged; raises CustomerArchived, CustomerInactive."""
    if customer.archived_at:
        raise CustomerArchived()
    if not customer.active:
        raise CustomerInactive()


def mark_visit(op: Operation, customer: Customer) -> None:
    """They were here: their visits and last visit, not their version.

    They stay locked by it, and whether they were archived in the meantime stands in `customer`.
    """
    customer.last_visit_at = op.at
    [[archived]] = sql.rows(
        "UPDATE customers_customer SET last_visit_at = %s, visits = visits + 1"
        " WHERE house_id = %s AND id = %s RETURNING archived_at",
        [op.at, op.house.id, customer.pk],
    )
    customer.archived_at = archived and sql.as_time(archived)


def archived(op: Operation, customer: Customer) -> None:
    """Gone from every list; history stays. Room housekeeping decides whether it may."""
    customer.archived_at = op.at
    _flip(op, customer, "customers.archive")


def restored(op: Operation, customer: Customer) -> None:
    """Back in the lists as before. Raises CustomerErased."""
    if customer.erased_at:
        raise CustomerErased()
    customer.archived_at = None
    _flip(op, customer, "customers.restore")


def _flip(op: Operation, customer: Customer, verb: str) -> None:
    customer.version += 1
    customer.updated_at = op.at
    customer.save(update_fields=["archived_at", "version", "updated_at"])
    search.index(customer)
    audit.record(op, verb, on=customer)


def _may_set_terms(op: Operation, changes: Mapping[str, Any]) -> None:
    """Taking a limit or a hold away costs the house as much as giving one."""
    if changes.keys() & TERMS:
        op.require("house_accounts.edit_terms")


def _changes(customer: Customer, columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        column: (getattr(customer, column), value)
        for column, value in columns.items()
        if getattr(customer, column) != value
    }


def check_user_id(customer: Customer) -> None:
    if not customer.user_id_key:
        return
    other = (
        Customer.objects.of(customer.house_id)
        .filter(user_id_key=customer.user_id_key)
        .exclude(pk=customer.pk)
        .first()
    )
    if other:
        raise UserIdTaken(field="user_id", name=other.display_name, customer=other.id)


def check_links(customer: Customer) -> None:
    """Nobody belongs to themselves, however long the way round."""
    seen, parent = {customer.id}, customer.parent_id
    while parent is not None:
        if parent in seen:
            raise PayerLoop(field="parent")
        seen.add(parent)
        parent = (
            Customer.objects.of(customer.house_id)
            .filter(pk=parent)
            .values_list("parent_id", flat=True)
            .first()
        )
    if customer.payer_id == customer.id:
        customer.payer_id = None


def typed_numbers(fields: Mapping[str, Any]) -> list[str] | None:
    """The numbers `phone` and `phones` give, `phone` first; None where neither is named.

    A number that looks like a bank card is refused: FieldRefused.
    """
    if "phone" not in fields and "phones" not in fields:
        return None
    listed: Sequence[str] = fields.get("phones") or []
    given = (fields.get("phone") or "", *listed)
    typed = [storable(str(number)).strip() for number in given]
    for number in typed:
        if bank_cards.is_bank_card(number):
            raise terms.refuse("phone", _("this looks like a bank card, which is never kept."))
    return [number[:80] for number in dict.fromkeys(typed) if number]


def _numbers(op: Operation, customer: Customer, fields: Mapping[str, Any]) -> list[CustomerPhone]:
    return [
        phone_row(customer, position, typed, op.house.country)
        for position, typed in enumerate(typed_numbers(fields) or [])
    ]


def phone_row(customer: Customer, position: int, typed: str, country: str) -> CustomerPhone:
    read = phones.read(typed, country)
    return CustomerPhone(
        house_id=customer.house_id,
        customer=customer,
        position=position,
        typed=read.typed,
        e164=read.e164 or "",
        digits=read.digits[:80],
        national=read.national[:40],
    )


def _renumbered(
    op: Operation, customer: Customer, fields: Mapping[str, Any]
) -> tuple[list[CustomerPhone], list[str] | None]:
    """The phones after an edit, rewritten where they differ: then those before, else None."""
    there = list(CustomerPhone.objects.of(op.house).filter(customer=customer).order_by("position"))
    current = [row.typed for row in there]
    merged = dict(fields)
    if "phone" in merged and "phones" not in merged:
        merged["phones"] = current[1:]
    if "phones" in merged and "phone" not in merged:
        listed = merged["phones"] or []
        merged["phone"] = current[0] if current and current[0] in listed else None
    wanted = typed_numbers(merged)
    if wanted is None or wanted == current:
        return there, None
    CustomerPhone.objects.of(op.house).filter(customer=customer).delete()
    fresh = _numbers(op, customer, merged)
    CustomerPhone.objects.bulk_create(fresh)
    return fresh, current


def _consent(op: Operation, customer: Customer, front: str, wording: str = "") -> None:
    consents.written(op, customer, channel=front or "office", wording=wording)
