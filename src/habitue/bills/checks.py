"""What must always be true of bills: what is paid, charged, sold and earned adds up."""

import json

from habitue.bills import earning_checks, refund_checks, sharing_checks, tag_checks, vat_checks
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant

STANDING = (
    "SELECT bill_id, sum(amount_minor) AS total FROM bills_payment"
    " WHERE house_id = %s AND undone_at IS NULL AND settles = {no} GROUP BY bill_id"
)

# charges of no payment; a join, for SQLite would look through all payments for each charge
SAVED = (
    "SELECT c.id, c.bill_id, c.amount_minor FROM house_accounts_charge c LEFT JOIN"
    " (SELECT DISTINCT charge_id FROM bills_payment WHERE house_id = %s"
    " AND tender = 'house_account') p ON p.charge_id = c.id"
    " WHERE c.house_id = %s AND c.reversed_at IS NULL AND p.charge_id IS NULL"
)


def _standing() -> str:
    return STANDING.format(no=sql.no())


def bills_are_paid(house: House) -> Examined:
    """A closed bill's payments, and what was saved on account of it, are its total."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, b.state, b.total_minor, 'but paid', coalesce(p.total, 0),"  # noqa: S608
        " 'charged', coalesce(c.total, 0) FROM bills_bill b"
        f" LEFT JOIN ({_standing()}) p ON p.bill_id = b.id"
        f" LEFT JOIN (SELECT bill_id, sum(amount_minor) AS total FROM ({SAVED}) s"
        " GROUP BY bill_id) c ON c.bill_id = b.id"
        " WHERE b.house_id = %s AND b.state IN ('closed', 'on_account')"
        " AND coalesce(b.total_minor, -1) <> coalesce(p.total, 0) + coalesce(c.total, 0)",
    )


def charges_have_their_bill(house: House) -> Examined:
    """A saved bill has one standing charge; an open or void one has none but its payments'."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT number, state, 'has charges:', charges FROM ("  # noqa: S608
        " SELECT b.number, b.state, coalesce(c.charges, 0) AS charges FROM bills_bill b"
        f" LEFT JOIN (SELECT bill_id, count(*) AS charges FROM ({SAVED}) s GROUP BY bill_id) c"
        " ON c.bill_id = b.id WHERE b.house_id = %s) t"
        " WHERE charges <> 0 AND state IN ('open', 'void')"
        " OR charges <> 1 AND state = 'on_account' OR charges > 1",
    )


def open_money_is_of_open_bills(house: House) -> Examined:
    """What stands in open bills is what was paid on bills that have not closed."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT 'open bills hold', ledger, 'but payments on them', paid FROM (SELECT"  # noqa: S608
        " (SELECT coalesce(sum(m.amount), 0) FROM ledger_account a JOIN ledger_move m"
        " ON m.house_id = a.house_id AND m.credit_id = a.id"
        " WHERE a.house_id = %s AND a.code = 'open_bills')"
        " - (SELECT coalesce(sum(m.amount), 0) FROM ledger_account a JOIN ledger_move m"
        " ON m.house_id = a.house_id AND m.debit_id = a.id"
        " WHERE a.house_id = %s AND a.code = 'open_bills') AS ledger,"
        f" (SELECT coalesce(sum(p.total), 0) FROM bills_bill b JOIN ({_standing()}) p"
        " ON p.bill_id = b.id WHERE b.house_id = %s AND b.state = 'open') AS paid) t"
        " WHERE ledger <> paid",
    )


def sales_are_booked(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, b.state, b.total_minor, 'but sold', coalesce(m.amount, 0)"
        " FROM bills_bill b LEFT JOIN ledger_move m ON m.house_id = b.house_id"
        " AND m.entry_id = b.sale_entry_id WHERE b.house_id = %s AND ("
        " b.state IN ('closed', 'on_account') AND coalesce(m.amount, 0) <> b.total_minor"
        " OR b.state IN ('open', 'void') AND b.sale_entry_id IS NOT NULL)",
    )


def vat_is_the_total(house: House) -> Examined:
    """What stands at each rate adds up to the total, and no tax is more than it is in."""
    rows = sql.rows(
        "SELECT number, total_minor, vat FROM bills_bill"
        " WHERE house_id = %s AND total_minor IS NOT NULL",
        [house.id],
    )
    wrong = []
    for number, total, vat in rows:
        parts = json.loads(vat) if isinstance(vat, str) else vat
        if sum(gross for _, gross, _ in parts) != total or any(
            not 0 <= tax <= gross for _, gross, tax in parts
        ):
            wrong.append(f"{number} comes to {total}, at its rates {parts}")
    return Examined(len(rows), wrong)


def points_are_what_bills_earned(house: House) -> Examined:
    """Granted for a bill less taken back is what the bill says it earned."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, 'earned', b.earned_points, 'but was granted', coalesce(g.total, 0)"  # noqa: S608
        " FROM bills_bill b LEFT JOIN (SELECT e.reference, sum(CASE e.kind"
        " WHEN 'points.grant' THEN m.amount ELSE -m.amount END) AS total FROM ledger_entry e"
        " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
        " WHERE e.house_id = %s AND e.kind IN ('points.grant', 'points.withdraw')"
        f" GROUP BY e.reference) g ON g.reference = 'bill:' || {sql.spelled('b.id')}"
        " WHERE b.house_id = %s AND b.earned_points <> coalesce(g.total, 0)",
    )


def earned_value_is_there(house: House) -> Examined:
    """What a bill gave back to a wallet was booked, and not taken back since."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, 'gave back', b.earned_minor, 'but booked', coalesce(g.total, 0)"  # noqa: S608
        " FROM bills_bill b LEFT JOIN (SELECT e.reference, sum(CASE e.kind"
        " WHEN 'prepaid.earn' THEN m.amount ELSE -m.amount END) AS total FROM ledger_entry e"
        " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
        " WHERE e.house_id = %s AND e.kind IN ('prepaid.earn', 'prepaid.unearn')"
        f" GROUP BY e.reference) g ON g.reference = 'bill:' || {sql.spelled('b.id')}"
        " WHERE b.house_id = %s AND b.earned_minor > coalesce(g.total, 0)",
    )


def only_what_was_paid_earns(house: House) -> Examined:
    """A bill wholly paid with points, gift and earned value earns nothing; a Walk-In's neither."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT b.number, 'earned on what was not paid' FROM bills_bill b JOIN ("
        " SELECT bill_id, sum(CASE tender WHEN 'points' THEN amount_minor"
        " ELSE gift_minor + earned_minor END) AS free, sum(unearned_spent_minor) AS spent"
        " FROM bills_payment"
        " WHERE house_id = %s AND undone_at IS NULL GROUP BY bill_id) p"
        " ON p.bill_id = b.id WHERE b.house_id = %s AND p.free >= b.total_minor"
        " AND (b.earned_minor > b.earned_carried_minor + p.spent OR b.earned_points > 0)"
        " UNION ALL SELECT b.number, 'earned for nobody' FROM bills_bill b WHERE b.house_id = %s"
        " AND b.customer_id IS NULL AND (b.earned_minor > 0 OR b.earned_points > 0)",
    )


def spends_are_split(house: House) -> Examined:
    """A wallet payment's gift and earned parts are what its entry took for the bill, tip apart."""
    return sql.examined(
        house.id,
        counted="bills_payment",
        wrong="SELECT p.id, p.amount_minor, p.gift_minor, p.earned_minor FROM bills_payment p"
        " LEFT JOIN (SELECT m.entry_id, sum(m.amount) AS whole,"
        " sum(CASE WHEN c.code = 'tips' THEN m.amount ELSE 0 END) AS tip,"
        " sum(CASE WHEN a.code LIKE '%%:gift' AND c.code <> 'tips' THEN m.amount ELSE 0 END)"
        " AS gift, sum(CASE WHEN a.code LIKE '%%:earned' AND c.code <> 'tips' THEN m.amount"
        " ELSE 0 END) AS earned FROM ledger_move m JOIN ledger_account a ON a.id = m.debit_id"
        " AND a.code LIKE 'wallet:%%' JOIN ledger_account c ON c.id = m.credit_id"
        " WHERE m.house_id = %s GROUP BY m.entry_id) e"
        " ON e.entry_id = p.entry_id WHERE p.house_id = %s AND p.tender = 'wallet'"
        " AND (e.entry_id IS NULL OR e.whole <> p.amount_minor + p.tip_minor"
        " OR e.tip <> p.tip_minor"
        " OR e.gift <> p.gift_minor OR e.earned <> p.earned_minor)",
    )


def undone_payments_are_reversed(house: House) -> Examined:
    """A payment is taken back in the ledger if and only if it is on the bill."""
    return sql.examined(
        house.id,
        counted="bills_payment",
        wrong="SELECT p.id, 'taken back only in the ledger, or only on the bill'"
        " FROM bills_payment p LEFT JOIN ledger_reversal r ON r.house_id = p.house_id"
        " AND r.original_id = p.entry_id WHERE p.house_id = %s"
        " AND (p.undone_at IS NULL) <> (r.id IS NULL)",
    )


def codes_paid_once(house: House) -> Examined:
    """As many payments were proved by a customer's one-time codes as codes were used."""
    return sql.examined(
        house.id,
        counted="bills_payment",
        wrong="SELECT customer_id, 'paid more or less often than codes were used' FROM ("
        " SELECT customer_id, 1 AS one FROM cards_one_time_code"
        " WHERE house_id = %s AND used_at IS NOT NULL UNION ALL"
        " SELECT customer_id, -1 FROM bills_payment WHERE house_id = %s AND proved_by = 'code') t"
        " GROUP BY customer_id HAVING sum(one) <> 0",
    )


INVARIANTS = [
    Invariant("I14", "Points kept are what their bill earned", points_are_what_bills_earned),
    Invariant("I15", "What a bill gave back was booked", earned_value_is_there),
    Invariant("I16", "Only what was truly paid earns", only_what_was_paid_earns),
    Invariant("I20", "A wallet payment is the sum of its parts", spends_are_split),
    Invariant("I21", "Closed bills are paid to the cent", bills_are_paid),
    Invariant("I21", "VAT rates add up to the total", vat_is_the_total),
    Invariant("I21", "Sales are what bills came to", sales_are_booked),
    Invariant("I21", "Money of open bills is of open bills", open_money_is_of_open_bills),
    Invariant("I21", "What was taken back is so in both places", undone_payments_are_reversed),
    Invariant("I23", "Saved bills have one charge, open ones none", charges_have_their_bill),
    Invariant("I53", "Each one-time code used paid once", codes_paid_once),
    *earning_checks.INVARIANTS,
    *refund_checks.INVARIANTS,
    *sharing_checks.INVARIANTS,
    *tag_checks.INVARIANTS,
    *vat_checks.INVARIANTS,
]
