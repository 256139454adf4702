"""Duplicates on lists whose truth is known: never worse than here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import duplicates


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("FEBRL 1", 0.99, 0.97),
        ("Splink fake 1000", 0.99, 0.72),
        ("Splink fake 1000, by its labels", 0.99, 0.72),
        ("Fodor's and Zagat's", 0.82, 0.89),
    ],
)
def test_precision_and_recall(shared: Path, name: str, precision: float, recall: float) -> None:
    [told] = [one for one in duplicates.lists(shared / "data" / "people") if one.name == name]

    measured = duplicates.measure(told)

    assert measured.likely.precision >= precision
    assert measured.likely.recall >= recall


def test_the_work_grows_with_the_book_not_its_square() -> None:
    small, large = (duplicates.measure(duplicates.made_up(size)) for size in (1_000, 4_000))

    assert large.compared < 10 * large.records
    assert small.compared < 10 * small.records
    assert large.likely.recall > 0.7


def test_namesakes_of_a_large_book_are_not_suggested_as_one() -> None:
    measured = duplicates.measure(duplicates.made_up(10_000))

    assert measured.likely.precision > 0.8
    assert measured.likely.recall == measured.every.recall > 0.85
