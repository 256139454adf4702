"""What must always be true of the book: everyone is found, and no bank card is written down."""

from collections.abc import Iterator

from django.db import models

from habitue.customers.models import Customer, CustomerPhone
from habitue.house import sql
from habitue.house.models import House
from habitue.kit import bank_cards
from habitue.kit.checks import Examined, Invariant

SHORTEST = 13  # digits of a bank card
TEXTS = (models.CharField, models.TextField)


def everyone_is_found(house: House) -> Examined:
    """Each customer has one row that search reads, with the same type, state and archive."""
    return sql.examined(
        house.id,
        counted="customers_customer",
        wrong="SELECT c.id, 'is not in the search as in the book' FROM customers_customer c"
        " LEFT JOIN customers_search s ON s.house_id = c.house_id AND s.customer_id = c.id"
        " WHERE c.house_id = %s AND (s.id IS NULL OR s.active <> c.active"
        " OR s.is_company <> (c.type = 'company') OR s.archived <> (c.archived_at IS NOT NULL))",
    )


def no_bank_cards(house: House) -> Examined:
    count, wrong = 0, []
    for model in (Customer, CustomerPhone):
        for id_, words in _long_texts(house, model):
            count += 1
            if any(bank_cards.holds_bank_card(word) for word in words):
                wrong.append(f"{model._meta.verbose_name} {id_} holds a bank card")
    return Examined(count, wrong)


def _long_texts(house: House, model: type[models.Model]) -> Iterator[tuple[object, list[str]]]:
    """Only rows and columns long enough to hold one, with a digit in them."""
    names = [field.column for field in model._meta.local_fields if isinstance(field, TEXTS)]
    long = " OR ".join(f'length("{name}") >= {SHORTEST}' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    for id_, *values in sql.rows(
        f'SELECT id, {columns} FROM "{model._meta.db_table}" WHERE house_id = %s AND ({long})',  # noqa: S608
        [house.id],
    ):
        texts = [value for value in values if value and len(value) >= SHORTEST]
        yield id_, [text for text in texts if sum(map(str.isdigit, text)) >= SHORTEST]


INVARIANTS = [
    Invariant("I33", "Search knows everyone as the book does", everyone_is_found),
    Invariant("I38", "No bank card is written down in the book", no_bank_cards),
]
