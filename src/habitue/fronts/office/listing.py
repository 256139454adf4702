"""The list of customers: one page of it by key, and what each row shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from habitue.cards import reports as cards
from habitue.customers import reports as customers
from habitue.customers import search
from habitue.customers.models import Customer, CustomerType
from habitue.customers.name_order import NameKey
from habitue.fronts.office.narrowing import counts, matching, needs_the_book
from habitue.fronts.office.wanted import SORTS, Wanted
from habitue.house.models import House
from habitue.house_accounts.models import Charge, HouseAccount
from habitue.house_accounts.reports import accounts_of, pair
from habitue.ledger import actions as ledger
from habitue.prepaid.models import Lot, Wallet
from habitue.prepaid.reports import codes_of, wallets_of

__all__ = ["Page", "Row", "Wanted", "counts", "everyone", "matching", "page", "total"]

SIZE = 50
FOUND = 25  # of what a search finds: drawn again at every letter
BATCH, LARGEST_BATCH = 200, 5_000  # search hits looked through at once where more narrows them
MOST_COUNTED = 10_000
JOINED = ("price_level", "group")  # what a customer points at and a row names


Key = tuple[Any, UUID]  # what the page is sorted by, and an id


@dataclass(frozen=True, slots=True)
class Row:
    """A customer as the list shows them, amounts in minor units."""

    customer: Customer
    of: str
    phone: str
    card: str
    level: str
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


def page(house: House, wanted: Wanted, now: datetime) -> Page:
    """One page: by search where something is asked, else by key in the order wanted."""
    if wanted.q:
        return _searched(house, wanted, now)
    rows = matching(house, wanted, now)
    found, before, after = _keyed(house, rows, wanted)
    return Page(_rows(house, found), before, after)


def total(house: House, wanted: Wanted, now: datetime) -> int | None:
    """How many match, words included; None where a search finds too many to count."""
    if not wanted.q:
        return matching(house, wanted, now).count()
    number = len(_hits(house, wanted, now, MOST_COUNTED + 1, None))
    return number if number <= MOST_COUNTED else None


def everyone(house: House, wanted: Wanted, now: datetime, most: int) -> list[UUID]:
    """The ids of all that match, words included: for the export."""
    if not wanted.q:
        ids = matching(house, wanted, now).order_by("id").values_list("id", flat=True)
        return list(ids[:most])
    return [id_ for id_, _docid in _hits(house, wanted, now, most, None)]


# -- by key ------------------------------------------------------------------------------------


def _keyed(
    house: House, rows: QuerySet[Customer], wanted: Wanted
) -> tuple[list[Customer], str, str]:
    """A page after or before a key, and the keys of its two ends where there is more."""
    column = SORTS[wanted.sort.removeprefix("-")]
    up = not wanted.sort.startswith("-")
    back = bool(wanted.before)
    key = _read_key(wanted.before or wanted.after, column)
    rows = rows.select_related(*JOINED)
    found = (
        _by_sum(house, rows, column, key, up != back)
        if column in SUMS
        else _by_column(rows, column, key, up != back)
    )
    more, found = len(found) > SIZE, found[:SIZE]
    if back:
        found.reverse()
    first, last = (_key(found[0], column), _key(found[-1], column)) if found else ("", "")
    earlier = first if (more if back else key is not None) else ""
    later = last if (more or back) else ""
    return found, earlier, later


def _by_column(rows: QuerySet[Customer], column: str, key: Key | None, up: bool) -> list[Customer]:
    if column == "name_key":
        rows = rows.annotate(name_key=NameKey())
    if key is not None:
        rows = rows.filter(_beyond(column, key, up))
    return list(rows.order_by(*_order(column, up))[: SIZE + 1])


def _by_sum(
    house: House, rows: QuerySet[Customer], column: str, key: Key | None, up: bool
) -> list[Customer]:
    """Those who have or owe something by how much, those with nothing by their ids.

    No index holds the order of a sum. In two parts only those who have one are added up, where
    the whole book was.
    """
    some, none = _parts(house, rows, column)
    parts = [none, some] if up else [some, none]
    if key is not None and (key[0] > 0) is up:
        del parts[0]  # the key stands in the second part: the first is behind it
    found: list[Customer] = []
    for part in parts:
        if len(found) <= SIZE:
            look = _by_column if part is some else _by_id
            found += look(part, column, key, up)
            key = None
    return found[: SIZE + 1]


def _by_id(rows: QuerySet[Customer], column: str, key: Key | None, up: bool) -> list[Customer]:
    if key is not None:
        rows = rows.filter(**{f"id__{'gt' if up else 'lt'}": key[1]})
    return list(rows.annotate(**{column: Value(0)}).order_by("id" if up else "-id")[: SIZE + 1])


def _parts(
    house: House, rows: QuerySet[Customer], column: str
) -> tuple[QuerySet[Customer], QuerySet[Customer]]:
    """Those with such a sum, each with theirs; and those without."""
    parts, held, way, whose, what = SUMS[column]
    there = parts.objects.of(house).filter(**{f"{what}__gt": 0})
    # theirs by way of their wallet or account, which SQLite enters only when it is said so
    one = held.objects.of(house).filter(**{whose: OuterRef(OuterRef("pk"))})
    theirs = there.filter(**{f"{way}__in": one.values("pk")})
    added = theirs.order_by().values("house").annotate(n=Sum(what)).values("n")
    sum_ = Coalesce(Subquery(added), 0, output_field=BigIntegerField())
    some = rows.filter(pk__in=there.values(f"{way}__{whose}")).annotate(**{column: sum_})
    return some, rows.filter(~Exists(theirs))


# what is open on a customer's own account, and what is left in their wallet
SUMS: dict[str, tuple[Any, Any, str, str, str]] = {
    "owes_minor": (Charge, HouseAccount, "account", "customer", "open_minor"),
    "has_minor": (Lot, Wallet, "wallet", "holder", "remaining_minor"),
}


def _order(column: str, up: bool) -> tuple[Any, str]:
    """What is nothing counts as the smallest, on both databases."""
    may_be_nothing = column == "last_visit_at" or None  # else an index in plain order serves
    if up:
        return F(column).asc(nulls_first=may_be_nothing), "id"
    return F(column).desc(nulls_last=may_be_nothing), "-id"


def _beyond(column: str, key: Key, up: bool) -> Q:
    value, id_ = key
    way = "gt" if up else "lt"
    none = Q(**{f"{column}__isnull": True})
    if value is None:
        same = none & Q(**{f"id__{way}": id_})
        return ~none | same if up else same
    # said so that an index is entered at the key, not walked up to it
    past = Q(**{f"{column}__{way}e": value}) & (
        Q(**{f"{column}__{way}": value}) | Q(**{f"id__{way}": id_})
    )
    return past if up or column != "last_visit_at" else past | none


def _key(customer: Customer, column: str) -> str:
    value = getattr(customer, column)
    plain = (
        value.isoformat() if isinstance(value, datetime) else str("" if value is None else value)
    )
    return f"{customer.id}.{plain}"


def _read_key(text: str, column: str) -> Key | None:
    """The key in an address; None where it is none, which is the first page."""
    id_, _dot, value = text.partition(".")
    try:
        key = UUID(id_)
        if column.endswith("_at"):
            return (_instant(value) if value else None), key
        whole = column == "visits" or column.endswith("_minor")
        return (int(value) if whole else value.replace("\0", "")), key
    except (ValueError, OverflowError):
        return None


def _instant(text: str) -> datetime:
    """A moment that every database can hold. Raises ValueError, OverflowError."""
    return datetime.fromisoformat(text).astimezone(UTC)


# -- by search ---------------------------------------------------------------------------------


def _searched(house: House, wanted: Wanted, now: datetime) -> Page:
    below = int(wanted.after) if wanted.after.isascii() and wanted.after.isdigit() else None
    hits = _hits(house, wanted, now, FOUND + 1, below)
    found = customers.in_order(house, [id_ for id_, _docid in hits[:FOUND]], *JOINED)
    after = str(hits[FOUND - 1][1]) if len(hits) > FOUND else ""
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
    if not needs_the_book(wanted):
        return search.find(house, asked, limit=limit, below=below)
    found: list[tuple[UUID, int]] = []
    batch = BATCH
    while True:
        hits = search.find(house, asked, limit=batch, below=below)
        ids = [id_ for id_, _docid in hits]
        inside = matching(house, wanted, now).filter(pk__in=ids).values_list("id", flat=True)
        kept = set(inside)
        found += [hit for hit in hits if hit[0] in kept]
        if len(found) >= limit or len(hits) < batch:
            return found[:limit]
        below, batch = hits[-1][1], min(2 * batch, LARGEST_BATCH)


def _rows(house: House, found: Iterable[Customer]) -> list[Row]:
    """What stands beside each name; the same few queries whatever their number."""
    people = list(found)
    ids = [one.id for one in people]
    numbers = customers.phones_of(house, people)
    held, proofs = _held(house, ids), cards.cards_of(house, ids)
    companies = _companies(house, people)
    return [
        Row(
            one,
            of=_belongs(one, companies),
            phone=next(iter(numbers[one.id]), ""),
            card=next((card.number for card in proofs[one.id] if not card.is_blocked), ""),
            level=one.price_level.name if one.price_level else "",
            owes=held[one.id].owes,
            has=held[one.id].has,
            points=held[one.id].points,
        )
        for one in people
    ]


@dataclass(frozen=True, slots=True)
class _Held:
    """What someone has and owes, in minor units and points."""

    owes: int
    has: int
    points: int


def _held(house: House, ids: Sequence[UUID]) -> dict[UUID, _Held]:
    """Of each; three statements whatever their number."""
    wallets, accounts = wallets_of(house, ids), accounts_of(house, ids)
    owed = {one: pair(account)[0] for one, account in accounts.items()}
    has = {one: codes_of(wallet) for one, wallet in wallets.items()}
    in_wallets = [code for codes in has.values() for code in codes]
    found = ledger.balances(
        house, [*in_wallets, *owed.values(), *(f"points:{one}" for one in ids)]
    )
    return {
        one: _Held(
            owes=found[owed[one]] if one in owed else 0,
            has=sum(found[code] for code in has.get(one, ())),
            points=found[f"points:{one}"],
        )
        for one in ids
    }


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
