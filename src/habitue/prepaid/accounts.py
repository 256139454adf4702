"""The ledger accounts this room moves value between."""

from uuid import UUID

from habitue.house.models import House
from habitue.ledger.accounts import Holding
from habitue.ledger.actions import Account


def wallet(house: House, wallet_id: UUID, kind: str) -> Account:
    """What the house owes the members of a wallet, of one kind of value."""
    return Account(f"wallet:{wallet_id}:{kind}", house.currency, Holding.CREDIT, guarded=True)


def promotions(house: House) -> Account:
    """What gifts cost the house."""
    return Account("promotions", house.currency, Holding.DEBIT)


def accumulations(house: House) -> Account:
    """What giving back on bills costs the house."""
    return Account("accumulations", house.currency, Holding.DEBIT)


def breakage(house: House) -> Account:
    """Value that expired or was written off."""
    return Account("breakage", house.currency, Holding.CREDIT)


def opening(house: House) -> Account:
    """Where balances brought from another system come from."""
    return Account("opening", house.currency, Holding.DEBIT)


def adjustments(house: House) -> Account:
    """What was put right by hand."""
    return Account("adjustments", house.currency, Holding.DEBIT)
