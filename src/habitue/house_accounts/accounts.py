"""The ledger accounts this room moves value between."""

from uuid import UUID

from habitue.house.models import House
from habitue.ledger.accounts import Holding
from habitue.ledger.actions import Account

IN_HAND = "in_hand:"


def receivable(house: House, account_id: UUID) -> Account:
    """What a payer owes the house."""
    return Account(f"receivable:{account_id}", house.currency, Holding.DEBIT, guarded=True)


def in_hand(house: House, account_id: UUID) -> Account:
    """What a payer brought beyond what was owed."""
    return Account(f"{IN_HAND}{account_id}", house.currency, Holding.CREDIT, guarded=True)


def write_offs(house: House) -> Account:
    return Account("write_offs", house.currency, Holding.DEBIT)


def breakage(house: House) -> Account:
    """What nobody came back for."""
    return Account("breakage", house.currency, Holding.CREDIT)


def opening(house: House) -> Account:
    """Where balances brought from another system come from."""
    return Account("opening", house.currency, Holding.DEBIT)


def adjustments(house: House) -> Account:
    """What was put right by hand."""
    return Account("adjustments", house.currency, Holding.DEBIT)
