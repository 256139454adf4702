"""The books recomputed from the moves alone, in Python: independent of `habitue verify`."""

from collections import defaultdict

from django.db.models import Sum

from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.ledger.models import AccountRow, MoveRow
from habitue.prepaid.models import Lot


def balances(house: House) -> dict[str, int]:
    """Each account's balance on its own side, from every move there ever was."""
    sides = {row.id: row for row in AccountRow.objects.of(house)}
    found: dict[str, int] = defaultdict(int)
    for move in MoveRow.objects.of(house):
        for account, side in ((sides[move.debit_id], "debit"), (sides[move.credit_id], "credit")):
            found[account.code] += move.amount if account.holding == side else -move.amount
    return dict(found)


def wrong(house: House) -> list[str]:
    """What does not add up; empty when the books are right."""
    truth = balances(house)
    lines = [
        f"{row.code} says {row.balance}, its moves {truth.get(row.code, 0)}"
        for row in AccountRow.objects.of(house).filter(balance__isnull=False)
        if row.balance != truth.get(row.code, 0)
    ]
    lines += [
        f"{code} is below zero: {balance}"
        for code, balance in truth.items()
        if balance < 0 and code.startswith(("wallet:", "receivable:", "in_hand:"))
    ]
    return lines + _lots(house, truth) + _charges(house, truth) + _whole(house, truth)


def _lots(house: House, truth: dict[str, int]) -> list[str]:
    lots: dict[str, int] = defaultdict(int)
    for lot in Lot.objects.of(house):
        lots[f"wallet:{lot.wallet_id}:{lot.kind}"] += lot.remaining_minor
    held = {code: balance for code, balance in truth.items() if code.startswith("wallet:")}
    return [
        f"{code} has {held.get(code, 0)}, its lots {lots.get(code, 0)}"
        for code in held.keys() | lots.keys()
        if held.get(code, 0) != lots.get(code, 0)
    ]


def _charges(house: House, truth: dict[str, int]) -> list[str]:
    open_ = {
        f"receivable:{account}": total
        for account, total in Charge.objects.of(house)
        .values_list("account_id")
        .annotate(total=Sum("open_minor"))
    }
    owed = {code: balance for code, balance in truth.items() if code.startswith("receivable:")}
    return [
        f"{code} is {owed.get(code, 0)}, its charges {open_.get(code, 0)}"
        for code in owed.keys() | open_.keys()
        if owed.get(code, 0) != open_.get(code, 0)
    ]


def _whole(house: House, truth: dict[str, int]) -> list[str]:
    """Per unit, all that is held on the debit side is owed on the credit side."""
    sums: dict[str, int] = defaultdict(int)
    for row in AccountRow.objects.of(house):
        step = truth.get(row.code, 0)
        sums[row.unit] += step if row.holding == "debit" else -step
    return [f"{unit} is out by {out}" for unit, out in sums.items() if out]
