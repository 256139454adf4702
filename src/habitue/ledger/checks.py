"""What must always be true of entries, moves and balances; recomputed from the moves alone."""

import re

from django.db import connection

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.kit.money import LARGEST
from habitue.ledger.accounts import POINTS
from habitue.ledger.chain import chain_holds
from habitue.ledger.suspects import PRIME, suspects

# both sides of every move, as steps of the accounts they touch
LEGS = """
    SELECT m.id, m.entry_id, m.debit_id AS account_id, m.debit_after AS after,
           CASE a.holding WHEN 'debit' THEN m.amount ELSE -m.amount END AS step,
           a.balance, a.code, m.house_id
      FROM ledger_move m JOIN ledger_account a ON a.id = m.debit_id
     WHERE m.house_id = %s
    UNION ALL
    SELECT m.id, m.entry_id, m.credit_id, m.credit_after,
           CASE a.holding WHEN 'credit' THEN m.amount ELSE -m.amount END,
           a.balance, a.code, m.house_id
      FROM ledger_move m JOIN ledger_account a ON a.id = m.credit_id
     WHERE m.house_id = %s
"""
# what stands before the id in an actor or a reference
BARE = (
    f"SELECT CASE WHEN {{0}} LIKE '%%:{'-'.join('_' * n for n in (8, 4, 4, 4, 12))}'"  # noqa: S608
    " THEN substr({0}, 1, length({0}) - 36) ELSE {0} END AS prefix"
    " FROM ledger_entry WHERE house_id = %s"
)
OPAQUE = f"{BARE.format('actor')} UNION ALL {BARE.format('reference')}"
PREFIX = re.compile(r"[a-z_]{1,20}:?")  # a word before an id, or a word of ours alone
KIND = re.compile(r"[a-z_]+\.[a-z_]+")
ACTORS = frozenset({"console", "job:night", "job:copies"})
GUARDED = ("wallet", "receivable", "in_hand", "points")
DEBIT = (
    "drawer", "tender", "receivable", "points_issued", "points_opening", "points_adjustments",
    "promotions", "accumulations", "write_offs", "adjustments", "opening", "over_short",
    "petty_cash", "safe", "float",
)  # fmt: skip


def one_unit_a_move(house: House) -> Examined:
    """A move's two accounts count in its unit, so every entry adds up to nothing per unit."""
    if not suspects(house).units:
        return _of_moves(house)
    return sql.examined(
        house.id,
        counted="ledger_move",
        wrong="SELECT m.id, m.unit FROM ledger_move m"
        " LEFT JOIN ledger_account d ON d.id = m.debit_id"
        " LEFT JOIN ledger_account c ON c.id = m.credit_id"
        " WHERE m.house_id = %s"
        " AND (d.unit IS NULL OR c.unit IS NULL OR d.unit <> m.unit OR c.unit <> m.unit)",
    )


def _of_moves(house: House) -> Examined:
    return Examined(sql.count_of("ledger_move", house.id))


def entries_have_moves(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="ledger_entry",
        wrong="SELECT e.id, 'has no move' FROM ledger_entry e WHERE e.house_id = %s AND NOT EXISTS"
        " (SELECT 1 FROM ledger_move m WHERE m.house_id = e.house_id AND m.entry_id = e.id)"
        " UNION ALL"
        " SELECT m.id, 'has no entry' FROM ledger_move m WHERE m.house_id = %s AND NOT EXISTS"
        " (SELECT 1 FROM ledger_entry e WHERE e.house_id = m.house_id AND e.id = m.entry_id)"
        " UNION ALL"
        " SELECT m.id, 'moves nothing, or to itself' FROM ledger_move m WHERE m.house_id = %s"
        " AND (m.amount <= 0 OR m.debit_id = m.credit_id)",
    )


def balances_add_up(house: House) -> Examined:
    if not suspects(house).balances:
        return Examined(sql.count_of("ledger_account", house.id))
    return sql.examined(
        house.id,
        counted="ledger_account",
        wrong=f"SELECT a.code, a.balance, 'but its moves come to', coalesce(s.total, 0)"  # noqa: S608
        f" FROM ledger_account a LEFT JOIN (SELECT account_id, sum(step) AS total FROM ({LEGS}) l"
        " GROUP BY account_id) s ON s.account_id = a.id"
        " WHERE a.house_id = %s AND a.balance IS NOT NULL AND a.balance <> coalesce(s.total, 0)",
    )


def balances_after_follow(house: House) -> Examined:
    """Each balance after a move is where the next move of that account begins.

    Judged without an order, since a clock may be set back: as squares, what was before and what
    was after differ only by the balance reached. One altered figure always shows.
    """
    if not suspects(house).afters:
        return _of_moves(house)
    square = f"((l.after %% {PRIME}) * (l.after %% {PRIME})) %% {PRIME}"
    before = square.replace("l.after", "(l.after - l.step)")
    return sql.examined(
        house.id,
        counted="ledger_move",
        wrong=f"SELECT code, 'its balances after do not follow from one another' FROM ("  # noqa: S608
        f" SELECT l.code, max(l.balance) AS balance, sum({square}) AS afters,"
        f" sum({before}) AS befores, sum(CASE WHEN l.after IS NULL THEN 1 ELSE 0 END) AS blank"
        f" FROM ({LEGS}) l WHERE l.balance IS NOT NULL GROUP BY l.code) t"
        f" WHERE blank > 0 OR (afters - befores"
        f" - (balance %% {PRIME}) * (balance %% {PRIME})) %% {PRIME} <> 0",
    )


def never_below_nothing(house: House) -> Examined:
    """At any point of its history; a clawback of points is the one exception."""
    if not suspects(house).below:
        return _of_moves(house)
    return sql.examined(
        house.id,
        counted="ledger_move",
        wrong=f"SELECT l.code, l.after, 'after', e.kind, l.entry_id FROM ({LEGS}) l"  # noqa: S608
        " JOIN ledger_entry e ON e.id = l.entry_id"
        " WHERE l.after < 0 AND l.step < 0 AND e.kind NOT IN"
        " ('points.withdraw', 'points.merge', 'points.unmerge')",
    )


def whole_amounts(house: House) -> Examined:
    whole = (
        " OR typeof(m.amount) <> 'integer' OR typeof(m.debit_after) = 'real'"
        " OR typeof(m.credit_after) = 'real'"
        if connection.vendor == "sqlite"
        else ""
    )
    return sql.examined(
        house.id,
        counted="ledger_move",
        wrong="SELECT m.id, m.amount FROM ledger_move m WHERE m.house_id = %s"  # noqa: S608
        f" AND (abs(m.amount) > {LARGEST} OR abs(coalesce(m.debit_after, 0)) > {LARGEST}"
        f" OR abs(coalesce(m.credit_after, 0)) > {LARGEST}{whole})",
    )


def reversals_are_opposite(house: House) -> Examined:
    """Equal and opposite, account by account; and a reversal is not itself taken back."""
    legs = (
        "SELECT r.id AS reversal, r.house_id, m.debit_id AS account_id, m.amount AS amount"
        " FROM ledger_reversal r JOIN ledger_move m ON m.house_id = r.house_id"
        " AND m.entry_id IN (r.original_id, r.entry_id) WHERE r.house_id = %s"
    )
    other = legs.replace("debit_id", "credit_id").replace("m.amount", "-m.amount")
    return sql.examined(
        house.id,
        counted="ledger_reversal",
        wrong=f"SELECT reversal, 'is not the opposite of what it takes back' FROM"  # noqa: S608
        f" ({legs} UNION ALL {other})"
        " l GROUP BY reversal, account_id HAVING sum(amount) <> 0"
        " UNION ALL SELECT r.id, 'takes back a reversal' FROM ledger_reversal r"
        " JOIN ledger_reversal o ON o.house_id = r.house_id AND o.entry_id = r.original_id"
        " WHERE r.house_id = %s",
    )


def one_name_an_actor(house: House) -> Examined:
    """Each entry has an actor we know: the one its operation was begun by."""
    member = sql.spelled("s.id")
    return sql.examined(
        house.id,
        counted="ledger_entry",
        # few act in a house: each is looked up once, not with every entry
        wrong="SELECT e.id, e.actor FROM ledger_entry e WHERE e.house_id = %s AND e.actor IN"  # noqa: S608
        " (SELECT a.actor FROM (SELECT DISTINCT actor FROM ledger_entry WHERE house_id = %s) a"
        " WHERE a.actor = '' OR (a.actor LIKE 'staff:%%' AND NOT EXISTS"
        " (SELECT 1 FROM staff_member s WHERE s.house_id = %s"
        f" AND 'staff:' || {member} = a.actor)))",
    )


def nothing_personal_is_sealed(house: House) -> Examined:
    """What the chain covers is opaque: kinds, ids, and actors by their ids (an allow-list).

    A reference is a word and an id; whose prefix is another shows what stands there instead.
    """
    prefixes = sql.rows(
        f"SELECT prefix, count(*) FROM ({OPAQUE}) t GROUP BY prefix",  # noqa: S608
        [house.id, house.id],
    )
    kinds = sql.rows("SELECT DISTINCT kind FROM ledger_entry WHERE house_id = %s", [house.id])
    wrong = [
        f"{prefix!r} stands before {count} ids, or instead of them"
        for prefix, count in prefixes
        if prefix and prefix not in ACTORS and not PREFIX.fullmatch(prefix)
    ]
    wrong += [f"{kind!r} is no kind" for (kind,) in kinds if not KIND.fullmatch(kind)]
    return Examined(sum(count for _, count in prefixes) // 2, wrong)


def accounts_are_what_they_are_called(house: House) -> Examined:
    """Side, unit and guard of an account follow from the first word of its code."""
    top = sql.first_word("code")
    guarded = ", ".join(f"'{word}'" for word in GUARDED)
    debit = ", ".join(f"'{word}'" for word in DEBIT)
    return sql.examined(
        house.id,
        counted="ledger_account",
        wrong="SELECT code, unit, holding, balance, 'is not what it is called' FROM"  # noqa: S608
        f" (SELECT code, unit, holding, balance, {top} AS top FROM ledger_account"
        " WHERE house_id = %s) t WHERE (balance IS NOT NULL) <>"
        f" (top IN ({guarded}) AND code LIKE '%%:%%') OR (holding = 'debit') <> (top IN ({debit}))"
        f" OR unit <> CASE WHEN top LIKE 'points%%' THEN '{POINTS}' ELSE '{house.currency}' END",
    )


def moves_are_numbered(house: House) -> Examined:
    """From one on, without a gap: none was cut off the end of an entry or slipped in."""
    return sql.examined(
        house.id,
        counted="ledger_move",
        wrong="SELECT entry_id, 'has its moves numbered to', max(number), 'of', count(*)"
        " FROM ledger_move WHERE house_id = %s GROUP BY entry_id"
        " HAVING max(number) <> count(*) OR min(number) <> 1",
    )


INVARIANTS = [
    Invariant("I01", "Every entry adds up to nothing, unit by unit", one_unit_a_move),
    Invariant("I02", "Every entry has moves, each of something", entries_have_moves),
    Invariant("I02", "The moves of an entry have no gap", moves_are_numbered),
    Invariant("I02", "Accounts are what they are called", accounts_are_what_they_are_called),
    Invariant("I03", "Every balance is the sum of its moves", balances_add_up),
    Invariant("I03", "Every balance after a move follows from the last", balances_after_follow),
    Invariant("I04", "No customer's balance was ever below nothing", never_below_nothing),
    Invariant("I07", "All amounts are whole and within bounds", whole_amounts),
    Invariant("I13", "What is taken back is taken back once and whole", reversals_are_opposite),
    Invariant("I26", "The chain of seals has no gap and recomputes", chain_holds),
    Invariant("I27", "Nothing personal is sealed", nothing_personal_is_sealed),
    Invariant("I34", "Every entry has an actor of this house", one_name_an_actor),
]
