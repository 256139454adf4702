import json
from pathlib import Path

import pytest

from habitue.customers import catalogue


def test_every_import_name_belongs_to_one_field() -> None:
    owners: dict[str, set[str]] = {}
    for key in catalogue.BY_KEY:
        for name in (key, *catalogue.import_names(key)):
            owners.setdefault(catalogue.header_key(name), set()).add(key)

    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def test_no_import_name_is_a_secret() -> None:
    assert all(catalogue.by_import_name(name) is None for name in catalogue.NEVER_READ)


@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("E-Mail *", "email"),
        ("N° de téléphone", "phone"),
        ("Фамилия", "last_name"),
        ("Straße", "address.street"),
        ("ID de la carte", "cards"),
        ("Sur compte autorisé", "on_account_allowed"),
        ("card_number", "cards"),
        ("N° carte", "cards"),
        ("Anniv.", "birthday"),
        ("Pts", "opening_points"),
        ("Gender", None),
        ("Mot de passe", None),
    ],
)
def test_a_column_is_known_by_its_name(column: str, key: str | None) -> None:
    field = catalogue.by_import_name(column)

    assert (field.key if field else None) == key


def test_a_company_has_no_birthday() -> None:
    keys = [field.key for field in catalogue.fields_for("company")]

    assert "birthday" not in keys
    assert "birthday" in [field.key for field in catalogue.fields_for("person", "general")]


def test_erasing_forgets_names_contacts_and_free_texts() -> None:
    forgotten = catalogue.personal_keys()

    assert {"first_name", "email", "address.street", "notes", "cards", "tax_id"} <= forgotten
    assert not {"active", "credit_limit", "type"} & forgotten


def test_every_field_of_the_dish_form_is_known(shared: Path) -> None:
    headers = json.loads((shared / "data/customer-files/vendor_headers.json").read_text("utf-8"))
    dish = next(vendor for vendor in headers if vendor["vendor"].startswith("DISH"))

    assert [c for c in dish["columns"] if catalogue.by_import_name(c) is None] == []
