"""Where the money of a tender stands."""

from uuid import UUID

from django.db import connection

from habitue.audit import actions as audit
from habitue.house import rows, sql
from habitue.house.models import Venue
from habitue.kit.refusals import NotFound
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Account, Move
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.shifts import accounts
from habitue.shifts.models import Shift, Tender, TenderKind
from habitue.shifts.refusals import TenderUnknown, VenueNeeded

__all__ = [
    "Tender",
    "TenderKind",
    "TenderUnknown",
    "account",
    "handed_back",
    "reverse",
    "venue_of",
]

PLACES = (
    "SELECT s.id, i.id FROM shifts_tender t"
    " LEFT JOIN (SELECT id FROM shifts_shift WHERE house_id = %s AND till_id = %s"
    " AND NOT implicit AND closed_at IS NULL {held}) s ON true"
    " LEFT JOIN shifts_shift i ON i.house_id = t.house_id AND i.venue_id = %s AND i.implicit"
    " AND i.business_day = %s AND i.closed_at IS NULL"
    " WHERE t.house_id = %s AND t.kind = %s AND t.active"
)


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
    """The ledger account of money taken as `kind` in a venue. Raises TenderUnknown.

    Of the shift open at this till, whatever the tender, so that it adds up by itself; else cash
    goes to the implicit shift of the venue and day.
    """
    op.venue_id = venue_id
    own, implicit = _places(op, kind, venue_id)
    if own is not None:
        return accounts.taken(op.house, kind, own)
    if kind != TenderKind.CASH:
        return accounts.tender(op.house, kind)
    return accounts.drawer(op.house, implicit or _implicit_shift(op, venue_id))


def _places(op: Operation, kind: str, venue_id: UUID) -> tuple[UUID | None, UUID | None]:
    """The shift open at this till, and the implicit one of the venue and day; one statement.

    The first is held until the operation ends: who closes it waits, or is waited for. The other
    is closed by whoever books alone in the house. Raises TenderUnknown.
    """
    held = "FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    found = sql.rows(
        PLACES.format(held=held),
        [op.house.id, op.by.till_id, venue_id, op.business_day, op.house.id, kind],
    )
    if not found:
        raise TenderUnknown(field="tender")
    return sql.as_id_or_none(found[0][0]), sql.as_id_or_none(found[0][1])


def reverse(op: Operation, entry: UUID, *, kind: str, reference: str) -> UUID:
    """Take back an entry that money came by, out of the drawer of now where its own is closed."""
    moves = ledger.entry_moves(op.house, entry)
    opposite = ledger.reverse(op, entry, kind=kind, reference=reference)
    stood: dict[Account, int] = {}
    for move in moves:
        stood[move.debit] = stood.get(move.debit, 0) + move.amount
        stood[move.credit] = stood.get(move.credit, 0) - move.amount
    of = {one: shift for one in stood if (shift := accounts.shift_of(one.code)) is not None}
    held = {one.id: one for one in rows.find(Shift, op.house, lock=True, id=set(of.values()))}
    carried = []
    for one, key in of.items():
        if held[key].is_open:
            continue
        tender = TenderKind.CASH if one.code.startswith("drawer:") else one.code.split(":")[1]
        now, minor = account(op, tender, held[key].venue_id), stood[one]
        carried.append(Move(one, now, minor) if minor > 0 else Move(now, one, -minor))
    if carried:
        ledger.post(op, kind="shifts.carry", reference=reference, moves=carried)
    return opposite


def handed_back(op: Operation, customer: UUID) -> int:
    """What whoever acts handed to a customer today of their own money, whose row is held."""
    found = ledger.booked_by(
        op,
        kinds=("prepaid.pay_out", "house_accounts.hand_back"),
        references=[f"customer:{customer}"],
        credited=("drawer:", "tender:"),
    )
    return found.get(op.house.currency, 0)


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
