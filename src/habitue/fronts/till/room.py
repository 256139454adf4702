"""The room at a glance: tables, what stands open on each, and the counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zlib import crc32

from django.db.models import QuerySet
from django.urls import reverse

from habitue.bills import reading
from habitue.bills.models import Bill
from habitue.bills.reading import Standing
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.menu.models import Table


@dataclass(frozen=True, slots=True)
class Seat:
    """A table, or a bill of the counter."""

    ident: str
    name: str
    href: str
    total: Money | None  # None: free
    known: bool  # somebody is linked
    now: bool
    bill: Bill | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """All seats in order, and the open bills behind them."""

    seats: Sequence[Seat]
    standings: dict[UUID, Standing]

    @property
    def mark(self) -> str:
        """Another one whenever the tables look otherwise."""
        said = "|".join(
            f"{one.ident} {one.area} {one.name} {one.total} {one.bill and one.bill.customer_id}"
            for one in self.seats
        )
        return f"{crc32(said.encode()):08x}"

    @property
    def has_areas(self) -> bool:
        """Whether there are several to tell apart."""
        return len({one.area for one in self.seats} - {""}) > 1

    @property
    def etag(self) -> str:
        return f'W/"{self.mark}"'


def look(house: House, venue: UUID, now: Bill | None = None, table: UUID | None = None) -> Room:
    """The room of `venue`; `now` is the bill in hand, `table` the free table in hand."""
    tables = list(tables_of(house, venue))
    bills = list(
        Bill.objects.of(house)
        .open()
        .filter(venue_id=venue)
        .select_related("customer__group", "level", "table")
        .order_by("id")
    )
    standings = {one.bill.id: one for one in reading.stand_all(house, bills)}
    of_table: dict[UUID | None, list[Bill]] = {}
    for bill in bills:
        of_table.setdefault(bill.table_id, []).append(bill)
    seats = [
        seat
        for one in tables
        for seat in (
            [_busy(house, bill, one, standings, now) for bill in of_table.pop(one.id, [])]
            or [_free(one, table)]
        )
    ]
    rest = [bill for left in of_table.values() for bill in left]
    seats += [_busy(house, bill, None, standings, now) for bill in rest]
    return Room(seats, standings)


def tables_of(house: House, venue: UUID) -> QuerySet[Table]:
    """The tables of `venue` in their order; none where it has switched them off."""
    rows = Table.objects.of(house).filter(area__venue_id=venue, area__venue__has_tables=True)
    in_order = rows.order_by("area__position", "area__name", "position", "name")
    return in_order.select_related("area")


def _free(table: Table, chosen: UUID | None) -> Seat:
    href = reverse("till:table", args=[table.id])
    now = table.id == chosen
    return Seat(f"t{table.id}", table.name, href, None, False, now, area=table.area.name)


def _busy(
    house: House,
    bill: Bill,
    table: Table | None,
    standings: dict[UUID, Standing],
    now: Bill | None,
) -> Seat:
    name = table.name if table and not bill.split_of_id else bill.label
    return Seat(
        ident=f"b{bill.id}",
        name=name or f"{bill.number}",
        href=reverse("till:bill", args=[bill.id]),
        total=house.money(standings[bill.id].due),
        known=bill.customer_id is not None,
        now=now is not None and bill.id == now.id,
        bill=bill,
        area=table.area.name if table else "",
    )
