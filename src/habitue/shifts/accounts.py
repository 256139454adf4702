"""The ledger accounts this room moves value between."""

from uuid import UUID

from habitue.house.models import House
from habitue.ledger.accounts import Holding
from habitue.ledger.actions import Account
from habitue.shifts.models import TenderKind


def drawer(house: House, shift: UUID) -> Account:
    """The cash of one shift."""
    return Account(f"drawer:{shift}", house.currency, Holding.DEBIT)


def tender(house: House, kind: str, shift: UUID | None = None) -> Account:
    """Money taken by a tender that is not cash: of a shift until it is counted, or the house's."""
    code = f"tender:{kind}" if shift is None else f"tender:{kind}:{shift}"
    return Account(code, house.currency, Holding.DEBIT)


def taken(house: House, kind: str, shift: UUID) -> Account:
    """Where a shift keeps what was taken by `kind`."""
    return drawer(house, shift) if kind == TenderKind.CASH else tender(house, kind, shift)


def safe(house: House, venue: UUID) -> Account:
    """Cash of a venue that lies in no drawer; nobody counts it here."""
    return Account(f"safe:{venue}", house.currency, Holding.DEBIT)


def left_in(house: House, till: UUID) -> Account:
    """What was left in a till for the next shift."""
    return Account(f"float:{till}", house.currency, Holding.DEBIT)


def over_short(house: House) -> Account:
    """What was counted less, or more, than it should have been."""
    return Account("over_short", house.currency, Holding.DEBIT)


def petty_cash(house: House) -> Account:
    """What was bought from a drawer."""
    return Account("petty_cash", house.currency, Holding.DEBIT)


def shift_of(code: str) -> UUID | None:
    """The shift an account belongs to, None where it is no shift's."""
    kind, _, rest = code.partition(":")
    if kind == "drawer":
        return UUID(rest)
    if kind == "tender" and ":" in rest:
        return UUID(rest.partition(":")[2])
    return None
