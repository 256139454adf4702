"""Where the house stands: venues, areas, tables, tills; how it is paid."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.forms.reference import AreaIn, ChangedTable, TableIn, TillIn, VenueIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.shown import reference as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.reference import (
    AreaOut,
    TableOut,
    TenderOut,
    TillOut,
    VenueOut,
)
from habitue.fronts.api.views.changing import (
    Columns,
    Kept,
    as_it_is,
    changed,
    removed,
    row_of,
    trimmed,
)
from habitue.fronts.api.views.listing import listed, named, needed, resource
from habitue.house.models import Till, Venue
from habitue.menu import actions as menu
from habitue.menu.models import Area, PriceLevel, Table
from habitue.operations.models import Operation
from habitue.shifts import actions as shifts
from habitue.shifts.models import Tender
from habitue.staff import actions as staff
from habitue.staff import house_rules

router = Router(tags=["places"])
VENUE: Resource[Venue] = resource(Venue, shown.venues, "venue")
AREA: Resource[Area] = resource(Area, shown.areas, "area")
TABLE: Resource[Table] = resource(Table, shown.tables, "table")
TILL: Resource[Till] = resource(Till, shown.tills, "till")


@router.get("/venues", response=Page[VenueOut])
@reads("bills.see")
def venues(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Venue, shown.venues)


@router.post("/venues", response={201: VenueOut})
@writes("house.edit")
def add_venue(request: ApiRequest, form: VenueIn) -> HttpResponse:
    def work(op: Operation) -> Done[Venue]:
        venue = house_rules.add_venue(op, name=form.name.strip())
        return Done(venue, venue.id)

    return once(request, VENUE, form, work, status=201)


@router.get("/areas", response=Page[AreaOut])
@reads("bills.see")
def areas(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Area, shown.areas)


@router.post("/areas", response={201: AreaOut})
@writes("menu.edit")
def add_area(request: ApiRequest, form: AreaIn) -> HttpResponse:
    def work(op: Operation) -> Done[Area]:
        area = menu.add_area(
            op,
            venue=_venue(op, form.venue),
            name=form.name.strip(),
            price_level=named(op.house, PriceLevel, form.price_level, "price_level"),
            position=form.position,
        )
        return Done(area, area.id)

    return once(request, AREA, form, work, status=201)


def _venue(op: Operation, wanted: str | None) -> Venue:
    """The one named, else the token's, else the only one; raises NotFound, VenueNeeded."""
    id_: UUID | None = as_id(wanted, "venue", "venue") if wanted is not None else None
    return shifts.venue_of(op, id_)


@router.get("/tables", response=Page[TableOut])
@reads("bills.see")
def tables(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Table, shown.tables)


@router.post("/tables", response={201: TableOut})
@writes("menu.edit")
def add_table(request: ApiRequest, form: TableIn) -> HttpResponse:
    def work(op: Operation) -> Done[Table]:
        table = menu.add_table(
            op,
            area=needed(op.house, Area, form.area, "area"),
            name=form.name.strip(),
            price_level=named(op.house, PriceLevel, form.price_level, "price_level"),
            position=form.position,
        )
        return Done(table, table.id)

    return once(request, TABLE, form, work, status=201)


TABLE_COLUMNS: Columns = {
    "name": ("name", trimmed),
    "area": ("area", row_of(Area, "area")),
    "price_level": ("price_level", row_of(PriceLevel, "price_level")),
    "position": ("position", as_it_is),
}
TABLES = Kept(TABLE, Table, TABLE_COLUMNS, lambda op, table: menu.remove_table(op, table=table))


@router.patch("/tables/{uuid:table_id}", response=TableOut)
@writes("menu.edit")
def edit_table(request: ApiRequest, table_id: UUID, form: ChangedTable) -> HttpResponse:
    """Change what is named; bills keep the table's name of then."""
    return changed(request, TABLES, table_id, form)


@router.delete("/tables/{uuid:table_id}", response={204: None})
@writes("menu.edit")
def remove_table(request: ApiRequest, table_id: UUID, form: Write) -> HttpResponse:
    """Out of the room; bills keep its name."""
    return removed(request, TABLES, table_id, form)


@router.get("/tills", response=Page[TillOut])
@reads("bills.see")
def tills(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Till, shown.tills)


@router.post("/tills", response={201: TillOut})
@writes("tills.enrol")
def add_till(request: ApiRequest, form: TillIn) -> HttpResponse:
    """A till, not yet bound to a device: a manager enrols one in its browser."""

    def work(op: Operation) -> Done[Till]:
        till = staff.add_till(op, venue=_venue(op, form.venue), name=form.name)
        return Done(till, till.id)

    return once(request, TILL, form, work, status=201)


@router.get("/tenders", response=Page[TenderOut])
@reads("bills.see")
def tenders(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Tender, shown.tenders)
