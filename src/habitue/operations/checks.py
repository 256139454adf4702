"""What must always be true of operations: one intent, one transaction, one answer."""

import json

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.operations.rights import ONESELF, RIGHTS

# of what was brought from another system
OPENED = "('prepaid.open', 'points.open', 'house_accounts.open')"
DIFFERS = (
    "(e.actor <> o.actor OR e.recorded_at <> o.recorded_at OR e.at > o.at"
    f" OR e.kind NOT IN {OPENED} AND (e.at <> o.at OR e.business_day <> o.business_day)"
    " OR (e.till_id IS NULL) <> (o.till_id IS NULL) OR e.till_id <> o.till_id)"
)
REFUSED = "o.code <> ''"
JOINED = (
    " FROM ledger_entry e LEFT JOIN operations_operation o"
    " ON o.house_id = e.house_id AND o.id = e.operation_id WHERE e.house_id = %s"
)


def _rights() -> str:
    return "o.rights::text" if sql.is_postgresql() else "o.rights"


def _without_right() -> str:
    return f"({_rights()} = '[]' AND o.actor NOT LIKE 'job:%%' AND e.kind NOT LIKE '%%.expire')"


def _entries(house: House, about: str, wrong: str) -> Examined:
    """Entries of which `wrong` holds, beside their operation.

    Most houses have none: one reading of all entries says so for all who ask.
    """
    if not sql.once(("entries and operations", house.id), lambda: _is_one_wrong(house)):
        return Examined(sql.count_of("ledger_entry", house.id))
    return sql.examined(
        house.id,
        counted="ledger_entry",
        wrong=f"SELECT {about}{JOINED} AND {wrong}",
    )


def _is_one_wrong(house: House) -> bool:
    every = ("o.id IS NULL", REFUSED, DIFFERS, _without_right())
    return bool(sql.rows(f"SELECT 1{JOINED} AND ({' OR '.join(every)}) LIMIT 1", [house.id]))


def entries_have_operations(house: House) -> Examined:
    return _entries(house, "e.id, 'has no operation'", "o.id IS NULL")


def refusals_moved_nothing(house: House) -> Examined:
    """An operation is done or refused when it is committed; a refused one posted nothing."""
    open_ = sql.examined(
        house.id,
        counted="operations_operation",
        wrong="SELECT o.\"key\", o.status, 'was never concluded' FROM operations_operation o"
        " WHERE o.house_id = %s AND (o.status < 200 OR (o.code = '') <> (o.status < 300))",
    )
    moved = _entries(house, 'o."key", o.status, o.code', REFUSED)
    return Examined(open_.count, open_.offenders + moved.offenders)


def fingerprints_are_there(house: House) -> Examined:
    """Without one, a repeat could not be told from another request under the same key."""
    return sql.examined(
        house.id,
        counted="operations_operation",
        wrong='SELECT o."key" FROM operations_operation o'
        " WHERE o.house_id = %s AND length(o.fingerprint) <> 32",
    )


def entries_say_what_their_operation_says(house: House) -> Examined:
    """Who, at which till, when, on which day: the entry is sealed, so neither is altered alone.

    What was brought from elsewhere is dated by the day it was true there.
    """
    about = "e.id, 'says otherwise than its operation:', e.actor, o.actor, e.at, o.at"
    return _entries(house, about, DIFFERS)


def whoever_moved_value_held_a_right(house: House) -> Examined:
    """The rights an operation asked for were held when it ran, or it would not have run."""
    found = _entries(house, "e.id, 'was posted without a right, by', o.actor", _without_right())
    asked = sql.rows(
        f"SELECT DISTINCT {_rights()} FROM operations_operation o WHERE o.house_id = %s",  # noqa: S608
        [house.id],
    )
    unknown = {name for (rights,) in asked for name in json.loads(rights)} - {*RIGHTS, ONESELF}
    lines = [f"there is no right {name}" for name in sorted(unknown)]
    return Examined(found.count, [*found.offenders, *lines])


def approvers_work_here(house: House) -> Examined:
    """Whoever approved is someone of this house, or the console."""
    member = sql.spelled("s.id")
    return sql.examined(
        house.id,
        counted="operations_operation",
        wrong="SELECT o.\"key\", 'was approved by', o.approver FROM operations_operation o"  # noqa: S608
        " WHERE o.house_id = %s AND o.approver NOT IN ('', 'console') AND NOT EXISTS"
        " (SELECT 1 FROM staff_member s WHERE s.house_id = o.house_id"
        f" AND 'staff:' || {member} = o.approver)",
    )


INVARIANTS = [
    Invariant("I10", "Every entry has its operation", entries_have_operations),
    Invariant("I11", "What was refused moved nothing", refusals_moved_nothing),
    Invariant("I12", "Every operation keeps its fingerprint", fingerprints_are_there),
    Invariant(
        "I34", "Every entry says what its operation says", entries_say_what_their_operation_says
    ),
    Invariant("I34", "Whoever moved value held a right", whoever_moved_value_held_a_right),
    Invariant("I34", "Whoever approved works here", approvers_work_here),
]
