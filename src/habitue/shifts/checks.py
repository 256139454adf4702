"""What must always be true of drawers."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def drawers_are_shifts(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="shifts_shift",
        wrong="SELECT a.code, 'is no shift' FROM ledger_account a LEFT JOIN ("  # noqa: S608
        f" SELECT 'drawer:' || {sql.spelled('id')} AS code FROM shifts_shift"
        " WHERE house_id = %s) s ON s.code = a.code"
        " WHERE a.house_id = %s AND a.code LIKE 'drawer:%%' AND s.code IS NULL",
    )


def money_comes_through_tenders(house: House) -> Examined:
    """What stands in a tender's account came by a tender the house has."""
    return sql.examined(
        house.id,
        counted="shifts_tender",
        wrong="SELECT a.code, 'is no tender' FROM ledger_account a LEFT JOIN ("
        " SELECT 'tender:' || kind AS code FROM shifts_tender"
        " WHERE house_id = %s) t ON t.code = a.code"
        " WHERE a.house_id = %s AND a.code LIKE 'tender:%%' AND t.code IS NULL",
    )


INVARIANTS = [
    Invariant("I22", "Cash stands in the drawer of a shift", drawers_are_shifts),
    Invariant("I22", "Money came by a tender of the house", money_comes_through_tenders),
]
