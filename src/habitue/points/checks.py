"""What must always be true of points."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def points_belong_to_someone(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="ledger_account",
        wrong="SELECT a.code, 'is nobody''s' FROM ledger_account a LEFT JOIN ("  # noqa: S608
        f" SELECT 'points:' || {sql.spelled('id')} AS code FROM customers_customer"
        " WHERE house_id = %s) c ON c.code = a.code"
        " WHERE a.house_id = %s AND a.code LIKE 'points:%%' AND c.code IS NULL",
    )


def grants_belong_to_a_bill(house: House) -> Examined:
    """Points come from a bill, one entry each; others are opened from another system."""
    return sql.examined(
        house.id,
        counted="ledger_entry",
        wrong="SELECT e.id, e.reference FROM ledger_entry e LEFT JOIN ("  # noqa: S608
        f" SELECT 'bill:' || {sql.spelled('id')} AS reference FROM bills_bill"
        " WHERE house_id = %s) b ON b.reference = e.reference"
        " WHERE e.house_id = %s AND e.kind = 'points.grant' AND b.reference IS NULL",
    )


INVARIANTS = [
    Invariant("I14", "Points are granted for a bill", grants_belong_to_a_bill),
    Invariant("I14", "Points are somebody's", points_belong_to_someone),
]
