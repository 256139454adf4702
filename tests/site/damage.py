"""A house with a little of everything, and ways to damage its books one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from habitue.bills import actions as bills
from habitue.customers import actions as customers
from habitue.customers import objections
from habitue.house import schema, sql
from habitue.house.days import business_day
from habitue.house.tenancy import house_models
from habitue.housekeeping import balances
from habitue.outbox import actions as outbox
from habitue.prepaid import actions as prepaid
from habitue.prepaid import returning
from habitue.shifts import closing
from habitue.site import books, nightly, verifying
from tests.cast import Cast, eur

CAROLS = {"marketing_allowed": True, "email": "carol@example.org"}


def lived_in(cast: Cast) -> None:
    """Wallet, gift, points, a charge partly settled, a payment taken back, a PIN, a note."""
    cast.rule(points_per_unit=1, earn_bp=100, gift_days=30)
    cast.top_up(cast.alice, 100, 120)
    cast.pin(cast.alice)
    assert cast.alice_card
    bill = cast.bill(30, cast.alice)
    cast.act(bills.take_back, bill=bill, payment=cast.pay(bill, "wallet", 5).id)
    cast.pay(bill, "wallet", 12)
    cast.pay(bill, "cash")
    cast.close(bill)
    cast.save(cast.bill(40, cast.bob))
    pays = {"customer": cast.acme, "amount": cast.house.money(1_500), "tender": "card"}
    cast.act(bills.settle, **pays)
    cast.close(_paid(cast, cast.bill(7)))
    cast.act(bills.void, bill=cast.bill(3), reason="Spilt")
    cast.act(bills.refund, bill=bill, wanted=bills.Wanted(amount=600))
    _the_rest(cast)


def _the_rest(cast: Cast) -> None:
    """A consent and an objection, a top-up given back in part, an adjustment, a letter, a closed
    day."""
    cast.act(customers.edit, customer=cast.carol, fields=CAROLS, front="office")
    cast.act(objections.keep, wanted=objections.digests(cast.house.id, ["no@example.org"]))
    terms = {"pays": eur(50), "receives": eur(60), "tender": "cash", "fiscal_ref": "R-7"}
    top_up = cast.act(prepaid.top_up, customer=cast.carol, **terms)
    cast.act(returning.refund_top_up, top_up=top_up.id, amount=eur(20))
    terms = {"customer": cast.carol, "unit": "gift", "up": True, "amount": 100}
    cast.act(balances.adjust, **terms, reason="recount", by=cast.manager)
    cast.act(outbox.post, to="carol@example.org", subject="Hello", text="Hello")
    cast.act(closing.close_day, by=cast.manager, day=business_day(cast.house, datetime.now(UTC)))
    books.seal_pending(cast.house)
    verifying.record(cast.house, [], by=nightly.NIGHT, key="verify first")


def _paid(cast: Cast, bill: Any) -> Any:
    cast.pay(bill)
    return cast.again(bill)


def failing(cast: Cast) -> set[str]:
    """The codes of the invariants that do not hold."""
    return {
        finding.invariant.code for finding in books.examine(cast.house) if not finding.is_clean
    }


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the triggers that refuse a change; they are laid again afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for trigger, table in _triggers():
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on}')
    try:
        yield
    except DatabaseError:  # undone together with what was dropped
        raise
    schema.lay()


def damage(*statements: str, **names: UUID) -> None:
    """Run `statements` as someone would who got past every trigger; then lay them again.

    `{name}` in a statement is an id as the database spells it.
    """
    spelt = {name: f"'{sql.adapt(value)}'" for name, value in names.items()}
    with unguarded(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**spelt) if spelt else statement)


def _triggers() -> list[tuple[str, str]]:
    names = ("append_only",) if connection.vendor == "postgresql" else ("no_update", "no_delete")
    return [
        (f"{model._meta.db_table}_{name}", model._meta.db_table)
        for model in house_models()
        if model.append_only
        for name in (*names, *(f"{column}_forgets" for column in model.may_forget))
    ]
