"""A settling as its slip says it, and those a payer made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from habitue.customers.models import Customer
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.house_accounts.models import Charge, Settled, Settlement
from habitue.kit.refusals import NotFound
from habitue.shifts.models import Tender
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember


@dataclass(frozen=True, slots=True)
class Part:
    """What went to one bill, and what is still open of it."""

    bill: UUID | None
    label: str
    on: date
    paid: int
    left: int


@dataclass(frozen=True, slots=True)
class Slip:
    """Who paid what by which tender, for which bills; amounts in minor units."""

    row: Settlement
    payer: Customer
    taken: Sequence[tuple[str, int]]  # tender in the words of the house
    parts: Sequence[Part]
    who: str
    still_today: bool  # its business day: a mistake may still be taken back

    @property
    def undone(self) -> bool:
        return self.row.reversed_at is not None


def slip(house: House, settlement: UUID, now: datetime) -> Slip:
    """Raises NotFound."""
    found = slips(house, Settlement.objects.of(house).filter(pk=settlement), now)
    if not found:
        raise NotFound("settlement")
    return found[0]


def slips_of(house: House, payer: Customer, now: datetime, most: int = 50) -> list[Slip]:
    """What a payer settled, newest first."""
    rows = Settlement.objects.of(house).filter(account__customer=payer)
    return slips(house, rows.order_by("-at", "-id")[:most], now)


def slips(house: House, rows: "QuerySet[Settlement, Settlement]", now: datetime) -> list[Slip]:
    """Each with its parts; four queries for all."""
    found = list(rows.select_related("account__customer"))
    parts: dict[UUID, list[Part]] = {row.id: [] for row in found}
    took = Settled.objects.of(house).filter(settlement__in=list(parts), amount_minor__gt=0)
    for one in took.select_related("charge").order_by("charge__at", "id"):
        parts[one.settlement_id].append(_part(one.charge, one.amount_minor))
    names = {row.kind: str(row) for row in Tender.objects.of(house)}
    people = StaffMember.objects.of(house).filter(pk__in=member_ids(*{r.actor for r in found}))
    staff = {f"staff:{one.id}": one.name for one in people}
    today = business_day(house, now)
    return [
        Slip(
            row=row,
            payer=row.account.customer,
            taken=[(names.get(kind, kind), minor) for kind, minor in row.taken],
            parts=parts[row.id],
            who=staff.get(row.actor, ""),
            still_today=business_day(house, row.at) == today,
        )
        for row in found
    ]


def _part(charge: Charge, paid: int) -> Part:
    return Part(charge.bill_id, charge.label, charge.business_day, paid, charge.open_minor)
