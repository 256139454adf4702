"""Adding many customers in one operation: the same acts as `actions.create`, few statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from habitue.audit import actions as audit
from habitue.customers import waiting
from habitue.customers.actions import TERMS
from habitue.customers.models import Consent, Customer, CustomerPhone
from habitue.customers.search import indexing
from habitue.house.rows import fresh, insert_many
from habitue.operations.models import Operation
from habitue.operations.rights import right


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone checked and not yet written; `proofs` are what search finds besides."""

    customer: Customer
    numbers: Sequence[CustomerPhone]
    proofs: str = ""
    wording: str = ""  # under which marketing was allowed


@right("customers.create")
def create_many(op: Operation, *, new: Sequence[Newcomer], front: str) -> None:
    """Add them to the book, with what `create` writes for one.

    Whoever calls has checked the fields by `terms.columns` and that user ids are free.
    """
    people = [one.customer for one in new]
    if any(costs(customer) for customer in people):
        op.require("house_accounts.edit_terms")
    for customer in people:
        customer.created_at = customer.updated_at = op.at
        if op.house.publish_on_send:
            waiting.hold_new(op, customer)
    insert_many(people)
    insert_many(number for one in new for number in one.numbers)
    insert_many(
        [
            fresh(
                Consent,
                house=op.house,
                customer=one.customer,
                allowed=True,
                at=op.at,
                channel=front,
                wording=one.wording[:300],
                actor=op.by.label,
            )
            for one in new
            if one.customer.marketing_allowed
        ]
    )
    indexing.add([(one.customer, one.numbers, one.proofs) for one in new])
    audit.record_all(op, "customers.create", on=people)


def costs(customer: Customer) -> bool:
    """Whether a new customer may cost the house something: a right of its own."""
    values = (getattr(customer, column) for column in TERMS)
    return any(value is not None and value is not False for value in values)
