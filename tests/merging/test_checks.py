"""A merge that was tampered with is found (I24)."""

from __future__ import annotations

import pytest

from habitue.merging import actions as merging
from habitue.merging import checks
from tests.cast import Cast
from tests.site.damage import damage


@pytest.mark.unbalanced
@pytest.mark.parametrize(
    ("done", "check"),
    [
        ("UPDATE merging_merge SET paid_minor = 1", checks.what_was_moved_is_what_was_booked),
        (
            "UPDATE customers_customer SET archived_at = NULL",
            checks.the_merged_are_out_of_the_book,
        ),
        (
            "UPDATE ledger_account SET balance = 5"
            " WHERE balance = 0 AND code LIKE 'wallet:%:paid'",
            checks.the_merged_hold_nothing,
        ),
        (
            "UPDATE merging_merge SET undone_at = '2026-03-14 12:00:00'",
            checks.undone_is_reversed,
        ),
    ],
)
def test_what_was_damaged_is_found(cast: Cast, done: str, check: object) -> None:
    cast.act(merging.merge, kept=cast.carol.id, merged=cast.alice.id)
    assert check(cast.house).offenders == []  # type: ignore[operator]

    damage(done)

    assert check(cast.house).offenders  # type: ignore[operator]
