"""Several values in one cell: told apart the same, and quickly, whatever stands in it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habitue.exchange.reading import separators

USUAL = {
    "phones": (separators.PHONES, r"\s*(?:[\n;|]|(?<=\d)\s*[,/]\s*(?=[+\d(]))\s*"),
    "cards": (separators.CARDS, r"\s*[\n;,|]\s*"),
    "tags": (separators.TAGS, r"\s*[\n;,|]\s*"),
    "emails": (separators.EMAILS, r"\s*[\n;,]\s*"),
}
SECONDS = 0.5  # of the processor


def long(of: str) -> str:
    return of * (32_000 // len(of))


@pytest.mark.parametrize("kind", USUAL)
@pytest.mark.parametrize("of", ["\\", "\\\\:", ":", " ", "1 ", " 1", "1, ", "\u00a0"])
def test_a_long_cell_takes_no_longer_than_its_length(kind: str, of: str) -> None:
    usual, _plain = USUAL[kind]
    before = time.process_time()

    for cell in (long(of), long(of) + "x", "x\n" + long(of) + "x:::", "1" + long(of) + ":::\\"):
        separators.split(cell, usual)
        separators.join((cell, "a"), usual)

    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("kind", USUAL)
@given(st.text(alphabet="1 \n;,|/(+x", max_size=14))
def test_it_is_split_as_the_plain_rule_says(kind: str, cell: str) -> None:
    usual, plain = USUAL[kind]

    parts = [part.strip() for part in re.split(plain, cell)]
    assert separators.split(cell, usual) == [part for part in parts if part]


@given(st.lists(st.text(alphabet="\\:x", max_size=9), max_size=3))
def test_values_in_a_row_are_written_as_the_plain_rules_say(values: list[str]) -> None:
    said = ":::".join(values)

    def bare(found: re.Match[str]) -> str:
        return "\\" * ((len(found[1]) - 1) // 2) + ":"

    plain = [re.sub(r"(\\+):", bare, part) for part in said.split(":::") if part]
    if ":::" in said:
        assert separators.split(said, separators.TAGS) == plain
    written = separators.join(("a,b", said), separators.TAGS)
    if "\\:" in said:
        assert re.sub(r"(\\*):", lambda found: found[1] * 2 + "\\:", said) in written
