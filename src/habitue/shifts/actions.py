"""Where the money of a tender stands."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import rows
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
    if not rows.first(Tender, op.house, kind=kind, active=True):
        raise TenderUnknown(field="tender")
    code = f"drawer:{_shift(op, venue_id)}" if kind == TenderKind.CASH else f"tender:{kind}"
    return Account(code, op.house.currency, Holding.DEBIT)


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


def _shift(op: Operation, venue_id: UUID) -> UUID:
    """The open shift at this till, else the implicit one of the venue and day."""
    open_: dict[str, Any] = {"venue": venue_id, "closed_at": None}
    own = op.by.till_id and rows.first(
        Shift, op.house, **open_, till=op.by.till_id, implicit=False
    )
    if own:
        return own.id
    implicit = {**open_, "implicit": True, "business_day": op.business_day}
    found = rows.first(Shift, op.house, **implicit)
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
        found = rows.first(Shift, op.house, **implicit)
    assert found is not None
    return found.id
