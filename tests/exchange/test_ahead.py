"""A long file is read by a process of its own, and says the same."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from habitue.cards import many
from habitue.exchange import ahead
from habitue.exchange.files import Understood, understand
from habitue.house.models import House
from habitue.house.scope import house_scope

ROWS = 4_000


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BinaryIO]:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _who: {0, 1})
    path = tmp_path / "people.csv"
    lines = [f"U{n},Anna,Blanc{n},06 12 34 {n // 100:02} {n % 100:02}\n" for n in range(ROWS)]
    lines[77] = "U77,,,nobody\n"
    path.write_text("user_id,first_name,last_name,phone\n" + "".join(lines))
    assert path.stat().st_size > ahead.WORTH_IT
    with path.open("rb") as opened:
        yield opened


def read(house: House, file: BinaryIO) -> Understood:
    with house_scope(house):
        return understand(house, file, at=datetime.now(UTC))


@pytest.mark.parametrize("after", [0, 3_210, ROWS])
def test_read_ahead_a_file_says_the_same(house: House, file: BinaryIO, after: int) -> None:
    understood = read(house, file)

    with ahead.reading(file, understood) as elsewhere:
        found = list(elsewhere.drafts(after))

    assert found == list(understood.drafts(after))
    assert len(found) == ROWS - after
    assert not multiprocessing.active_children()


def test_where_the_other_process_ends_this_one_goes_on(house: House, file: BinaryIO) -> None:
    understood = read(house, file)

    with ahead.reading(file, understood) as elsewhere:
        rows = elsewhere.drafts()
        found = [next(rows)]
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        found += rows

    assert found == list(understood.drafts())


def test_left_in_the_middle_the_other_process_ends(house: House, file: BinaryIO) -> None:
    with ahead.reading(file, read(house, file)) as elsewhere:
        next(elsewhere.drafts())

    assert not multiprocessing.active_children()


def test_where_few_codes_are_free_longer_ones_are_drawn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "SHORTEST", 1)

    with house_scope(house):
        codes = many.new_codes(house, 500, set())

    assert len(set(codes)) == 500
    assert {len(code) for code in codes} <= {2, 3, 4, 5}
