"""What must always be true of operations: one intent, one transaction, one answer."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def entries_have_operations(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="ledger_entry",
        wrong="SELECT e.id, 'has no operation' FROM ledger_entry e WHERE e.house_id = %s"
        " AND NOT EXISTS (SELECT 1 FROM operations_operation o"
        " WHERE o.house_id = e.house_id AND o.id = e.operation_id)",
    )


def refusals_moved_nothing(house: House) -> Examined:
    """An operation is done or refused when it is committed; a refused one posted nothing."""
    return sql.examined(
        house.id,
        counted="operations_operation",
        wrong="SELECT o.\"key\", o.status, 'was never concluded' FROM operations_operation o"
        " WHERE o.house_id = %s AND (o.status < 200 OR (o.code = '') <> (o.status < 300))"
        ' UNION ALL SELECT o."key", o.status, o.code FROM ledger_entry e'
        " JOIN operations_operation o ON o.house_id = e.house_id AND o.id = e.operation_id"
        " WHERE e.house_id = %s AND o.code <> ''",
    )


def fingerprints_are_there(house: House) -> Examined:
    """Without one, a repeat could not be told from another request under the same key."""
    return sql.examined(
        house.id,
        counted="operations_operation",
        wrong='SELECT o."key" FROM operations_operation o'
        " WHERE o.house_id = %s AND length(o.fingerprint) <> 32",
    )


INVARIANTS = [
    Invariant("I10", "Every entry has its operation", entries_have_operations),
    Invariant("I11", "What was refused moved nothing", refusals_moved_nothing),
    Invariant("I12", "Every operation keeps its fingerprint", fingerprints_are_there),
]
