"""A test's own database goes away although the server itself is at work in it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.clusters import Cluster
from tests.templates import database_beside

pytestmark = [pytest.mark.races, pytest.mark.postgresql]
SLOW = {"vacuum_cost_delay": "100ms", "vacuum_cost_limit": "1", "naptime": "1"}
INSIDE = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def tidying() -> Iterator[str]:
    """A server whose autovacuum comes at once and stays for minutes."""
    with tempfile.TemporaryDirectory(prefix="habitue-tidying-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server is another user
        options = {f"autovacuum_{key}": value for key, value in SLOW.items()}
        cluster = Cluster(folder / "cluster", options=options)
        cluster.folder.mkdir()
        try:
            cluster.make()
            yield cluster.url
        finally:
            cluster.stop()


def test_dropped_with_autovacuum_and_a_client_in_it(tidying: str) -> None:
    with database_beside(tidying) as url:
        with psycopg.connect(url, autocommit=True) as mine:
            mine.execute(
                "CREATE TABLE big AS SELECT n, repeat('x', 500) FROM generate_series(1, 20000) n"
            )
            mine.execute("UPDATE big SET n = n + 1")
            until = time.monotonic() + 120
            while not mine.execute(INSIDE).fetchall():
                assert time.monotonic() < until, "autovacuum did not come"
                time.sleep(0.1)
        left = psycopg.connect(url)
        left.execute("SELECT 1")

    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)
