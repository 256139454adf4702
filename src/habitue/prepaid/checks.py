"""What must always be true of wallets: lots and the ledger say the same."""

from datetime import datetime

from habitue.house import sql
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.prepaid.models import LotUse


def lots_are_the_balance(house: House) -> Examined:
    """Per wallet and kind, what is left of the lots is the balance of the account."""
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT coalesce(a.code, l.code), 'has', coalesce(a.balance, 0), 'but its lots',"  # noqa: S608
        f" coalesce(l.total, 0) FROM ({_lots()}) l"
        " LEFT JOIN ledger_account a ON a.house_id = l.house_id AND a.code = l.code"
        " WHERE coalesce(a.balance, 0) <> l.total"
        " UNION ALL SELECT a.code, 'has', a.balance, 'but no lots', 0 FROM ledger_account a"
        f" WHERE a.house_id = %s AND a.balance <> 0 AND a.code LIKE 'wallet:%%'"
        f" AND NOT EXISTS (SELECT 1 FROM ({_lots()}) l WHERE l.code = a.code)",
    )


def lots_are_what_was_used(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT l.id, l.remaining_minor, 'left of', l.amount_minor FROM prepaid_lot l"
        " LEFT JOIN (SELECT lot_id, sum(amount_minor) AS used FROM prepaid_lot_use"
        " WHERE house_id = %s GROUP BY lot_id) u ON u.lot_id = l.id WHERE l.house_id = %s"
        " AND (l.remaining_minor <> l.amount_minor - coalesce(u.used, 0)"
        " OR l.remaining_minor < 0 OR l.remaining_minor > l.amount_minor)",
    )


def lots_come_from_entries(house: House) -> Examined:
    """What an entry puts into wallets stands in lots of that entry, and what it takes in uses."""
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT entry_id, 'moved', sum(moved), 'but its lots say', sum(lots) FROM ("
        " SELECT m.entry_id, m.amount AS moved, 0 AS lots FROM ledger_move m"
        " JOIN ledger_account a ON a.id = m.credit_id AND a.code LIKE 'wallet:%%'"
        " WHERE m.house_id = %s"
        " UNION ALL SELECT m.entry_id, -m.amount, 0 FROM ledger_move m"
        " JOIN ledger_account a ON a.id = m.debit_id AND a.code LIKE 'wallet:%%'"
        " WHERE m.house_id = %s"
        " UNION ALL SELECT entry_id, 0, amount_minor FROM prepaid_lot WHERE house_id = %s"
        " UNION ALL SELECT entry_id, 0, -amount_minor FROM prepaid_lot_use WHERE house_id = %s"
        " ) t GROUP BY entry_id HAVING sum(moved) <> sum(lots)",
    )


def top_ups_are_paid_with_money(house: House) -> Examined:
    """No wallet is topped up from a wallet, from points or on account."""
    return sql.examined(
        house.id,
        counted="prepaid_top_up",
        wrong="SELECT t.id, a.code FROM prepaid_top_up t"
        " JOIN ledger_move m ON m.house_id = t.house_id AND m.entry_id = t.entry_id"
        " JOIN ledger_account a ON a.id = m.debit_id"
        " WHERE t.house_id = %s AND a.code <> 'promotions'"
        " AND a.code NOT LIKE 'drawer:%%' AND a.code NOT LIKE 'tender:%%'",
    )


def top_ups_are_booked(house: House) -> Examined:
    """A top-up's entry moved what it says was received, of it what was paid as paid value."""
    return sql.examined(
        house.id,
        counted="prepaid_top_up",
        wrong="SELECT t.id, t.pays_minor, t.receives_minor FROM prepaid_top_up t LEFT JOIN ("
        " SELECT m.entry_id, sum(m.amount) AS received,"
        " sum(CASE WHEN a.code LIKE '%%:paid' THEN m.amount ELSE 0 END) AS paid"
        " FROM ledger_move m JOIN ledger_account a ON a.id = m.credit_id"
        " WHERE m.house_id = %s GROUP BY m.entry_id) e ON e.entry_id = t.entry_id"
        " WHERE t.house_id = %s AND (e.entry_id IS NULL OR e.received <> t.receives_minor"
        " OR e.paid <> t.pays_minor)",
    )


def expired_lots_were_not_spent(house: House) -> Examined:
    """The day of a spend, where the house stands, is not after the last day of the lot."""
    rows = LotUse.objects.of(house).filter(lot__expires_on__isnull=False, amount_minor__gt=0)
    when: dict[object, datetime] = {}
    for entry, recorded in sql.rows(
        "SELECT DISTINCT e.id, e.recorded_at FROM prepaid_lot_use u"
        " JOIN prepaid_lot l ON l.id = u.lot_id AND l.expires_on IS NOT NULL"
        " JOIN ledger_entry e ON e.house_id = u.house_id AND e.id = u.entry_id"
        " WHERE u.house_id = %s AND e.kind <> 'prepaid.expire'",
        [house.id],
    ):
        when[sql.as_id(entry)] = sql.as_time(recorded)
    wrong = [
        f"{use.id} drew on a lot that ended on {use.lot.expires_on}"
        for use in rows.select_related("lot")
        if use.entry_id in when and local_date(house, when[use.entry_id]) > use.lot.expires_on
    ]
    return Examined(rows.count(), wrong)


def _lots() -> str:
    """What is left of the lots, under the code of the account they make up."""
    code = f"'wallet:' || {sql.spelled('wallet_id')} || ':' || kind"
    return (
        f"SELECT house_id, {code} AS code, sum(remaining_minor) AS total"  # noqa: S608
        " FROM prepaid_lot WHERE house_id = %s GROUP BY house_id, wallet_id, kind"
    )


INVARIANTS = [
    Invariant("I17", "No top-up is paid from a balance of ours", top_ups_are_paid_with_money),
    Invariant("I18", "What is left of the lots is the balance", lots_are_the_balance),
    Invariant("I18", "Each lot is what it was less what was used", lots_are_what_was_used),
    Invariant("I18", "Lots and entries tell of the same amounts", lots_come_from_entries),
    Invariant("I19", "No lot was spent after its last day", expired_lots_were_not_spent),
    Invariant("I20", "Each top-up booked what it says", top_ups_are_booked),
]
