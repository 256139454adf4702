import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from habitue.exchange.reading.drafts import Refused
from habitue.house.models import House
from tests.exchange.reads import drafts, fates, opened
from tests.exchange.takes import tried
from tests.shared_data import SHARED

FOLDER = SHARED / "data/customer-files" if SHARED else None
FORMATS = json.loads((FOLDER / "FORMATS.json").read_text("utf-8")) if FOLDER else []
LANGUAGES = ("en", "fr", "de")


@pytest.mark.parametrize("known", FORMATS or [{}], ids=lambda known: known.get("file", "absent"))
def test_every_file_is_understood_as_it_was_written(known: dict[str, Any], shared: Path) -> None:
    table = opened(shared / "data/customer-files" / known["file"])
    rows = list(table.rows())

    assert table.format == "csv"
    assert table.encoding == known["encoding"]
    assert table.delimiter == known["delimiter"]
    assert table.header_line == known["header_line_index"]
    assert len(table.columns) == known["columns"]
    assert len(rows) == known["data_rows"]
    assert [row.fault for row in rows if row.fault] == []
    assert bool(table.warnings) == (known["encoding"] == "cp1252")


def _file(shared: Path, name: str) -> Path:
    return shared / "data/customer-files" / name


def test_postings_of_a_ledger_are_no_customers(shared: Path) -> None:
    found = fates(opened(_file(shared, "datev_EXTF_Buchungsstapel.csv")))

    assert len(found) == 38
    assert {fate.reason for fate in found if isinstance(fate, Refused)} == {
        "No column is known as a field."
    }


def test_datev_addresses_become_people_and_companies(shared: Path) -> None:
    firm, man, woman = drafts(opened(_file(shared, "datev_EXTF_Div-Adressen.csv")))

    assert (firm.fields["type"], firm.fields["company_name"]) == ("company", "Testmöbel GmbH")
    assert (man.fields["type"], man.fields["last_name"]) == ("person", "Mustermann")
    assert woman.fields["first_name"] == "Elke"
    assert [d.fields["user_id"] for d in (firm, man, woman)] == ["DIV500", "DIV600", "DIV700"]


def test_odoo_contacts_belong_to_their_companies(shared: Path) -> None:
    found = drafts(opened(_file(shared, "odoo18_o2m_customers_contacts.csv")))

    assert [d.fields["type"] for d in found].count("company") == 3
    assert found[1].fields["parent"] == "Aurora Shelves"
    assert found[1].fields["address.country"] == "US"


def test_every_spelling_of_yes_and_no_is_read(shared: Path) -> None:
    found = fates(
        opened(_file(shared, "civicrm_boolean.csv")),
        asked={"Contact Custom Field": "marketing_allowed", "Do Not Email": ""},
    )

    answers = {(f.fields["first_name"], f.fields["marketing_allowed"]) for f in found}  # type: ignore[union-attr]
    assert answers == {("Joe", False), ("Betty", True)}


def test_not_having_refused_is_no_consent(shared: Path) -> None:
    found = drafts(opened(_file(shared, "civicrm_boolean.csv")))

    answers = {(d.fields["first_name"], d.fields.get("marketing_allowed")) for d in found}
    assert answers == {("Joe", None), ("Betty", False)}


def test_days_come_before_months_in_france(shared: Path) -> None:
    found = drafts(opened(_file(shared, "civicrm_dates_dmy.csv")))

    assert {d.fields["birthday"] for d in found} == {"2008-09-01"}


def test_passwords_are_not_read_and_1900_is_no_year(shared: Path) -> None:
    found = drafts(opened(_file(shared, "prestashop_customers_import.csv")))

    assert found[4].fields["birthday"] == "--01-01"
    assert found[8].fields["active"] is False
    assert not any("123456789" in str(d.fields.values()) for d in found)


def test_town_and_code_in_one_cell_are_told_apart(shared: Path) -> None:
    [found] = drafts(opened(_file(shared, "tine_import_split.csv")))

    assert found.fields["address.postal_code"] == "21222"
    assert found.fields["address.city"] == "Käln"


def test_an_area_code_in_its_own_column_is_joined(shared: Path) -> None:
    [found] = drafts(opened(_file(shared, "tine_mapundefined.csv")))

    assert found.fields["phone"] == "0190 800"
    assert (found.fields["first_name"], found.fields["last_name"]) == ("Max", "Muster")


def test_the_same_contact_reads_the_same_from_csv_and_vcard(shared: Path) -> None:
    [from_csv] = drafts(opened(_file(shared, "roundcube_gmail.csv")))
    [from_card] = drafts(opened(_file(shared, "roundcube_gmail.expected.vcf")))

    assert from_csv.fields == from_card.fields
    assert from_csv.fields["email"] == "home@aaa.pl"
    assert from_csv.fields["address.street"] == "home_street"


def test_an_address_book_entry_without_a_name_is_refused_in_both(
    house: House, shared: Path
) -> None:
    for name in ("roundcube_outlook.csv", "roundcube_outlook.expected.vcf"):
        [fate] = tried(house, _file(shared, name))["refused"]

        assert fate["field"] == "last_name"


SAVED: dict[str, Callable[[list[Any]], bool]] = {
    "apple.vcf": lambda f: f[0].fields["company_name"] == "Apple Computer AG",
    "vcard_John_Doe_ANDROID.vcf": lambda f: len(f) == 6 and f[2].fields["last_name"] == "Ñ Ñ Ñ Ñ",
    "vcard_John_Doe_EVOLUTION.vcf": lambda f: f[0].fields["address.city"] == "Albaney",
    "vcard_John_Doe_GMAIL.vcf": lambda f: f[0].fields["birthday"] == "1980-03-22",
    "vcard_rfc6350-example.vcf": lambda f: (
        f[0].fields["phones"] == ("+1-418-656-9254", "+1-418-262-6501")
    ),
}


@pytest.mark.parametrize("name", SAVED)
def test_cards_saved_by_real_programs_are_read(name: str, shared: Path) -> None:
    assert SAVED[name](fates(opened(_file(shared, name))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_western_house_reads_umlauts_and_is_warned(language: str, shared: Path) -> None:
    table = opened(_file(shared, "win1252_semicolon.csv"), language)

    assert list(table.rows())[2].cells[0] == "ÖzdemirÖ"
    assert "cp1252" in table.warnings[0]
