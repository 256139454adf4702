"""The bytes a printer gets: another hand's agree, and no picture holds what it would obey."""

from __future__ import annotations

import re

import pytest
from escpos.printer import Dummy
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from habitue.printing import escpos
from habitue.printing.dots import Dots
from habitue.printing.escpos import Status

OBEYED = re.compile(b"\x10[\x04\x05\x14]")


@pytest.mark.parametrize("height", [1, 100, 128, 300])
def test_another_hand_writes_the_same_picture(height: int) -> None:
    bits = bytes((row * 7 + column) % 251 | 1 for row in range(height) for column in range(72))
    other = Dummy()
    picture = Image.frombytes("1", (576, height), bytes(byte ^ 0xFF for byte in bits))

    other.image(picture, fragment_height=escpos.BAND)

    assert OBEYED.search(bits) is None
    body = escpos.picture(Dots(576, height, bits))
    assert body == escpos.BEGIN + other.output + escpos.FEED_AND_CUT


@given(st.binary(max_size=400))
@example(b"\x10\x14\x01\x00\x05")
@example(b"\x10\x10\x04")
@example(b"\x10\x04\x10\x05\x10\x14")
def test_no_picture_holds_a_command_that_is_obeyed_at_once(bits: bytes) -> None:
    harmless = escpos.unobeyed(bits)

    assert OBEYED.search(harmless) is None
    assert len(harmless) == len(bits)
    assert all(before & after == before for before, after in zip(bits, harmless, strict=True))


@pytest.mark.parametrize(
    ("cause", "paper", "trouble"),
    [
        (0x12, 0x12, ""),
        (0x12, 0x1E, ""),  # nearly out is not out
        (0x16, 0x12, "cover"),
        (0x32, 0x12, "paper"),
        (0x12, 0x72, "paper"),
        (0x16, 0x72, "cover"),
        (0x52, 0x12, "fault"),
    ],
    ids=["well", "low", "cover", "stopped", "out", "open-and-out", "jam"],
)
def test_what_a_printer_says(cause: int, paper: int, trouble: str) -> None:
    assert Status(cause, paper).trouble == trouble


def test_answers_are_told_apart() -> None:
    """One says how the printer is, the other that it is done; neither is taken for the other."""
    statuses = [byte for byte in range(256) if escpos.is_status(byte)]

    assert len(statuses) == 16
    assert not any(escpos.is_end(byte) for byte in statuses)
    assert all(escpos.is_end(byte) for byte in (0x00, 0x03, 0x0C, 0x0F))
