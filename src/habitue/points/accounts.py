"""The ledger accounts this room moves points between."""

from uuid import UUID

from habitue.ledger.accounts import POINTS, Holding
from habitue.ledger.actions import Account

PREFIX = "points:"


def account(customer_id: UUID) -> Account:
    """The points a customer has."""
    return Account(f"{PREFIX}{customer_id}", POINTS, Holding.CREDIT, guarded=True)


ISSUED = Account("points_issued", POINTS, Holding.DEBIT)
OPENING = Account("points_opening", POINTS, Holding.DEBIT)
