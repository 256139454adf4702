"""The ledger accounts this room moves value between."""

from habitue.house.models import House
from habitue.ledger.accounts import Holding
from habitue.ledger.actions import Account


def open_bills(house: House) -> Account:
    """Money taken for bills that have not closed."""
    return Account("open_bills", house.currency, Holding.CREDIT)


def sales(house: House) -> Account:
    return Account("sales", house.currency, Holding.CREDIT)


def tips(house: House) -> Account:
    """What guests gave to the people who serve."""
    return Account("tips", house.currency, Holding.CREDIT)
