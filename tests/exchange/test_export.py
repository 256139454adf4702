"""What leaves comes back: export, an empty house, import, and the same file again."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from habitue.cards import actions as cards
from habitue.customers import actions as customers
from habitue.exchange import exporting, writing
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.menu import actions as menu
from tests.cast import act_in, eur, make_house
from tests.exchange.takes import counts, exported, exported_lines, taken, tried

HOSTILE = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "'already", "''twice", "\tTab", "0007",
    "1E5", "TRUE", "null", "N/A", "مرحبا بالعالم", "\u202etxt.exe", "ﬁ ligature", "Zoë 😀",
    "a,b;c|d", 'say "hi"', "O'Brien", "ßtraße", "İstanbul", "<b>x</b>", "{name}", "%s%n", "\\N",
    "Владимир", "田中", "#482913", "a@b", "-", "—", "Ω≈ç√∫", "1,234.50", "12/31/2020", "yes", "no",
]  # fmt: skip


def _add(house: House, number: int, name: str, **fields: Any) -> Any:
    said = {"first_name": f"P{number}", "last_name": name, **fields}
    return act_in(house, cards.register, fields=said, front="office")


def _other_house(slug: str) -> House:
    return make_house(slug=slug, name=slug)


def _comes_back(house: House) -> House:
    """The export of `house` in an empty house; it must be the same, byte for byte."""
    first, other = exported(house), _other_house("second")
    _same_names(house, other)

    told = taken(other, first)

    assert told["refused"] == []
    assert told["created"] == told["rows"]
    assert exported(other) == first
    assert counts(taken(other, first))[2] == told["rows"]
    return other


def _same_names(house: House, other: House) -> None:
    """A file names levels and groups; what each means is not in it."""
    for key, add in (("price_level", menu.add_level), ("group", menu.add_group)):
        for name in {str(row[key]) for row in _rows(house) if row[key]}:
            act_in(other, add, name=name)


def _rows(house: House) -> list[dict[str, Any]]:
    with house_scope(house):
        return list(exporting.rows(house, exporting.everyone(house)))


def test_hostile_names_come_back(house: House) -> None:
    for number, name in enumerate(HOSTILE):
        _add(
            house,
            number,
            name,
            **{"notes": f"{name}\n{name}", "address.city": name, "search_code": name[:30]},
        )

    _comes_back(house)


def test_every_field_comes_back(house: House) -> None:
    _everything(house)

    other = _comes_back(house)

    whole = next(row for row in _rows(other) if row["last_name"] == "Whole")
    assert whole["parent"].startswith("Boss & Co #")
    assert whole["credit_limit"] == eur("50.05")


def _everything(house: House) -> None:
    """Someone with every field, and someone with a card."""
    level = act_in(house, menu.add_level, name="Staff; all")
    group = act_in(house, menu.add_group, name="Neighbours, 2")
    boss = act_in(
        house,
        cards.register,
        fields={"type": "company", "company_name": "Boss & Co", "on_account_allowed": True},
        front="office",
    )
    _add(
        house, 1, "Whole", email="Whole@example.org", phone="06 12 34 56 78",
        phones=["06 12 34 56 78", "01 23 45 67 89", "ask for Zoé"], user_id="007",
        birthday="--02-29", language="fr", currency="EUR", description="=2",
        tags=["a b", "c;d", "e,f"],
        marketing_allowed=True, email_receipts=True, parent=boss.id, payer=boss.id, on_hold=True,
        credit_limit=eur("50.05"), price_level=level.id, group=group.id, discount_percent=50,
        earn_percent=0, tax_id="FR123", tax_exempt=True, active=False, website="https://example.org/?a=1",
        **{"address.street": "1, rue X", "address.postal_code": "01000", "address.city": "Bourg",
           "address.region": "Ain", "address.country": "FR"},
    )  # fmt: skip
    act_in(house, cards.assign, customer=_add(house, 2, "Card"), number="00 12-3")


def test_the_other_formats_come_back_too(house: House, shared: Path) -> None:
    """All example numbers and hostile names: as a workbook, and the CSV after it is the same."""
    people = [f"{number},P{number},{phone}\n" for number, phone in enumerate(_examples(shared))]
    taken(house, "user_id,last_name,phone\n" + "".join(people))
    for number, name in enumerate(HOSTILE):
        _add(house, number, name, notes=f"{name}\n'{name}", tags=[name[:20]])
    first, book = exported(house), io.BytesIO()
    writing.write_xlsx(_rows(house), book)
    other = _other_house("by-workbook")

    told = taken(other, book.getvalue())

    assert (told["format"], told["refused"]) == ("xlsx", [])
    assert exported(other) == first
    lines = b"".join(writing.jsonl_chunks(_rows(house)))
    assert b"".join(writing.jsonl_chunks(_rows(other))) == lines


def test_json_lines_come_back(house: House, shared: Path) -> None:
    """All example numbers and hostile names, byte for byte; and the CSV after it is the same."""
    people = [f"{number},P{number},{phone}\n" for number, phone in enumerate(_examples(shared))]
    taken(house, "user_id,last_name,phone\n" + "".join(people))
    _lines_come_back(house)


def test_hostile_names_and_every_field_come_back_as_json_lines(house: House) -> None:
    _everything(house)
    for number, name in enumerate(HOSTILE):
        more = {"address.city": name, "search_code": name[:30]}
        _add(house, number, name, notes=f"{name}\n'{name}", tags=[name[:20], "a,b"], **more)

    other = _lines_come_back(house)

    whole = next(row for row in _rows(other) if row["last_name"] == "Whole")
    assert (whole["credit_limit"], whole["discount_percent"]) == (eur("50.05"), 50)


def _lines_come_back(house: House) -> House:
    first, other = exported_lines(house), _other_house("by-lines")
    _same_names(house, other)

    told = taken(other, first)

    assert (told["format"], told["refused"]) == ("jsonl", [])
    assert exported_lines(other) == first
    assert exported(other) == exported(house)
    assert counts(taken(other, first))[2] == told["rows"]
    return other


def test_two_who_share_a_name_and_a_telephone_come_back_as_two(house: House) -> None:
    for _twin in range(2):
        act_in(
            house,
            cards.register,
            fields={"first_name": "Ann", "phone": "0612345678"},
            front="office",
        )

    _comes_back(house)


def test_the_telephones_of_the_world_come_back(house: House, shared: Path) -> None:
    numbers = _examples(shared)
    for number, phone in enumerate(numbers[::8]):
        _add(house, number, "Phone", phone=phone)

    _comes_back(house)


def _examples(shared: Path) -> list[str]:
    """Whatever looks like a telephone number in the files of examples."""
    found = []
    for path in sorted((shared / "data/phones").iterdir()):
        if path.suffix in (".json", ".csv", ".tsv"):
            text = path.read_text("utf-8")
            found += [word for word in text.replace('"', ",").split(",") if word.startswith("+")]
    assert found
    return sorted({word.strip() for word in found})


def test_the_archived_stay_at_home(house: House) -> None:
    gone, _kept = _add(house, 1, "Gone"), _add(house, 2, "Kept")
    act_in(house, lambda op: customers.archived(op, customers.lock(op, gone.id)))

    assert [row["last_name"] for row in _rows(house)] == ["Kept"]


@pytest.mark.parametrize("format_", ["xlsx", "jsonl"])
def test_the_other_formats_say_the_same(house: House, format_: str) -> None:
    _add(house, 1, "=1+1", phone="0612345678", tags=["a"], discount_percent=250)
    rows = _rows(house)

    if format_ == "jsonl":
        [line] = b"".join(writing.jsonl_chunks(rows)).splitlines()
        assert json.loads(line)["last_name"] == "=1+1"
    else:
        book = io.BytesIO()
        writing.write_xlsx(rows, book)
        assert counts(tried(house, book.getvalue())) == (0, 0, 1, 0)
