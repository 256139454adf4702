"""Every column that could say something of a guest stands in the map by which they are erased."""

from __future__ import annotations

from django.db import models
from django.db.models import BinaryField, CharField, FileField, JSONField, TextField

from habitue.customers.forgetting import RESET
from habitue.customers.models import Customer
from habitue.house.tenancy import house_models
from habitue.housekeeping.forgetting import models as known_models
from habitue.housekeeping.personal import TABLES

SAYS = (CharField, TextField, JSONField, BinaryField, FileField)
# of a customer's row, what is neither a text nor reset: it says nothing of a person who is gone
NUMBERS = {
    *("id", "house_id", "active", "created_at", "updated_at", "last_visit_at", "visits"),
    *("archived_at", "erased_at", "version"),
}


def saying(model: type[models.Model]) -> set[str]:
    return {one.name for one in model._meta.concrete_fields if isinstance(one, SAYS)}


def test_every_column_that_says_something_is_in_the_map() -> None:
    missing = [
        f"{table}.{column}"
        for table, model in known_models().items()
        for column in sorted(saying(model))
        if table not in TABLES or column not in TABLES[table].named
    ]

    assert missing == []


def test_the_map_names_nothing_that_is_not_there() -> None:
    strange = [
        f"{name}.{column}"
        for name, table in TABLES.items()
        for column in table.named
        if name not in known_models() or column not in saying(known_models()[name])
    ]

    assert strange == []


def test_no_column_is_two_things_at_once() -> None:
    assert [
        name for name, table in TABLES.items() if len(set(table.named)) < len(table.named)
    ] == []


def test_every_way_to_a_customer_ends_at_one() -> None:
    """A way is made of foreign keys; `exchange` knows whom a row was about by its id alone."""
    astray = []
    for name, table in TABLES.items():
        for path in (*table.of, *table.seen):
            model: type[models.Model] = known_models()[name]
            for step in path.split("__"):
                field = model._meta.get_field(step)
                model = field.related_model or model  # type: ignore[assignment]
            if model is not Customer and path != "customer_id":
                astray.append(f"{name}: {path}")

    assert astray == []


def test_every_reference_to_a_customer_is_a_way() -> None:
    """A new row about someone cannot be left out because it holds no text today."""
    forgotten = [
        f"{model._meta.db_table}.{field.name}"
        for model in house_models()
        for field in model._meta.local_fields
        if field.related_model is Customer and model is not Customer
        if field.name not in _ways(model._meta.db_table) and saying(model)
    ]

    assert sorted(forgotten) == sorted(NAMED_ONLY)


# they name whose bill it was, and hold no word of theirs: how, by whom, when
NAMED_ONLY = {"bills_link.customer", "housekeeping_erasure.customer"}


def _ways(table: str) -> set[str]:
    if table not in TABLES:
        return set()
    return {path.split("__")[0] for path in (*TABLES[table].of, *TABLES[table].seen)}


def test_a_customers_numbers_and_flags_are_reset_or_say_nothing() -> None:
    told = TABLES["customers_customer"].named
    left = {
        field.attname
        for field in Customer._meta.concrete_fields
        if field.name not in told and field.attname not in RESET
    }

    assert left == NUMBERS
