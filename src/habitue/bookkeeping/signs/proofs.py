"""Money without a paper, and proofs that failed (T2, T4)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.bookkeeping.people import actors
from habitue.bookkeeping.signs.sign import FEW, Seen, Sign
from habitue.customers.models import Customer
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.prepaid.models import TopUp
from habitue.shifts.models import TenderKind

MANY_WRONG = 10  # wrong PINs under one member of staff on a day


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A top-up that no receipt of the till's answers to."""

    id: UUID
    at: datetime
    day: date
    customer: Customer
    pays: int
    receives: int
    tender: str
    who: str

    @property
    def tender_words(self) -> str:
        return str(TenderKind(self.tender).label)


def unmatched_top_ups(seen: Seen) -> list[Sign]:
    """Where the other top-ups carry the till's receipt number, those that have none (T2)."""
    rows = seen.rows(
        "SELECT t.actor, count(*), sum(CASE WHEN t.fiscal_ref = '' THEN 1 ELSE 0 END),"
        " sum(CASE WHEN t.fiscal_ref = '' THEN t.receives_minor ELSE 0 END)"
        " FROM prepaid_top_up t WHERE t.house_id = %s AND t.at >= %s AND t.at < %s"
        " GROUP BY t.actor",
        *(seen.house.id, *seen.between),
    )
    whole, without = sum(row[1] for row in rows), sum(int(row[2]) for row in rows)
    if not without or 2 * without >= whole:  # a house that writes no numbers misses none
        return []
    names = seen.names({row[0] for row in rows})
    found = []
    for actor, _many, missing, minor in rows:
        if not missing:
            continue
        says = ngettext(
            "{who} took {many} top-up of {sum} without a receipt number of the till.",
            "{who} took {many} top-ups of {sum} together without a receipt number of the till.",
            int(missing),
        )
        money = seen.money(minor)
        said = says.format(who=names.get(actor, ""), many=missing, sum=money)
        found.append(Sign("unmatched", int(missing) * 3, said, actor=actor))
    return found


def without_receipt(house: House, first: date, last: date, *, most: int = 500) -> list[Unmatched]:
    """The top-ups of these days without a receipt number, newest first; two statements."""
    start, end = Seen(house, first, last).between
    rows = (
        TopUp.objects.of(house)
        .filter(at__gte=start, at__lt=end, fiscal_ref="")
        .select_related("customer")
        .order_by("-at", "-id")[:most]
    )
    listed = list(rows)
    names = actors(house, {row.actor for row in listed})
    return [
        Unmatched(
            row.id,
            row.at,
            business_day(house, row.at),
            row.customer,
            row.pays_minor,
            row.receives_minor,
            row.tender,
            names.get(row.actor, ""),
        )
        for row in listed
    ]


def wrong_pins(seen: Seen) -> list[Sign]:
    """Refused payments for a wrong PIN, many under one person on one day (T4)."""
    rows = seen.rows(
        "SELECT q.actor, q.business_day, count(*) FROM operations_operation q"
        " WHERE q.house_id = %s AND q.business_day BETWEEN %s AND %s"
        " AND q.code IN ('pin_wrong', 'spending_locked', 'code_wrong')"
        " GROUP BY q.actor, q.business_day HAVING count(*) >= %s",
        *(seen.house.id, seen.first, seen.last, MANY_WRONG),
    )
    names = seen.names({row[0] for row in rows})
    says = _("{many} wrong PINs or codes in one day under {who}.")
    return [
        Sign(
            "wrong_pin",
            many + FEW,
            says.format(many=many, who=names.get(actor, "")),
            actor=actor,
        )
        for actor, _day, many in rows
    ]
