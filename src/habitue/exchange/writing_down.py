"""Writing what was decided of a batch, by the actions of the rooms it touches."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.cards import actions as cards
from habitue.cards.many import Registered, register_many
from habitue.customers import actions as customers
from habitue.customers import waiting
from habitue.customers.models import Customer
from habitue.exchange import tracing
from habitue.exchange.deciding import FRONT, Decided
from habitue.exchange.models import Fate, FateKind, Import
from habitue.exchange.tally import Tally
from habitue.house.models import House
from habitue.house.rows import fresh, insert_many
from habitue.house_accounts import actions as house_accounts
from habitue.operations.models import Operation
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import ValueKind
from habitue.publishing import reports as publishing


def write(op: Operation, decided: Sequence[Decided]) -> None:
    """Everything of a batch: newcomers together, changes one by one, then cards and balances."""
    created = [one for one in decided if one.fate == FateKind.CREATED]
    bound = _bound_with_their_owner(created)
    if created:
        _register(op, created)
    new = {one.person.id for one in created if one.person}
    for one in decided:
        if one.person is None:
            continue
        if one.changes and one.person.id not in new:
            one.waited = _waiting(op, one)
            kept = customers.edit(
                op,
                customer=one.person.customer,
                fields=one.changes,
                front=FRONT,
                wording=one.wording,
            )
            one.person.customer.version = kept.version
        for card in one.cards:
            if card.id not in bound:
                cards.assign(op, customer=one.person.customer, number=card.number)
        if one.opening:
            _open(op, one.person.customer, one)


def _waiting(op: Operation, one: Decided) -> dict[str, Any]:
    """Of the terms a row changes, those that waited for Send before it."""
    terms = one.was.keys() & waiting.TERMS
    if one.person is None or not terms:
        return {}
    waits = publishing.wanted(op.house, waiting.KIND, one.person.id)
    return {column: waits[column] for column in terms if column in waits}


def _bound_with_their_owner(created: Sequence[Decided]) -> set[UUID]:
    """Cards nobody had, of newcomers; one that waited for its owner is there already."""
    return {card.id for one in created for card in one.cards if card._state.adding}


def _register(op: Operation, created: Sequence[Decided]) -> None:
    new = []
    for one in created:
        assert one.person is not None
        for position, number in enumerate(one.person.numbers):
            number.position = position
        fresh = [card for card in one.cards if card._state.adding]
        person = one.person
        new.append(Registered(person.customer, person.numbers, person.code, fresh, one.wording))
    register_many(op, new=new, front=FRONT)


def _open(op: Operation, customer: Customer, one: Decided) -> None:
    """Balances brought along become entries of their own kind, dated as the file says."""
    brought = one.opening
    assert brought is not None
    reference = f"customer:{customer.id}"
    for money, kind in ((brought.paid, ValueKind.PAID), (brought.gift, ValueKind.GIFT)):
        if money:
            entry = prepaid.open_with(
                op, customer=customer, paid=money, reference=reference, kind=kind
            )
            one.booked.append(["prepaid", str(entry)])
    if brought.owes:
        on = date.fromisoformat(brought.on) if brought.on else None
        label = _("Opening balance")
        row = house_accounts.open_with(
            op, customer=customer, owes=brought.owes, label=label, on=on
        )
        one.booked.append(["house_accounts", str(row.id)])
    if brought.points:
        entry = points.open_with(op, customer=customer, points=brought.points)
        one.booked.append(["points", str(entry)])


def write_links(
    op: Operation, id_: UUID, links: Iterable[tuple[Decided, dict[str, UUID]]]
) -> None:
    """Parents and payers that a later row made."""
    told = Tally()
    for one, found in links:
        assert one.person is not None
        if found:
            kept = customers.edit(op, customer=one.person.customer, fields=found, front=FRONT)
            one.person.customer.version = kept.version
        before = one.fate
        told.relink(one, found)
        if found or one.warnings:
            row = Fate.objects.of(op.house).get(of_id=id_, row=one.row)
            row.fate, row.warnings = one.fate, _told(one)
            row.trace = tracing.with_links(row.trace, one, found)
            row.save(update_fields=["fate", "warnings", "trace"])
        one.fate = before if not found else one.fate
    told.store(op.house, id_)


def fates_of(house: House, id_: UUID, decided: Iterable[Decided]) -> list[Fate]:
    return [
        fresh(
            Fate,
            house=house,
            of_id=id_,
            row=one.row,
            fate=one.fate,
            customer_id=one.person.id if one.person else None,
            field=one.field[:40],
            reason=one.reason[:300],
            warnings=_told(one),
            trace=tracing.trace_of(one),
        )
        for one in decided
    ]


def _told(one: Decided) -> list[list[str]]:
    return [[about, text[:300]] for about, text in one.warnings[:50]]


def trial_of(op: Operation, row: Import, tally: Tally, fates: Iterable[Fate]) -> None:
    """What a dry run found, kept to be looked at."""
    insert_many(fates)
    tally.store(op.house, row.id)
    Import.objects.of(op.house).filter(pk=row.id).update(ended_at=op.at)
