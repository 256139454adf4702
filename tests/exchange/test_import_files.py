"""Files as vendors really write them, from the file to the book and once more."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from habitue.customers.models import Customer
from habitue.exchange.reading import UnreadableFile
from habitue.house.models import House
from tests.exchange.takes import COUNTS, counts, only, taken, tried, understood
from tests.shared_data import SHARED

FOLDER = SHARED / "data/customer-files" if SHARED else None
FILES = sorted(
    path.name for path in (FOLDER.iterdir() if FOLDER else []) if path.suffix in (".csv", ".vcf")
)


@pytest.mark.parametrize("name", FILES or ["absent"])
def test_every_file_is_taken_as_it_was_tried_and_only_once(
    name: str, house: House, shared: Path
) -> None:
    path = shared / "data/customer-files" / name

    dry, real, again = tried(house, path), taken(house, path), taken(house, path)

    assert counts(dry) == counts(real)
    assert dry == real
    created, updated, _same, refused = counts(again)
    assert (created, updated, refused) == (0, 0, len(real["refused"]))
    assert Customer.objects.of(house).count() == real["created"]
    assert dry["rows"] > 0


def _file(shared: Path, name: str) -> Path:
    return shared / "data/customer-files" / name


def test_every_yes_and_no_of_civicrm_is_understood(house: House, shared: Path) -> None:
    asked = {"Contact Custom Field": "marketing_allowed", "Do Not Email": ""}

    told = taken(house, _file(shared, "civicrm_boolean.csv"), asked=asked)

    assert counts(told) == (10, 0, 0, 0)
    consents = Customer.objects.of(house).values_list("first_name", "marketing_allowed")
    assert set(consents) == {("Joe", False), ("Betty", True)}


def test_the_first_of_september_is_not_the_ninth_of_january(house: House, shared: Path) -> None:
    taken(house, _file(shared, "civicrm_dates_dmy.csv"))

    assert set(Customer.objects.of(house).values_list("birthday", flat=True)) == {"2008-09-01"}


def test_people_of_odoo_belong_to_their_companies(house: House, shared: Path) -> None:
    taken(house, _file(shared, "odoo18_o2m_customers_contacts.csv"))

    belong = Customer.objects.of(house).filter(parent__isnull=False)
    assert dict(belong.values_list("last_name", "parent__company_name")) == {
        "Martins": "Aurora Shelves",
        "Holiday": "House Sales Direct",
        "Unsworth": "House Sales Direct",
        "Pecker": "International Wood",
    }


def test_a_ledger_is_refused_row_by_row(house: House, shared: Path) -> None:
    told = taken(house, _file(shared, "datev_EXTF_Buchungsstapel.csv"))

    assert counts(told) == (0, 0, 0, 38)
    assert set(told["mapping"].values()) == {None}


def test_the_same_people_in_another_encoding_are_the_same(house: House) -> None:
    text = "user_id;first_name;city\n1;Zoé;Besançon\n2;Łukasz;Łódź\n"

    assert counts(taken(house, text.encode("utf-16"))) == (2, 0, 0, 0)
    assert counts(taken(house, text.encode())) == (0, 0, 2, 0)


def test_a_row_of_ten_megabytes_is_refused_and_the_others_taken(house: House) -> None:
    huge = "x" * (10 << 20)

    told = taken(house, f"first_name,notes\nAnna,hello\nBruno,{huge}\nCléo,hello\n")

    assert counts(told) == (2, 0, 0, 1)
    assert told["refused"][0]["row"] == 2


BAD = {
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "noise": bytes(range(256)) * 200,
    "nothing": b"",
    "columns": (",".join(f"c{n}" for n in range(5_000)) + "\n").encode(),
    "half a workbook": b"PK\x03\x04 no workbook",
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_table_is_refused_in_a_sentence(house: House, what: str) -> None:
    with pytest.raises(UnreadableFile) as no:
        understood(house, BAD[what])

    assert no.value.sentence.endswith(".")
    assert not Customer.objects.of(house).exists()


def test_an_unknown_encoding_is_refused_in_a_sentence(house: House) -> None:
    with pytest.raises(UnreadableFile):
        understood(house, "first_name\nAnna\n", encoding="klingon")


def test_hostile_cells_are_kept_as_text_or_refused(house: House) -> None:
    rows = [
        "=cmd|'/c calc'!A0",
        "'; DROP TABLE customers;--",
        "<script>",
        "\u202egnp.exe",
        "{0}%s",
    ]
    file = "first_name,notes\n" + "".join(f'"{row}","{row}"\n' for row in rows)

    told = taken(house, file)

    assert counts(told) == (len(rows), 0, 0, 0)
    assert only(house, first_name="<script>").notes == "<script>"
    assert counts(taken(house, file)) == (0, 0, len(rows), 0)


def test_a_workbook_is_taken_like_a_text(house: House) -> None:
    from habitue.exchange import writing

    book = io.BytesIO()
    rows = [{"first_name": "Zoé", "user_id": "007", "phone": "06 12 34 56 78"}]
    writing.write_xlsx(rows, book, ["first_name", "user_id", "phone"])

    told = taken(house, book.getvalue())

    assert (told["format"], counts(told)) == ("xlsx", (1, 0, 0, 0))
    assert only(house).user_id == "007"
    assert sum(told[key] for key in COUNTS) == 1
