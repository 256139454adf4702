"""Through PgBouncer in transaction mode: two houses on one backend, and neither sees the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests import pgbouncer
from tests.serving import Installation, copied, serving

pytestmark = [pytest.mark.postgresql, pytest.mark.races]

TURNS = """
import json, django
django.setup()
from django.db import connection
from habitue.customers.models import Customer
from habitue.house import sql
from habitue.house.models import House
from habitue.house.scope import house_scope
seen = []
for _ in range(40):
    for house in House.objects.order_by("slug"):
        with house_scope(house):
            [[pid]] = sql.rows("SELECT pg_backend_pid()")
            names = sorted(set(Customer.objects.values_list("first_name", flat=True)))
            seen.append([house.slug, pid, names])
        left = "SELECT current_setting('app.house', true), current_user = session_user"
        seen.append(["nobody", *map(list, sql.rows(left))])
        connection.close()
print(json.dumps(seen))
"""


@pytest.fixture
def pooled(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    """Chez Marthe and Chez Paul in one database behind three backends."""
    with copied(prepared, tmp_path / "data") as direct:
        direct.set_up("Chez Paul")
        try:
            with pgbouncer.before(direct.database_url) as url:
                yield replace(direct, database_url=url)
        except pgbouncer.NoPgBouncer as missing:
            pytest.skip(str(missing).splitlines()[0])


def guests(client: httpx.Client, name: str) -> list[str]:
    """Add one, top them up, and say whom this house then shows."""
    key = {"Idempotency-Key": os.urandom(8).hex()}
    made = client.post("/customers", json={"first_name": name}, headers=key)
    assert made.status_code == 201, made.text
    pays = {"pays": {"amount": 100, "currency": "EUR"}, "tender": "cash"}
    path = f"/customers/{made.json()['id']}/top-ups"
    assert client.post(
        path, json=pays, headers=key | {"Idempotency-Key": os.urandom(8).hex()}
    ).is_success
    shown = client.get("/customers?limit=200").json()["data"]
    return [one["first_name"] for one in shown]


def test_two_houses_share_backends_and_nothing_else(pooled: Installation) -> None:
    houses = {"chez-marthe": "Marthe's guest", "chez-paul": "Paul's guest"}
    with serving(pooled) as running:
        clients = {
            name: httpx.Client(
                base_url=f"{running.url}/api/v1",
                headers={"Authorization": f"Bearer {pooled.token('--house', slug)}"},
                timeout=60,
            )
            for slug, name in houses.items()
        }
        with ThreadPoolExecutor(16) as pool:
            turns = [(name, client) for name, client in clients.items()] * 20
            answers = list(pool.map(lambda turn: (turn[0], guests(turn[1], turn[0])), turns))

    assert [name for name, shown in answers if set(shown) != {name}] == []
    told = json.loads(pooled.habitue("verify", "--json"))
    assert told["ok"]
    seen = in_turns(pooled)
    assert all(shown == [houses[slug]] for slug, _, shown in seen if slug in houses)
    met = {slug: {pid for one, pid, *_ in seen if one == slug} for slug in houses}
    assert met["chez-marthe"] & met["chez-paul"], "no backend served both houses"


def in_turns(pooled: Installation) -> list[Any]:
    """What each house saw on which backend; and that nothing of it stayed on any."""
    settings = {"DJANGO_SETTINGS_MODULE": "habitue.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", TURNS],
        env=pooled.environment | settings,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    seen: list[Any] = json.loads(done.stdout)
    assert {json.dumps(one[1]) for one in seen if one[0] == "nobody"} <= {
        '["", true]',
        "[null, true]",
    }
    return [one for one in seen if one[0] != "nobody"]


def test_two_programs_migrate_one_after_the_other(pooled: Installation) -> None:
    with psycopg.connect(pooled.database_url, prepare_threshold=None) as connection:
        connection.execute('DROP POLICY "house_till_house_only" ON house_till')
    processes = [
        subprocess.Popen(
            [Path(sys.executable).parent / "habitue", "migrate"], env=pooled.environment
        )
        for _ in range(2)
    ]

    assert [one.wait(120) for one in processes] == [0, 0]
    with psycopg.connect(pooled.database_url, prepare_threshold=None) as connection:
        held = connection.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
        )
        laid = connection.execute(
            "SELECT count(*) FROM pg_policies WHERE policyname = 'house_till_house_only'"
        )
        assert (held.fetchone(), laid.fetchone()) == ((0,), (1,))
