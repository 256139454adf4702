"""One reading of all moves for the four invariants that would each read them twice.

Reading a million moves and finding their accounts takes nearly all the time there. Summed per
account they say of everything at once whether something is wrong; what it is, the invariants then
find by themselves.
"""

from dataclasses import dataclass

from habitue.house import sql
from habitue.house.models import House

PRIME = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Suspects:
    """How many accounts look wrong, and in what."""

    units: int  # a move in another unit than its account's, or of no account
    balances: int  # not what its moves come to
    afters: int  # balances after that do not follow from one another
    below: int  # lowered below nothing


def suspects(house: House) -> Suspects:
    return sql.once(("suspects", house.id), lambda: _suspects(house))


def _suspects(house: House) -> Suspects:
    [counts] = sql.rows(STATEMENT, [house.id] * STATEMENT.count("%s"))
    return Suspects(*(int(count or 0) for count in counts))


def _product(one: str, other: str) -> str:
    """Within 64 bits however large both are."""
    return f"(({one} %% {PRIME}) * ({other} %% {PRIME})) %% {PRIME}"


def _side(side: str, sign: str, low_debit: str, low_credit: str) -> str:
    return (
        f"SELECT {side}_id AS id, min(unit) AS least_unit, max(unit) AS most_unit,"  # noqa: S608
        f" {sign}sum(amount) AS net,"
        f" {sign}coalesce(sum({_product('amount', f'{side}_after')}), 0) AS told,"
        f" sum({_product('amount', 'amount')}) AS squares,"
        f" count(*) - count({side}_after) AS blank,"
        f" {low_debit} AS low_debit, {low_credit} AS low_credit"
        f" FROM ledger_move WHERE house_id = %s GROUP BY {side}_id"
    )


NONE = "CAST(NULL AS bigint)"
ACCOUNTS = (
    f"SELECT id, unit, unit, 0, 0, 0, 0, {NONE}, {NONE} FROM ledger_account"  # noqa: S608
    " WHERE house_id = %s AND balance IS NOT NULL"
)
SUMS = (
    "SELECT id, min(least_unit) AS least_unit, max(most_unit) AS most_unit, sum(net) AS net,"  # noqa: S608
    " sum(told) AS told, sum(squares) AS squares, sum(blank) AS blank,"
    " min(low_debit) AS low_debit, min(low_credit) AS low_credit FROM ("
    f"{_side('debit', '', 'min(debit_after)', NONE)}"
    f" UNION ALL {_side('credit', '-', NONE, 'min(credit_after)')}"
    f" UNION ALL {ACCOUNTS}) l GROUP BY id"
)
GROWS = "CASE a.holding WHEN 'debit' THEN 1 ELSE -1 END"
# after² less before² is step × (2 × after - step), and they add up to balance²
FOLLOWS = (
    f"(2 * {GROWS} * (t.told %% {PRIME}) - t.squares %% {PRIME}"
    f" - {_product('a.balance', 'a.balance')}) %% {PRIME} = 0"
)
STRANGE = "coalesce(a.holding, '') NOT IN ('debit', 'credit')"


def _count(wrong: str) -> str:
    return f"sum(CASE WHEN {STRANGE} OR {wrong} THEN 1 ELSE 0 END)"


STATEMENT = (
    f"SELECT {_count('t.least_unit <> a.unit OR t.most_unit <> a.unit')},"  # noqa: S608
    f" {_count(f'a.balance <> {GROWS} * t.net')},"
    f" {_count(f'a.balance IS NOT NULL AND (t.blank > 0 OR NOT ({FOLLOWS}))')},"
    f" {_count(f'CASE WHEN {GROWS} = 1 THEN t.low_credit ELSE t.low_debit END < 0')}"
    f" FROM ({SUMS}) t LEFT JOIN ledger_account a ON a.id = t.id"
)
