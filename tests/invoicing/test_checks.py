"""The verifier sees every damage to invoices; the schema stops the rest."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from habitue.site import books
from tests.cast import Cast
from tests.invoicing.eaters import MARCH, Eaters
from tests.site.damage import damage, failing

LAST = "id = (SELECT id FROM invoicing_invoice ORDER BY id DESC LIMIT 1)"
DAMAGES = {
    "a total lowered": (
        f"UPDATE invoicing_invoice SET total_minor = total_minor - 1,"
        f" balance_minor = balance_minor - 1 WHERE {LAST}",
        {"I41", "I42", "I43"},
    ),
    "a charge taken off": (
        "DELETE FROM invoicing_charge"
        " WHERE id = (SELECT id FROM invoicing_charge ORDER BY id DESC LIMIT 1)",
        {"I41"},
    ),
    "a charge that forgot": (
        "UPDATE house_accounts_charge SET invoice_id = NULL WHERE amount_minor = 1200",
        {"I41", "I43"},
    ),
    "a number left out": (f"UPDATE invoicing_invoice SET serial = 9 WHERE {LAST}", {"I42"}),
    "a name changed": (
        "UPDATE invoicing_invoice SET digest = '00' WHERE serial = 1",
        {"I42"},
    ),
    "a debt invented": (
        "UPDATE invoicing_invoice SET previous_minor = 1, balance_minor = balance_minor + 1"
        " WHERE serial = 1",
        {"I42", "I43"},
    ),
    "a payment shown that was not": (
        "DELETE FROM invoicing_payment",
        {"I43"},
    ),
}


@pytest.fixture
def invoiced(cast: Cast, eaters: Eaters) -> Cast:
    """Two invoices of Acme's, the first partly paid."""
    eaters.eats(cast.bob, 12)
    eaters.pays(5)
    eaters.invoiced()
    eaters.eats(cast.bob, 8, on=(3, 2))
    eaters.invoiced(**MARCH)
    books.seal_pending(cast.house)
    return cast


def test_nothing_fails_before(invoiced: Cast) -> None:
    damage()

    assert failing(invoiced) == set()


@pytest.mark.unbalanced
@pytest.mark.parametrize("what", DAMAGES)
def test_exactly_what_was_damaged_fails(invoiced: Cast, what: str) -> None:
    statement, expected = DAMAGES[what]

    damage(statement)

    assert failing(invoiced) == expected


def test_the_schema_stops_a_charge_on_two_invoices(invoiced: Cast) -> None:
    again = (
        "INSERT INTO invoicing_charge (id, house_id, invoice_id, charge_id)"
        " SELECT charge_id, house_id, invoice_id, charge_id FROM invoicing_charge"
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again)


def test_the_schema_stops_a_sum_that_is_none(invoiced: Cast) -> None:
    damage()
    with pytest.raises(IntegrityError), transaction.atomic():
        damage(f"UPDATE invoicing_invoice SET total_minor = 1 WHERE {LAST}")
