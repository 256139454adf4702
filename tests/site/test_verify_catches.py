"""The verifier verified: each damage fails exactly the invariants it declares, and no other."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from habitue.site import books
from tests.cast import Cast
from tests.site.damage import damage, failing, lived_in

WALLET = "code LIKE 'wallet:%:paid' AND balance > 0"
CASH = "SELECT entry_id FROM bills_payment WHERE tender = 'cash'"


def first(table: str, which: str, column: str = "id") -> str:
    """The oldest row of `table` for which something holds."""
    return f"{column} = (SELECT {column} FROM {table} WHERE {which} ORDER BY {column} LIMIT 1)"


TOP_UP = first("ledger_entry", "kind = 'prepaid.top_up'")
MOVE_OF_CASH = f"entry_id IN ({CASH})"
A_MOVE_OF_CASH = first("ledger_move", MOVE_OF_CASH)
MOVE_OF_TOP_UP = (
    "number = 1 AND entry_id = (SELECT entry_id FROM prepaid_top_up ORDER BY id LIMIT 1)"
)

# what is done to the books -> the invariants that must fail, all of them
DAMAGES: dict[str, tuple[str, set[str]]] = {
    "another unit": (
        f"UPDATE ledger_move SET unit = 'USD' WHERE {MOVE_OF_CASH}",
        {"I01", "I26"},
    ),
    "an entry without moves": (
        f"UPDATE ledger_move SET entry_id = (SELECT entry_id FROM bills_payment WHERE tender ="
        f" 'wallet' AND undone_at IS NULL), number = 9 WHERE {A_MOVE_OF_CASH}",
        {"I02", "I26"},
    ),
    "a balance raised": (
        f"UPDATE ledger_account SET balance = balance + 1 WHERE {first('ledger_account', WALLET)}",
        {"I03", "I18"},
    ),
    "a debt lowered": (
        "UPDATE ledger_account SET balance = balance - 1 WHERE code LIKE 'receivable:%'",
        {"I03", "I23"},
    ),
    "a balance after altered": (
        f"UPDATE ledger_move SET credit_after = credit_after + 1 WHERE {MOVE_OF_TOP_UP}",
        {"I03", "I26"},
    ),
    "below nothing": (
        "UPDATE ledger_move SET debit_after = -1 WHERE debit_after = 800",
        {"I03", "I04", "I26"},
    ),
    "a limit passed": (
        "UPDATE house_accounts_charge SET limit_then_minor = 100",
        {"I05"},
    ),
    "beyond 2^53": (
        "UPDATE ledger_move SET credit_after = 9007199254740993 WHERE " + MOVE_OF_TOP_UP,
        {"I03", "I07", "I26"},
    ),
    "a column of floats": ("ALTER TABLE bills_bill ADD COLUMN share real", {"I07"}),
    "an operation gone": (
        "DELETE FROM operations_operation WHERE id IN (SELECT operation_id FROM ledger_entry"
        " WHERE kind = 'prepaid.top_up')",
        {"I10"},
    ),
    "a refusal that moved money": (
        "UPDATE operations_operation SET status = 409, code = 'refused' WHERE id IN"
        " (SELECT operation_id FROM ledger_entry WHERE kind = 'prepaid.top_up')",
        {"I11"},
    ),
    "no fingerprint": (
        f"UPDATE operations_operation SET fingerprint = '' WHERE "
        f"{first('operations_operation', 'status = 200')}",
        {"I12"},
    ),
    "a reversal of something else": (
        f"UPDATE ledger_reversal SET original_id = ({CASH} LIMIT 1)",
        {"I13", "I21"},
    ),
    "refunded more than the parts": (
        "UPDATE bills_refund SET amount_minor = amount_minor + 1",
        {"I13", "I21"},
    ),
    "a refund forgotten": ("UPDATE bills_bill SET refunded_minor = 0", {"I13"}),
    "a part of less": (
        "UPDATE bills_refund_part SET amount_minor = amount_minor - 1 WHERE tender = 'wallet'",
        {"I13"},
    ),
    "points nobody earned": (
        "UPDATE bills_bill SET earned_points = earned_points + 1 WHERE earned_points > 0",
        {"I14"},
    ),
    "given back without an entry": (
        "UPDATE bills_bill SET earned_minor = earned_minor + 1 WHERE earned_minor > 0",
        {"I15"},
    ),
    "earned by nobody": (
        "UPDATE bills_bill SET earned_points = 1 WHERE customer_id IS NULL AND state = 'closed'",
        {"I14", "I16"},
    ),
    "a wallet topped up from a wallet": (
        "UPDATE ledger_move SET debit_id = (SELECT id FROM ledger_account WHERE code LIKE"
        f" 'wallet:%:gift' LIMIT 1), debit_after = 0 WHERE {MOVE_OF_TOP_UP}",
        {"I03", "I17", "I18", "I26"},
    ),
    "a lot shortened": (
        "UPDATE prepaid_lot SET remaining_minor = remaining_minor - 1 WHERE remaining_minor > 99",
        {"I18"},
    ),
    "spent after its last day": (
        "UPDATE prepaid_lot SET expires_on = '2020-01-01' WHERE kind = 'gift'",
        {"I19"},
    ),
    "a payment split another way": (
        "UPDATE bills_payment SET gift_minor = gift_minor + 1 WHERE tender = 'wallet'"
        " AND undone_at IS NULL",
        {"I20"},
    ),
    "a payment of less": (
        "UPDATE bills_payment SET amount_minor = amount_minor - 1 WHERE tender = 'cash'",
        {"I21"},
    ),
    "VAT of another total": ("UPDATE bills_bill SET vat = '[]' WHERE total_minor = 700", {"I21"}),
    "a drawer of no shift": (
        "UPDATE ledger_account SET code = 'drawer:nowhere' WHERE code LIKE 'drawer:%'",
        {"I22"},
    ),
    "a charge forgotten": (
        "UPDATE house_accounts_charge SET open_minor = open_minor - 1",
        {"I23"},
    ),
    "an entry moved in time": (
        f"UPDATE ledger_entry SET at = '2020-01-01 00:00:00' WHERE {TOP_UP}",
        {"I26"},
    ),
    "a seal missing": (
        f"DELETE FROM ledger_seal WHERE {first('ledger_seal', 'number = 3')}",
        {"I26"},
    ),
    "nobody did it": (f"UPDATE ledger_entry SET actor = '' WHERE {TOP_UP}", {"I26", "I34"}),
    "someone search does not know": (
        f"DELETE FROM customers_search WHERE {first('customers_search', '1 = 1')}",
        {"I33"},
    ),
    "a bank card in a note": (
        f"UPDATE customers_customer SET notes = 'card 4111 1111 1111 1111'"
        f" WHERE {first('customers_customer', '1 = 1')}",
        {"I38"},
    ),
    "a PIN in clear": ("UPDATE cards_pin SET hash = '7391'", {"I39"}),
    "a lock without wrong tries": ("UPDATE cards_pin SET locked_at = '2026-01-01 00:00'", {"I39"}),
    "a reason rewritten": ("UPDATE audit_text SET reason = 'Nothing happened'", {"I40"}),
}  # fmt: skip

# what the schema makes impossible: the constraint that does
IMPOSSIBLE = {
    "operation_key": "UPDATE operations_operation SET \"key\" = 'one'",
    "reversed_once": "INSERT INTO ledger_reversal (id, house_id, original_id, entry_id)"
    f" SELECT original_id, house_id, original_id, ({CASH} LIMIT 1) FROM ledger_reversal",
    "move_amount": f"UPDATE ledger_move SET amount = 0 WHERE {MOVE_OF_CASH}",
    "move_two_sides": f"UPDATE ledger_move SET debit_id = credit_id WHERE {MOVE_OF_CASH}",
    "lot_remaining": "UPDATE prepaid_lot SET remaining_minor = -1",
    "charge_open": "UPDATE house_accounts_charge SET open_minor = amount_minor + 1",
    "payment_amount": "UPDATE bills_payment SET amount_minor = -1",
    "bill_refunded": "UPDATE bills_bill SET refunded_minor = total_minor + 1"
    " WHERE refunded_minor > 0",
    "customer_named": "UPDATE customers_customer SET first_name = '', last_name = '',"
    " company_name = ''",
    "card_number": "INSERT INTO cards_card (id, house_id, customer_id, number, number_key, kind,"
    " created_at) SELECT customer_id, house_id, customer_id, number, number_key, kind, created_at"
    " FROM cards_card",
}


@pytest.fixture
def house_lived_in(cast: Cast) -> Cast:
    lived_in(cast)
    books.seal_pending(cast.house)
    return cast


def test_nothing_fails_before_anything_is_damaged(house_lived_in: Cast) -> None:
    damage()

    assert failing(house_lived_in) == set()


@pytest.mark.unbalanced
@pytest.mark.parametrize("what", DAMAGES)
def test_exactly_what_was_damaged_fails(house_lived_in: Cast, what: str) -> None:
    statement, expected = DAMAGES[what]

    damage(statement)

    assert failing(house_lived_in) == expected


@pytest.mark.unbalanced
@pytest.mark.sqlite
def test_an_amount_with_a_fraction(house_lived_in: Cast) -> None:
    damage(f"UPDATE ledger_move SET amount = amount + 0.5 WHERE {MOVE_OF_CASH}")

    assert {"I07", "I26"} <= failing(house_lived_in)


@pytest.mark.unbalanced
@pytest.mark.sqlite
def test_a_row_of_another_house(house_lived_in: Cast) -> None:
    """On PostgreSQL a composite key refuses it: see `test_the_schema_refuses_another_house`."""
    bill = "bills_bill WHERE customer_id IS NOT NULL"
    damage(
        f"UPDATE bills_bill SET customer_id = {{charlie}} WHERE id = (SELECT id FROM {bill})",
        charlie=house_lived_in.charlie.id,
    )

    assert failing(house_lived_in) == {"I32"}


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
