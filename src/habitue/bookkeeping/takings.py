"""The shift report: what was sold, what money came and went, what was no money, who got tips,
and what was counted. Of one shift, one person, a venue, any days; a bounded number of statements.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count as Counting
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.bills.loyalty import discounted
from habitue.bills.models import Bill, BillState
from habitue.bookkeeping.kinds import KINDS, Act
from habitue.bookkeeping.people import actors
from habitue.house import sql
from habitue.house.models import House, Venue
from habitue.ledger import summing
from habitue.ledger.summing import CROSSING, Crossed, Scope
from habitue.shifts import accounts, drawers
from habitue.shifts.drawers import Counted
from habitue.shifts.models import Shift, TenderKind
from habitue.staff.models import StaffMember

LONG_AFTER = datetime(9999, 1, 1, tzinfo=UTC)
AT_DRAWERS = {
    "shifts.open": "float",
    "shifts.cash_in": "cash_in",
    "shifts.cash_out": "cash_out",
    "shifts.over_short": "over_short",
    "shifts.close": "taken_out",
    "shifts.carry": "carried",
}
# in the order of the report; what is no guest's money comes after what is
ROW_WORDS: dict[str, str | Promise] = {
    "payment": _("Bills paid"),
    "tip": _("Tips"),
    "top_up": _("Top-ups"),
    "settlement": _("House accounts settled"),
    "refund": _("Bills refunded"),
    "top_up_refund": _("Top-ups refunded"),
    "pay_out": _("Paid out"),
    "float": _("Counted in at the start"),
    "cash_in": _("Cash put in"),
    "cash_out": _("Cash taken out"),
    "carried": _("Given back for an earlier shift"),
    "over_short": _("Over and short"),
    "taken_out": _("Taken out at the end"),
    "other": _("Other"),
}
ENDING = {"over_short", "taken_out"}  # after what was expected
INSTEAD_WORDS: dict[str, str | Promise] = {
    "wallet:paid": _("Wallet, paid in"),
    "wallet:gift": _("Wallet, gift"),
    "wallet:earned": _("Wallet, earned"),
    "points": _("Points"),
    "house_account": _("On account"),
    "in_hand": _("From what was in hand"),
}
SETTLES = {"open_bills", "tips", "receivable"}  # what a bill, its tip, a saved bill is paid into


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What came in and went out by one tender, for one reason."""

    what: str
    tender: str
    incoming: int
    outgoing: int
    entries: int


@dataclass(frozen=True, slots=True)
class Tips:
    """What one server was given, by what it was given with."""

    label: str
    name: str
    by: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by.values())


@dataclass(frozen=True, slots=True)
class CountedShift:
    """A shift of the report with its counts."""

    shift: Shift
    counts: Sequence[Counted]


@dataclass(frozen=True, slots=True)
class Takings:
    """The report. Amounts in minor units; what is no money never stands among `money`."""

    first: date
    last: date
    sold: int
    sales: int  # closings and savings on account
    unsold: int  # taken back by reopening
    refunded: int
    money: list[MoneyRow]
    instead: dict[str, int]  # by what bills were paid with that is no money
    tips: list[Tips]
    discounts: int
    voided: int
    gifts: int
    earned: int
    shifts: list[CountedShift]
    venue: Venue | None = None
    shift: Shift | None = None
    staff: StaffMember | None = None
    expected: dict[str, int] = field(default_factory=dict)  # by tender, of one shift

    @property
    def net(self) -> int:
        return self.sold - self.unsold - self.refunded


def takings(
    house: House,
    first: date,
    last: date,
    *,
    venue: Venue | None = None,
    shift: Shift | None = None,
    staff: StaffMember | None = None,
) -> Takings:
    """From `first` to `last`, both inclusive; of a shift, whatever its days were."""
    scope = _scope(house, (first, last), venue, shift, staff)
    crossed = [one for one in summing.crossed(house, scope) if one.unit == house.currency]
    bills = _bills(house, scope, shift)
    return Takings(
        first=scope.first,
        last=scope.last,
        sold=_between(crossed, "open_bills", "sales"),
        sales=sum(one.entries for one in crossed if one.kind == "bills.sell"),
        unsold=_between(crossed, "sales", "open_bills", {"bills.unsell"}),
        refunded=_between(crossed, "sales", "open_bills")
        - _between(crossed, "sales", "open_bills", {"bills.unsell"}),
        money=_money(crossed),
        instead=_instead(crossed),
        tips=_tips(house, scope),
        discounts=discounted(bills.filter(state__in=[BillState.CLOSED, BillState.ON_ACCOUNT])),
        voided=bills.filter(state=BillState.VOID).aggregate(many=Counting("id"))["many"],
        gifts=_between(crossed, "promotions", "wallet:gift")
        - _between(crossed, "wallet:gift", "promotions"),
        earned=_between(crossed, "accumulations", "wallet:earned")
        - _between(crossed, "wallet:earned", "accumulations"),
        shifts=_shifts(house, scope, shift),
        venue=venue,
        shift=shift,
        staff=staff,
        expected=drawers.expected(shift) if shift is not None and shift.is_open else {},
    )


def _scope(
    house: House,
    days: tuple[date, date],
    venue: Venue | None,
    shift: Shift | None,
    staff: StaffMember | None,
) -> Scope:
    first, last = days
    actor = f"staff:{staff.id}" if staff else ""
    if shift is None:
        return Scope(first, last, venue=venue.id if venue else None, actor=actor)
    codes = [accounts.taken(house, kind, shift.id).code for kind in TenderKind]
    return Scope(
        shift.business_day,
        max(shift.closed_on or last, last, shift.business_day),
        actor=actor,
        codes=tuple(codes),
        till=shift.till_id,
        opened_at=shift.opened_at,
        closed_at=shift.closed_at or LONG_AFTER,
    )


def _between(
    crossed: Iterable[Crossed], debit: str, credit: str, kinds: set[str] | None = None
) -> int:
    """Moves that debit the one and credit the other: a sale debits what stood in open bills."""
    return sum(
        one.amount
        for one in crossed
        if one.debit == debit and one.credit == credit and (kinds is None or one.kind in kinds)
    )


def _tender(part: str) -> str | None:
    """The tender an account kind is of; None where it is no money."""
    if part == "drawer":
        return TenderKind.CASH
    return part.removeprefix("tender:") if part.startswith("tender:") else None


def _money(crossed: Iterable[Crossed]) -> list[MoneyRow]:
    incoming, outgoing, entries = Counter[Any](), Counter[Any](), Counter[Any]()
    for one in crossed:
        got, gave = _tender(one.debit), _tender(one.credit)
        if got == gave:
            continue  # from a shift's account to the house's, by the same tender
        for tender, sums, other in ((got, incoming, one.credit), (gave, outgoing, one.debit)):
            if tender is not None:
                key = _what(one.kind, other), tender
                sums[key] += one.amount
                entries[key] += one.entries
    order = list(ROW_WORDS)
    keys = sorted({*incoming, *outgoing}, key=lambda key: (order.index(key[0]), key[1]))
    return [
        MoneyRow(
            what, tender, incoming[what, tender], outgoing[what, tender], entries[what, tender]
        )
        for what, tender in keys
    ]


def _what(kind: str, other: str) -> str:
    if kind in AT_DRAWERS:
        return AT_DRAWERS[kind]
    if other == "tips":
        return "tip"
    known = KINDS.get(kind)
    act = known.act if known else None
    return str(act) if act in set(Act) and str(act) in ROW_WORDS else "other"


def _instead(crossed: Iterable[Crossed]) -> dict[str, int]:
    """What bills and their tips were paid with that is no money, less what went back."""
    found: Counter[str] = Counter()
    for one in crossed:
        for key, other, sign in ((one.debit, one.credit, 1), (one.credit, one.debit, -1)):
            if other in SETTLES and (means := _means(one.kind, key)):
                found[means] += sign * one.amount
    return {key: found[key] for key in INSTEAD_WORDS if found[key]}


def _means(kind: str, part: str) -> str:
    if part in INSTEAD_WORDS:
        return part
    if part == "receivable":
        return "house_account"
    return "points" if part == "promotions" and kind.startswith("points.") else ""


def _tips(house: House, scope: Scope) -> list[Tips]:
    """By who serves the bill, whoever took the money; without a bill by who took it."""
    where, values = scope.where()
    other = summing.part("(CASE WHEN c.code = 'tips' THEN d.code ELSE c.code END)")
    found = sql.rows(
        "SELECT coalesce(nullif(b.served_by, ''), b.opened_by, nullif(pb.served_by, ''),"
        " pb.opened_by, e.actor), e.kind,"
        f" {other}, sum(CASE WHEN c.code = 'tips' THEN m.amount ELSE -m.amount END){CROSSING}"
        f" LEFT JOIN bills_bill b ON b.house_id = e.house_id AND b.id = {_id_in('bill')}"
        f" LEFT JOIN bills_payment p ON p.house_id = e.house_id AND p.id = {_id_in('payment')}"
        " LEFT JOIN bills_bill pb ON pb.house_id = p.house_id AND pb.id = p.bill_id"
        f" WHERE e.house_id = %s AND {where} AND (c.code = 'tips' OR d.code = 'tips')"
        " GROUP BY 1, 2, 3",
        [house.id, *values],
    )
    by: dict[str, Counter[str]] = {}
    for label, _kind, part, amount in found:
        by.setdefault(label, Counter())[_given_with(part)] += int(amount)
    names = actors(house, by)
    return sorted(
        (
            Tips(label, names[label], {key: minor for key, minor in given.items() if minor})
            for label, given in by.items()
        ),
        key=lambda one: (-one.total, one.name),
    )


def _given_with(part: str) -> str:
    tender = _tender(part)
    if tender is not None:
        return tender
    return "wallet" if part.startswith("wallet:") else "house_account"


def _id_in(kind: str) -> str:
    """An expression for the id in a reference such as `bill:<id>`; null where it is another's."""
    start = len(kind) + 2
    text = f"substr(e.reference, {start})"
    id_ = f"{text}::uuid" if sql.is_postgresql() else f"replace({text}, '-', '')"
    return f"CASE WHEN e.reference LIKE '{kind}:%%' THEN {id_} END"


def _bills(house: House, scope: Scope, shift: Shift | None) -> Any:
    """Bills of the scope, by the day they are of; of a shift, by where and when they ended."""
    rows = Bill.objects.of(house).filter(business_day__range=(scope.first, scope.last))
    if scope.venue:
        rows = rows.filter(venue_id=scope.venue)
    if scope.actor:
        rows = rows.filter(opened_by=scope.actor)
    if shift is not None:
        during = (scope.opened_at, scope.closed_at)
        ended = Q(ended_at__range=during) | Q(saved_at__range=during)
        rows = rows.filter(ended, till_id=shift.till_id)
    return rows


def _shifts(house: House, scope: Scope, shift: Shift | None) -> list[CountedShift]:
    """Those that closed in these days, and those opened then that are still open."""
    rows = Shift.objects.of(house).select_related("till", "venue")
    if shift is not None:
        rows = rows.filter(pk=shift.pk)
    else:
        days = (scope.first, scope.last)
        rows = rows.filter(
            Q(closed_on__range=days) | Q(closed_at=None, business_day__range=days), implicit=False
        )
    if scope.venue:
        rows = rows.filter(venue_id=scope.venue)
    if scope.actor:
        rows = rows.filter(Q(closed_by=scope.actor) | Q(closed_at=None, opened_by=scope.actor))
    found = list(rows.order_by("opened_at", "id"))
    counts = drawers.counts_of(house, found)
    return [CountedShift(one, counts[one.id]) for one in found]
