"""The serving process's own pool of PostgreSQL: it grows, and it comes back."""

from __future__ import annotations

import time

import psycopg
import pytest

from tests.races.conftest import Till, at_once
from tests.serving import Served
from tests.templates import CLIENTS

pytestmark = [pytest.mark.races, pytest.mark.postgresql]
OTHERS = f"{CLIENTS} AND datname = current_database() AND pid <> pg_backend_pid()"


def test_many_at_once_get_connections_and_lost_ones_are_made_anew(
    served: Served, till: Till
) -> None:
    """A pool opened before the fork had no threads: two connections, and none once those went."""
    answers = at_once([lambda: till("GET", "/customers")] * 128, 32)
    assert {one.status_code for one in answers} == {200}

    with psycopg.connect(served.installation.database_url, autocommit=True) as watch:
        [[held]] = watch.execute(f"SELECT count(*) {OTHERS}").fetchall()
        assert held > 3
        watch.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")

    until, said = time.monotonic() + 30, []
    while time.monotonic() < until and said[-8:] != [200] * 8:
        said.append(till("GET", "/customers").status_code)
    assert said[-8:] == [200] * 8
    assert set(said) <= {200, 503}
