"""The ledger's door and windows: `ledger.post`, and the questions other rooms ask."""

from habitue.ledger.accounts import Account, Balance, Holding
from habitue.ledger.posting import Move, Uncovered, post, reverse
from habitue.ledger.reading import (
    Movement,
    Turned,
    balances,
    daily,
    entry_moves,
    kinds,
    movements,
    turnover,
)

__all__ = [
    "Account",
    "Balance",
    "Holding",
    "Move",
    "Movement",
    "Turned",
    "Uncovered",
    "balances",
    "daily",
    "entry_moves",
    "kinds",
    "movements",
    "post",
    "reverse",
    "turnover",
]
