"""Undoing a merge: both records are what they were, or it is said why that cannot be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import formats

from habitue.audit import actions as audit
from habitue.bills import carrying as bills
from habitue.bills import movements
from habitue.cards import carrying as cards
from habitue.customers import absorbing, free, own, reports
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.guests import carrying as guests
from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.house_accounts import carrying as house_accounts
from habitue.house_accounts.models import Carried
from habitue.kit.refusals import NotFound
from habitue.merging.models import Merge
from habitue.merging.refusals import (
    AlreadyUndone,
    Ambiguous,
    BillEnded,
    Erased,
    ExpiredSince,
    InvoicedSince,
    MergedOn,
    MovedSince,
)
from habitue.merging.reports import codes_by, last_moves
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import carrying as points
from habitue.prepaid import carrying as prepaid
from habitue.prepaid.models import Lot


@right("customers.merge")
def undo(op: Operation, *, merge: UUID) -> Merge:
    """Two records again: value, cards, phones, bills and what was written go back.

    Raises NotFound, AlreadyUndone, and Ambiguous with the reason.
    """
    row = _held(op, merge)
    problem = obstacle(op.house, row, op.recorded_at)
    if problem is not None:
        raise problem
    reference = f"merge:{row.id}"
    if row.wallet_entry_id:
        prepaid.carry_back(op, entry=row.wallet_entry_id, reference=reference)
    if row.points_entry_id:
        points.carry_back(op, entry=row.points_entry_id, reference=reference)
    entries = [UUID(entry) for entry in row.account_entries]
    house_accounts.carry_back(op, entries=entries, reference=reference)
    row.undone_at, row.undone_by = op.at, op.by.label
    row.save(update_fields=["undone_at", "undone_by"])
    absorbing.come_back(op, row.merged)
    _give_back(op, row)
    cards.settle(op, source=row.merged, to=row.kept)
    audit.record(op, "customers.unmerge", on=row.kept)
    audit.record(op, "customers.unmerged", on=row.merged)
    return row


def _held(op: Operation, merge: UUID) -> Merge:
    """The merge and both records, locked; raises NotFound, AlreadyUndone."""
    found = rows.first(Merge, op.house, id=merge)
    if found is None:
        raise NotFound("merge")
    bills.hold(op, found.kept_id)
    people = customers.lock_all(op, (found.kept_id, found.merged_id))
    row = rows.first(Merge, op.house, lock=True, id=merge)
    assert row is not None
    if row.undone_at:
        raise AlreadyUndone()
    row.kept, row.merged = people[row.kept_id], people[row.merged_id]
    own.not_alone(op, row.kept)
    return row


def obstacle(house: House, row: Merge, now: datetime) -> Ambiguous | None:
    """Why a standing merge can no longer be undone; None while it can."""
    return obstacles(house, [row], now)[0]


def obstacles(house: House, merges: Sequence[Merge], now: datetime) -> list[Ambiguous | None]:
    """The same of several into one record; the same few statements whatever their number."""
    found: dict[UUID, Ambiguous | None] = {}
    for row in merges:
        if row.kept.archived_at:
            found[row.id] = MergedOn(name=row.kept.display_name)
        elif row.told is None:
            found[row.id] = Erased()
    for look in (_moved, _ended, _invoiced, _expired):
        left = [row for row in merges if row.id not in found]
        if left:
            found |= look(house, left, now)
    return [found.get(row.id) for row in merges]


Found = dict[UUID, Ambiguous]


def _moved(house: House, merges: Sequence[Merge], now: datetime) -> Found:
    people = {id_ for row in merges for id_ in (row.kept_id, row.merged_id)}
    codes = codes_by(house, people)
    latest = last_moves(house, list(people), [code for some in codes.values() for code in some])
    since = {}
    for row in merges:
        theirs = (*codes[row.kept_id], *codes[row.merged_id])
        if max((latest[code] for code in theirs if code in latest), default=None) != (
            row.last_move_id
        ):
            since[row.id] = row
    if not since:
        return {}
    return dict.fromkeys(since, _told(house, [code for some in codes.values() for code in some]))


def _told(house: House, codes: Sequence[str]) -> Ambiguous:
    """What moved since, in words."""
    last = movements.last(house, codes)
    if last is None:
        return Ambiguous()
    return MovedSince(what=last.what, on=formats.date_format(last.at))


def _ended(house: House, merges: Sequence[Merge], now: datetime) -> Found:
    went = {UUID(id_): row.id for row in merges for id_ in row.went.get("bills", ())}
    ended = bills.ended_of(house, list(went), merges[0].kept_id) if went else {}
    return {went[id_]: BillEnded(number=number) for id_, number in reversed(ended.items())}


def _invoiced(house: House, merges: Sequence[Merge], now: datetime) -> Found:
    entries = {UUID(entry): row.id for row in merges for entry in row.account_entries}
    if not entries:
        return {}
    carried = Carried.objects.of(house).filter(entry_id__in=list(entries))
    invoiced = carried.filter(charge__invoice_id__isnull=False).values_list("entry_id", flat=True)
    return {entries[entry]: InvoicedSince() for entry in invoiced}


def _expired(house: House, merges: Sequence[Merge], now: datetime) -> Found:
    entries = {row.wallet_entry_id: row.id for row in merges if row.wallet_entry_id}
    if not entries:
        return {}
    came = Lot.objects.of(house).filter(entry_id__in=list(entries), remaining_minor__gt=0)
    gone = came.filter(expires_on__lt=local_date(house, now)).values_list("entry_id", flat=True)
    return {entries[entry]: ExpiredSince() for entry in gone}


def _give_back(op: Operation, row: Merge) -> None:
    """Whatever went over and is still where it went."""
    kept, merged, went = row.kept, row.merged, row.went
    for id_ in went.get("bills", ()):
        bills.carry_back(op, UUID(id_), merged)
    cards.carry_back(op, cards=_ids(went["cards"]), pin=went["pin"], source=merged, to=kept)
    guests.carry_back(
        op,
        links={UUID(id_): how for id_, how in went["links"].items()},
        invitations=_ids(went["invitations"]),
        source=merged,
        to=kept,
    )
    absorbing.point_back(op, {name: _ids(went[name]) for name in absorbing.POINTERS}, merged)
    kept.refresh_from_db()
    merged.refresh_from_db()
    _write_back(op, row)


def _ids(texts: list[str]) -> list[UUID]:
    return [UUID(text) for text in texts]


def _write_back(op: Operation, row: Merge) -> None:
    """Each column that still says what the merge wrote says again what it said before."""
    kept, told = row.kept, dict(row.told or {})
    theirs = told.pop(absorbing.THEIR_USER_ID, None)
    phones = told.pop("phones", None)
    back: dict[str, Any] = {"free": _own_back(kept, *told.pop("free", ({}, {})))}
    for column, (before, after) in told.items():
        if getattr(kept, column) == _value(column, after):
            back[column] = _value(column, before)
    back["visits"] = max(kept.visits - row.went["visits"], 0)
    numbers = None
    if phones and reports.phones_of(op.house, [kept])[kept.id] == phones[1]:
        numbers = phones[0]
    absorbing.write(op, kept, back, numbers)
    if theirs:
        absorbing.take_user_id(row.merged, theirs[0])


def _own_back(kept: Customer, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The house's own fields, each by itself: one that was changed since stays so."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    again = [key for key in changed if kept.free.get(key) == after.get(key)]
    return free.merged(kept.free, {key: before.get(key) for key in again})


def _value(column: str, told: Any) -> Any:
    return Customer._meta.get_field(column).to_python(told)  # type: ignore[union-attr]
