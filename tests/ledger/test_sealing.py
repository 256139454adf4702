"""The hash chain, and what it catches."""

from typing import Any

import pytest
from django.db import connection

from habitue.ledger import sealing
from habitue.ledger.chain import chain_holds
from habitue.ledger.models import Entry, Seal
from tests.cast import Cast


def tamper(statement: str) -> None:
    """Change the books as someone with the database's password would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("ledger_entry", "ledger_move", "ledger_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for table in ("ledger_entry", "ledger_move", "ledger_seal"):
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
        cursor.execute(statement)


def sealed(cast: Cast) -> Cast:
    """A few entries, all sealed."""
    for _round in range(3):
        cast.pay(cast.bill(5, cast.alice), "wallet")
    sealing.seal(cast.house)
    return cast


def test_the_chain_covers_every_entry_and_goes_on(noon: Any, cast: Cast) -> None:
    sealed(cast)
    first = Seal.objects.of(cast.house).count()
    assert first == Entry.objects.of(cast.house).count() > 3

    cast.top_up(cast.carol, 5)
    assert chain_holds(cast.house).offenders
    assert sealing.seal(cast.house) == 1
    assert sealing.seal(cast.house) == 0

    numbers = Seal.objects.of(cast.house).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, first + 2))
    assert chain_holds(cast.house).offenders == []


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_move SET amount = amount + 1",
        "UPDATE ledger_move SET debit_after = 0 WHERE debit_after IS NOT NULL",
        "UPDATE ledger_move SET debit_id = credit_id, credit_id = debit_id",
        "UPDATE ledger_entry SET kind = 'gift'",
        "UPDATE ledger_entry SET actor = 'staff:someone else'",
        "UPDATE ledger_entry SET business_day = '2020-01-01'",
        "UPDATE ledger_entry SET reference = ''",
        "DELETE FROM ledger_move",
        "DELETE FROM ledger_seal WHERE number = 2",
        "DELETE FROM ledger_seal WHERE number > 1",
        "UPDATE ledger_seal SET previous = hash WHERE number = 2",
    ],
)
def test_the_chain_shows_what_was_changed(noon: Any, cast: Cast, statement: str) -> None:
    sealed(cast)

    tamper(statement)

    assert chain_holds(cast.house).offenders


def test_houses_have_chains_of_their_own(cast: Cast) -> None:
    other = Cast(cast.other)
    sealed(other)
    sealed(cast)

    assert Seal.objects.of(cast.other).order_by("number")[0].number == 1
    assert chain_holds(cast.house).offenders == chain_holds(cast.other).offenders == []
