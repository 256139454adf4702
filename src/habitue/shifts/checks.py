"""What must always be true of drawers and shifts."""

from bisect import bisect_left
from collections import Counter
from datetime import date

from habitue.house import closed, sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.ledger import summing
from habitue.shifts import closing
from habitue.shifts.models import DayClosing

# what a shift took: cash in its drawer, the rest in accounts of its own
OF_SHIFTS = "(a.code LIKE 'drawer:%%' OR a.code LIKE 'tender:%%:%%')"
ID = 36  # signs of an id, at the end of such a code


def drawers_are_shifts(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="shifts_shift",
        wrong="SELECT a.code, 'is no shift' FROM ledger_account a LEFT JOIN ("  # noqa: S608
        f" SELECT {sql.spelled('id')} AS id FROM shifts_shift WHERE house_id = %s) s"
        f" ON s.id = substr(a.code, length(a.code) - {ID - 1})"
        f" WHERE a.house_id = %s AND {OF_SHIFTS} AND s.id IS NULL",
    )


def money_comes_through_tenders(house: House) -> Examined:
    """What stands in a tender's account came by a tender the house has."""
    own = (
        f"CASE WHEN a.code LIKE 'tender:%%:%%' THEN substr(a.code, 1, length(a.code) - {ID + 1})"
        " ELSE a.code END"
    )
    return sql.examined(
        house.id,
        counted="shifts_tender",
        wrong="SELECT a.code, 'is no tender' FROM ledger_account a LEFT JOIN ("  # noqa: S608
        " SELECT 'tender:' || kind AS code FROM shifts_tender"
        f" WHERE house_id = %s) t ON t.code = {own}"
        " WHERE a.house_id = %s AND a.code LIKE 'tender:%%' AND t.code IS NULL",
    )


def closed_shifts_are_empty(house: House) -> Examined:
    """Nothing lands in a closed drawer: what was there went to the safe and the next shift."""
    done = (
        f"SELECT {sql.spelled('id')} FROM shifts_shift"  # noqa: S608
        " WHERE house_id = %s AND closed_at IS NOT NULL"
    )
    sides = " UNION ALL ".join(
        f"SELECT a.code AS code, {sign}m.amount AS step FROM ledger_account a"  # noqa: S608
        f" JOIN ledger_move m ON m.house_id = a.house_id AND m.{side}_id = a.id"
        f" WHERE a.house_id = %s AND {OF_SHIFTS}"
        f" AND substr(a.code, length(a.code) - {ID - 1}) IN ({done})"
        for side, sign in (("debit", ""), ("credit", "-"))
    )
    return sql.examined(
        house.id,
        counted="shifts_shift",
        wrong="SELECT code, 'of a closed shift holds', sum(step)"  # noqa: S608
        f" FROM ({sides}) l GROUP BY code HAVING sum(step) <> 0",
    )


def counts_are_booked(house: House) -> Examined:
    """The differences of a shift's counts, and nothing else, stand in its entry of over and short.

    Each tender that was counted has what the ledger said; opening may add what was missing.
    """
    sides = " UNION ALL ".join(
        f"SELECT e.reference AS reference, {sign}m.amount AS step FROM ledger_entry e"  # noqa: S608
        " JOIN ledger_move m ON m.house_id = e.house_id AND m.entry_id = e.id"
        f" JOIN ledger_account a ON a.house_id = m.house_id AND a.id = m.{side}_id"
        " WHERE e.house_id = %s AND e.kind = 'shifts.over_short' AND a.code = 'over_short'"
        for side, sign in (("debit", "-"), ("credit", ""))
    )
    return sql.examined(
        house.id,
        counted="shifts_count",
        wrong="SELECT t.reference, 'counted a difference of', sum(t.said), 'and booked',"  # noqa: S608
        f" sum(t.booked) FROM (SELECT l.reference, 0 AS said, l.step AS booked FROM ({sides}) l"
        f" UNION ALL SELECT 'shift:' || {sql.spelled('c.shift_id')},"
        " coalesce(c.counted_minor, c.expected_minor) - c.expected_minor, 0"
        " FROM shifts_count c WHERE c.house_id = %s) t"
        " GROUP BY t.reference HAVING sum(t.said) <> sum(t.booked)",
    )


def closings_follow(house: House) -> Examined:
    """Numbers without a gap, totals = those before + the day's, each hash as it recomputes."""
    wrong: list[str] = []
    rows = list(DayClosing.objects.of(house).order_by("number"))
    before: DayClosing | None = None
    for number, row in enumerate(rows, start=1):
        says = f"closing {row.number} of {row.day}"
        if row.number != number or (before and row.day <= before.day):
            wrong.append(f"{says} does not come after the one before")
        if bytes(row.previous) != (bytes(before.hash) if before else closing.START):
            wrong.append(f"{says} does not continue the one before")
        if row.totals != closing.added(before.totals if before else {}, row.sums):
            wrong.append(f"{says} has totals that are not those before and its own")
        if bytes(row.hash) != closing.hash_of(row):
            wrong.append(f"{says} does not fit its hash")
        before = row
    if (before.day if before else None) != closed.closed_through(house):
        wrong.append("the house is closed through another day than its last closing")
    return Examined(len(rows), wrong)


def closed_days_stay(house: House) -> Examined:
    """What a closing says of its day is what its entries come to; nothing came afterwards."""
    rows = list(DayClosing.objects.of(house).order_by("day"))
    if not rows:
        return Examined(0)
    days, last = [row.day for row in rows], rows[-1]
    sums: dict[date, closing.Sums] = {}
    for day, some in closing.sums_by_day(summing.by_day(house, None, last.day)).items():
        own = days[bisect_left(days, day)]
        sums[own] = closing.added(sums.get(own, {}), some)
    entries: Counter[date] = Counter()
    for day, number in summing.entries_by_day(house, None, last.day).items():
        entries[days[bisect_left(days, day)]] += number
    wrong = [
        f"{row.day} is not what its closing {row.number} says"
        for row in rows
        if row.sums != sums.get(row.day, {}) or row.entries != entries[row.day]
    ]
    return Examined(len(rows), wrong)


def closings_are_anchored(house: House) -> Examined:
    """Each closing names a seal that stands, and all its day's entries are sealed before it."""
    return sql.examined(
        house.id,
        counted="shifts_day_closing",
        wrong="SELECT c.number, 'is anchored in a seal that is no longer there'"
        " FROM shifts_day_closing c LEFT JOIN ledger_seal s ON s.house_id = c.house_id"
        " AND s.number = c.seal_number WHERE c.house_id = %s AND c.seal_number > 0"
        " AND (s.hash IS NULL OR s.hash <> c.seal_hash)"
        " UNION ALL SELECT s.number, 'is dated into a day closed before it'"
        " FROM (SELECT day, seal_number, house_id FROM shifts_day_closing WHERE house_id = %s"
        " ORDER BY number DESC LIMIT 1) c"
        " JOIN ledger_seal s ON s.house_id = c.house_id AND s.number > c.seal_number"
        " JOIN ledger_entry e ON e.house_id = s.house_id AND e.id = s.entry_id"
        " AND e.business_day <= c.day",
    )


INVARIANTS = [
    Invariant("I22", "Cash stands in the drawer of a shift", drawers_are_shifts),
    Invariant("I22", "Money came by a tender of the house", money_comes_through_tenders),
    Invariant("I25", "Nothing stands in the drawer of a closed shift", closed_shifts_are_empty),
    Invariant("I25", "What was counted over or short is booked", counts_are_booked),
    Invariant("I25", "Each closing continues the one before and recomputes", closings_follow),
    Invariant("I25", "A closed day is what its closing says", closed_days_stay),
    Invariant("I26", "Every closed day is anchored in the chain", closings_are_anchored),
]
