"""What the two pages of those who owe share: the order asked for, the page, the heads to press."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from habitue.fronts.office.desk import OfficeRequest
from habitue.house.days import business_day
from habitue.house_accounts.receivables import (
    AGES,
    SORTS,
    Owing,
    Wanted,
    owing,
    place_of,
    together,
)

SIZE = 100
FALLING = {"to_pay", "bills", "in_hand", *(key for key, _label in AGES)}  # the largest first


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where a press on it leads, and how it is sorted now."""

    key: str
    url: str
    sorted: str  # ascending, descending or empty


def asked(request: OfficeRequest) -> Wanted:
    """The order, day and place in the address; what makes no sense there is left out."""
    sort = request.GET.get("sort", "oldest")
    sort = sort if sort.lstrip("-") in SORTS and not sort.startswith("--") else "oldest"
    today = business_day(request.house, request.at)
    after = place_of(sort, request.GET.get("after", ""), request.GET.get("id", ""))
    return Wanted(today, sort, SIZE + 1, after, _day(request.GET.get("on", ""), today))


def _day(text: str, today: date) -> date | None:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if date(2000, 1, 1) <= on < today else None


def facts(request: OfficeRequest, wanted: Wanted) -> dict[str, Any]:
    """The page of the list, its sum row, its heads, and where it goes on."""
    found = owing(request.house, wanted)
    page = found[:SIZE]
    return {
        "owing": page,
        "together": together(request.house, wanted),
        "heads": {key: _head(wanted, key) for key in SORTS},
        "ages": AGES,
        "wanted": wanted,
        "asked": _link(wanted),
        "further": _further(wanted, page[-1]) if len(found) > SIZE else "",
        "first": wanted.after is None,
    }


def _head(wanted: Wanted, key: str) -> Head:
    now = wanted.sort.lstrip("-") == key
    down = wanted.sort.startswith("-")
    turned = not down if now else key in FALLING
    to = f"-{key}" if turned else key
    return Head(
        key, _link(wanted, sort=to), ("descending" if down else "ascending") if now else ""
    )


def _further(wanted: Wanted, last: Owing) -> str:
    value, id_ = last.place
    return _link(wanted, after=str(value), id=str(id_))


def _link(wanted: Wanted, **more: str) -> str:
    on = {"on": wanted.on.isoformat()} if wanted.on else {}
    return urlencode({"sort": wanted.sort, **on, **more})
