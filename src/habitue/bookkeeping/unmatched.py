"""Money that came or went without a receipt number of the till that booked the sale.

Each such act stands here until nobody asks any more: a top-up that no receipt speaks of is the
first thing an owner looks for. A number that two acts carry is told as well.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.bookkeeping.people import actors
from habitue.house import sql
from habitue.house.models import House

MONEY = "('cash', 'card', 'bank_transfer', 'other')"
WORDS = {
    "payment": _("Payment of a bill"),
    "refund": _("Refund of a bill"),
    "top_up": _("Top-up"),
    "top_up_refund": _("Top-up given back"),
    "settlement": _("House account settled"),
    "pay_out": _("Paid out"),
}
# what, its table, its tender, its amount, its number, what else must hold; then whose number it is
ACTS = (
    (
        *("payment", "bills_payment", "a.tender", "a.amount_minor + a.tip_minor"),
        "CASE WHEN a.fiscal_ref = '' THEN b.fiscal_ref ELSE a.fiscal_ref END",
        f"a.undone_at IS NULL AND a.tender IN {MONEY}",
        *(" JOIN bills_bill b ON b.house_id = a.house_id AND b.id = a.bill_id", "a.bill_id"),
    ),
    (
        *("refund", "bills_refund", "'cash'", "a.amount_minor + a.tip_minor", "a.fiscal_ref"),
        "EXISTS (SELECT 1 FROM bills_refund_part p WHERE p.house_id = a.house_id"  # noqa: S608
        f" AND p.refund_id = a.id AND p.tender IN {MONEY})",
        *("", "a.id"),
    ),
    ("top_up", "prepaid_top_up", "a.tender", "a.pays_minor", "a.fiscal_ref", "1 = 1", "", "a.id"),
    (
        *("top_up_refund", "prepaid_top_up_refund", "a.tender", "a.amount_minor"),
        *("a.fiscal_ref", "1 = 1", "", "a.id"),
    ),
    (
        *("settlement", "house_accounts_settlement", "a.tender", "a.amount_minor"),
        *("a.fiscal_ref", "a.reversed_at IS NULL", "", "a.id"),
    ),
    ("pay_out", "prepaid_pay_out", "a.tender", "a.amount_minor", "''", "1 = 1", "", "a.id"),
)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One act of money, and the number it shares with another, where that is what is wrong."""

    what: str
    id: UUID
    day: date
    tender: str
    amount: int
    actor: str
    name: str
    reference: str
    fiscal_ref: str


def _acts() -> str:
    return " UNION ALL ".join(
        f"SELECT '{what}' AS what, a.id AS id, e.business_day AS day, {tender} AS tender,"  # noqa: S608
        f" {amount} AS amount, e.actor AS actor, e.reference AS reference, {number} AS number,"
        f" {owner} AS owner FROM {table} a"
        f" JOIN ledger_entry e ON e.house_id = a.house_id AND e.id = a.entry_id{joined}"
        f" WHERE a.house_id = %s AND {only}"
        for what, table, tender, amount, number, only, joined, owner in ACTS
    )


def unmatched(
    house: House, first: date, last: date, *, limit: int = 200, offset: int = 0
) -> list[Unmatched]:
    """From the first to the last day, newest first: without a number, or with another's."""
    found = sql.rows(
        f"WITH acts AS ({_acts()}) SELECT what, id, day, tender, amount, actor, reference, number"  # noqa: S608
        " FROM acts WHERE day >= %s AND day <= %s AND (number = '' OR number IN"
        " (SELECT number FROM acts WHERE number <> '' GROUP BY number"
        " HAVING count(DISTINCT owner) > 1)) ORDER BY day DESC, id DESC LIMIT %s OFFSET %s",
        [*[house.id] * len(ACTS), first, last, limit, offset],
    )
    names = actors(house, {row[5] for row in found})
    return [
        Unmatched(
            what,
            sql.as_id(id_),
            sql.as_day(day),
            tender,
            int(amount),
            actor,
            names[actor],
            reference,
            number,
        )
        for what, id_, day, tender, amount, actor, reference, number in found
    ]
