"""Whoever a question to the list leaves, words aside; and the figures beside its views."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import BooleanField, Count, IntegerField, Max, Q, QuerySet
from django.db.models.expressions import RawSQL

from habitue.customers import owning
from habitue.customers.models import Customer
from habitue.fronts.office.wanted import Wanted
from habitue.house import sql
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.prepaid.models import Lot

UNSEEN_DAYS = 60
MOST_TAGS = 40
LARGE = 20_000  # from here on the figures beside the views come after the list


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand behind each view."""

    all: int = 0
    owing: int = 0
    credit: int = 0
    birthday: int = 0
    unseen: int = 0
    archived: int = 0

    @property
    def none(self) -> bool:
        """Whether nobody was ever in the book."""
        return not self.all and not self.archived


def matching(house: House, wanted: Wanted, now: datetime) -> QuerySet[Customer]:
    """Whoever the view and the chips leave, words aside."""
    rows = Customer.objects.of(house)
    rows = (
        rows.filter(archived_at__isnull=False, erased_at=None)
        if wanted.view == "archived"
        else rows.kept().filter(_in_view(house, wanted.view, now))
    )
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.active:
        rows = rows.filter(active=wanted.active == "yes")
    if wanted.consent:
        rows = rows.filter(marketing_allowed=wanted.consent == "yes")
    if wanted.seen:
        rows = rows.filter(_seen(wanted.seen, now))
    for key, value in wanted.of_own.items():
        rows = rows.filter(owning.has(key, value))
    if wanted.group:
        rows = rows.filter(group_id=wanted.group)
    return rows.filter(_tagged(wanted.tag)) if wanted.tag else rows


def needs_the_book(wanted: Wanted) -> bool:
    """Whether search alone cannot answer: it knows words, type, active and archived."""
    asked = (wanted.tag, wanted.group, wanted.consent, wanted.seen, wanted.own)
    return any(asked) or wanted.view not in ("all", "archived")


def is_large(house: House) -> bool:
    """Whether counting everyone would keep the list waiting."""
    return Customer.objects.of(house).values("pk")[LARGE : LARGE + 1].exists()


def counts(house: House, now: datetime) -> Counts:
    """The figures beside the views: one statement."""
    told = Customer.objects.of(house).aggregate(
        all=Count("pk", filter=Q(archived_at=None)),
        archived=Count("pk", filter=Q(archived_at__isnull=False, erased_at=None)),
        birthday=Count("pk", filter=Q(archived_at=None) & _birthday(house, now)),
        unseen=Count("pk", filter=Q(archived_at=None) & _unseen(now, UNSEEN_DAYS)),
        owing=_beside(house, "account_id", "house_accounts_charge", "open_minor"),
        credit=_beside(house, "wallet_id", "prepaid_lot", "remaining_minor"),
    )
    return Counts(**{view: number or 0 for view, number in told.items()})


def _beside(house: House, what: str, table: str, left: str) -> Max:
    """How many there are in another table: a number of its own, the same for every row."""
    number = f"(SELECT count(DISTINCT {what}) FROM {table} WHERE house_id = %s AND {left} > 0)"  # noqa: S608
    return Max(RawSQL(number, [sql.adapt(house.id)], output_field=IntegerField()))  # noqa: S611


def tags(house: House) -> list[tuple[str, int]]:
    """The tags in use, the commonest first: (tag, customers)."""
    each = (
        "json_each(c.tags) AS t"
        if connection.vendor == "sqlite"
        else "jsonb_array_elements_text(c.tags) AS t(value)"
    )
    found = sql.rows(
        f"SELECT t.value, count(*) AS n FROM customers_customer c, {each}"  # noqa: S608
        " WHERE c.house_id = %s AND c.archived_at IS NULL"
        " GROUP BY t.value ORDER BY n DESC, t.value LIMIT %s",
        [house.id, MOST_TAGS],
    )
    return [(tag, number) for tag, number in found]


def _in_view(house: House, view: str, now: datetime) -> Q:
    if view == "owing":
        owing = Charge.objects.of(house).filter(open_minor__gt=0)
        return Q(pk__in=owing.values("account__customer_id"))
    if view == "credit":
        lots = Lot.objects.of(house).filter(remaining_minor__gt=0)
        return Q(pk__in=lots.values("wallet__holder_id"))
    named = {"birthday": _birthday(house, now), "unseen": _unseen(now, UNSEEN_DAYS)}
    return named.get(view, Q())


def _birthday(house: House, now: datetime) -> Q:
    return Q(birthday__contains=f"-{now.astimezone(house.zone).month:02d}-")


def _unseen(now: datetime, days: int) -> Q:
    return Q(last_visit_at__lt=now - timedelta(days=days))


def _seen(seen: str, now: datetime) -> Q:
    if seen == "never":
        return Q(last_visit_at__isnull=True)
    if seen.startswith("-"):
        return _unseen(now, int(seen[1:]))
    return Q(last_visit_at__gte=now - timedelta(days=int(seen)))


def _tagged(tag: str) -> RawSQL:
    """Who has this tag, written as it is."""
    column = "customers_customer.tags"
    yes: BooleanField[bool, bool] = BooleanField()
    if connection.vendor == "postgresql":
        return RawSQL(f"jsonb_exists({column}, %s)", [tag], output_field=yes)  # noqa: S611
    # a quote inside a tag is escaped, so that what stands between two bare ones is a whole tag
    written = [json.dumps(tag), json.dumps(tag, ensure_ascii=False)]
    holds = f"(instr({column}, %s) > 0 OR instr({column}, %s) > 0)"
    return RawSQL(holds, written, output_field=yes)  # noqa: S611
