"""Statements by hand: a value read is the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from habitue.house import sql
from tests.cast import Cast


@pytest.mark.parametrize("column", ["at", "max(at)"])
def test_a_time_is_a_moment_of_utc(cast: Cast, noon: Any, column: str) -> None:
    """SQLite's driver gives a column without its zone, and text where it is no column."""
    cast.top_up(cast.carol, 10)

    [[at]] = sql.rows(f"SELECT {column} FROM ledger_entry WHERE kind = 'prepaid.top_up'")

    assert sql.as_time(at).isoformat() == datetime.now(UTC).isoformat()
