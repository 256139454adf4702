"""What an account is called. A room builds these; the ledger opens the rows behind them."""

from dataclasses import dataclass
from enum import StrEnum

POINTS = "points"


class Holding(StrEnum):
    """Which side of a move makes the account grow."""

    DEBIT = "debit"  # what the house has: cash, what customers owe
    CREDIT = "credit"  # what the house owes or has earned: wallets, sales


@dataclass(frozen=True, slots=True)
class Account:
    """`code` is unique in a house and opaque here; `unit` is a currency or points.

    `guarded` accounts (those of customers and wallets) keep a running balance that never goes
    below zero unless the move says so; the house's own are only summed, so that no row is hot.
    """

    code: str
    unit: str
    holding: Holding
    guarded: bool = False


Balance = int  # whole minor units, or whole points, on the account's own side
