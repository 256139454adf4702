"""What must always be true of points."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def points_belong_to_someone(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="ledger_account",
        wrong="SELECT code, 'is nobody''s' FROM ("  # noqa: S608
        f" SELECT 'points:' || {sql.spelled('id')} AS code, 0 AS there FROM customers_customer"
        " WHERE house_id = %s UNION ALL SELECT code, 1 FROM ledger_account"
        " WHERE house_id = %s AND code LIKE 'points:%%') t"
        " GROUP BY code HAVING min(there) = 1",
    )


def grants_belong_to_a_bill(house: House) -> Examined:
    """Points come from a bill, one entry each; others are opened from another system."""
    return sql.examined(
        house.id,
        counted="ledger_entry",
        wrong="SELECT reference, 'is no bill, and gave points' FROM ("  # noqa: S608
        f" SELECT 'bill:' || {sql.spelled('id')} AS reference, 0 AS there FROM bills_bill"
        " WHERE house_id = %s UNION ALL SELECT reference, 1 FROM ledger_entry"
        " WHERE house_id = %s AND kind = 'points.grant') t"
        " GROUP BY reference HAVING min(there) = 1",
    )


INVARIANTS = [
    Invariant("I14", "Points are granted for a bill", grants_belong_to_a_bill),
    Invariant("I14", "Points are somebody's", points_belong_to_someone),
]
