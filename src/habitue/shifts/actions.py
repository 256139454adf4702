"""Where the money of a tender stands."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import rows, sql
from habitue.house.models import Venue
from habitue.kit.refusals import NotFound, Refusal
from habitue.ledger.accounts import Holding
from habitue.ledger.actions import Account
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts.models import Shift, Tender, TenderKind

__all__ = ["Tender", "TenderKind", "account", "venue_of"]


class TenderUnknown(Refusal):
    code = "malformed"
    status = 422
    says = _("The house does not take this tender.")


class VenueNeeded(Refusal):
    code = "venue_needed"
    status = 422
    says = _("The house has several venues: say which.")


def open_tenders(op: Operation) -> None:
    """The tenders a new house starts with."""
    for position, kind in enumerate(TenderKind):
        Tender.objects.create(house=op.house, kind=kind, position=position)


@right("house.edit")
def change(op: Operation, *, tender: Tender, name: str, active: bool) -> None:
    """Name a tender as the house calls it; hide one it does not take."""
    tender.name, tender.active = name, active
    tender.save(update_fields=["name", "active"])
    audit.record(op, "shifts.change_tender", on=tender, changes={"active": (not active, active)})


def account(op: Operation, kind: str, venue_id: UUID) -> Account:
    """The ledger account of money taken as `kind` in a venue. Raises TenderUnknown."""
    found = _places(op, kind, venue_id)
    if not found:
        raise TenderUnknown(field="tender")
    code = f"tender:{kind}"
    if kind == TenderKind.CASH:
        own = [shift for shift, implicit in found if shift and not implicit]
        there = [shift for shift, _implicit in found if shift]
        code = f"drawer:{(own or there or [_implicit_shift(op, venue_id)])[0]}"
    return Account(code, op.house.currency, Holding.DEBIT)


def _places(op: Operation, kind: str, venue_id: UUID) -> list[tuple[UUID | None, bool]]:
    """A row for each open shift that cash could go to, one without a shift where there is none.

    No row at all where the house does not take `kind`. The shift of this till comes before the
    implicit one of the venue and day.
    """
    found = sql.rows(
        "SELECT s.id, s.implicit FROM shifts_tender t LEFT JOIN shifts_shift s"
        " ON s.house_id = t.house_id AND s.venue_id = %s AND s.closed_at IS NULL"
        " AND (s.implicit AND s.business_day = %s OR NOT s.implicit AND s.till_id = %s)"
        " WHERE t.house_id = %s AND t.kind = %s AND t.active ORDER BY s.id",
        [venue_id, op.business_day, op.by.till_id, op.house.id, kind],
    )
    return [(sql.as_id_or_none(shift), bool(implicit)) for shift, implicit in found]


def venue_of(op: Operation, wanted: UUID | None = None) -> Venue:
    """The venue of this act: the one named, the till's, or the only one.

    Raises NotFound, VenueNeeded.
    """
    chosen = wanted or op.by.venue_id
    if chosen is not None:
        venue = rows.first(Venue, op.house, id=chosen, closed=False)
        if venue is None:
            raise NotFound("venue", field="venue")
        return venue
    venues = rows.find(Venue, op.house, closed=False)
    if len(venues) != 1:
        raise VenueNeeded(field="venue")
    return venues[0]


def _implicit_shift(op: Operation, venue_id: UUID) -> UUID:
    """The shift of a venue and day that nobody opened, opened now."""
    there = {"venue": venue_id, "business_day": op.business_day, "implicit": True}
    Shift.objects.bulk_create(
        [
            Shift(
                house=op.house,
                venue_id=venue_id,
                business_day=op.business_day,
                implicit=True,
                opened_at=op.at,
                opened_by=op.by.label,
            )
        ],
        ignore_conflicts=True,
    )
    found = rows.first(Shift, op.house, **there, closed_at=None)
    assert found is not None
    return found.id
