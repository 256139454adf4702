"""The sheet a batch is printed on: ten cards a page, each with QR code, barcode and number."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from habitue.house.models import House
from habitue.paper import codes, pages

TEMPLATE = Path(__file__).with_name("sheet.typ")
QUIET_BARS, QUIET_QR = 11, 4  # light modules a reader needs at the sides
A_PAGE = 10


def pdf(house: House, numbers: Sequence[str], at: datetime) -> bytes:
    """The cards of `numbers`, in their order. Takes long: never inside an operation."""
    return pages.pdf(TEMPLATE, _data(house, numbers), at=at)


def pictures(house: House, numbers: Sequence[str], ppi: int) -> list[bytes]:
    """The same pages as PNG."""
    return pages.pictures(TEMPLATE, _data(house, numbers), ppi)


def _data(house: House, numbers: Sequence[str]) -> dict[str, Any]:
    return {
        "house": house.name,
        "address": house.address,
        "colour": house.card_colour,
        "cards": [
            {
                "number": spaced(number),
                "bars": codes.ean13(number, height=34).svg(QUIET_BARS),
                "qr": codes.qr(number).svg(QUIET_QR),
            }
            for number in numbers
        ],
    }


def spaced(number: str) -> str:
    """`2 912345 678906`, as an EAN is written."""
    return f"{number[:1]} {number[1:7]} {number[7:]}"
