"""Merging two records, undoing it, and saying that two are not the same (decision 30)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from habitue.audit import actions as audit
from habitue.bills import carrying as bills
from habitue.cards import carrying as cards
from habitue.customers import absorbing, free, own, reports, waiting
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.guests import carrying as guests
from habitue.house_accounts import carrying as house_accounts
from habitue.house_accounts.models import Charge
from habitue.kit import emails
from habitue.kit.ids import new_id
from habitue.kit.refusals import NotFound
from habitue.merging import choosing
from habitue.merging.choosing import Known
from habitue.merging.models import Distinct, Merge, Suggestion
from habitue.merging.refusals import AlreadyMerged, InvoicesOpen, WithThemselves
from habitue.merging.reports import last_move
from habitue.merging.undoing import undo
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.points import carrying as points
from habitue.prepaid import carrying as prepaid

__all__ = ["Merge", "Wanted", "merge", "not_the_same", "undo"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose: field -> kept, other or both; and the versions they looked at."""

    picks: Mapping[str, str]
    kept_version: int | None = None
    merged_version: int | None = None


NOTHING = Wanted({})


@right("customers.merge")
def merge(op: Operation, *, kept: UUID, merged: UUID, wanted: Wanted = NOTHING) -> Merge:
    """All that `merged` has, owes and is known by becomes `kept`'s; their link leads there.

    Raises WithThemselves, NotFound, CustomerArchived, AlreadyMerged, VersionConflict,
    InvoicesOpen, UserIdTaken, PayerLoop, Malformed (a field or a pick there is not),
    RightMissing where terms change and the actor may not set them, or it is their own record.
    """
    if kept == merged:
        raise WithThemselves(field="into")
    to, source = _held(op, kept, merged, wanted)
    row = Merge(id=new_id(), house=op.house, kept=to, merged=source, at=op.at, actor=op.by.label)
    _move_value(op, row)
    went = {
        "bills": bills.carry(op, source=source, to=to),
        **_go_over(op, source, to),
        **asdict(absorbing.point_elsewhere(op, source=source, to=to)),
    }
    to.refresh_from_db()
    source.refresh_from_db()
    row.told = _write(op, to, source, wanted)
    absorbing.leave(op, source)
    row.went = went
    row.last_move_id = last_move(op.house, (to.id, source.id))
    row.save(force_insert=True)
    cards.settle(op, source=source, to=to)
    _forget_pairs(op, source)
    audit.record(op, "customers.merge", on=to, changes=_readable(row))
    audit.record(op, "customers.merged", on=source)
    return row


def _held(op: Operation, kept: UUID, merged: UUID, wanted: Wanted) -> tuple[Customer, Customer]:
    """Both, locked and fit to become one: bills before people, as whoever pays takes them."""
    _known(op, into=kept, customer=merged)
    bills_held = bills.hold(op, merged)
    people = customers.lock_all(op, (kept, merged))
    to, source = people[kept], people[merged]
    for one, version in ((to, wanted.kept_version), (source, wanted.merged_version)):
        if one.archived_at:
            _refuse_gone(op, one)
        if version is not None and version != one.version:
            raise customers.VersionConflict(version=one.version)
        own.not_alone(op, one)
    if bills.hold(op, merged) - bills_held:  # somebody was served in the meantime
        raise customers.VersionConflict(version=source.version)
    _refuse_invoiced(op, source)
    return to, source


def _known(op: Operation, **named: UUID) -> None:
    """Raises NotFound, with the name of whoever is not of this house."""
    for field, id_ in named.items():
        if not Customer.objects.of(op.house).filter(pk=id_).exists():
            raise NotFound("customer", field=field)


def _refuse_gone(op: Operation, one: Customer) -> None:
    if Merge.objects.of(op.house).filter(merged=one, undone_at=None).exists():
        raise AlreadyMerged(name=one.display_name)
    raise customers.CustomerArchived()


def _refuse_invoiced(op: Operation, source: Customer) -> None:
    """An invoice is one payer's: what it says is open stays on their account."""
    due = Charge.objects.of(op.house).filter(account__customer=source, open_minor__gt=0)
    if due.filter(invoice_id__isnull=False).exists():
        raise InvoicesOpen(name=source.display_name)


def _move_value(op: Operation, row: Merge) -> None:
    source, to, reference = row.merged, row.kept, f"merge:{row.id}"
    row.wallet_entry_id, kinds = prepaid.carry(op, source=source, to=to, reference=reference)
    row.paid_minor, row.gift_minor, row.earned_minor = (
        kinds.get(kind, 0) for kind in ("paid", "gift", "earned")
    )
    row.points_entry_id, row.points = points.carry(
        op, source=source.id, to=to.id, reference=reference
    )
    owed = house_accounts.carry(op, source=source, to=to, reference=reference)
    row.owed_minor, row.in_hand_minor = owed.owed, owed.in_hand
    row.account_entries = [str(entry) for entry in owed.entries]


def _go_over(op: Operation, source: Customer, to: Customer) -> dict[str, Any]:
    held = cards.carry(op, source=source, to=to)
    phones = guests.carry(op, source=source, to=to)
    return {
        "cards": held.cards,
        "pin": held.pin,
        "links": {str(id_): how for id_, how in phones.links.items()},
        "invitations": phones.invitations,
        "visits": source.visits,
    }


def _write(op: Operation, to: Customer, source: Customer, wanted: Wanted) -> dict[str, list[Any]]:
    """What the kept record says from now on; each column as it was and is."""
    numbers = reports.phones_of(op.house, [to, source])
    mine, theirs = Known(to, numbers[to.id]), Known(source, numbers[source.id])
    among = choosing.choices(mine, theirs, free.fields_of(op.house))
    choosing.check(wanted.picks, among)
    values = {choice.key: choice.picked(wanted.picks) for choice in among}
    phones = values.pop(choosing.PHONES)
    own_fields = choosing.free_values(to, source, values)
    columns = _columns(values) | choosing.stricter(to, source) | absorbing.visited(to, source)
    columns["free"] = own_fields
    if any(getattr(to, name) != columns[name] for name in customers.TERMS & columns.keys()):
        op.require("house_accounts.edit_terms")
    now, _waits = waiting.hold(op, to, columns)
    theirs_id = absorbing.give_up_user_id(source, now["user_id_key"])
    return absorbing.write(op, to, now, phones) | theirs_id


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    columns = {
        f"{key}_id"
        if key in ("parent", "payer", "group", "price_level")
        else choosing.column(key): value
        for key, value in values.items()
    }
    columns["email_key"] = emails.key(columns["email"])
    columns["user_id_key"] = columns["user_id"].casefold() or None
    return columns


def _readable(row: Merge) -> dict[str, tuple[Any, Any]]:
    left_out = ("email_key", "user_id_key", "visits", "last_visit_at")
    changes = {
        column: (before, after)
        for column, (before, after) in (row.told or {}).items()
        if column not in left_out
    }
    return free.told(changes)


def _forget_pairs(op: Operation, *people: Customer) -> None:
    """Nobody is asked again about someone who is gone."""
    for side in ("first", "second"):
        gone = Suggestion.objects.of(op.house).filter(**{f"{side}__in": people})
        gone.delete()


@right("customers.merge")
def not_the_same(op: Operation, *, one: UUID, other: UUID) -> Distinct:
    """Two records stay two: they are not suggested again. Raises WithThemselves, NotFound."""
    if one == other:
        raise WithThemselves(field="other")
    _known(op, one=one, other=other)
    first, second = sorted(customers.lock_all(op, (one, other)).values(), key=lambda c: c.id)
    row, _new = Distinct.objects.get_or_create(
        house=op.house,
        first=first,
        second=second,
        defaults={"at": op.at, "actor": op.by.label},
    )
    Suggestion.objects.of(op.house).filter(first=first, second=second).delete()
    audit.record(op, "customers.not_the_same", on=first)
    return row
