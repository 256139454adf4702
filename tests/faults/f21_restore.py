"""F21 backup under load, the machine lost, restored elsewhere: what is lost is what came after.

Clients top up without a pause while the book is backed up again and again. Then the machine goes
in the middle of it: killed, and its folder or database deleted. The last backup is put back into
an empty place, which is served; everything acknowledged before that backup began must be there.
What came after is counted and is the window lost. The clients then send all they ever sent once
more under the same keys, as a till with its own memory would: nothing may be lost then, nothing
may be there twice.
"""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx

from tests.faults.clients import eur
from tests.faults.frame import Drill
from tests.faults.posting import Posted, guests, stored
from tests.serving import Installation, Served, database_beside

CLIENTS = 4
KEYS = ("pepper", "secret-key")
PAUSE = 2.0  # seconds between two backups


def run(drill: Drill) -> None:
    here = lost_one(drill)
    running = drill.serve(here)
    token = here.token()
    customers = guests(running, token, CLIENTS)
    posted = Posted(running.url, token, pause=0.0 if drill.is_full else 0.08)
    posted.begin(customers, drill.random)
    before, backups, file = _backed_up(drill, here, posted)

    busy = _in_the_act(posted)
    at_the_end = dict(posted.acknowledged)
    running.kill()
    posted.give_up.set()
    posted.finish()
    _gone(here)
    drill.really("backups under load", backups, at_least=2)
    drill.really("requests under way when it was lost", busy, at_least=1)

    there = drill.also(_restored(drill, here, file))
    again = drill.serve(there)
    came_back = _answered_before(again, token, customers)
    lost = at_the_end.keys() - came_back
    drill.expect(not before & lost, f"{len(before & lost)} of before the backup are lost")
    drill.count(acknowledged=len(at_the_end), lost_since_the_last_backup=len(lost))
    drill.really("acknowledged after the last backup", len(lost), at_least=1)
    drill.expect(not posted.wrong, f"refused: {posted.wrong[:2]}")
    kept = stored(again, token, customers)
    done = _sent_again(drill, again, token, at_the_end)
    drill.expect(done.keys() == lost, "another number was done again than was lost")
    owed = kept + sum(done.values())
    drill.expect(stored(again, token, customers) == owed, "something is there twice, or not")


def lost_one(drill: Drill) -> Installation:
    """An installation that may be deleted: the drill's own is verified in the end."""
    folder = drill.folder / "lost"
    shutil.copytree(drill.installation.folder, folder)
    url = drill.installation.database_url
    if url:
        template = url.rpartition("/")[2]
        url = drill.stack.enter_context(database_beside(url, template))
    return Installation(folder, url, dict(drill.installation.settings))


def _in_the_act(posted: Posted) -> int:
    """How many requests are under way, as soon as there are any; clients pause in between."""
    patience = time.monotonic() + 60
    while not posted.under_way and time.monotonic() < patience:
        time.sleep(0.001)
    return len(posted.under_way)


def _backed_up(drill: Drill, here: Installation, posted: Posted) -> tuple[set[str], int, Path]:
    """What was acknowledged before the last backup began, how many there were, and the last."""
    number, before, file = 0, set[str](), drill.folder / "none"
    enough, pause = (3, PAUSE) if drill.is_full else (2, PAUSE / 4)
    while len(posted.acknowledged) < drill.size("entries") or number < enough:
        known = set(posted.acknowledged)
        next_file = drill.folder / f"copy-{number}"
        began = time.monotonic()
        here.habitue("backup", str(next_file))
        took = time.monotonic() - began
        drill.say(f"backup {number}: {next_file.stat().st_size:,} bytes in {took:.1f} s")
        if file.exists():
            file.unlink()
        number, before, file = number + 1, known, next_file
        time.sleep(pause)
    return before, number, file


def _gone(here: Installation) -> None:
    """The disk with it; the keys are elsewhere, as the manual asks."""
    keys = here.folder.with_name("keys")
    keys.mkdir()
    for name in KEYS:
        shutil.move(here.folder / name, keys)
    shutil.rmtree(here.folder)


def _restored(drill: Drill, here: Installation, file: Path) -> Installation:
    folder = drill.folder / "there"
    folder.mkdir()
    for name in KEYS:
        shutil.copy(here.folder.with_name("keys") / name, folder)
    url = here.database_url
    if url:
        # outlives the drill's servers: its book is verified at the end
        beside = ExitStack()
        url = beside.enter_context(database_beside(url))
        drill.outlasting(beside.close)
    there = Installation(folder, url, dict(here.settings))
    began = time.monotonic()
    said = there.habitue("restore", str(file))
    took = time.monotonic() - began
    drill.say(f"restored and verified in {took:.1f} s: {said.strip().splitlines()[-1]}")
    drill.count(seconds_to_restore=round(took))
    rows = json.loads(there.habitue("verify", "--json"))
    drill.expect(rows["ok"], "the restored book does not hold")
    return there


def _answered_before(again: Served, token: str, customers: list[str]) -> set[str]:
    """The keys whose top-ups came back, asked of the book itself."""
    import sqlite3

    import psycopg

    query = "SELECT key FROM operations_operation WHERE status = 201"
    url = again.installation.database_url
    if url:
        with psycopg.connect(url) as book:
            rows = book.execute(query).fetchall()
    else:
        book_file = again.installation.folder / "habitue.sqlite3"
        rows = sqlite3.connect(book_file).execute(query).fetchall()
    return {key for (key,) in rows if key.partition(":")[0] in customers}


def _sent_again(
    drill: Drill, again: Served, token: str, sent: dict[str, tuple[str, int]]
) -> dict[str, int]:
    """Everything that was ever acknowledged, under its key: answered as before, or done now.

    The amounts of what was done now.
    """
    with (
        httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=30) as http,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        answers = pool.map(lambda one: _post(http, again, one[0], one[1][1]), sent.items())
        told = dict(zip(sent, answers, strict=True))
    for key, answer in told.items():
        drill.expect(answer.status_code == 201, f"{answer.status_code} {answer.text[:200]}")
        same = "Idempotent-Replayed" not in answer.headers or answer.json()["id"] == sent[key][0]
        drill.expect(same, f"{key}: another answer than before")
    done = [key for key, one in told.items() if "Idempotent-Replayed" not in one.headers]
    drill.count(done_again_after_sending=len(done))
    return {key: sent[key][1] for key in done}


def _post(http: httpx.Client, again: Served, key: str, amount: int) -> httpx.Response:
    return http.post(
        f"{again.url}/api/v1/customers/{key.partition(':')[0]}/top-ups",
        json={"pays": eur(amount), "receives": eur(amount), "tender": "cash"},
        headers={"Idempotency-Key": key},
    )
