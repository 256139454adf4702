"""Cards of customers in the hands of those who serve (T1, T6, I35)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.bookkeeping.signs.sign import Seen, Sign
from habitue.customers.models import Customer
from habitue.house import sql

A_DAY = 2  # on more bills of one day than these a card is busy
OF_ONE = 3  # bills of one day that one waiter linked to one card
ONCE = 4  # a single day of so many bills may be a long one
MOST = 50  # cards named
Hand = tuple[str, int, int]
GRAVE = 5  # a staff member's own card weighs more than a busy one

# a bill split between several is one
BUSY = (
    "SELECT b.customer_id, b.business_day, count(DISTINCT coalesce(b.split_of_id, b.id)) AS many"
    " FROM bills_bill b WHERE b.house_id = %s AND b.business_day BETWEEN %s AND %s"
    " AND b.customer_id IS NOT NULL AND b.state <> 'void' GROUP BY b.customer_id, b.business_day"
)
# whose card a staff member's is: the address they sign in with, in the book of customers
OWN = (
    "SELECT m.id AS member, c.id AS customer FROM staff_member m"
    " LEFT JOIN staff_login g ON g.id = m.login_id JOIN customers_customer c"
    " ON c.house_id = m.house_id AND c.email_key <> '' AND c.archived_at IS NULL"
    " AND c.email_key IN (lower(m.email), lower(coalesce(g.email, '')))"
    " WHERE m.house_id = %s"
)


def busy_cards(seen: Seen) -> list[Sign]:
    """One card on more bills of a day than one person eats."""
    days = (seen.house.id, seen.first, seen.last)
    found = seen.rows(
        f"SELECT t.customer_id, sum(CASE WHEN many > {A_DAY} THEN 1 ELSE 0 END), max(many),"  # noqa: S608
        f" sum(many) FROM ({BUSY}) t GROUP BY t.customer_id HAVING max(many) > {A_DAY}"
        f" ORDER BY sum(CASE WHEN many > {A_DAY} THEN many - {A_DAY} ELSE 0 END) DESC"
        f" LIMIT {MOST}",
        *days,
    )
    if not found:
        return []
    ids = [sql.as_id(row[0]) for row in found]
    hands = _hands(seen, ids)
    people = Customer.objects.of(seen.house).in_bulk(ids)
    names = seen.names({label for label, _many, _most in hands.values()})
    return [
        _busy(people[id_], [int(figure) for figure in row[1:]], hands.get(id_), names)
        for id_, row in zip(ids, found, strict=True)
        if row[1] > 1 or row[2] > ONCE or (id_ in hands and hands[id_][2] >= OF_ONE)
    ]


def _hands(seen: Seen, customers: list[UUID]) -> dict[UUID, Hand]:
    """Who of the staff linked each of these cards most often, how often, how often in a day."""
    marks = ", ".join(["%s"] * len(customers))
    rows = seen.rows(
        "SELECT t.customer_id, t.actor, sum(many), max(many) FROM (SELECT l.customer_id,"  # noqa: S608
        " l.actor, count(DISTINCT coalesce(b.split_of_id, b.id)) AS many FROM bills_link l"
        " JOIN bills_bill b ON b.house_id = l.house_id AND b.id = l.bill_id"
        " WHERE b.house_id = %s AND b.business_day BETWEEN %s AND %s AND l.ended_at IS NULL"
        f" AND l.actor LIKE 'staff:%%' AND l.customer_id IN ({marks})"
        " GROUP BY l.customer_id, l.actor, b.business_day) t GROUP BY t.customer_id, t.actor"
        " ORDER BY 3",
        *(seen.house.id, seen.first, seen.last),
        *customers,
    )
    return {sql.as_id(one): (actor, int(many), int(most)) for one, actor, many, most in rows}


def _busy(customer: Customer, figures: list[int], hand: Hand | None, names: Any) -> Sign:
    days, most, bills = figures
    says = ngettext(
        "The card of {name} was on {bills} bills, up to {most} a day;"
        " on {days} day more than a person eats.",
        "The card of {name} was on {bills} bills, up to {most} a day;"
        " on {days} days more than a person eats.",
        days,
    ).format(name=customer.display_name, bills=bills, most=most, days=days)
    if hand:
        more = _("{who} linked {many} of them.")
        says += " " + more.format(who=names.get(hand[0], ""), many=hand[1])
    return Sign(
        "busy_card",
        days + (bills if days > 1 else most),
        says,
        actor=hand[0] if hand else "",
        customer=customer.id,
    )


def own_cards(seen: Seen) -> list[Sign]:
    """Staff who earn on bills they served, or credit or use their own card unapproved."""
    own = [(sql.as_id(member), sql.as_id(one)) for member, one in seen.rows(OWN, seen.house.id)]
    if not own:
        return []
    label = f"'staff:' || {sql.spelled('o.member')}"
    people = Customer.objects.of(seen.house).in_bulk([customer for _member, customer in own])
    names = seen.names({f"staff:{member}" for member, _customer in own})
    found = [*_served(seen, label), *_credited(seen, label), *_used(seen, label)]
    return [
        Sign(
            "own_card",
            many * GRAVE,
            says.format(who=names.get(actor, ""), name=people[customer].display_name),
            actor=actor,
            customer=customer,
        )
        for actor, customer, many, says in found
        if customer in people
    ]


def _served(seen: Seen, label: str) -> Iterator[tuple[str, UUID, int, str]]:
    """Bills of their own card which they opened, linked or took money for, and that gave."""
    rows = seen.rows(
        f"SELECT {label}, b.customer_id, count(*), sum(b.earned_minor), sum(b.earned_points)"  # noqa: S608
        f" FROM ({OWN}) o JOIN bills_bill b ON b.house_id = %s AND b.customer_id = o.customer"
        " AND b.business_day BETWEEN %s AND %s AND (b.earned_minor > 0 OR b.earned_points > 0)"
        f" WHERE b.opened_by = {label} OR EXISTS (SELECT 1 FROM bills_link l"
        "  WHERE l.house_id = b.house_id AND l.bill_id = b.id AND l.ended_at IS NULL"
        f"  AND l.actor = {label}) OR EXISTS (SELECT 1 FROM bills_payment p"
        "  WHERE p.house_id = b.house_id AND p.bill_id = b.id AND p.undone_at IS NULL"
        f"  AND p.actor = {label}) GROUP BY o.member, b.customer_id",
        *(seen.house.id, seen.house.id, seen.first, seen.last),
    )
    for actor, customer, many, minor, points in rows:
        says = ngettext(
            "{{who}} served {many} bill on their own card ({{name}}); it gave {money} and"
            " {points} points.",
            "{{who}} served {many} bills on their own card ({{name}}); they gave {money} and"
            " {points} points.",
            many,
        )
        money = seen.money(minor)
        yield (
            actor,
            sql.as_id(customer),
            many,
            says.format(many=many, money=money, points=int(points)),
        )


def _credited(seen: Seen, label: str) -> Iterator[tuple[str, UUID, int, str]]:
    """Value they put on their own card, with nobody beside them."""
    verbs = "('prepaid.adjust', 'points.adjust', 'prepaid.open', 'points.open')"
    rows = seen.rows(
        f"SELECT {label}, o.customer, count(*) FROM ({OWN}) o JOIN audit_line l"  # noqa: S608
        f" ON l.house_id = %s AND l.at >= %s AND l.at < %s AND l.actor = {label}"
        f" AND l.approver = '' LEFT JOIN prepaid_top_up t ON t.house_id = l.house_id"
        "  AND t.id = l.object_id AND l.verb = 'prepaid.top_up'"
        f" WHERE (l.verb IN {verbs} AND l.object_id = o.customer) OR t.customer_id = o.customer"
        " GROUP BY o.member, o.customer",
        *(seen.house.id, seen.house.id, *seen.between),
    )
    for actor, customer, many in rows:
        says = ngettext(
            "{{who}} credited their own card ({{name}}) {many} time, with nobody's approval.",
            "{{who}} credited their own card ({{name}}) {many} times, with nobody's approval.",
            many,
        )
        yield actor, sql.as_id(customer), many, says.format(many=many)


def _used(seen: Seen, label: str) -> Iterator[tuple[str, UUID, int, str]]:
    """Payments they took from their own card, with nobody beside them."""
    rows = seen.rows(
        f"SELECT {label}, o.customer, count(*) FROM ({OWN}) o JOIN bills_bill b"  # noqa: S608
        " ON b.house_id = %s AND b.customer_id = o.customer AND b.business_day BETWEEN %s AND %s"
        " JOIN bills_payment p ON p.house_id = b.house_id AND p.bill_id = b.id"
        f" AND p.actor = {label} AND p.undone_at IS NULL AND p.customer_id = o.customer"
        " AND p.tender IN ('wallet', 'points', 'house_account')"
        " JOIN ledger_entry e ON e.house_id = p.house_id AND e.id = p.entry_id"
        " JOIN operations_operation q ON q.house_id = e.house_id AND q.id = e.operation_id"
        " AND q.approver = '' GROUP BY o.member, o.customer",
        *(seen.house.id, seen.house.id, seen.first, seen.last),
    )
    for actor, customer, many in rows:
        says = ngettext(
            "{{who}} took {many} payment from their own card ({{name}}), with nobody's approval.",
            "{{who}} took {many} payments from their own card ({{name}}), with nobody's approval.",
            many,
        )
        yield actor, sql.as_id(customer), many, says.format(many=many)
