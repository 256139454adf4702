"""The list of customers: what was asked, one page of it by key, and what each row shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Lower

from habitue.cards import reports as cards
from habitue.customers import reports as customers
from habitue.customers import search
from habitue.customers.models import Customer, CustomerType
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.house_accounts.reports import owed_by
from habitue.points import actions as points
from habitue.prepaid.models import Lot
from habitue.prepaid.reports import holdings

SIZE = 50
UNSEEN_DAYS = 60
BATCH = 200  # search hits looked through at once where a view narrows them further
MOST_BATCHES = 25
SORTS = {"visit": "last_visit_at", "name": "name_key", "visits": "visits"}
VIEWS = ("all", "owing", "credit", "birthday", "unseen", "archived")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list was asked for; every link of the page is this with one thing changed."""

    q: str = ""
    view: str = "all"
    type: str = ""
    active: str = ""
    sort: str = "-visit"
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Wanted":
        """From the address; whatever makes no sense there is not asked for."""
        one = cls(
            q=asked.get("q", "")[:200].strip(),
            view=asked.get("view", "all"),
            type=asked.get("type", ""),
            active=asked.get("active", ""),
            sort=asked.get("sort", "-visit"),
            after=asked.get("after", "")[:200],
            before=asked.get("before", "")[:200],
        )
        return replace(
            one,
            view=one.view if one.view in VIEWS else "all",
            type=one.type if one.type in CustomerType.values else "",
            active=one.active if one.active in ("yes", "no") else "",
            sort=one.sort if one.sort.lstrip("-") in SORTS else "-visit",
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.type or self.active or self.view not in ("all", "archived"))

    def link(self, **changes: str) -> str:
        """The address of the same question with `changes`; a new question starts at the top."""
        kept = replace(self, **{"after": "", "before": "", **changes})
        default = Wanted()
        asked = {
            key: value
            for key in self.__slots__
            if (value := getattr(kept, key)) and value != getattr(default, key)
        }
        return f"?{urlencode(asked)}" if asked else "?"

    def toggled(self, key: str, value: str) -> str:
        return self.link(**{key: "" if getattr(self, key) == value else value})


@dataclass(frozen=True, slots=True)
class Row:
    """A customer as the list shows them, amounts in minor units."""

    customer: Customer
    of: str
    phone: str
    card: str
    owes: int
    has: int
    points: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the keys before and after it."""

    rows: list[Row]
    before: str = ""
    after: str = ""

    @property
    def owes(self) -> int:
        return sum(row.owes for row in self.rows)

    @property
    def has(self) -> int:
        return sum(row.has for row in self.rows)

    @property
    def points(self) -> int:
        return sum(row.points for row in self.rows)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand behind each view."""

    all: int = 0
    owing: int = 0
    credit: int = 0
    birthday: int = 0
    unseen: int = 0
    archived: int = field(default=0)


def page(house: House, wanted: Wanted, now: datetime) -> Page:
    """One page: by search where something is asked, else by key in the order wanted."""
    if wanted.q:
        return _searched(house, wanted, now)
    rows = matching(house, wanted, now)
    found, before, after = _keyed(rows, wanted)
    return Page(_rows(house, found), before, after)


def matching(house: House, wanted: Wanted, now: datetime) -> QuerySet[Customer]:
    """Whoever the view and the chips leave, words aside."""
    rows = Customer.objects.of(house)
    rows = (
        rows.filter(archived_at__isnull=False)
        if wanted.view == "archived"
        else rows.kept().filter(_in_view(house, wanted.view, now))
    )
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.active:
        rows = rows.filter(active=wanted.active == "yes")
    return rows


def everyone(house: House, wanted: Wanted, now: datetime, most: int) -> list[UUID]:
    """The ids of all that match, words included: for the export."""
    if not wanted.q:
        ids = matching(house, wanted, now).order_by("id").values_list("id", flat=True)
        return list(ids[:most])
    return [id_ for id_, _docid in _hits(house, wanted, now, most, None)]


def counts(house: House, now: datetime) -> Counts:
    """The figures beside the views: three queries."""
    told = Customer.objects.of(house).aggregate(
        all=Count("pk", filter=Q(archived_at=None)),
        archived=Count("pk", filter=Q(archived_at__isnull=False)),
        birthday=Count("pk", filter=Q(archived_at=None) & _birthday(house, now)),
        unseen=Count("pk", filter=Q(archived_at=None) & _unseen(now)),
    )
    owing = Charge.objects.of(house).filter(open_minor__gt=0)
    credit = Lot.objects.of(house).filter(remaining_minor__gt=0)
    return Counts(
        **told,
        owing=owing.aggregate(n=Count("account", distinct=True))["n"],
        credit=credit.aggregate(n=Count("wallet", distinct=True))["n"],
    )


def _in_view(house: House, view: str, now: datetime) -> Q:
    if view == "owing":
        owing = Charge.objects.of(house).filter(open_minor__gt=0)
        return Q(pk__in=owing.values("account__customer_id"))
    if view == "credit":
        lots = Lot.objects.of(house).filter(remaining_minor__gt=0)
        return Q(pk__in=lots.values("wallet__holder_id"))
    return {"birthday": _birthday(house, now), "unseen": _unseen(now)}.get(view, Q())


def _birthday(house: House, now: datetime) -> Q:
    return Q(birthday__contains=f"-{now.astimezone(house.zone).month:02d}-")


def _unseen(now: datetime) -> Q:
    return Q(last_visit_at__lt=now - timedelta(days=UNSEEN_DAYS))


# -- by key ------------------------------------------------------------------------------------


def _keyed(rows: QuerySet[Customer], wanted: Wanted) -> tuple[list[Customer], str, str]:
    """A page after or before a key, and the keys of its two ends where there is more."""
    column = SORTS[wanted.sort.lstrip("-")]
    if column == "name_key":
        rows = rows.annotate(name_key=_name_key())
    up = not wanted.sort.startswith("-")
    back = bool(wanted.before)
    key = _read_key(wanted.before or wanted.after, column)
    if key is not None:
        rows = rows.filter(_beyond(column, key, up != back))
    order = _order(column, up != back)
    found = list(rows.order_by(*order)[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if back:
        found.reverse()
    first, last = (_key(found[0], column), _key(found[-1], column)) if found else ("", "")
    earlier = first if (more if back else key is not None) else ""
    later = last if (more or back) else ""
    return found, earlier, later


def _name_key() -> Lower:
    """People by family name, companies by their own."""
    person = Concat("last_name", Value(" "), "first_name", Value(" "), "company_name")
    return Lower(Case(When(type=CustomerType.COMPANY, then=F("company_name")), default=person))


def _order(column: str, up: bool) -> tuple[Any, str]:
    """What is nothing counts as the smallest, on both databases."""
    if up:
        return F(column).asc(nulls_first=True), "id"
    return F(column).desc(nulls_last=True), "-id"


def _beyond(column: str, key: tuple[Any, UUID], up: bool) -> Q:
    value, id_ = key
    way = "gt" if up else "lt"
    none = Q(**{f"{column}__isnull": True})
    if value is None:
        same = none & Q(**{f"id__{way}": id_})
        return ~none | same if up else same
    past = Q(**{f"{column}__{way}": value}) | Q(**{column: value, f"id__{way}": id_})
    return past if up else past | none


def _key(customer: Customer, column: str) -> str:
    value = getattr(customer, column)
    plain = (
        value.isoformat() if isinstance(value, datetime) else str("" if value is None else value)
    )
    return f"{customer.id}.{plain}"


def _read_key(text: str, column: str) -> tuple[Any, UUID] | None:
    """The key in an address; None where it is none, which is the first page."""
    id_, _dot, value = text.partition(".")
    try:
        key = UUID(id_)
        if column == "last_visit_at":
            return (datetime.fromisoformat(value) if value else None), key
        return (int(value) if column == "visits" else value), key
    except ValueError:
        return None


# -- by search ---------------------------------------------------------------------------------


def _searched(house: House, wanted: Wanted, now: datetime) -> Page:
    below = int(wanted.after) if wanted.after.isascii() and wanted.after.isdigit() else None
    hits = _hits(house, wanted, now, SIZE + 1, below)
    found = customers.in_order(house, [id_ for id_, _docid in hits[:SIZE]])
    after = str(hits[SIZE - 1][1]) if len(hits) > SIZE else ""
    return Page(_rows(house, found), after=after)


def _hits(
    house: House, wanted: Wanted, now: datetime, limit: int, below: int | None
) -> list[tuple[UUID, int]]:
    """Search hits, narrowed to a view where one is chosen."""
    asked = search.Asked(
        wanted.q,
        is_company=(wanted.type == CustomerType.COMPANY) if wanted.type else None,
        active=(wanted.active == "yes") if wanted.active else None,
        archived=wanted.view == "archived",
    )
    if wanted.view in ("all", "archived"):
        return search.find(house, asked, limit=limit, below=below)
    found: list[tuple[UUID, int]] = []
    for _batch in range(MOST_BATCHES):
        hits = search.find(house, asked, limit=BATCH, below=below)
        ids = [id_ for id_, _docid in hits]
        inside = matching(house, wanted, now).filter(pk__in=ids).values_list("id", flat=True)
        kept = set(inside)
        found += [hit for hit in hits if hit[0] in kept]
        if len(found) >= limit or len(hits) < BATCH:
            break
        below = hits[-1][1]
    return found[:limit]


def _rows(house: House, found: Iterable[Customer]) -> list[Row]:
    """What stands beside each name; the same few queries whatever their number."""
    people = list(found)
    ids = [one.id for one in people]
    numbers = customers.phones_of(house, people)
    held, owed = holdings(house, ids), owed_by(house, ids)
    scores, proofs = points.balances(house, ids), cards.cards_of(house, ids)
    companies = _companies(house, people)
    return [
        Row(
            one,
            of=_belongs(one, companies),
            phone=next(iter(numbers[one.id]), ""),
            card=next((card.number for card in proofs[one.id] if not card.blocks.all()), ""),
            owes=owed.get(one.id, 0),
            has=held[one.id].total,
            points=scores[one.id],
        )
        for one in people
    ]


def _companies(house: House, people: list[Customer]) -> dict[UUID, str]:
    ids = {one.parent_id for one in people if one.parent_id}
    if not ids:
        return {}
    return {row.id: row.display_name for row in Customer.objects.of(house).filter(pk__in=ids)}


def _belongs(one: Customer, companies: dict[UUID, str]) -> str:
    """The company someone belongs to, else the one they gave as theirs."""
    if one.parent_id:
        return companies.get(one.parent_id, "")
    return "" if one.is_company or one.display_name == one.company_name else one.company_name
