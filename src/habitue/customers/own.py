"""Staff who are customers too: nobody credits or uses their own card alone (I35)."""

from typing import Protocol

from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing

RIGHT = "customers.serve_self"
BESIDE = "proofs.vouch"  # who may stand beside a colleague


class Known(Protocol):
    """Someone of the book, as far as it matters here."""

    email_key: str


def is_own(op: Operation, customer: Known) -> bool:
    """Whether whoever acts is this customer, by the address they sign in with or were hired by."""
    return bool(customer.email_key) and customer.email_key in op.by.addresses


def not_alone(op: Operation, customer: Known | None) -> None:
    """Go on unless this is the actor's own card, and they neither may nor have someone beside.

    Raises RightMissing.
    """
    if customer is None or not is_own(op, customer):
        return
    if op.by.may(RIGHT):
        op.require(RIGHT)
    elif op.is_approved(BESIDE, None):
        op.require(BESIDE)
    else:
        raise RightMissing(right=RIGHT)
