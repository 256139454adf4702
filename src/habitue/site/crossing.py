"""What rooms say of an entry is what the sealed entry says: who, when, by which tender, whose.

A row of a room can be altered without breaking a chain, since only entries are sealed. Each that
names its entry is held against it here.
"""

from collections.abc import Iterator

from habitue.house import sql
from habitue.house.models import House, HouseRow
from habitue.house.tenancy import house_models
from habitue.kit.checks import Examined

SEALED = ("at", "actor", "business_day")
# what was owed elsewhere keeps the day it was owed on; its entry is of the day it was brought
BROUGHT = " AND NOT (e.kind = 'house_accounts.open' AND t.business_day <= e.business_day)"
# under which codes a tender's money moves; any other has an account of its own name
MOVES = "CASE tender WHEN 'cash' THEN 'drawer:' WHEN 'wallet' THEN 'wallet:'"\
    " WHEN 'points' THEN 'points:' ELSE 'tender:' || tender END"  # fmt: skip


def rows_say_what_their_entries_say(house: House) -> Examined:
    """Who did it, when, on which day."""
    count, wrong = 0, list[str]()
    for model, columns in _with_entry():
        told = [column for column in SEALED if column in columns]
        if not told or model._meta.db_table in ("ledger_move", "ledger_seal", "ledger_reversal"):
            continue
        table = model._meta.db_table
        differs = " OR ".join(
            f"t.{column} <> e.{column}{_unless(table, column)}" for column in told
        )
        found = sql.examined(
            house.id,
            counted=table,
            wrong=f"SELECT '{table}', t.id, 'says otherwise than its entry' FROM {table} t"  # noqa: S608
            " LEFT JOIN ledger_entry e ON e.house_id = t.house_id AND e.id = t.entry_id"
            f" WHERE t.house_id = %s AND t.entry_id IS NOT NULL AND (e.id IS NULL OR {differs})",
        )
        count, wrong = count + found.count, wrong + found.offenders
    return Examined(count, wrong)


def _unless(table: str, column: str) -> str:
    return BROUGHT if (table, column) == ("house_accounts_charge", "business_day") else ""


def money_moved_by_the_tender_said(house: House) -> Examined:
    """Cash through a drawer, a card through its account, value out of a wallet."""
    count, wrong = 0, list[str]()
    for model, columns in _with_entry():
        if "tender" not in columns:
            continue
        some = " AND amount_minor > 0" if "amount_minor" in columns else ""
        table = model._meta.db_table
        found = sql.examined(
            house.id,
            counted=table,
            wrong=f"SELECT '{table}', t.id, t.tender, 'did not move' FROM"  # noqa: S608
            f" (SELECT id, house_id, entry_id, tender, {MOVES} AS code FROM {table}"
            " WHERE house_id = %s AND entry_id IS NOT NULL"
            f" AND tender NOT IN ('', 'several'){some}) t"
            " WHERE NOT EXISTS (SELECT 1 FROM ledger_move m JOIN ledger_account a"
            " ON a.id IN (m.debit_id, m.credit_id) WHERE m.house_id = t.house_id"
            " AND m.entry_id = t.entry_id AND (a.code LIKE t.code || '%%'"
            " OR t.tender = 'house_account' AND a.code LIKE 'receivable:%%'"
            " OR t.tender = 'house_account' AND a.code LIKE 'in_hand:%%'))",
        )
        count, wrong = count + found.count, wrong + found.offenders
    return Examined(count, wrong)


def _with_entry() -> Iterator[tuple[type[HouseRow], set[str]]]:
    for model in house_models():
        columns = {field.column for field in model._meta.local_fields}
        if "entry_id" in columns:
            yield model, columns


def wallets_are_their_members(house: House) -> Examined:
    """Whoever topped a wallet up or paid with it is one of its members, and its holder is."""
    return sql.examined(
        house.id,
        counted="prepaid_wallet",
        wrong="SELECT t.id, 'topped up a wallet that is not theirs' FROM prepaid_top_up t"  # noqa: S608
        " LEFT JOIN prepaid_member w ON w.house_id = t.house_id AND w.wallet_id = t.wallet_id"
        " AND w.customer_id = t.customer_id WHERE t.house_id = %s AND w.id IS NULL"
        " UNION ALL SELECT p.id, 'was paid from a wallet that is not theirs' FROM bills_payment p"
        # CROSS: SQLite would else look at every payment for each wallet drawn on
        f" CROSS JOIN ({_wallets('debit_id')}) u"
        " LEFT JOIN prepaid_member w ON w.house_id = p.house_id AND w.customer_id = p.customer_id"
        f" AND {sql.spelled('w.wallet_id')} = u.wallet"
        " WHERE u.entry_id = p.entry_id AND p.house_id = %s AND p.tender = 'wallet'"
        " AND w.id IS NULL"
        " UNION ALL SELECT h.id, 'is held by someone who is no member of it'"
        " FROM prepaid_wallet h LEFT JOIN prepaid_member w ON w.house_id = h.house_id"
        " AND w.wallet_id = h.id AND w.customer_id = h.holder_id"
        " WHERE h.house_id = %s AND h.holder_id IS NOT NULL AND w.id IS NULL",
    )


def _wallets(side: str) -> str:
    """Which wallets an entry drew on, or filled."""
    return (
        f"SELECT DISTINCT m.entry_id, substr(a.code, 8, 36) AS wallet FROM ledger_move m"  # noqa: S608
        f" JOIN ledger_account a ON a.id = m.{side} AND a.code LIKE 'wallet:%%'"
        " WHERE m.house_id = %s"
    )


def top_ups_went_to_their_wallet(house: House) -> Examined:
    """The entry of a top-up names it, and moved its value into its own wallet."""
    wallet, row = sql.spelled("t.wallet_id"), sql.spelled("t.id")
    return sql.examined(
        house.id,
        counted="prepaid_top_up",
        wrong="SELECT t.id, 'is not what its entry booked' FROM prepaid_top_up t"  # noqa: S608
        " JOIN ledger_entry e ON e.house_id = t.house_id AND e.id = t.entry_id"
        f" LEFT JOIN ({_wallets('credit_id')}) u ON u.entry_id = t.entry_id"
        f" AND u.wallet = {wallet} WHERE t.house_id = %s"
        f" AND (e.reference <> 'top_up:' || {row} OR u.entry_id IS NULL)",
    )


def points_went_to_whose_bill_it_was(house: House) -> Examined:
    """What a bill granted, less what it took back, stands with its customer."""
    bill, customer = sql.spelled("b.id"), sql.spelled("b.customer_id")
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, 'gave points to someone else:', g.code FROM bills_bill b"  # noqa: S608
        " JOIN (SELECT reference, code, sum(step) AS points FROM ("
        " SELECT e.reference, a.code, m.amount AS step FROM ledger_entry e"
        " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
        " JOIN ledger_account a ON a.id = m.credit_id"
        " WHERE e.house_id = %s AND e.kind = 'points.grant' UNION ALL"
        " SELECT e.reference, a.code, -m.amount FROM ledger_entry e"
        " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
        " JOIN ledger_account a ON a.id = m.debit_id"
        " WHERE e.house_id = %s AND e.kind = 'points.withdraw') t GROUP BY reference, code) g"
        f" ON g.reference = 'bill:' || {bill} AND g.points <> 0 WHERE b.house_id = %s"
        f" AND (b.customer_id IS NULL OR g.code <> 'points:' || {customer})",
    )


def bills_are_whose_their_links_say(house: House) -> Examined:
    """The link that stands is the bill's customer."""
    spelt = sql.spelled("customer_id")
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, 'is not whose its link says' FROM bills_bill b LEFT JOIN ("  # noqa: S608
        f" SELECT bill_id, min({spelt}) AS customer, count(*) AS links FROM bills_link"
        " WHERE house_id = %s AND ended_at IS NULL GROUP BY bill_id) l ON l.bill_id = b.id"
        " WHERE b.house_id = %s AND (coalesce(l.links, 0) > 1"
        " OR (b.customer_id IS NULL) <> (l.customer IS NULL)"
        f" OR {spelt.replace('customer_id', 'b.customer_id')} <> l.customer)",
    )


def value_of_an_entry_is_dated_by_it(house: House) -> Examined:
    """A lot is as old as the entry it came with, or as what it was before a merge: the oldest is
    spent first."""
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT l.id, 'is not as old as its entry' FROM prepaid_lot l"
        " LEFT JOIN ledger_entry e ON e.house_id = l.house_id AND e.id = l.entry_id"
        " WHERE l.house_id = %s AND (e.id IS NULL OR (e.at <> l.created_at"
        " AND NOT (e.kind = 'prepaid.merge' AND l.created_at < e.at)))",
    )
