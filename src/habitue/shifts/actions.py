"""Where the money of a tender stands."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
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
    if not Tender.objects.of(op.house).filter(kind=kind, active=True).exists():
        raise TenderUnknown(field="tender")
    code = f"drawer:{_shift(op, venue_id)}" if kind == TenderKind.CASH else f"tender:{kind}"
    return Account(code, op.house.currency, Holding.DEBIT)


def venue_of(op: Operation, wanted: UUID | None = None) -> Venue:
    """The venue of this act: the one named, the till's, or the only one.

    Raises NotFound, VenueNeeded.
    """
    venues = Venue.objects.of(op.house).filter(closed=False)
    chosen = wanted or op.by.venue_id
    if chosen is not None:
        venue: Venue | None = venues.filter(pk=chosen).first()
        if venue is None:
            raise NotFound("venue", field="venue")
        return venue
    two = list(venues[:2])
    if len(two) != 1:
        raise VenueNeeded(field="venue")
    only: Venue = two[0]
    return only


def _shift(op: Operation, venue_id: UUID) -> UUID:
    """The open shift at this till, else the implicit one of the venue and day."""
    open_ = Shift.objects.of(op.house).filter(venue_id=venue_id, closed_at=None)
    if op.by.till_id:
        own = (
            open_.filter(till_id=op.by.till_id, implicit=False)
            .values_list("pk", flat=True)
            .first()
        )
        if own:
            return UUID(str(own))
    implicit = open_.filter(implicit=True, business_day=op.business_day)
    found = implicit.values_list("pk", flat=True).first()
    if found is None:
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
        found = implicit.values_list("pk", flat=True)[0]
    return UUID(str(found))
