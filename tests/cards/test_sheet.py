"""The sheet: every code on it is read back from the rendered page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import zxingcpp

from habitue.cards import batches, sheet
from habitue.house.models import House
from tests.cast import Cast
from tests.pictures import grey

AT = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("colour", ["bottle", "ink", "a colour of tomorrow"])
def test_every_code_on_the_sheet_is_read_back(cast: Cast, colour: str) -> None:
    cast.rule(card_colour=colour)
    batch = cast.act(batches.make_batch, count=12)
    numbers = batches.numbers(cast.house, batch)

    pages = sheet.pictures(cast.house, numbers, 150)

    assert len(pages) == 2
    expected = sorted([(n, kind) for n in numbers for kind in ("EAN-13", "QR Code")])
    assert sorted(found for page in pages for found in _read(page)) == expected


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("#panic() $x$", "\\ <label> @ref"),
        ("Au rendez-vous des très très très nombreux amis du quartier", ""),
        ("W" * 120, "й" * 200),
        ("مطعم الأرز", "日本"),
        ("", "new\nline"),
    ],
)
def test_a_house_may_be_called_anything(name: str, address: str) -> None:
    house = House(name=name, address=address, card_colour="wine")

    (page,) = sheet.pictures(house, ["2900000000018"], 150)

    assert sorted(_read(page)) == [("2900000000018", "EAN-13"), ("2900000000018", "QR Code")]


def test_the_sheet_is_a_pdf_and_the_same_each_time() -> None:
    house = House(name="Chez Marthe", address="", card_colour="bottle")

    once, again = (sheet.pdf(house, ["2900000000018"], AT) for _time in range(2))

    assert once.startswith(b"%PDF") and once == again


def _read(page: bytes) -> list[tuple[str, str]]:
    dots, width, height = grey(page)
    found = zxingcpp.read_barcodes(memoryview(dots).cast("B", (height, width)))
    return [(one.text, str(one.format)) for one in found]
