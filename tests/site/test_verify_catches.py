"""The verifier verified: each damage fails exactly the invariants it declares, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from habitue.house import sql
from habitue.site import books
from tests.cast import Cast
from tests.site.damage import damage, failing, lived_in
from tests.site.damages import DAMAGES, IMPOSSIBLE, MOVE_OF_CASH, first


@pytest.fixture
def house_lived_in(noon: Any, cast: Cast) -> Cast:
    lived_in(cast)
    books.seal_pending(cast.house)
    return cast


def test_nothing_fails_before_anything_is_damaged(house_lived_in: Cast) -> None:
    damage()

    assert failing(house_lived_in) == set()


@pytest.mark.unbalanced
def test_exactly_what_was_damaged_fails(house_lived_in: Cast) -> None:
    found = {}
    for what, (statement, expected) in DAMAGES.items():
        point = transaction.savepoint()
        damage(statement.replace("{no}", sql.no()))
        failed = " ".join(sorted(failing(house_lived_in)))
        transaction.savepoint_rollback(point)
        if failed != expected:
            found[what] = f"expected {expected}, failed {failed or 'nothing'}"
    print("\n".join(f"{what}: {said}" for what, said in found.items()))

    assert found == {}


@pytest.mark.unbalanced
@pytest.mark.sqlite
def test_an_amount_with_a_fraction(house_lived_in: Cast) -> None:
    damage(f"UPDATE ledger_move SET amount = amount + 0.5 WHERE {MOVE_OF_CASH}")

    assert {"I07", "I26"} <= failing(house_lived_in)


@pytest.mark.unbalanced
@pytest.mark.postgresql
def test_a_fraction_becomes_whole_and_the_chain_tells(house_lived_in: Cast) -> None:
    damage(f"UPDATE ledger_move SET amount = amount + 0.5 WHERE {MOVE_OF_CASH}")

    failed = failing(house_lived_in)

    assert "I26" in failed
    assert "I07" not in failed


@pytest.mark.unbalanced
@pytest.mark.sqlite
def test_a_row_of_another_house(house_lived_in: Cast) -> None:
    """On PostgreSQL a composite key refuses it: see `test_the_schema_refuses_another_house`."""
    bill = first("bills_bill", "customer_id IS NOT NULL")
    damage(
        f"UPDATE bills_bill SET customer_id = {{charlie}} WHERE {bill}",
        charlie=house_lived_in.charlie.id,
    )

    assert failing(house_lived_in) == {"I14", "I21", "I32"}  # its points and its link are Alice's


@pytest.mark.unbalanced
@pytest.mark.postgresql
def test_the_schema_refuses_another_house(house_lived_in: Cast) -> None:
    charlie = house_lived_in.charlie.id

    with pytest.raises(IntegrityError, match="same_house"), transaction.atomic():
        damage("UPDATE bills_bill SET customer_id = {charlie}", charlie=charlie)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.unbalanced
def test_a_trigger_that_is_gone(house_lived_in: Cast) -> None:
    damage()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER ledger_move_append_only ON ledger_move")
        else:
            cursor.execute("DROP TRIGGER ledger_move_no_update")

    assert failing(house_lived_in) == {"I31"}


@pytest.mark.unbalanced
@pytest.mark.parametrize("constraint", IMPOSSIBLE)
def test_what_the_schema_makes_impossible(house_lived_in: Cast, constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        damage(IMPOSSIBLE[constraint])

    told = str(refused.value)
    assert constraint in told or "UNIQUE constraint failed" in told
