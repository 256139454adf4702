"""The loyalty report: a row for each business day on which something was done for regulars.

Visits stand on the day of their bill, value on the day its entry was booked, so that the figures
of a closed day stay as they are. A handful of statements, however long the period.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.bills.models import Bill, BillState, Line
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.house import sql
from habitue.house.days import business_day, starts_at
from habitue.house.models import House, Till, Venue
from habitue.kit.refusals import Malformed
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Turned

DAYS_MAX = 366
YEARS = range(2000, 2200)  # beyond them a day has no moment at which it begins
ENDED = (BillState.CLOSED, BillState.ON_ACCOUNT)
PARTS = {
    "paid": ("wallet:", ":paid"),
    "gift": ("wallet:", ":gift"),
    "earned": ("wallet:", ":earned"),
    "points": ("points:", ""),
}
# kind of entry -> which column takes which part of it, and whether it adds or takes away
ON_BILLS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "bills.sell": (1, {"": "sales"}),
    "bills.unsell": (-1, {"": "sales"}),
    "prepaid.earn": (1, {"earned": "accumulated"}),
    "prepaid.unearn": (-1, {"earned": "accumulated"}),
    "prepaid.spend": (1, {part: f"spent_{part}" for part in ("paid", "gift", "earned")}),
    "prepaid.give_back": (-1, {part: f"spent_{part}" for part in ("paid", "gift", "earned")}),
    "points.grant": (1, {"points": "points_granted"}),
    "points.withdraw": (-1, {"points": "points_granted"}),
    "points.spend": (1, {"points": "points_redeemed", "": "points_worth"}),
    "points.give_back": (-1, {"points": "points_redeemed", "": "points_worth"}),
}
AT_TILLS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "prepaid.top_up": (1, {"paid": "top_ups_paid", "gift": "top_ups_bonus"}),
    "prepaid.refund_top_up": (-1, {"paid": "top_ups_paid"}),
    "prepaid.withdraw_gift": (-1, {"paid": "top_ups_bonus", "gift": "top_ups_bonus"}),
}


class PeriodRefused(Malformed):
    says = _("Choose a period of 1 to {most} days.")


class ColumnUnknown(Malformed):
    says = _("There is no such column.")


@dataclass(frozen=True, slots=True)
class Column:
    """What is counted of a day. What belongs to no site is not counted where one is chosen."""

    key: str
    label: Promise
    kind: Literal["count", "money", "points"] = "count"
    of_a_site: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("visits", _("Visits")),
    Column("first_visits", _("First visits")),
    Column("repeat_visits", _("Repeat visits")),
    Column("sales", _("Sales to regulars"), "money"),
    Column("discount", _("Discount given"), "money"),
    Column("accumulated", _("Accumulated"), "money"),
    Column("points_granted", _("Points granted"), "points"),
    Column("points_redeemed", _("Points redeemed"), "points"),
    Column("points_worth", _("Worth of points redeemed"), "money"),
    Column("spent_paid", _("Wallet spent, paid in"), "money"),
    Column("spent_gift", _("Wallet spent, gift"), "money"),
    Column("spent_earned", _("Wallet spent, earned"), "money"),
    Column("top_ups", _("Top-ups")),
    Column("top_ups_paid", _("Top-ups, paid"), "money"),
    Column("top_ups_bonus", _("Top-ups, bonus"), "money"),
    Column("new_customers", _("New regulars"), of_a_site=False),
    Column("cards_bound", _("Cards given"), of_a_site=False),
)
BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Day:
    """A business day and its figures by column; a column without one counts nothing."""

    on: date
    figures: Counter[str]


@dataclass(frozen=True, slots=True)
class Loyalty:
    """The report: `days` holds those on which something was done, oldest first."""

    first: date
    last: date
    venue: Venue | None
    columns: tuple[Column, ...]
    days: list[Day] = field(default_factory=list)

    @property
    def totals(self) -> Counter[str]:
        summed: Counter[str] = Counter()
        for day in self.days:
            summed.update(day.figures)
        return summed

    def counts(self, column: Column) -> bool:
        """Whether this column is counted here: customers and cards belong to no site."""
        return self.venue is None or column.of_a_site


def chosen(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these keys in the report's order, all where none is named.

    Raises ColumnUnknown.
    """
    wanted = {key for key in keys if key}
    if not wanted <= BY_KEY.keys():
        raise ColumnUnknown(field="columns")
    return tuple(column for column in COLUMNS if not wanted or column.key in wanted)


def loyalty(
    house: House,
    first: date,
    last: date,
    *,
    venue: Venue | None = None,
    columns: Sequence[Column] = COLUMNS,
) -> Loyalty:
    """What was done for regulars from `first` to `last`, both inclusive. Raises PeriodRefused."""
    within = timedelta(0) <= last - first < timedelta(days=DAYS_MAX)
    if not within or first.year not in YEARS or last.year not in YEARS:
        raise PeriodRefused(field="to", most=DAYS_MAX)
    period, figures = (first, last), dict[date, Counter[str]]()
    _count_visits(figures, house, period, venue)
    _count_discount(figures, house, period, venue)
    _count_value(figures, house, period, venue)
    if venue is None:
        _count_newcomers(figures, house, period)
    days = [Day(on, figures[on]) for on in sorted(figures)]
    return Loyalty(first, last, venue, tuple(columns), days)


Figures = dict[date, Counter[str]]
Period = tuple[date, date]


def _add(figures: Figures, on: date, key: str, amount: int) -> None:
    figures.setdefault(on, Counter())[key] += amount


def _of_regulars(house: House, venue: Venue | None) -> "QuerySet[Bill, Bill]":
    bills: QuerySet[Bill, Bill] = Bill.objects.of(house).filter(customer__isnull=False)
    return bills.filter(venue=venue) if venue else bills


def _count_visits(figures: Figures, house: House, period: Period, venue: Venue | None) -> None:
    """A visit is a bill closed or saved; the first one is the first in the whole house."""
    earlier = Bill.objects.of(house).filter(
        customer_id=OuterRef("customer_id"), state__in=ENDED, pk__lt=OuterRef("pk")
    )
    rows = (
        _of_regulars(house, venue)
        .filter(state__in=ENDED, business_day__range=period)
        .annotate(repeat=Exists(earlier))
        .values_list("business_day")
        .annotate(all=Count("id"), again=Count("id", filter=Q(repeat=True)))
    )
    for on, visits, again in rows:
        _add(figures, on, "visits", visits)
        _add(figures, on, "first_visits", visits - again)
        _add(figures, on, "repeat_visits", again)


def _count_discount(figures: Figures, house: House, period: Period, venue: Venue | None) -> None:
    bills = _of_regulars(house, venue).filter(state__in=ENDED, business_day__range=period)
    rows = _less(bills).values_list("business_day").annotate(total=Sum("off"))
    for on, total in rows:
        _add(figures, on, "discount", int(total))


def discounted(bills: "QuerySet[Bill, Bill]") -> int:
    """What the discounts of these bills come to."""
    return int(_less(bills).aggregate(total=Sum("off"))["total"] or 0)


def _less(bills: "QuerySet[Bill, Bill]") -> Any:
    """Those with a discount, each with what it is."""
    lines = Line.objects.filter(house=OuterRef("house"), bill=OuterRef("pk"), removed_at=None)
    worth = _Whole(F("quantity") * F("unit_price_minor") + 500, 1_000)
    own = Coalesce(F("discount_bp"), OuterRef("discount_bp"), output_field=BigIntegerField())
    amount = Coalesce(F("amount_minor"), 0)
    subtotal = _in_all(lines, worth) + amount
    weight = _in_all(lines, worth * own) + amount * F("discount_bp")
    as_split = Q(odd_of_minor=subtotal) & (Q(odd_weight=None) | Q(odd_weight=weight))
    off = Case(  # of a share, with the cents its split gave it
        When(as_split, then=F("odd_discount_minor")), default=_Whole(weight + 5_000, 10_000)
    )
    some = Exists(lines.filter(discount_bp__gt=0))
    return bills.filter(Q(discount_bp__gt=0) | some).annotate(off=off)


def _in_all(lines: "QuerySet[Line, Line]", what: Any) -> Any:
    """The sum of `what` over the lines of a bill."""
    # a sum of whole numbers is none on PostgreSQL, and would not divide like one
    total = lines.values("bill").annotate(sum=Cast(Sum(what), BigIntegerField())).values("sum")
    return Coalesce(Subquery(total), 0)


class _Whole(Func):
    """How often the second goes into the first, in whole numbers, as the database divides them."""

    template = "(%(expressions)s)"
    arg_joiner = " / "
    output_field = BigIntegerField()


class _Reference(Func):
    """How the ledger names a bill, spelled by the database."""

    output_field = CharField()

    def as_sql(self, compiler: Any, connection: Any, **_terms: Any) -> Any:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        return f"('bill:' || {sql.spelled(column)})", params


def _count_value(figures: Figures, house: House, period: Period, venue: Venue | None) -> None:
    bills = _of_regulars(house, venue).annotate(name=_Reference(F("pk"))).values("name")
    tills = Till.objects.of(house).filter(venue=venue).values("pk") if venue else None
    on_bills = ledger.daily(house, ON_BILLS, period, parts=PARTS, references=bills)
    at_tills = ledger.daily(house, AT_TILLS, period, parts=PARTS, tills=tills)
    for turned in on_bills:
        _take(figures, turned, ON_BILLS)
    for turned in at_tills:
        _take(figures, turned, AT_TILLS)
        if turned.part == "paid" and turned.kind == "prepaid.top_up":
            _add(figures, turned.day, "top_ups", turned.entries)


def _take(
    figures: Figures, turned: Turned, kinds: Mapping[str, tuple[int, Mapping[str, str]]]
) -> None:
    sign, columns = kinds[turned.kind]
    if turned.part in columns:
        _add(figures, turned.day, columns[turned.part], sign * turned.amount)


def _count_newcomers(figures: Figures, house: House, period: Period) -> None:
    first, last = period
    added = (
        Customer.objects.of(house)
        .filter(created_at__gte=starts_at(house, first))
        .filter(created_at__lt=starts_at(house, last + timedelta(days=1)))
        .values_list("created_at")
        .annotate(many=Count("id"))
    )
    for at, many in added:
        _add(figures, business_day(house, at), "new_customers", many)
    bound = Card.objects.of(house).filter(bound_on__range=period).values_list("bound_on")
    for on, many in bound.annotate(many=Count("id")):
        _add(figures, on, "cards_bound", many)
