"""A house with a little of everything, and ways to damage its books one at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from habitue.bills import actions as bills
from habitue.house import schema, sql
from habitue.house.tenancy import house_models
from habitue.site import books
from tests.cast import Cast


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


def _paid(cast: Cast, bill: Any) -> Any:
    cast.pay(bill)
    return cast.again(bill)


def failing(cast: Cast) -> set[str]:
    """The codes of the invariants that do not hold."""
    return {
        finding.invariant.code for finding in books.examine(cast.house) if not finding.is_clean
    }


def damage(*statements: str, **names: UUID) -> None:
    """Run `statements` as someone would who got past every trigger; then lay them again.

    `{name}` in a statement is an id as the database spells it.
    """
    spelt = {name: f"'{sql.adapt(value)}'" for name, value in names.items()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for trigger, table in _triggers():
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on}')
        for statement in statements:
            cursor.execute(statement.format(**spelt))
    schema.lay()


def _triggers() -> list[tuple[str, str]]:
    names = ("append_only",) if connection.vendor == "postgresql" else ("no_update", "no_delete")
    return [
        (f"{model._meta.db_table}_{name}", model._meta.db_table)
        for model in house_models()
        if model.append_only
        for name in names
    ]
