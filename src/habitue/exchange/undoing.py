"""Taking a whole import back: who it made is archived, what it changed is put back, what it
opened is reversed by entries. What was used or changed since stays, with a sentence why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.audit import actions as audit
from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.customers import actions as customers
from habitue.customers import waiting
from habitue.customers.models import Customer, CustomerPhone
from habitue.customers.putting_back import gone_again, put_back
from habitue.exchange import using
from habitue.exchange.models import Fate, FateKind, Import, Outcome, State
from habitue.exchange.tracing import plain
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.house_accounts import unopening as house_accounts
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.points import actions as points
from habitue.prepaid import unopening as prepaid

Batch = Sequence[Fate]


def carry_out(house: House, by: Actor, id_: UUID, pace: Callable[[], int]) -> None:
    """Undo what is not yet undone: first what was changed, then who was made, the last first.

    Killed at any point, it goes on from the fates that say no outcome yet.
    """
    for kind, work in ((FateKind.UPDATED, _put_back), (FateKind.CREATED, _archive)):
        while batch := _next(house, id_, kind, max(pace() // 2, 1)):
            key = f"import:{id_}:undo:{kind.value}:{batch[0].row}"
            _run(house, by, key, partial(_done, batch=batch, id_=id_, work=work))
    _run(house, by, f"import:{id_}:undo:end", partial(_end, id_=id_))


def _next(house: House, id_: UUID, kind: FateKind, size: int) -> list[Fate]:
    with house_scope(house):
        rows = Fate.objects.of(house).filter(of_id=id_, fate=kind, outcome="")
        return list(islice(rows.order_by("-row").iterator(chunk_size=size), size))


def _done(op: Operation, batch: Batch, id_: UUID, work: Callable[..., None]) -> None:
    op.require("customers.import")
    op.require("customers.archive")
    work(op, batch, id_)
    Fate.objects.bulk_update(batch, ["outcome", "kept_why"])
    row = Import.objects.of(op.house).get(pk=id_)
    for one in batch:
        row.undone[one.outcome] = row.undone.get(one.outcome, 0) + 1
    row.save(update_fields=["undone"])


def _end(op: Operation, id_: UUID) -> None:
    row = Import.objects.of(op.house).get(pk=id_)
    row.state, row.undone_at = State.UNDONE, op.at
    row.save(update_fields=["state", "undone_at"])
    counts = {kind: (0, row.undone.get(kind, 0)) for kind in Outcome.values}
    audit.record(op, "customers.import_undone", on=row, changes=counts)


def _run(house: House, by: Actor, key: str, work: Callable[[Operation], None]) -> None:
    def worked(op: Operation) -> Answer:
        work(op)
        return Answer()

    operations.run(Request(house, by, key, key), worked)


def _keep(fate: Fate, why: Iterable[str]) -> None:
    fate.outcome, fate.kept_why = Outcome.KEPT, " ".join(why)[:300]


def _with_people(batch: Batch, people: Mapping[UUID, Customer]) -> Iterator[tuple[Fate, Customer]]:
    for fate in batch:
        if fate.customer_id is not None:
            yield fate, people[fate.customer_id]


# -- who was made -----------------------------------------------------------------------------


def _archive(op: Operation, batch: Batch, id_: UUID) -> None:
    people = customers.lock_all(op, {one.customer_id for one in batch if one.customer_id})
    reasons = using.since(op.house, id_, list(people.values()))
    opened = using.opened_for(op.house, id_, list(people.values()))
    for fate, customer in _with_people(batch, people):
        if why := reasons.get(customer.id):
            _keep(fate, why)
            continue
        _unopen(op, customer, opened.get(customer.id, []))
        if not customer.archived_at:
            cards.release_all(op, customer)
            customers.archived(op, customer)
        gone_again(op, customer)
        fate.outcome = Outcome.ARCHIVED


def _unopen(op: Operation, customer: Customer, booked: Iterable[Sequence[str]]) -> None:
    for what, id_ in booked:
        if what == "house_accounts":
            house_accounts.unopen(op, charge=UUID(id_))
        else:
            room = {"prepaid": prepaid, "points": points}[what]
            room.unopen(op, customer=customer, entry=UUID(id_))


# -- who was changed --------------------------------------------------------------------------


def _put_back(op: Operation, batch: Batch, id_: UUID) -> None:
    """Newcomers whom a later row of the file said more of are archived, not put back."""
    ids = {one.customer_id for one in batch if one.customer_id}
    people = customers.lock_all(op, ids)
    made = using.made_by(op.house, id_, ids)
    for fate, customer in _with_people(batch, people):
        if customer.id in made:
            fate.outcome = Outcome.ARCHIVED
            continue
        why = _back(op, customer, fate.trace)
        if why:
            _keep(fate, why)
        else:
            fate.outcome = Outcome.RESTORED


def _back(op: Operation, customer: Customer, trace: dict[str, Any]) -> list[str]:
    """Put one person back as far as nobody changed them since; sentences for the rest."""
    if customer.archived_at:
        return [_("They were archived since.")]
    if not trace:
        return [_("What stood here before is not kept.")]
    was = trace.get("was", {})
    columns, changed = _unchanged(customer, was)
    wanted = {column: after for column, (_before, after) in was.items()}
    later = waiting.withdraw(op, customer, wanted, trace.get("waited", {}))
    changed += [_label(column) for column in later if _label(column) not in changed]
    phones, renumbered = _numbers(op, customer, trace.get("phones"))
    if columns or phones is not None:
        put_back(op, customer=customer, columns=columns, phones=phones)
    why = [_("{fields} was changed since.").format(fields=", ".join(changed))] * bool(changed)
    why += [_("The phone numbers were changed since.")] * renumbered
    why += _cards_back(op, customer, trace.get("cards", []))
    why += _opened_back(op, customer, trace.get("booked", []))
    return why


def _unchanged(
    customer: Customer, was: dict[str, list[Any]]
) -> tuple[dict[str, tuple[Any, Any]], list[str]]:
    """The columns that stand as the file left them, and those that do not."""
    columns, changed = {}, []
    for column, (before, after) in was.items():
        now = plain(getattr(customer, column))
        if now == after and before != after:
            columns[column] = (_value(column, before), getattr(customer, column))
        elif now != before and not column.endswith("_key"):
            changed.append(_label(column))
    return columns, changed


def _value(column: str, stored: Any) -> Any:
    is_link = column in ("parent_id", "payer_id", "group_id", "price_level_id")
    return UUID(stored) if is_link and stored else stored


def _label(column: str) -> str:
    return using.label_of(column)


def _numbers(
    op: Operation, customer: Customer, phones: list[list[str]] | None
) -> tuple[list[str] | None, bool]:
    """The numbers to put back, and whether someone changed them since."""
    if phones is None:
        return None, False
    before, after = phones
    rows = CustomerPhone.objects.of(op.house).filter(customer=customer).order_by("position")
    now = list(rows.values_list("typed", flat=True))
    if now == after:
        return before, False
    return None, now != before


def _cards_back(op: Operation, customer: Customer, keys: Sequence[str]) -> list[str]:
    """The cards the file gave are taken away again, if they still have them unused."""
    held = Card.objects.of(op.house).filter(
        number_key__in=keys, released_at=None, customer=customer
    )
    why = []
    for card in held:
        if using.is_read(card):
            why.append(_("Card {number} was used since.").format(number=card.number))
        else:
            cards.release(op, card=card)
    return why


def _opened_back(op: Operation, customer: Customer, booked: Sequence[Sequence[str]]) -> list[str]:
    why = []
    for one in booked:
        try:
            _unopen(op, customer, [one])
        except Refusal as no:  # each looks before it writes
            why.append(no.sentence)
    return why
