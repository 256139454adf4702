"""What must always be true of merges: whoever was merged holds nothing, and leads to someone."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant

STANDING = "m.house_id = %s AND m.undone_at IS NULL"


def the_merged_hold_nothing(house: House) -> Examined:
    """No account of theirs has a balance: not their wallet, points, debt, nor what is in hand."""
    merged, account = sql.spelled("m.merged_id"), sql.spelled("h.id")
    wallet = sql.spelled("w.id")
    codes = (
        f"SELECT m.id, 'points:' || {merged} AS code FROM merging_merge m WHERE {STANDING}"  # noqa: S608
        f" UNION ALL SELECT m.id, t.what || {account} FROM merging_merge m"
        " JOIN house_accounts_account h ON h.house_id = m.house_id"
        " AND h.customer_id = m.merged_id CROSS JOIN"
        " (SELECT 'receivable:' AS what UNION ALL SELECT 'in_hand:') t"
        f" WHERE {STANDING}"
        f" UNION ALL SELECT m.id, 'wallet:' || {wallet} || k.kind FROM merging_merge m"
        " JOIN prepaid_wallet w ON w.house_id = m.house_id AND w.holder_id = m.merged_id"
        " CROSS JOIN (SELECT ':paid' AS kind UNION ALL SELECT ':gift'"
        f" UNION ALL SELECT ':earned') k WHERE {STANDING}"
    )
    return sql.examined(
        house.id,
        counted="merging_merge",
        wrong=f"SELECT c.code, 'still has', a.balance FROM ({codes}) c"  # noqa: S608
        " JOIN ledger_account a ON a.house_id = %s AND a.code = c.code"
        " WHERE a.balance IS NOT NULL AND a.balance <> 0",
    )


def the_merged_are_out_of_the_book(house: House) -> Examined:
    """They are archived, no open bill, card, phone or other record is theirs, and nobody is
    merged into themselves, however long the way round."""
    held = {
        "has an open bill": "bills_bill x ON x.house_id = m.house_id"
        " AND x.customer_id = m.merged_id AND x.state = 'open'",
        "has a card": "cards_card x ON x.house_id = m.house_id"
        " AND x.customer_id = m.merged_id AND x.released_at IS NULL",
        "has a phone": "guests_link x ON x.house_id = m.house_id"
        " AND x.customer_id = m.merged_id AND x.ended_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM guests_link k WHERE k.house_id = x.house_id"
        " AND k.customer_id = m.kept_id AND k.guest_id = x.guest_id AND k.ended_at IS NULL)",
        "is pointed at": "customers_customer x ON x.house_id = m.house_id"
        " AND (x.parent_id = m.merged_id OR x.payer_id = m.merged_id)"
        " AND x.archived_at IS NULL",
        "is still in the book": "customers_customer x ON x.house_id = m.house_id"
        " AND x.id = m.merged_id AND x.archived_at IS NULL",
    }
    parts = [
        f"SELECT m.merged_id, '{words}' FROM merging_merge m JOIN {table} WHERE {STANDING}"  # noqa: S608
        for words, table in held.items()
    ]
    found = sql.examined(house.id, counted="merging_merge", wrong=" UNION ALL ".join(parts))
    return Examined(found.count, [*found.offenders, *_circles(house)])


def _circles(house: House) -> list[str]:
    onward = {
        sql.as_id(merged): sql.as_id(kept)
        for merged, kept in sql.rows(
            f"SELECT m.merged_id, m.kept_id FROM merging_merge m WHERE {STANDING}",  # noqa: S608
            [house.id],
        )
    }
    wrong = []
    for merged, kept in onward.items():
        seen, at = {merged}, kept
        while at in onward and at not in seen:
            seen.add(at)
            at = onward[at]
        if at in seen:
            wrong.append(f"{merged} leads back to itself")
    return wrong


def what_was_moved_is_what_was_booked(house: House) -> Examined:
    """The sums a merge tells of are what its entries moved."""
    moved = (
        "SELECT coalesce(sum(x.amount), 0) FROM ledger_move x JOIN ledger_account a"
        " ON a.id = x.credit_id WHERE x.house_id = m.house_id AND x.entry_id = m.{entry}"
        " AND a.code LIKE '{code}'"
    )
    wallet = [
        f"m.{kind}_minor <> ({moved.format(entry='wallet_entry_id', code=f'wallet:%%:{kind}')})"
        for kind in ("paid", "gift", "earned")
    ]
    points = f"abs(m.points) <> ({moved.format(entry='points_entry_id', code='points:%%')})"
    return sql.examined(
        house.id,
        counted="merging_merge",
        wrong="SELECT m.id, 'moved otherwise than it tells' FROM merging_merge m"  # noqa: S608
        f" WHERE m.house_id = %s AND ({' OR '.join([*wallet, points])})",
    )


def undone_is_reversed(house: House) -> Examined:
    """What a merge booked was taken back exactly where it was undone."""
    return sql.examined(
        house.id,
        counted="merging_merge",
        wrong="SELECT m.id, 'undone, or not' FROM merging_merge m"
        " LEFT JOIN ledger_reversal w ON w.house_id = m.house_id"
        " AND w.original_id = m.wallet_entry_id"
        " LEFT JOIN ledger_reversal p ON p.house_id = m.house_id"
        " AND p.original_id = m.points_entry_id WHERE m.house_id = %s"
        " AND ((m.wallet_entry_id IS NOT NULL AND (w.id IS NULL) <> (m.undone_at IS NULL))"
        " OR (m.points_entry_id IS NOT NULL AND (p.id IS NULL) <> (m.undone_at IS NULL)))",
    )


INVARIANTS = [
    Invariant("I24", "Whoever was merged holds nothing", the_merged_hold_nothing),
    Invariant("I24", "Whoever was merged is out of the book", the_merged_are_out_of_the_book),
    Invariant("I24", "A merge moved what it tells of", what_was_moved_is_what_was_booked),
    Invariant("I24", "A merge undone is taken back", undone_is_reversed),
]
