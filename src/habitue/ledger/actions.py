"""The ledger's door and windows: `ledger.post`, and the questions other rooms ask."""

from habitue.ledger.accounts import Account, Balance, Holding
from habitue.ledger.posting import Move, NothingMoves, Uncovered, post, reverse
from habitue.ledger.reading import (
    Movement,
    Turned,
    balances,
    balances_before,
    booked_by,
    daily,
    entry_moves,
    kinds,
    last_moves,
    movements,
    of_operations,
    turnover,
    venue_of,
)

__all__ = [
    "Account",
    "Balance",
    "Holding",
    "Move",
    "Movement",
    "NothingMoves",
    "Turned",
    "Uncovered",
    "balances",
    "balances_before",
    "booked_by",
    "daily",
    "entry_moves",
    "kinds",
    "last_moves",
    "movements",
    "of_operations",
    "post",
    "reverse",
    "turnover",
    "venue_of",
]
