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
    """A charge's entry raised the receivable of its account by its amount."""
    code = f"'receivable:' || {sql.spelled('c.account_id')}"
    return sql.examined(
        house.id,
        counted="house_accounts_charge",
        wrong="SELECT c.id, c.amount_minor, 'is not what its entry moved'"  # noqa: S608
        " FROM house_accounts_charge c WHERE c.house_id = %s AND NOT EXISTS ("
        " SELECT 1 FROM ledger_move m JOIN ledger_account a ON a.id = m.debit_id"
        " WHERE m.house_id = c.house_id AND m.entry_id = c.entry_id"
        f" AND m.amount = c.amount_minor AND a.code = {code})",
    )


def settlements_are_booked(house: House) -> Examined:
    """A settlement's entry took its amount; its parts and what stayed in hand add up to it."""
    return sql.examined(
        house.id,
        counted="house_accounts_settlement",
        wrong="SELECT s.id, s.amount_minor, 'but its entry moved', coalesce(m.total, 0)"
        " FROM house_accounts_settlement s LEFT JOIN (SELECT entry_id, sum(amount) AS total"
        " FROM ledger_move WHERE house_id = %s GROUP BY entry_id) m ON m.entry_id = s.entry_id"
        " LEFT JOIN (SELECT settlement_id, sum(amount_minor) AS total FROM house_accounts_settled"
        " WHERE house_id = %s AND settlement_id IS NOT NULL GROUP BY settlement_id) p"
        " ON p.settlement_id = s.id WHERE s.house_id = %s"
        " AND (s.amount_minor <> coalesce(m.total, 0) OR"
        " s.amount_minor <> coalesce(p.total, 0) + s.in_hand_minor)",
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


INVARIANTS = [
    Invariant("I05", "No charge passed its limit unless someone let it", limits_held),
    Invariant("I23", "What charges have open is what the account owes", charges_are_the_balance),
    Invariant("I23", "A charge is open for what was not settled", charges_are_what_was_settled),
    Invariant("I23", "Each charge booked its amount", charges_are_booked),
    Invariant("I23", "Each settlement booked its amount", settlements_are_booked),
]
