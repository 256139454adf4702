"""Who owes, how much, since when: sorted by any column, by age, on any day, a page at a time.

Hand-written SQL: grouped, sorted and cut by the database, whatever the number of open charges,
in three statements. Today's is read from the index of open charges alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.customers.models import Customer
from habitue.house import rows, sql
from habitue.house.days import starts_at
from habitue.house.models import House
from habitue.kit.refusals import Malformed

AGES: tuple[tuple[str, Promise], ...] = (
    ("current", _("Today")),
    ("to_30", _("1–30 days")),
    ("to_60", _("31–60 days")),
    ("to_90", _("61–90 days")),
    ("over_90", _("Over 90")),
)
SPANS = (0, 30, 60, 90)  # days after which the next of AGES begins
ENDLESS = 1 << 62  # where no limit stands in a sort
NAME = (
    "lower(CASE WHEN p.type = 'company' AND p.company_name <> '' THEN p.company_name"
    " WHEN p.last_name <> '' THEN p.last_name || ' ' || p.first_name"
    " WHEN p.first_name <> '' THEN p.first_name ELSE p.company_name END)"
)
LIMIT = "coalesce(p.credit_limit_minor, {default})"
SORTS: dict[str, str] = {
    "name": NAME,
    "oldest": "o.oldest",
    "bills": "o.bills",
    "to_pay": "o.to_pay",
    "limit": f"coalesce({LIMIT}, {ENDLESS})",
    "left": f"coalesce({LIMIT} - o.to_pay + {{hand}}, {ENDLESS})",
    "in_hand": "{hand}",
    **{key: f"o.{key}" for key, _label in AGES},
}


class SortUnknown(Malformed):
    says = _("This list is not sorted so.")


@dataclass(frozen=True, slots=True)
class Owing:
    """A payer who owes: to-pay, since when, on how many bills, the room left, by age."""

    customer: Customer
    to_pay: int
    oldest_on: date
    bills: int
    limit: int | None
    available: int | None
    in_hand: int
    ages: tuple[int, ...]
    place: tuple[Any, Any]  # where the list goes on after this row


@dataclass(frozen=True, slots=True)
class Together:
    """All who owe, in one row."""

    payers: int
    bills: int
    to_pay: int
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`sort` names a column, with a minus the largest first; `after` where to go on; `on` a day
    that is over, None: as it stands now."""

    today: date
    sort: str = "oldest"
    limit: int = 200
    after: tuple[Any, Any] | None = None
    on: date | None = None


def owing(house: House, wanted: Wanted) -> list[Owing]:
    """One row for each payer who owes; two statements. Raises SortUnknown."""
    key = wanted.sort.lstrip("-")
    if key not in SORTS:
        raise SortUnknown(field="sort")
    down = wanted.sort.startswith("-")
    told, params = _told(house, wanted)
    order = "DESC" if down else "ASC"
    after = ""
    if wanted.after is not None:
        after = f" WHERE (r.sorted, r.customer_id) {'<' if down else '>'} (%s, %s)"
        params += list(wanted.after)
    found = sql.rows(
        f"{told} SELECT * FROM (SELECT {_sort(house, key)} AS sorted, h.customer_id,"  # noqa: S608
        f" o.to_pay, o.oldest, o.bills, {_hand()} AS in_hand,"
        f" {', '.join(f'o.{name}' for name, _label in AGES)}{_joined()}) r{after}"
        f" ORDER BY r.sorted {order}, r.customer_id {order} LIMIT %s",
        [*params, wanted.limit],
    )
    ids = [sql.as_id(row[1]) for row in found]
    payers = {one.id: one for one in rows.find(Customer, house, id=ids)} if ids else {}
    return [_row(house, payers[id_], row) for id_, row in zip(ids, found, strict=True)]


def together(house: House, wanted: Wanted) -> Together:
    """The sum row over all who owe, on whatever page; one statement."""
    told, params = _told(house, wanted)
    sums = ", ".join(f"coalesce(sum(o.{key}), 0)" for key in ("bills", "to_pay", *_keys()))
    [[payers, bills, to_pay, *ages]] = sql.rows(
        f"{told} SELECT count(*), {sums} FROM owing o",  # noqa: S608
        params,
    )
    return Together(int(payers), int(bills), int(to_pay), tuple(int(one) for one in ages))


def _told(house: House, wanted: Wanted) -> tuple[str, list[Any]]:
    """What each account owes on the day, by age, as `owing`; and its parameters."""
    on = wanted.on or wanted.today
    edges = [on - timedelta(days=days) for days in SPANS]
    source, where = _open_now(house) if wanted.on is None else _open_then(house, wanted.on)
    ages = ["c.business_day >= %s"]
    ages += ["c.business_day < %s AND c.business_day >= %s"] * (len(SPANS) - 1)
    ages += ["c.business_day < %s"]
    sums = ", ".join(
        f"sum(CASE WHEN {age} THEN c.open_minor ELSE 0 END) AS {key}"
        for age, key in zip(ages, _keys(), strict=True)
    )
    bounds: list[Any] = [edges[0]]
    for newer, older in pairwise(edges):
        bounds += [newer, older]
    told = (
        "WITH owing AS (SELECT c.account_id, sum(c.open_minor) AS to_pay,"  # noqa: S608
        f" min(c.business_day) AS oldest, count(*) AS bills, {sums} FROM {source}"
        " GROUP BY c.account_id)"
    )
    return told, [*bounds, edges[-1], *where]


def _open_now(house: House) -> tuple[str, list[Any]]:
    source = "house_accounts_charge c WHERE c.house_id = %s AND c.open_minor > 0"
    return source, [house.id]


def _open_then(house: House, on: date) -> tuple[str, list[Any]]:
    """What was open when `on` ended: what is open now, and what was taken off since."""
    end = starts_at(house, on + timedelta(days=1))
    source = (
        "(SELECT c.account_id, c.business_day, coalesce(s.later, 0) + CASE"
        " WHEN c.reversed_at >= %s THEN c.amount_minor ELSE c.open_minor END AS open_minor"
        " FROM house_accounts_charge c LEFT JOIN (SELECT s.charge_id, sum(s.amount_minor) AS later"
        " FROM house_accounts_settled s JOIN ledger_entry e ON e.house_id = s.house_id"
        " AND e.id = s.entry_id WHERE s.house_id = %s AND e.at >= %s GROUP BY s.charge_id) s"
        " ON s.charge_id = c.id WHERE c.house_id = %s AND c.at < %s AND (c.open_minor > 0"
        " OR s.later IS NOT NULL OR c.reversed_at >= %s)) c WHERE c.open_minor > 0"
    )
    return source, [end, house.id, end, house.id, end, end]


def _joined() -> str:
    """The payer behind each account, and what is in hand there; what is in hand is today's."""
    return (
        " FROM owing o JOIN house_accounts_account h ON h.id = o.account_id"
        " JOIN customers_customer p ON p.house_id = h.house_id AND p.id = h.customer_id"
        " LEFT JOIN ledger_account l ON l.house_id = h.house_id"
        f" AND l.code = 'in_hand:' || {sql.spelled('h.id')}"
    )


def _hand() -> str:
    return "coalesce(l.balance, 0)"


def _sort(house: House, key: str) -> str:
    default = house.default_limit_minor
    return SORTS[key].format(default="NULL" if default is None else int(default), hand=_hand())


def _keys() -> Sequence[str]:
    return [key for key, _label in AGES]


def _row(house: House, payer: Customer, row: tuple[Any, ...]) -> Owing:
    sorted_, id_, to_pay, oldest, bills, hand, *ages = row
    own = payer.credit_limit_minor
    limit = own if own is not None else house.default_limit_minor
    owes, in_hand = int(to_pay), int(hand)
    return Owing(
        customer=payer,
        to_pay=owes,
        oldest_on=date.fromisoformat(oldest) if isinstance(oldest, str) else oldest,
        bills=int(bills),
        limit=limit,
        available=limit - owes + in_hand if limit is not None else None,
        in_hand=in_hand,
        ages=tuple(int(one) for one in ages),
        place=(_plain(sorted_), sql.as_id(id_)),
    )


def _plain(value: Any) -> Any:
    """As a cursor keeps it and a statement takes it back."""
    if isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else int(value)


def place_of(sort: str, value: str, id_: str) -> tuple[Any, Any] | None:
    """A place as an address spells it; None where it is none of this order."""
    key = sort.lstrip("-")
    try:
        if key == "name":
            return value.replace("\0", ""), UUID(id_)
        if key == "oldest":
            return date.fromisoformat(value), UUID(id_)
        found, after = int(value[:20]), UUID(id_)
    except ValueError:
        return None
    return (found, after) if abs(found) <= ENDLESS else None
