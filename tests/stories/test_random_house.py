"""A house where anyone does anything, legal or not, in any order: the books agree all along.

Seeded, so that what fails fails again. `HABITUE_SEEDS` houses (2) from `HABITUE_SEED` on (1),
`HABITUE_COUNT` acts in each (100).
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import offenders
from tests.stories.random_house import RandomHouse
from tests.stories.random_rules import CHECK_EACH

COUNT = int(os.environ.get("HABITUE_COUNT", "100"))
SEED = int(os.environ.get("HABITUE_SEED", "1"))
SEEDS = int(os.environ.get("HABITUE_SEEDS", "2"))


@pytest.mark.parametrize("seed", range(SEED, SEED + SEEDS))
def test_whatever_is_done_the_books_agree(
    cast: Cast, noon: Any, seed: int, record_property: Any
) -> None:
    house = RandomHouse(cast, noon, seed)
    for done in range(1, COUNT + 1):
        house.step()
        if done % CHECK_EACH == 0:
            assert offenders(thorough=done % 100 == 0) == [], house.told()
            assert house.archived_with_value() == [], house.told()
    record_property("answers", dict(house.answers))
    assert house.went_well > COUNT // 6, house.told()
