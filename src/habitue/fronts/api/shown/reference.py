"""The menu, the rooms, the tills and the staff, as they are listed."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.shown.kinds import MoneyOut, Out, minor
from habitue.fronts.api.shown.publishing import waiting
from habitue.house.models import Till, Venue
from habitue.kit.seals import canonical
from habitue.menu import hours
from habitue.menu.models import (
    Area,
    Category,
    CustomerGroup,
    GroupTerm,
    Item,
    ItemPrice,
    PriceLevel,
    Table,
    VatRate,
)
from habitue.shifts.models import Tender
from habitue.staff.models import StaffMember

Shown = list[dict[str, Any]]


class PriceOut(Out):
    price_level: UUID
    price: MoneyOut


class VersionedOut(Out):
    """`version` is another one where anything else of it is; a PATCH names the one it read."""

    version: int = 0
    waiting: dict[str, Any] | None  # what Send will change, where the house wants that

    def plain(self) -> dict[str, Any]:
        said = super().plain()
        whole = sha256(canonical(said).encode()).digest()
        return said | {"version": int.from_bytes(whole[:6])}


class ItemOut(VersionedOut):
    id: UUID
    name: str
    price: MoneyOut
    category: UUID | None
    vat_rate: UUID
    prices: list[PriceOut]
    position: int
    sold_out: bool
    retired_at: datetime | None


class NamedOut(Out):
    id: UUID
    name: str


class HoursOut(Out):
    days: list[int]
    starts: str
    ends: str


class PriceLevelOut(NamedOut):
    hours: HoursOut | None  # in which it holds by itself


class CustomerGroupOut(NamedOut, VersionedOut):
    price_level: UUID | None
    discount_percent: int | None
    earn_percent: int | None
    retired_at: datetime | None


class GroupTermOut(VersionedOut):
    id: UUID
    group: UUID
    category: UUID
    discount_percent: int | None
    earn_percent: int | None


class CategoryOut(NamedOut, VersionedOut):
    position: int
    discount_percent: int | None
    earn_percent: int | None


class VatRateOut(NamedOut):
    rate: int
    default: bool


class AreaOut(NamedOut):
    venue: UUID
    price_level: UUID | None
    position: int


class TableOut(NamedOut, VersionedOut):
    area: UUID
    price_level: UUID | None
    position: int


class VenueOut(NamedOut):
    closed: bool
    has_tables: bool


class TillOut(NamedOut):
    venue: UUID
    retired_at: datetime | None


class TenderOut(NamedOut):
    kind: str
    active: bool


class StaffOut(NamedOut):
    email: str | None
    role: str
    active: bool
    has_pin: bool


def items(request: ApiRequest, rows: Sequence[Item]) -> Shown:
    """Items with their prices per level, in one more statement."""
    prices: dict[UUID, list[PriceOut]] = {row.id: [] for row in rows}
    waits = waiting(request, "item", list(prices))
    found = ItemPrice.objects.of(request.house).filter(item_id__in=list(prices)).order_by("id")
    for one in found:
        price = minor(request.house, one.price_minor)
        prices[one.item_id].append(PriceOut(price_level=one.level_id, price=price))
    return [
        ItemOut(
            id=row.id,
            name=row.name,
            price=minor(request.house, row.price_minor),
            category=row.category_id,
            vat_rate=row.vat_rate_id,
            prices=prices[row.id],
            position=row.position,
            sold_out=row.sold_out,
            retired_at=row.retired_at,
            waiting=waits.get(row.id),
        ).plain()
        for row in rows
    ]


def price_levels(request: ApiRequest, rows: Sequence[PriceLevel]) -> Shown:
    return [PriceLevelOut(id=row.id, name=row.name, hours=_hours(row)).plain() for row in rows]


def customer_groups(request: ApiRequest, rows: Sequence[CustomerGroup]) -> Shown:
    waits = waiting(request, "customer_group", [row.id for row in rows])
    return [
        CustomerGroupOut(
            id=row.id,
            name=row.name,
            price_level=row.price_level_id,
            discount_percent=row.discount_bp,
            earn_percent=row.earn_bp,
            retired_at=row.retired_at,
            waiting=waits.get(row.id),
        ).plain()
        for row in rows
    ]


def _hours(level: PriceLevel) -> HoursOut | None:
    if not level.days:
        return None
    starts, ends = hours.clock(level.from_minute), hours.clock(level.to_minute)
    return HoursOut(days=[int(day) for day in level.days], starts=starts, ends=ends)


def categories(request: ApiRequest, rows: Sequence[Category]) -> Shown:
    waits = waiting(request, "category", [row.id for row in rows])
    return [
        CategoryOut(
            id=row.id,
            name=row.name,
            position=row.position,
            discount_percent=row.discount_bp,
            earn_percent=row.earn_bp,
            waiting=waits.get(row.id),
        ).plain()
        for row in rows
    ]


def group_terms(request: ApiRequest, rows: Sequence[GroupTerm]) -> Shown:
    waits = waiting(request, "group_term", [row.id for row in rows])
    return [
        GroupTermOut(
            id=row.id,
            group=row.group_id,
            category=row.category_id,
            discount_percent=row.discount_bp,
            earn_percent=row.earn_bp,
            waiting=waits.get(row.id),
        ).plain()
        for row in rows
    ]


def vat_rates(request: ApiRequest, rows: Sequence[VatRate]) -> Shown:
    return [
        VatRateOut(id=row.id, name=row.name, rate=row.rate_bp, default=row.is_default).plain()
        for row in rows
    ]


def areas(request: ApiRequest, rows: Sequence[Area]) -> Shown:
    return [
        AreaOut(
            id=row.id,
            name=row.name,
            venue=row.venue_id,
            price_level=row.price_level_id,
            position=row.position,
        ).plain()
        for row in rows
    ]


def tables(request: ApiRequest, rows: Sequence[Table]) -> Shown:
    waits = waiting(request, "table", [row.id for row in rows])
    return [
        TableOut(
            id=row.id,
            name=row.name,
            area=row.area_id,
            price_level=row.price_level_id,
            position=row.position,
            waiting=waits.get(row.id),
        ).plain()
        for row in rows
    ]


def venues(request: ApiRequest, rows: Sequence[Venue]) -> Shown:
    return [
        VenueOut(id=row.id, name=row.name, closed=row.closed, has_tables=row.has_tables).plain()
        for row in rows
    ]


def tills(request: ApiRequest, rows: Sequence[Till]) -> Shown:
    return [
        TillOut(id=row.id, name=row.name, venue=row.venue_id, retired_at=row.retired_at).plain()
        for row in rows
    ]


def tenders(request: ApiRequest, rows: Sequence[Tender]) -> Shown:
    return [
        TenderOut(id=row.id, name=str(row), kind=row.kind, active=row.active).plain()
        for row in rows
    ]


def staff(request: ApiRequest, rows: Sequence[StaffMember]) -> Shown:
    return [
        StaffOut(
            id=row.id,
            name=row.name,
            email=row.email or None,
            role=row.role.key,
            active=row.active,
            has_pin=bool(row.pin_hash),
        ).plain()
        for row in rows
    ]
