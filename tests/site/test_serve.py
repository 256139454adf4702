"""`habitue serve`: starts only when it is safe, ends when it is told."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.serving import PROGRAM, DidNotStart, Installation, Served, copied, serving, start

UNSEALED = (
    "SELECT count(*) FROM ledger_entry e LEFT JOIN ledger_seal s ON s.entry_id = e.id"
    " WHERE s.id IS NULL"
)


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


def test_it_serves_pages_and_static_files(served: Served) -> None:
    assert httpx.get(f"{served.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{served.url}/static/ui/js/ui.js").status_code == 200


def test_it_ends_cleanly_when_told(prepared: Installation, tmp_path: Path) -> None:
    with copied(prepared, tmp_path / "data") as installation:
        running = start(installation)

        running.process.send_signal(signal.SIGTERM)

        assert running.process.wait(timeout=60) == 0


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
    trigger = "ledger_move_no_update"
    if installation.database_url:
        trigger = "ledger_move_append_only ON ledger_move"
    installation.asked(f"DROP TRIGGER {trigger}")


@pytest.mark.postgresql
def test_a_house_without_its_walls_is_given_them_again(
    prepared: Installation, tmp_path: Path
) -> None:
    """Policies and keys too: another program, or a restore by hand, may have left them out."""
    with copied(prepared, tmp_path / "data") as installation:
        [[policy]] = installation.asked(
            "SELECT polname FROM pg_policy WHERE polrelid = 'prepaid_lot'::regclass LIMIT 1"
        )
        installation.asked(f'DROP POLICY "{policy}" ON prepaid_lot')
        installation.asked("ALTER TABLE prepaid_lot NO FORCE ROW LEVEL SECURITY")

        with serving(installation):
            walls = installation.asked(
                "SELECT relforcerowsecurity, count(polname) FROM pg_class JOIN pg_policy"
                " ON polrelid = pg_class.oid WHERE relname = 'prepaid_lot' GROUP BY 1"
            )

        assert walls == [(True, 2)]


@pytest.mark.postgresql
def test_postgresql_that_does_not_wait_for_the_disk_is_told(
    prepared: Installation, tmp_path: Path
) -> None:
    """A server belongs to its administrator: we serve, and say what is at stake."""
    with copied(prepared, tmp_path / "data") as installation:
        name = installation.database_url.rpartition("/")[2]
        installation.asked(f'ALTER DATABASE "{name}" SET synchronous_commit = off')

        with serving(installation):
            said = (installation.folder / "server.log").read_text()

    assert "synchronous_commit is off: an answered payment could be lost" in said


def test_what_is_posted_is_sealed_within_seconds(served: Served) -> None:
    """Inside the same commit on SQLite; by the sealer, each second, on PostgreSQL."""
    headers = {"Authorization": f"Bearer {served.installation.token()}"}
    with httpx.Client(base_url=f"{served.url}/api/v1", headers=headers, timeout=30) as http:
        alice = http.post("/customers", json={"first_name": "Alice"}, headers=key("alice")).json()
        pays = {"pays": {"amount": 500, "currency": "EUR"}, "tender": "cash"}
        said = http.post(f"/customers/{alice['id']}/top-ups", json=pays, headers=key("pays"))
    assert said.status_code == 201, said.text

    until = time.monotonic() + 60
    while (waiting := served.installation.asked(UNSEALED)) != [(0,)] and time.monotonic() < until:
        time.sleep(0.1)

    assert waiting == [(0,)]
    assert served.installation.asked("SELECT count(*) FROM ledger_seal") != [(0,)]
