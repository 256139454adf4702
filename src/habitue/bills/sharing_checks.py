"""What must always be true of shares: split or joined, nothing was lost or invented."""

from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from habitue.bills.models import Bill
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant

AT_ONCE = 500
WORTH = "(({0}.quantity * {0}.unit_price_minor * 2 + 1000) / 2000)"


def shares_are_the_whole(house: House) -> Examined:
    """What bills came to after they were split or joined is what they came to before; and a
    split changes nothing of what is to be paid."""
    return sql.examined(
        house.id,
        counted="bills_sharing",
        wrong="SELECT b.number, s.kind, 'of', s.total_minor, 'came to', p.before, 'and then to',"
        " p.after, 'to be paid', p.total FROM bills_sharing s JOIN bills_bill b"
        " ON b.house_id = s.house_id AND b.id = s.bill_id LEFT JOIN (SELECT sharing_id,"
        " sum(before_minor) AS before, sum(after_minor) AS after, sum(total_minor) AS total"
        " FROM bills_sharing_part WHERE house_id = %s GROUP BY sharing_id) p"
        " ON p.sharing_id = s.id WHERE s.house_id = %s AND (p.before IS NULL"
        " OR p.before <> p.after OR s.kind <> 'join' AND p.total <> s.total_minor)",
    )


def lines_went_whole(house: House) -> Examined:
    """A line that went to other bills is there in parts that come to what it came to."""
    worth = WORTH.format("l")
    return sql.examined(
        house.id,
        counted="bills_line_share",
        wrong=f"SELECT l.name, 'came to', {worth}, 'its parts to', coalesce(g.total, 0)"  # noqa: S608
        " FROM bills_line l LEFT JOIN (SELECT source_id, sum(amount_minor) AS total"
        " FROM bills_line_share WHERE house_id = %s GROUP BY source_id) g ON g.source_id = l.id"
        f" WHERE l.house_id = %s AND (l.moved <> (g.source_id IS NOT NULL)"
        f" OR g.total <> {worth} OR l.moved AND l.removed_at IS NULL)",
    )


def bills_came_to_what_stands_on_them(house: House) -> Examined:
    """The total booked is what lines and amount come to, less the discount, with their tax."""
    off = (
        "CASE WHEN b.odd_of_minor = t.subtotal AND coalesce(b.odd_weight, {0}) = {0}"
        " THEN b.odd_discount_minor ELSE ({0} + 5000) / 10000 END"
    ).format("(t.weight + coalesce(b.amount_minor, 0) * b.discount_bp)")
    [[count]] = sql.rows(
        "SELECT count(*) FROM bills_bill WHERE house_id = %s AND total_minor IS NOT NULL",
        [house.id],
    )
    worth = WORTH.format("l")
    rows = sql.rows(
        f"SELECT t.id, b.number, b.total_minor, t.subtotal - {off} FROM (SELECT b.id,"  # noqa: S608
        f" CAST(coalesce(b.amount_minor, 0) + coalesce(sum({worth}), 0) AS bigint) AS subtotal,"
        f" CAST(coalesce(sum({worth} * coalesce(l.discount_bp, b.discount_bp)), 0) AS bigint)"
        " AS weight"
        " FROM bills_bill b LEFT JOIN bills_line l ON l.house_id = b.house_id"
        " AND l.bill_id = b.id AND l.removed_at IS NULL WHERE b.house_id = %s"
        " AND b.total_minor IS NOT NULL GROUP BY b.id, b.amount_minor) t JOIN bills_bill b"
        f" ON b.id = t.id WHERE b.house_id = %s AND t.subtotal - {off} <> b.total_minor",
        [house.id, house.id],
    )
    taxes = _taxes(house, [sql.as_id(row[0]) for row in rows])
    return Examined(
        count,
        [
            f"{number} was booked as {total}, but what stands on it comes to {net}"
            for id_, number, total, net in rows
            if net + taxes[sql.as_id(id_)] != total
        ],
    )


def _taxes(house: House, bills: Iterable[UUID]) -> dict[UUID, int]:
    """The tax booked on each, which was on top where the house's prices were without it."""
    found: dict[UUID, int] = {}
    coming = iter(bills)
    while some := list(islice(coming, AT_ONCE)):
        rows = Bill.objects.of(house).filter(pk__in=some).values_list("id", "vat")
        found |= {id_: sum(tax for _rate, _gross, tax in vat) for id_, vat in rows}
    return found


INVARIANTS = [
    Invariant("I21", "Shares add up to the bill they were", shares_are_the_whole),
    Invariant("I21", "No line was lost on its way to another bill", lines_went_whole),
    Invariant("I21", "A bill came to what stands on it", bills_came_to_what_stands_on_them),
]
