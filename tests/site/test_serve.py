"""`habitue serve`: starts only when it is safe, ends when it is told."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.serving import PROGRAM, DidNotStart, Installation, Served, copied, serving, start


def test_it_serves_pages_and_static_files(served: Served) -> None:
    assert httpx.get(f"{served.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{served.url}/static/ui/js/ui.js").status_code == 200


def test_it_ends_cleanly_when_told(prepared: Installation, tmp_path: Path) -> None:
    with copied(prepared, tmp_path / "data") as installation:
        running = start(installation)

        running.process.send_signal(signal.SIGTERM)

        assert running.process.wait(timeout=15) == 0


def test_a_port_that_is_taken_is_one_sentence(prepared: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        done = _serve(prepared, other.getsockname()[1])

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Choose another: --port" in done.stderr


def test_a_schema_without_its_triggers_is_mended(prepared: Installation, tmp_path: Path) -> None:
    """A rebuild of a table drops them silently; serving lays them again before it opens."""
    with copied(prepared, tmp_path / "data") as installation:
        _drop_a_trigger(installation)

        with serving(installation) as running:
            assert httpx.get(f"{running.url}/healthz").status_code == 200

        assert "0 of" in installation.habitue("verify")


@pytest.mark.sqlite
def test_sqlite_that_does_not_wait_for_the_disk_is_not_served(
    prepared: Installation, tmp_path: Path
) -> None:
    with copied(prepared, tmp_path / "data") as installation:
        lax = installation.folder / "sitecustomize.py"
        lax.write_text(
            "from habitue.site import databases\n"
            "databases.FOR_MONEY = databases.FOR_MONEY.replace('FULL', 'NORMAL')\n"
        )
        installation.settings["PYTHONPATH"] = str(installation.folder)

        with pytest.raises(DidNotStart, match="does not wait for the disk"):
            start(installation)


def _serve(installation: Installation, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "serve", "--port", str(port)],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def _drop_a_trigger(installation: Installation) -> None:
    if installation.database_url:
        with psycopg.connect(installation.database_url) as connection:
            connection.execute("DROP TRIGGER ledger_move_append_only ON ledger_move")
        return
    with sqlite3.connect(installation.folder / "habitue.sqlite3") as book:
        book.execute("DROP TRIGGER ledger_move_no_update")
