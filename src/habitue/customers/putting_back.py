"""Putting columns back to what they were: what undoing an import does."""

from collections.abc import Mapping, Sequence
from typing import Any

from habitue.audit import actions as audit
from habitue.customers import actions as customers
from habitue.customers import consents, search, waiting
from habitue.customers.models import Customer, CustomerPhone
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.publishing import actions as publishing

WORDS = "import undone"  # of the consent that is as it was before


@right("customers.edit")
def put_back(
    op: Operation,
    *,
    customer: Customer,
    columns: Mapping[str, tuple[Any, Any]],
    phones: Sequence[str] | None = None,
) -> Customer:
    """Each of `columns` from its second value to its first, and the numbers to `phones`.

    Whoever calls has looked that nothing else was written since. Raises NotFound, RightMissing.
    """
    if columns.keys() & customers.TERMS:
        op.require("house_accounts.edit_terms")
    one = customers.lock(op, customer.id)
    changes = {column: (after, before) for column, (before, after) in columns.items()}
    for column, (_now, before) in changes.items():
        setattr(one, column, before)
    if phones is not None:
        CustomerPhone.objects.of(op.house).filter(customer=one).delete()
        CustomerPhone.objects.bulk_create(
            customers.phone_row(one, position, typed, op.house.country)
            for position, typed in enumerate(phones)
        )
    customers.store(op, one, changes, consents.FILE, WORDS)
    search.index(one)
    audit.record(op, "customers.edit", on=one, changes=changes)
    return one


def gone_again(op: Operation, customer: Customer) -> None:
    """Someone archived who was brought by mistake: another may bear their user ID, and what
    waited for Send has lost its sense."""
    Customer.objects.of(op.house).filter(pk=customer.id).update(user_id="", user_id_key=None)
    publishing.forget(op, kind=waiting.KIND, target=customer)
