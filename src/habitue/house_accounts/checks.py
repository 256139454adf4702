"""What must always be true of house accounts: charges and the ledger say the same."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def charges_are_the_balance(house: House) -> Examined:
    """What is open on the charges of an account is what it owes in the ledger."""
    return sql.examined(
        house.id,
        counted="house_accounts_account",
        wrong="SELECT h.id, 'owes', coalesce(a.balance, 0), 'but its charges',"  # noqa: S608
        " coalesce(c.total, 0) FROM house_accounts_account h"
        " LEFT JOIN ledger_account a ON a.house_id = h.house_id"
        f" AND a.code = 'receivable:' || {sql.spelled('h.id')} LEFT JOIN ("
        " SELECT account_id, sum(open_minor) AS total FROM house_accounts_charge"
        " WHERE house_id = %s GROUP BY account_id) c ON c.account_id = h.id"
        " WHERE h.house_id = %s AND coalesce(a.balance, 0) <> coalesce(c.total, 0)",
    )


def charges_are_what_was_settled(house: House) -> Examined:
    """Open is the amount less what was settled; nothing is left of a charge taken back."""
    return sql.examined(
        house.id,
        counted="house_accounts_charge",
        wrong="SELECT c.id, c.open_minor, 'open of', c.amount_minor, 'settled',"
        " coalesce(s.total, 0) FROM house_accounts_charge c"
        " LEFT JOIN (SELECT charge_id, sum(amount_minor) AS total"
        " FROM house_accounts_settled WHERE house_id = %s GROUP BY charge_id) s"
        " ON s.charge_id = c.id WHERE c.house_id = %s AND (c.open_minor <> CASE"
        " WHEN c.reversed_at IS NULL THEN c.amount_minor - coalesce(s.total, 0) ELSE 0 END"
        " OR c.reversed_at IS NOT NULL AND coalesce(s.total, 0) <> 0)",
    )


def charges_are_booked(house: House) -> Examined:
    """A charge's entry raised the receivable of its account by its amount; one that was carried
    to another account since, that of the account it began on."""
    began = (
        "coalesce((SELECT k.source_id FROM house_accounts_carried k WHERE k.house_id = c.house_id"
        " AND k.charge_id = c.id ORDER BY k.id LIMIT 1), c.account_id)"
    )
    code = f"'receivable:' || {sql.spelled(began)}"
    return sql.examined(
        house.id,
        counted="house_accounts_charge",
        wrong="SELECT c.id, c.amount_minor, 'is not what its entry moved'"  # noqa: S608
        " FROM house_accounts_charge c WHERE c.house_id = %s AND NOT EXISTS ("
        " SELECT 1 FROM ledger_move m JOIN ledger_account a ON a.id = m.debit_id"
        " WHERE m.house_id = c.house_id AND m.entry_id = c.entry_id"
        f" AND m.amount = c.amount_minor AND a.code = {code})",
    )


def charges_are_where_they_were_carried(house: House) -> Examined:
    """A charge stands on the account it was last carried to, by an entry that moved as much."""
    moved = (
        "SELECT 1 FROM ledger_move m JOIN ledger_account d ON d.id = m.debit_id"  # noqa: S608
        " JOIN ledger_account a ON a.id = m.credit_id WHERE m.house_id = k.house_id"
        " AND m.entry_id = k.entry_id AND m.amount = k.amount_minor"
        f" AND d.code = 'receivable:' || {sql.spelled('k.to_id')}"
        f" AND a.code = 'receivable:' || {sql.spelled('k.source_id')}"
    )
    return sql.examined(
        house.id,
        counted="house_accounts_carried",
        wrong="SELECT k.id, k.amount_minor, 'was carried elsewhere, or not at all'"  # noqa: S608
        " FROM house_accounts_carried k JOIN house_accounts_charge c"
        " ON c.house_id = k.house_id AND c.id = k.charge_id WHERE k.house_id = %s"
        f" AND (NOT EXISTS ({moved}) OR (c.account_id <> k.to_id AND NOT EXISTS ("
        "SELECT 1 FROM house_accounts_carried n WHERE n.house_id = k.house_id"
        " AND n.charge_id = k.charge_id AND n.id > k.id AND n.source_id = k.to_id)))",
    )


def settlements_are_booked(house: House) -> Examined:
    """A settlement's entry took its amount; its parts and what stayed in hand add up to it.

    Of one taken back nothing is left.
    """
    return sql.examined(
        house.id,
        counted="house_accounts_settlement",
        wrong="SELECT s.id, s.amount_minor, 'but its entry moved', coalesce(m.total, 0)"
        " FROM house_accounts_settlement s LEFT JOIN (SELECT entry_id, sum(amount) AS total"
        " FROM ledger_move WHERE house_id = %s GROUP BY entry_id) m ON m.entry_id = s.entry_id"
        " LEFT JOIN (SELECT settlement_id, sum(amount_minor) AS total FROM house_accounts_settled"
        " WHERE house_id = %s AND settlement_id IS NOT NULL GROUP BY settlement_id) p"
        " ON p.settlement_id = s.id WHERE s.house_id = %s"
        " AND (s.amount_minor <> coalesce(m.total, 0) OR coalesce(p.total, 0) <> CASE"
        " WHEN s.reversed_at IS NULL THEN s.amount_minor - s.in_hand_minor ELSE 0 END)",
    )


def settlements_are_taken_back_once(house: House) -> Examined:
    """A settlement says it was taken back exactly where its entry was reversed, by that entry."""
    return sql.examined(
        house.id,
        counted="house_accounts_settlement",
        wrong="SELECT s.id, s.amount_minor, 'taken back, or not' FROM house_accounts_settlement s"
        " LEFT JOIN ledger_reversal r ON r.house_id = s.house_id AND r.original_id = s.entry_id"
        " WHERE s.house_id = %s AND ((s.reversed_at IS NULL) <> (r.id IS NULL)"
        " OR s.reversal_entry_id <> r.entry_id)",
    )


def limits_held(house: House) -> Examined:
    """When it was charged, the limit then left room, or someone let it pass.

    A payer's limit is judged on what the account owed; that of a person on another's account
    on the charge itself, since it binds the sum of theirs, which no one account shows.
    """
    return sql.examined(
        house.id,
        counted="house_accounts_charge",
        wrong="SELECT c.id, c.amount_minor, 'past the limit', c.limit_then_minor"
        " FROM house_accounts_charge c"
        " JOIN house_accounts_account h ON h.id = c.account_id"
        " JOIN ledger_move m ON m.house_id = c.house_id AND m.entry_id = c.entry_id"
        " AND m.number = 1 LEFT JOIN (SELECT charge_id, sum(amount_minor) AS total"
        " FROM house_accounts_settled WHERE house_id = %s AND settlement_id IS NULL"
        " AND amount_minor > 0 GROUP BY charge_id) s ON s.charge_id = c.id"
        " WHERE c.house_id = %s AND c.limit_then_minor IS NOT NULL AND c.approver = '' AND CASE"
        " WHEN h.customer_id = c.person_id THEN m.debit_after - coalesce(s.total, 0)"
        " ELSE c.amount_minor - coalesce(s.total, 0) END > c.limit_then_minor",
    )


def limits_were_passed_by_two(house: House) -> Examined:
    """Above what one may approve oneself, who let a charge pass was not who made it."""
    return sql.examined(
        house.id,
        counted="house_accounts_charge",
        wrong="SELECT c.id, c.amount_minor, 'was let pass by who charged it, above',"
        " c.alone_then_minor FROM house_accounts_charge c"
        " JOIN ledger_entry e ON e.house_id = c.house_id AND e.id = c.entry_id"
        " WHERE c.house_id = %s AND c.approver <> '' AND c.approver = e.actor"
        " AND c.amount_minor > coalesce(c.alone_then_minor, 0)",
    )


INVARIANTS = [
    Invariant("I05", "No charge passed its limit unless someone let it", limits_held),
    Invariant("I05", "Who let a limit pass was not alone", limits_were_passed_by_two),
    Invariant("I23", "What charges have open is what the account owes", charges_are_the_balance),
    Invariant("I23", "A charge is open for what was not settled", charges_are_what_was_settled),
    Invariant("I23", "Each charge booked its amount", charges_are_booked),
    Invariant("I24", "A charge stands where it was carried", charges_are_where_they_were_carried),
    Invariant("I23", "Each settlement booked its amount", settlements_are_booked),
    Invariant("I23", "A settlement is taken back once", settlements_are_taken_back_once),
]
